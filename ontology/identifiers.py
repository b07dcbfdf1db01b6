"""Mints the IRIs of documents, parts, agencies and statements, and reads them back: the only place that does.

All IRIs are ASCII and follow from what the document says alone, so the same text always gives the same IRI.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from typing import Final, Literal
from urllib.parse import quote, unquote

from ontology.keys import (
    PARTY_PLACE,
    UNKNOWN_PLACE,
    DocumentKey,
    InvalidKeyError,
    Key,
    NamedKey,
    TextKey,
    key_of_number,
    named_key,
    read_key,
    text_key,
)
from ontology.slugs import slug
from ontology.vocabulary import REGISTERS, RELATION_SCHEME, ROLE_SCHEME, TYPE_SCHEME

__all__ = [
    "CENTRAL_PLACE",
    "DEFAULT_BASE",
    "PARTY_PLACE",
    "TERMS_BASE",
    "UNKNOWN_PLACE",
    "DocumentKey",
    "InvalidKeyError",
    "Key",
    "NamedKey",
    "TextKey",
    "agency_iri",
    "agency_key",
    "document_iri",
    "expression_iri",
    "graph_iri",
    "instant_iri",
    "key_of_number",
    "named_key",
    "node_iri",
    "parse_agency_iri",
    "parse_document_iri",
    "parse_graph_iri",
    "parse_part_iri",
    "part_iri",
    "period_iri",
    "quote_iri",
    "register_iri",
    "relation_iri",
    "role_iri",
    "selector_iri",
    "slug",
    "text_key",
    "type_iri",
]

TERMS_BASE: Final = "https://cancu.example"
"""Where the terms of the vocabulary and of the registers are, whatever the base of the data."""
DEFAULT_BASE: Final = os.environ.get("CANCU_BASE", "").rstrip("/") or TERMS_BASE
"""The base of every IRI that this process mints or reads: one for a whole store, so it is no option of a call."""
CENTRAL_PLACE: Final = "trung-uong"
"""The place of central agencies."""

_DOCUMENTS: Final = "/id/eli/vn/"
_AGENCIES: Final = "/id/org/"
_GRAPHS: Final = "/id/graph/"
_PLAIN: Final = re.compile(r"[0-9a-z./]{1,60}")
_UNITS: Final = {"Điều": "dieu", "Chương": "chuong", "Mục": "muc", "Phần": "phan", "Khoản": "khoan"}
_UNIT: Final = re.compile(r"(Điều|Chương|Mục|Phần|Khoản) ([0-9A-Za-z]{1,12})")
_UNIT_SLUG: Final = re.compile(r"(dieu|chuong|muc|phan|khoan)-([0-9A-Za-z]{1,12})")
_UNIT_OF: Final = {word: unit for unit, word in _UNITS.items()}


def document_iri(key: Key, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of a document.

    >>> document_iri(DocumentKey("ttg", "qd", "996", 2018))
    'https://cancu.example/id/eli/vn/ttg/2018/qd/996'
    """
    return f"{base}{_DOCUMENTS}{key.path}"


def parse_document_iri(iri: str, base: str = DEFAULT_BASE) -> Key | None:
    """Return the key in the IRI of a document or of a part of one, None where there is none.

    >>> parse_document_iri("https://cancu.example/id/eli/vn/dang/tw/2012/nq/20/II/3")
    DocumentKey(issuer='dang/tw', kind='nq', number='20', year=2012, term=None)
    """
    split = _split(iri, base)
    return split[0] if split else None


def parse_part_iri(iri: str, base: str = DEFAULT_BASE) -> tuple[Key, str] | None:
    """Return the key and the locator in the IRI of a part; the locator is "" for a whole document.

    >>> parse_part_iri("https://cancu.example/id/eli/vn/lam-dong/ubnd/2024/kh/4655/dieu-3/2/%C4%91")[1]
    'Điều 3/2/đ'
    """
    split = _split(iri, base)
    if split is None:
        return None
    key, segments = split
    return key, "/".join(_mark_of(segment) for segment in segments)


def part_iri(document: str, locator: str) -> str:
    """Return the IRI of the part of ``document`` (an IRI) at ``locator``, a path of printed marks; "" is the whole.

    >>> part_iri("https://cancu.example/id/eli/vn/cp/2021/nd/108-2021", "Điều 3/2/đ")
    'https://cancu.example/id/eli/vn/cp/2021/nd/108-2021/dieu-3/2/%C4%91'
    """
    return "/".join((document, *(_segment_of(mark) for mark in locator.split("/")))) if locator else document


def _segment_of(mark: str) -> str:
    unit = _UNIT.fullmatch(mark)
    if unit:
        return f"{_UNITS[unit[1]]}-{unit[2]}"
    plain = quote(mark, safe="~")
    return plain.replace("-", "%2D") if _UNIT_SLUG.fullmatch(plain) else plain.replace(".", "%2E")


def _mark_of(segment: str) -> str:
    unit = _UNIT_SLUG.fullmatch(segment)
    return f"{_UNIT_OF[unit[1]]} {unit[2]}" if unit else unquote(segment)


def _split(iri: str, base: str) -> tuple[Key, list[str]] | None:
    if not iri.startswith(base + _DOCUMENTS):
        return None
    return read_key(iri.removeprefix(base + _DOCUMENTS).partition("#")[0].split("/"))


def expression_iri(document: str) -> str:
    """Return the IRI of the Vietnamese text of ``document`` (``eli:LegalExpression``).

    >>> expression_iri("https://cancu.example/id/eli/vn/ttg/2018/qd/996")
    'https://cancu.example/id/eli/vn/ttg/2018/qd/996#vie'
    """
    return f"{document}#vie"


def graph_iri(document: str, sha256: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of the named graph that holds what one version of ``document`` (by the SHA-256 of its text) says.

    >>> graph_iri("https://cancu.example/id/eli/vn/ttg/2018/qd/996", "0a1b2c3d4e5f60718293")
    'https://cancu.example/id/graph/eli/vn/ttg/2018/qd/996@0a1b2c3d4e5f6071'
    """
    return f"{base}{_GRAPHS}{document.removeprefix(base + '/id/')}@{sha256[:16]}"


def parse_graph_iri(graph: str, base: str = DEFAULT_BASE) -> tuple[str, str] | None:
    """Return the IRI of the document and the first 16 digits of the hash in a graph's name, None where it is none.

    >>> parse_graph_iri("https://cancu.example/id/graph/eli/vn/ttg/2018/qd/996@0a1b2c3d4e5f6071")
    ('https://cancu.example/id/eli/vn/ttg/2018/qd/996', '0a1b2c3d4e5f6071')
    """
    path, _, version = graph.removeprefix(base + _GRAPHS).rpartition("@")
    return (f"{base}/id/{path}", version) if graph.startswith(base + _GRAPHS) and path else None


def identity_graph_iri(document: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of the named graph that says which document a partly named one is.

    >>> identity_graph_iri("https://cancu.example/id/eli/vn/dang/tw/khong-ngay/nq/20")
    'https://cancu.example/id/graph/identity/eli/vn/dang/tw/khong-ngay/nq/20'
    """
    return f"{base}{_GRAPHS}identity/{document.removeprefix(base + '/id/')}"


def quote_iri(expression: str, start: int, end: int) -> str:
    """Return the IRI of a range of a text, after the text positions of RFC 5147; ``expression`` is the text's IRI.

    >>> quote_iri("https://cancu.example/id/eli/vn/ttg/2018/qd/996#vie", 10, 25)
    'https://cancu.example/id/eli/vn/ttg/2018/qd/996#char=10,25'
    """
    return f"{expression.partition('#')[0]}#char={start},{end}"


def selector_iri(expression: str, start: int, end: int) -> str:
    """Return the IRI of the selector that finds that range (``oa:TextPositionSelector``)."""
    return f"{quote_iri(expression, start, end)};selector"


def node_iri(document: str, kind: str, *marks: str | int) -> str:
    """Return the IRI of a statement's node of ``document``: the same marks, the same IRI.

    Marks of lower-case ASCII letters, digits, "/" and "." are kept readable; all others enter as a digest.

    >>> node_iri("https://cancu.example/id/eli/vn/ttg/2018/qd/996", "task", 10, 25)
    'https://cancu.example/id/eli/vn/ttg/2018/qd/996#task-10-25'
    """
    words = [str(mark) for mark in marks]
    if all(map(_PLAIN.fullmatch, words)):
        return "-".join((f"{document}#{kind}", *words))
    digest = hashlib.blake2s("\x1f".join(words).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{document}#{kind}-x{digest}"


def period_iri(document: str, start: dt.date | None, end: dt.date | None) -> str:
    """Return the IRI of a period that ``document`` states, open where a bound is None.

    >>> period_iri("https://cancu.example/id/eli/vn/ttg/2018/qd/996", None, dt.date(2025, 12, 31))
    'https://cancu.example/id/eli/vn/ttg/2018/qd/996#period-..-2025-12-31'
    """
    return f"{document}#period-{start or '..'}-{end or '..'}"


def instant_iri(day: dt.date, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of a day (``time:Instant``).

    >>> instant_iri(dt.date(2024, 6, 10))
    'https://cancu.example/id/day/2024-06-10'
    """
    return f"{base}/id/day/{day}"


def agency_key(place: str, name: str, start: dt.date | None = None, end: dt.date | None = None) -> str:
    """Return the key of an agency: where it is, its name, and since when, so that a namesake before a merger differs.

    Args:
        place: The slug of its province, ``CENTRAL_PLACE``, or ``UNKNOWN_PLACE``.
        name: The name, as in the register or as printed.
        start: Its first day, where known; else ``end``, its last day, tells the namesakes apart.
        end: Its last day, where known.

    >>> agency_key("lam-dong", "Sở Tài chính", start=dt.date(2025, 7, 1))
    'lam-dong/so-tai-chinh/2025-07'
    >>> agency_key("lam-dong", "Sở Tài chính", end=dt.date(2025, 2, 28))
    'lam-dong/so-tai-chinh/den-2025-02'
    """
    when = f"{start:%Y-%m}" if start else f"den-{end:%Y-%m}" if end else ""
    return "/".join(part for part in (place, slug(name) or "khong-ten", when) if part)


def agency_iri(key: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of an agency.

    >>> agency_iri("lam-dong/so-tai-chinh/2025-07")
    'https://cancu.example/id/org/lam-dong/so-tai-chinh/2025-07'
    """
    return f"{base}{_AGENCIES}{key}"


def parse_agency_iri(iri: str, base: str = DEFAULT_BASE) -> str | None:
    """Return the key in the IRI of an agency, None where it is none."""
    key = iri.removeprefix(base + _AGENCIES)
    return key if key != iri and key else None


def register_iri(register: Literal["agency", "province", "change"], row: str) -> str:
    """Return the IRI of a row of a register.

    >>> register_iri("province", "lam-dong-2025")
    'https://cancu.example/ontology/province/lam-dong-2025'
    """
    return f"{REGISTERS}{register}/{row}"


def type_iri(slug: str) -> str:
    """Return the IRI of a kind of document; terms of the registers do not change with the base.

    >>> type_iri("kh")
    'https://cancu.example/ontology/type/kh'
    """
    return f"{TYPE_SCHEME}/{slug}"


def role_iri(role: str) -> str:
    """Return the IRI of a role."""
    return f"{ROLE_SCHEME}/{role}"


def relation_iri(relation: str) -> str:
    """Return the IRI of a relation's concept."""
    return f"{RELATION_SCHEME}/{relation}"
