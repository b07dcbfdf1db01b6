"""Findings for the pages: found once for each state of the store and day, since every rule reads the whole store."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

from graph.findings import Finding, find_findings
from graph.store import GraphStore


@dataclass(frozen=True, slots=True)
class _Known:
    version: int
    day: dt.date
    findings: tuple[Finding, ...]


_KNOWN: WeakKeyDictionary[GraphStore, _Known] = WeakKeyDictionary()
_TURN = Lock()


def known_findings(store: GraphStore, day: dt.date) -> tuple[Finding, ...]:
    """Return the findings of ``store`` as of ``day``."""
    with _TURN:
        version, known = store.version(), _KNOWN.get(store)
        if known is None or (known.version, known.day) != (version, day):
            known = _KNOWN[store] = _Known(version, day, find_findings(store, day))
        return known.findings
