"""Findings for the pages: found once for each state of the store and day, since every rule reads the whole store."""

from __future__ import annotations

import datetime as dt

from app.known import Known
from graph.findings import Finding, find_findings
from graph.store import GraphStore

_KNOWN = Known[tuple[Finding, ...]](size=2)


def known_findings(store: GraphStore, day: dt.date) -> tuple[Finding, ...]:
    """Return the findings of ``store`` as of ``day``."""
    return _KNOWN.get(store, day, lambda: find_findings(store, day))
