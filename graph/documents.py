"""Documents as nouns: the list of the corpus, one document by whatever name a person gives, its text.

A number is never matched fuzzily: 20-NQ/TU is not 20-NQ/TW, and 4655/KH-UBND of another province is another document.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import Literal, QuerySolution

from graph.known import load_known
from graph.model import DocumentNode
from graph.query_files import narrow_query, read_query
from graph.registers import load_lexicon
from graph.rows import date_of, need_text, text_of, truth_of
from graph.store_model import GraphStore
from graph.terms import STRATA, load_type_labels
from ingest.numbers import DocumentNumber, find_numbers
from ingest.text import key_of, normalise

_DATE = re.compile(r"(?P<day>\d{1,2})(?:[/.-]| tháng )(?P<month>\d{1,2})(?:[/.-]| năm )(?P<year>\d{4})")
_YEAR = re.compile(r"(?<![\d/–-])(?:19|20)\d\d(?!\s?[\d/–-])")
"""A year by itself, neither part of a number nor of a period."""
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_SERIAL = re.compile(r"(?P<kind>[^\d]{0,60})(?P<serial>\d{1,6})(?!\d)")
_MAX_NAME = 500
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Found:
    """The one document that was meant."""

    document: DocumentNode


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several documents bear that name: the caller chooses, by date or by key."""

    candidates: tuple[DocumentNode, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """No document bears that name.

    ``nearest`` are those of the same type and issuer code, nearest in number; for a bare number ("kế hoạch 4655") those
    that begin with it.
    """

    nearest: tuple[DocumentNode, ...]


Lookup: TypeAlias = Found | Ambiguous | NotFound


def list_documents(store: GraphStore, cited: bool = False) -> tuple[DocumentNode, ...]:
    """Return the documents whose text is in the store, or with ``cited`` those known only by citation."""
    rows = store.select(read_query("cited" if cited else "corpus"))
    nodes = read_nodes(store, (need_text(row, "document") for row in rows))
    return tuple(sorted(nodes.values(), key=lambda node: (node.date or dt.date.min, node.key)))


def find_document(store: GraphStore, name: str) -> Lookup:
    """Return the document that ``name`` means: an IRI, a key, a number with or without date, or a title.

    ``20-NQ/TW`` of 2012 and of 2017 are two documents: without a date or a year they are ``Ambiguous``.
    """
    name = normalise(name).strip()[:_MAX_NAME]
    direct = _by_iri_or_key(store, name)
    if direct:
        return _choose(direct)
    number = _number_in(name)
    if number is None:
        named = _by_title(store, name) or _by_nickname(store, name)
        return _choose(named) if named else NotFound(_by_serial(store, name))
    bearers = _by_number(store, number.canonical)
    day = _date_in(name, number)
    fitting = [node for node in bearers if day is None or node.date == day]
    if day is None and len(fitting) > 1:
        fitting = _of_year(fitting, name, number)
    if fitting:
        return _choose(fitting)
    return NotFound(tuple(bearers) or _nearest(store, number) or _by_serial(store, name))


def read_nodes(store: GraphStore, iris: Iterable[str]) -> Mapping[str, DocumentNode]:
    """Return what is known of each document by IRI; what its own graph says goes before what citations say."""
    wanted = list(dict.fromkeys(iris))
    nodes: dict[str, DocumentNode] = {}
    for start in range(0, len(wanted), _BATCH):
        rows = store.select(narrow_query("nodes", documents=wanted[start : start + _BATCH]))
        by_document: dict[str, list[QuerySolution]] = {}
        for row in rows:
            by_document.setdefault(need_text(row, "document"), []).append(row)
        nodes |= {iri: _merge(iri, group) for iri, group in by_document.items()}
    return nodes


def read_text(store: GraphStore, document: str) -> str | None:
    """Return the text of a document by IRI, None when it is known only by citation."""
    rows = store.select(narrow_query("text", documents=[document]))
    return need_text(rows[0], "text") if rows else None


def _merge(iri: str, rows: list[QuerySolution]) -> DocumentNode:
    own = [row for row in rows if truth_of(row, "own")]
    best = own or rows

    def first(name: str) -> str | None:
        values = sorted(
            {value for row in best if (value := text_of(row, name))}, key=lambda value: (-len(value), value)
        )
        return values[0] if values else None

    kind, stratum = first("type"), first("stratum")
    days = sorted({day for row in best if (day := date_of(row, "date"))})
    return DocumentNode(
        iri=iri,
        key=need_text(rows[0], "key"),
        number=first("number"),
        type=load_type_labels().get(kind or ""),
        date=days[0] if days else None,
        issuer=first("issuer"),
        title=first("title"),
        stratum=next((name for name, term in STRATA.items() if term == stratum), None),
        in_corpus=bool(own),
    )


def _choose(nodes: Iterable[DocumentNode]) -> Lookup:
    found = tuple(nodes)
    if not found:
        return NotFound(())
    return Found(found[0]) if len(found) == 1 else Ambiguous(found)


def _by_iri_or_key(store: GraphStore, name: str) -> list[DocumentNode]:
    if " " in name:
        return []
    if name.startswith(("http://", "https://")):
        try:
            return list(read_nodes(store, [name]).values())
        except ValueError:
            return []
    rows = store.select(narrow_query("by_key", keys=[Literal(name)]))
    return list(read_nodes(store, (need_text(row, "document") for row in rows)).values())


def _by_number(store: GraphStore, canonical: str) -> list[DocumentNode]:
    rows = store.select(narrow_query("by_number", numbers=[Literal(canonical)]))
    nodes = read_nodes(store, (need_text(row, "document") for row in rows))
    return sorted(nodes.values(), key=lambda node: (node.date or dt.date.min, node.key))


def _by_title(store: GraphStore, name: str) -> list[DocumentNode]:
    wanted = key_of(name)
    if not wanted:
        return []
    rows = store.select(read_query("titles"))
    found = {need_text(row, "document") for row in rows if key_of(need_text(row, "title")) == wanted}
    return sorted(read_nodes(store, sorted(found)).values(), key=lambda node: node.key)


def _by_nickname(store: GraphStore, name: str) -> list[DocumentNode]:
    """Return the stored documents that are meant by "Nghị quyết Trung ương 6 khóa XI" and the like."""
    rows = load_known().find_by_name(name)
    found = [node for row in rows for node in _by_number(store, row.number) if node.date == row.date]
    return sorted(found, key=lambda node: node.key)


def _nearest(store: GraphStore, number: DocumentNumber, limit: int = 5) -> tuple[DocumentNode, ...]:
    """Return documents of the same codes ("KH-UBND"), nearest in running number."""
    tail = number.canonical.removeprefix(number.serial).lstrip("0123456789")
    rows = store.select(narrow_query("by_tail", tails=[Literal(tail)]))
    found = read_nodes(store, (need_text(row, "document") for row in rows)).values()
    return tuple(
        sorted(found, key=lambda node: (abs(_serial(node.number) - _serial(number.canonical)), node.key))[:limit]
    )


def _by_serial(store: GraphStore, name: str, limit: int = 5) -> tuple[DocumentNode, ...]:
    """Return the documents whose number begins with the digits that ``name`` begins with, after the word of a type."""
    match = _SERIAL.match(name)
    if match is None:
        return ()
    kind = key_of(match["kind"]).removesuffix(" so").strip()
    labels = {label: key_of(label) for label in load_type_labels().values()}
    if kind not in {"", "so", "van ban", *labels.values()}:
        return ()
    rows = store.select(narrow_query("by_serial", serials=[Literal(match["serial"])]))
    found = read_nodes(store, (need_text(row, "document") for row in rows)).values()
    fitting = [node for node in found if kind in {"", "so", "van ban"} or labels.get(node.type or "") == kind]
    return tuple(sorted(fitting, key=lambda node: (not node.in_corpus, node.key))[:limit])


def _serial(number: str | None) -> int:
    match = re.match(r"\d{1,6}", number or "")
    return int(match[0]) if match else 0


def _number_in(name: str) -> DocumentNumber | None:
    mentions = find_numbers(name, load_lexicon())
    return mentions[0].number if mentions else None


def _of_year(nodes: list[DocumentNode], name: str, number: DocumentNumber) -> list[DocumentNode]:
    """Return the nodes of the year that is named beside the number ("20-NQ/TW năm 2012"); all where it fits none."""
    years = {int(year) for year in _YEAR.findall(name.replace(number.canonical, " "))}
    return [node for node in nodes if node.date is not None and node.date.year in years] or nodes


def _date_in(name: str, number: DocumentNumber) -> dt.date | None:
    match = _ISO.search(name) or _DATE.search(name.replace(number.canonical, " "))
    if match is None:
        return None
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
