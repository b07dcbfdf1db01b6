"""Which document a header or a citation means: number, issuer, year and place to one key.

A state number is unique per issuer and calendar year (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.3), a Party number per
issuer and congress term (Hướng dẫn 36-HD/VPTW, II.1.3). A key is complete only when the text tells all of that.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from graph.namesakes import expand
from graph.places import Gazetteer, Home
from graph.registers import load_lexicon
from graph.resolution import DocumentIdentity
from ingest.lexicon import DocumentType
from ingest.model import Citation, Extraction, Stratum
from ingest.numbers import DocumentNumber, parse_number
from ingest.text import fold
from ontology.identifiers import (
    UNKNOWN_PLACE,
    DocumentKey,
    Key,
    document_iri,
    key_of_number,
    named_key,
    slug,
    text_key,
)

_TERM = re.compile(r"\bkhoa\s{1,3}([ivxl]{1,6})\b")
_UNTYPED_NAME = "khac"

_LOCAL_ADDITION = re.compile(r"[,;]? trên địa bàn (?:tỉnh|thành phố|huyện|thị xã|xã|phường) ", re.IGNORECASE)


def identify_document(extraction: Extraction, gazetteer: Gazetteer) -> DocumentIdentity:
    """Return the identity of an ingested document.

    Without a number, or with one too scarce for a unique key, the text itself is the identity: two such documents must
    never be taken for versions of one.
    """
    header = extraction.header
    home = gazetteer.home_of(extraction)
    number = _parse(header.number)
    key: Key | None = _key_of(number, header.date, home, header.issuer) if number else None
    if key is None or not _is_complete(key):
        key = text_key(extraction.source.sha256)
    return DocumentIdentity(
        iri=document_iri(key),
        key=key.path,
        number=number.canonical if number else header.number,
        type=header.type or _type_of(number),
        date=header.date,
        issuer=header.issuer,
        title=header.title,
        stratum=_stratum_of(number, header.type, header.issuer),
    )


def _title_of(citation: Citation, place: Home) -> str | None:
    """Return the subject of a cited document; a local addition is not part of the title of a central one.

    "Nghị quyết 52-NQ/TW … về chủ động tham gia cuộc Cách mạng công nghiệp lần thứ tư trên địa bàn tỉnh Lâm Đồng giai
    đoạn 2020-2025": the province and the period are those of the plan that carries the resolution out.
    """
    title = citation.name or citation.title
    if title is None or place.place:
        return title
    return _LOCAL_ADDITION.split(title, maxsplit=1)[0] or title


def identify_citation(citation: Citation, gazetteer: Gazetteer, home: Home) -> DocumentIdentity | None:
    """Return the identity that the words of a citation give, ``home`` being the place of the citing document."""
    number = _parse(citation.number)
    if number is None:
        return _identify_by_name(citation)
    place = gazetteer.home_of_cited(number.issuers or number.codes, citation.issuer, home)
    words = " ".join(filter(None, (citation.issuer, citation.name, citation.surface)))
    key = _key_of(number, citation.date, place, words)
    if key is None:
        return _identify_by_name(citation)
    return DocumentIdentity(
        iri=document_iri(key),
        key=key.path,
        number=number.canonical,
        type=citation.type or _type_of(number),
        date=citation.date,
        issuer=citation.issuer,
        title=_title_of(citation, place),
        stratum=_stratum_of(number, citation.type, citation.issuer),
        partial=not _is_complete(key),
    )


def date_identity(identity: DocumentIdentity, number: str, day: dt.date, home: Home) -> DocumentIdentity | None:
    """Return ``identity`` under another number and date, learnt from a register."""
    parsed = _parse(number)
    key = _key_of(parsed, day, home, None) if parsed else None
    if parsed is None or key is None:
        return None
    return replace(
        identity, iri=document_iri(key), key=key.path, number=parsed.canonical, date=day, partial=not _is_complete(key)
    )


def find_term(words: str) -> str | None:
    """Return the congress term that words name, in lower-case Roman digits.

    >>> find_term("Nghị quyết Trung ương 6 Khóa XI")
    'xi'
    """
    match = _TERM.search(fold(words[:2000]))
    return match[1] if match else None


def _identify_by_name(citation: Citation) -> DocumentIdentity | None:
    name = citation.name or citation.surface
    kind = load_type_slugs().get((citation.type or "").casefold(), _UNTYPED_NAME)
    bare = re.sub(rf"^{re.escape(citation.type)}\s+", "", name, flags=re.IGNORECASE) if citation.type else name
    year = "" if citation.date is None or str(citation.date.year) in bare else f" {citation.date.year}"
    try:
        key = named_key(kind, f"{expand(bare)}{year}")
    except ValueError:
        return None
    if key is None:
        return None
    return DocumentIdentity(
        iri=document_iri(key),
        key=key.path,
        type=citation.type,
        date=citation.date,
        issuer=citation.issuer,
        title=name,
        stratum=_stratum_of(None, citation.type, " ".join((citation.issuer or "", name))),
        partial=True,
    )


def _key_of(number: DocumentNumber, day: dt.date | None, home: Home, words: str | None) -> DocumentKey | None:
    year = number.year or (day.year if day else None)
    term = find_term(words or "") if number.party else None
    return key_of_number(
        number.canonical, load_code_slugs(), year=year, term=term, place=home.place, party=number.party
    )


def _is_complete(key: Key) -> bool:
    return isinstance(key, DocumentKey) and key.year is not None and UNKNOWN_PLACE not in key.issuer.split("/")


def _parse(number: str | None) -> DocumentNumber | None:
    return parse_number(number, load_lexicon()) if number else None


def _stratum_of(number: DocumentNumber | None, kind: str | None, issuer: str | None) -> Stratum | None:
    if number and number.party:
        return "party"
    row = load_types().get((kind or "").casefold())
    if number and number.year and row and "normative" in row.strata:
        return "normative"
    if row and len(row.strata) == 1:
        return row.strata[0]
    if number is None and re.search(r"\b(?:cua dang|trung uong|bo chinh tri|ban bi thu|tinh uy)\b", fold(issuer or "")):
        return "party"
    return "administrative" if number or row else None


def _type_of(number: DocumentNumber | None) -> str | None:
    """Return the kind that a number's code names; not for a Party QĐ, which is a decision or a regulation."""
    if number is None or number.type_code is None or (number.party and number.type_code == "QĐ"):
        return None
    return next((row.label for row in load_lexicon().document_types if number.type_code in row.codes), None)


@cache
def load_code_slugs() -> Mapping[str, str]:
    """Return the slug of each type code ("KH" → "kh")."""
    return {code: row.slug for row in reversed(load_lexicon().document_types) for code in row.codes}


@cache
def load_types() -> Mapping[str, DocumentType]:
    """Return the kinds of document by label and alias in lower case."""
    rows = reversed(load_lexicon().document_types)
    return {name.casefold(): row for row in rows for name in (*row.aliases, row.label)}


@cache
def load_type_slugs() -> Mapping[str, str]:
    """Return the slug of each kind by label in lower case."""
    return {name: row.slug or slug(name) for name, row in load_types().items()}
