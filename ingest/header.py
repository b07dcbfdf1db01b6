"""The formal parts of a document in one noun: number, type, date, issuer, title, signers, recipients.

Reads the text and its provisions; writes a ``Header``. What the letterhead lacks is taken from the title line, the
lines of enactment, the signature, the closing ("thông qua ngày …") or a site's facts, in this order; never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from ingest.dates import find_dates
from ingest.facts import read_facts
from ingest.form_words import compile_form_words
from ingest.issuers import cased, complete_issuer, compose_issuer
from ingest.letterhead import Letterhead, canonical_number, read_letterhead
from ingest.lexicon import Lexicon
from ingest.model import AbsentValue, Header, Provision, ProvisionKind, Signer, Span
from ingest.persons import person_of
from ingest.signature import read_recipients, read_signers
from ingest.text import UPPER, fold
from ingest.titles import Title, read_title, type_at

_ADOPTED = re.compile(r"thông\s{1,4}qua\s{1,4}(?=ngày)", re.IGNORECASE)
_SIGNED_BY = re.compile(
    rf"(?P<office>(?:Tổng Bí thư|Thủ tướng|Phó Thủ tướng|Chủ tịch nước|Chủ tịch|Phó Chủ tịch|Bộ trưởng|"
    rf"Thường trực Ban Bí thư|Bí thư)[^,.;:\n]{{0,60}}?)\s"
    rf"(?P<name>[{UPPER}][a-zà-ỹ]{{1,7}}(?:\s[{UPPER}][a-zà-ỹ]{{1,7}}){{1,3}})\s(?:đã\s|vừa\s)?ký\b"
)
_AUTHORITY_ENDS = re.compile(
    r"(?P<body>[^\n;:,.]{3,90}?)\s{1,4}(?:ban hành|hướng dẫn|quy định|quyết định|chỉ thị|yêu cầu|xây dựng|thống nhất|"
    r"sửa đổi)",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(
    r"(?:liên tịch |liên bộ |chủ tịch |bộ trưởng |thống đốc |tổng giám đốc |tổng kiểm toán|giám đốc |"
    r"viện trưởng |chánh án )?"
    r"(?:u[ỷy]|[ủu][ỷyy]) ban |bộ |quốc hội|chính phủ|thủ tướng|hội đồng|ngân hàng|kiểm toán|tòa án|viện |ban |"
    r"sở |cục |chủ tịch |tổng |bảo hiểm|liên tịch|thanh tra",
    re.IGNORECASE,
)
_JOINTLY = re.compile(r"^liên tịch\s{1,4}(?=(?:bộ|u[ỷy]|[ủu][ỷy])\s)", re.IGNORECASE)
_ENACTMENT_LINES = 30


def parse_header(text: str, provisions: Sequence[Provision], lexicon: Lexicon) -> Header:
    """Return the formal parts of a document; what is absent is None, with the reason where the source gives one.

    Args:
        text: The one text.
        provisions: Its provisions (``parse_provisions``).
        lexicon: The registers.

    Returns:
        The header. ``spans`` names the field and the words that it was read from.
    """
    parts = _Parts(text, provisions, lexicon)
    head, title = parts.letterhead, parts.title
    if parts.only_annex:
        return Header(type="Phụ lục", spans=(), absent=head.absent)
    signers = parts.signers
    date = _date_of(parts)
    absent = tuple(one for one in (*head.absent, *parts.facts.absent) if not (one.field == "date" and date))
    return Header(
        number=head.number or title.number or parts.facts.number,
        type=_type_of(parts),
        date=date,
        issuer=_issuer_of(parts, signers),
        title=title.subject or (head.regarding if title.type is None else None),
        place=head.place,
        signers=signers,
        recipients=parts.recipients,
        spans=_spans_of(head, title, signers),
        absent=absent,
    )


def _type_of(parts: _Parts) -> str | None:
    """The type as named; a numbered letter with a subject and no name of type is a "Công văn" (NĐ 30/2020, Điều 7)."""
    if parts.title.type is not None:
        return parts.title.type.label
    if parts.letterhead.regarding is not None and parts.letterhead.number is not None:
        return "Công văn"
    return parts.facts.type


class _Parts:
    """The ranges of the formal parts, read once each."""

    def __init__(self, text: str, provisions: Sequence[Provision], lexicon: Lexicon) -> None:
        self.text, self.provisions, self.lexicon = text, provisions, lexicon
        self.form = form = compile_form_words(lexicon)
        span = self._first("letterhead")
        self.letterhead = read_letterhead(text, span, lexicon) if span else Letterhead()
        self.facts = read_facts(text, tuple(p.span for p in provisions if p.kind == "boilerplate"), lexicon)
        self.title = self._read_title()
        self.preamble = tuple(p.span for p in provisions if p.kind == "preamble")
        self.signers = self._read_signers()
        self.recipients = next(
            (items for span in self._all("recipients", "signature") if (items := read_recipients(text, span, form))), ()
        )

    @property
    def only_annex(self) -> bool:
        """The file holds nothing but an annex of another document."""
        first = next((p for p in self.provisions if p.kind != "boilerplate"), None)
        return first is not None and first.kind == "annex" and self.letterhead.number is None

    def _first(self, kind: ProvisionKind) -> Span | None:
        return next((p.span for p in self.provisions if p.kind == kind), None)

    def _all(self, *kinds: ProvisionKind) -> tuple[Span, ...]:
        return tuple(p.span for p in self.provisions if p.kind in kinds)

    def _read_title(self) -> Title:
        """The title; a site's heading that only repeats type and number gives way to the full one below it."""
        span = self._first("title")
        title = read_title(self.text, span, self.lexicon) if span else Title()
        if title.subject or not span:
            return title
        for line in self._lines_after(span.end, 6):
            words = line.of(self.text)
            position = (
                0 if type_at(words, self.lexicon)[0] else words.find(f"{title.type.label} số") if title.type else -1
            )
            if position >= 0:
                fuller = read_title(self.text, Span(line.start + position, line.end), self.lexicon)
                if fuller.subject and fuller.number == title.number:
                    return fuller
        return title

    def _lines_after(self, start: int, count: int) -> list[Span]:
        lines: list[Span] = []
        for match in re.finditer(r"[^\n]+", self.text[start : start + 6000]):
            if match[0].strip():
                lines.append(Span(start + match.start(), start + match.end()))
            if len(lines) == count:
                break
        return lines

    def _read_signers(self) -> tuple[Signer, ...]:
        """The signers of the document itself: of the first signature, not of forms in its annexes."""
        for provision in self.provisions:
            if provision.kind == "annex" or provision.locator.startswith("kem-theo"):
                break
            if provision.kind in ("signature", "recipients") and (
                found := read_signers(self.text, provision.span, self.form)
            ):
                return found
        return self._signed_in_lead() or self.facts.signers

    def _signed_in_lead(self) -> tuple[Signer, ...]:
        match = _SIGNED_BY.search(self.text, 0, 3000)
        if match is None:
            return ()
        name = person_of(match["name"])
        return (Signer(name, match["office"], span=Span(match.start("name"), match.end("name"))),) if name else ()

    def enactment(self) -> list[str]:
        """The lines between title and grounds, where the body that enacts names itself."""
        found: list[str] = []
        for span in self.preamble[:_ENACTMENT_LINES]:
            words = span.of(self.text).strip(" \n*_:")
            if fold(words).startswith("can cu"):
                break
            if len(words) < 120 and _AUTHORITY.match(words):
                found.append(words)
        return found

    def closing_authority(self) -> str | None:
        """The subject of the enacting sentence ("Bộ Công an quy định …:"), the last of the preamble."""
        for span in reversed(self.preamble[-4:]):
            words = span.of(self.text).strip()
            for clause in (words, words.rpartition(",")[2].strip()) if words.endswith(":") else (words,):
                match = _AUTHORITY_ENDS.match(clause)
                if match is not None and _AUTHORITY.match(clause):
                    return match["body"]
        return None


def _date_of(parts: _Parts) -> dt.date | None:
    if parts.letterhead.date or parts.title.date:
        return parts.letterhead.date or parts.title.date
    if parts.letterhead.date_span is not None:
        return None  # a blank to fill in: no other date of the document is its date
    for provision in reversed(parts.provisions):
        if provision.kind in ("closing", "article", "clause", "paragraph", "section", "preamble"):
            for match in _ADOPTED.finditer(parts.text, provision.span.start, provision.span.end):
                dates = find_dates(parts.text, Span(match.end(), min(provision.span.end, match.end() + 40)))
                if dates and dates[0].span.start == match.end() and _speaks_of_itself(parts.text, match.start()):
                    return dates[0].date
    return parts.facts.date


def _speaks_of_itself(text: str, position: int) -> bool:
    """Tell whether the sentence is about this document: "Nghị quyết này đã được … thông qua"."""
    line_start = text.rfind("\n", 0, position) + 1
    return re.search(r"(?:này|đã)\s(?:đã\s)?được", text[line_start:position]) is not None


def _issuer_of(parts: _Parts, signers: Sequence[Signer]) -> str | None:
    del signers
    title, head = parts.title, parts.letterhead
    named = _party_body(parts) or title.body
    enacting = parts.enactment()
    composed = compose_issuer(head.bodies, parts.lexicon)
    if composed is None or (named is not None and fold(composed).startswith("ban chap hanh trung uong")):
        composed = cased(named, parts.lexicon) if named else composed
    if composed is None and enacting:
        composed = cased(_JOINTLY.sub("", enacting[0]), parts.lexicon)
    if composed is None and (authority := parts.closing_authority()) is not None:
        composed = cased(_JOINTLY.sub("", authority), parts.lexicon)
    if composed is None:
        return parts.facts.issuer
    return complete_issuer(composed, parts.lexicon, title.subject or "", parts.text)


def _party_body(parts: _Parts) -> str | None:
    """The Party body that signs ("T/M BỘ CHÍNH TRỊ"): several share one letterhead and one suffix "/TW"."""
    for provision in parts.provisions:
        if provision.kind == "signature":
            match = re.search(
                rf"T/M\s{{1,4}}([{UPPER}][{UPPER} ]{{3,40}}?)(?=\s{{0,4}}(?:[(\n|]|$|TỔNG BÍ THƯ|BÍ THƯ|<br>))",
                provision.span.of(parts.text),
            )
            if match is not None:
                return match[1]
    return None


def _spans_of(head: Letterhead, title: Title, signers: Sequence[Signer]) -> tuple[tuple[str, Span], ...]:
    named = (
        ("number", head.number_span),
        ("date", head.date_span),
        ("issuer", head.body_span),
        ("title", title.span),
        ("signer", signers[0].span if signers else None),
    )
    return tuple((field, span) for field, span in named if span is not None)


__all__ = ["AbsentValue", "canonical_number", "parse_header"]
