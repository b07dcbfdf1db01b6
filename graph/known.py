"""Documents that everyone cites by a nickname: the resolutions of Party plenums and their like.

Reads ``ontology/known_documents.ttl``. "Nghị quyết Trung ương 6 Khóa XI" is the resolution of the sixth plenum of the
eleventh Central Committee; "Trung ương 6 khóa XII" is another plenum, with four resolutions, and stays ambiguous unless
its subject is named too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from graph.identify import date_identity, find_term
from graph.namesakes import find_subject, same_subject, subject_of
from graph.places import Home
from graph.resolution import DocumentIdentity, ResolvedCitation
from graph.turtle import read_rows
from ingest.model import Citation
from ingest.text import fold
from ontology.vocabulary import Cancu, Dcterms, Eli, Skos

_ORDINALS = {
    "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "muoi mot": 11, "muoi hai": 12, "muoi ba": 13, "muoi bon": 14, "muoi lam": 15,
}  # fmt: skip
_ORDINAL = r"(\d{1,2}|muoi (?:mot|hai|ba|bon|lam)|nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi)\b"
_PLENUM = re.compile(
    rf"\b(?:hoi nghi (?:lan thu|trung uong(?: lan thu)?|tw)|(?:trung uong|tw)(?: lan thu)?) {_ORDINAL}"
)


@dataclass(frozen=True, slots=True)
class Plenum:
    """A meeting of the Central Committee (Hội nghị Trung ương): its ordinal in a congress term ("xi")."""

    ordinal: int
    term: str


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A row of the register: number, day, title, the plenum that its nicknames name, and where that is known from."""

    number: str
    date: dt.date
    title: str
    plenum: Plenum | None
    term: str | None
    source: str | None
    confidence: float


class KnownRegister:
    """The known documents, found by plenum and subject."""

    def __init__(self, rows: Iterable[KnownDocument] = ()) -> None:
        self._rows = tuple(rows)

    def find(self, citation: Citation) -> tuple[KnownDocument, ...]:
        """Return the rows that a citation may mean: by plenum, or by number and congress term."""
        words = " ".join(filter(None, (citation.name, citation.issuer, citation.surface)))
        plenum, term = find_plenum(words), find_term(words)
        if plenum is None and (citation.number is None or term is None):
            return ()
        return tuple(
            row
            for row in self._rows
            if (row.plenum == plenum if plenum else row.term == term)
            and citation.number in {None, row.number}
            and citation.date in {None, row.date}
        )

    def find_by_name(self, name: str) -> tuple[KnownDocument, ...]:
        """Return the rows of the plenum that ``name`` names, those of its subject where it tells one."""
        plenum = find_plenum(name)
        rows = tuple(row for row in self._rows if plenum and row.plenum == plenum)
        subject = subject_of(name)
        return tuple(row for row in rows if same_subject(subject, subject_of(row.title))) or rows

    def title_of(self, number: str | None, day: dt.date | None) -> str | None:
        """Return the title of the document of this number and day, None when the register has none."""
        return next((row.title for row in self._rows if (row.number, row.date) == (number, day)), None)

    def resolve(self, citation: Citation, identity: DocumentIdentity, text: str) -> ResolvedCitation | None:
        """Return the document that a citation without full identity means, or what it may mean; None when unknown."""
        rows = self.find(citation)
        if not rows:
            return None
        subject = find_subject(citation, text)
        chosen = rows if len(rows) == 1 else [row for row in rows if same_subject(subject, subject_of(row.title))]
        candidates = tuple(filter(None, (_identity_of(row, identity) for row in rows)))
        document = _identity_of(chosen[0], identity) if len(chosen) == 1 else None
        if document is None:
            reason = f"tên gọi này chung cho {len(rows)} văn bản"
            return ResolvedCitation(citation.id, identity, False, 0.5, reason, candidates)
        reason = _reason(citation, chosen[0], narrowed=len(rows) > 1)
        return ResolvedCitation(citation.id, document, True, chosen[0].confidence, reason, candidates)


def find_plenum(words: str) -> Plenum | None:
    """Return the plenum that words name.

    >>> find_plenum("Nghị quyết Trung ương 6 Khóa XI về phát triển KH&CN")
    Plenum(ordinal=6, term='xi')
    >>> find_plenum("Nghị quyết Hội nghị lần thứ sáu Ban Chấp hành Trung ương khoá XIII")
    Plenum(ordinal=6, term='xiii')
    """
    folded = " ".join(fold(words[:2000]).split())
    match, term = _PLENUM.search(folded), find_term(words)
    if match is None or term is None:
        return None
    return Plenum(_ORDINALS.get(match[1]) or int(match[1]), term)


@lru_cache(maxsize=1)
def load_known() -> KnownRegister:
    """Return the register of known documents."""
    rows = (row for row in read_rows("known_documents") if row.one(Eli.NUMBER) and row.one(Eli.DATE_DOCUMENT))
    return KnownRegister(
        KnownDocument(
            number=row.need(Eli.NUMBER),
            date=dt.date.fromisoformat(row.need(Eli.DATE_DOCUMENT)),
            title=row.one(Dcterms.TITLE) or row.one(Skos.PREF_LABEL) or "",
            plenum=next(filter(None, map(find_plenum, row.all(Skos.ALT_LABEL))), None),
            term=(row.one(Cancu.IN_CONGRESS_TERM) or "").lower() or None,
            source=row.one(Dcterms.SOURCE),
            confidence=float(row.one(Cancu.CONFIDENCE) or 0.9),
        )
        for row in rows
    )


def _identity_of(row: KnownDocument, identity: DocumentIdentity) -> DocumentIdentity | None:
    dated = date_identity(identity, row.number, row.date, Home())
    if dated is None:
        return None
    return DocumentIdentity(
        dated.iri, dated.key, row.number, identity.type, row.date, identity.issuer, row.title or identity.title, "party"
    )


def _reason(citation: Citation, row: KnownDocument, *, narrowed: bool) -> str:
    named = citation.number or citation.surface
    subject = " và có cùng nội dung" if narrowed else ""
    if row.plenum is None:
        return f"“{named}” khóa {(row.term or '').upper()} là {row.number} ngày {row.date:%d/%m/%Y}{subject}"
    return (
        f"“{named}” là văn bản của Hội nghị lần thứ {row.plenum.ordinal} Ban Chấp hành Trung ương khóa "
        f"{row.plenum.term.upper()}{subject}: {row.number} ngày {row.date:%d/%m/%Y}"
    )
