"""Reads the terms of a query's row as plain Python values; a variable without value is None."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, QuerySolution

from graph.model import Evidence


def text_of(row: QuerySolution, name: str) -> str | None:
    """Return the words or the IRI bound to ``name``."""
    term = row[name]
    return term.value if isinstance(term, Literal | NamedNode) else None


def need_text(row: QuerySolution, name: str) -> str:
    """Return the words or the IRI bound to ``name``, which the query always binds.

    Raises:
        KeyError: the query leaves it unbound.
    """
    value = text_of(row, name)
    if value is None:
        raise KeyError(name)
    return value


def number_of(row: QuerySolution, name: str) -> int:
    """Return the whole number bound to ``name``."""
    return int(need_text(row, name))


def decimal_of(row: QuerySolution, name: str) -> Decimal | None:
    """Return the decimal bound to ``name``."""
    value = text_of(row, name)
    return None if value is None else Decimal(value)


def date_of(row: QuerySolution, name: str) -> dt.date | None:
    """Return the day bound to ``name``."""
    value = text_of(row, name)
    return None if value is None else dt.date.fromisoformat(value[:10])


def truth_of(row: QuerySolution, name: str) -> bool:
    """Return whether ``name`` is bound to true."""
    return text_of(row, name) in {"true", "1"}


def evidence_of(row: QuerySolution) -> Evidence:
    """Return where a text says it: document, locator, start, end and quote of the row."""
    return Evidence(
        document=need_text(row, "document"),
        locator=need_text(row, "locator"),
        start=number_of(row, "start"),
        end=number_of(row, "end"),
        quote=need_text(row, "quote"),
    )
