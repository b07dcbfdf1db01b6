"""The letterhead: number, place and date, and the lines of the issuing body.

Reads the letterhead's range; writes a ``Letterhead``. State form: Nghị định 30/2020/NĐ-CP, Phụ lục I, II.1-4 (quốc
hiệu at the right, body and "Số:" at the left); Party form: HD 36-HD/VPTW ("Số 69-KL/TW", "ĐẢNG CỘNG SẢN VIỆT NAM").
What is known is cut out piece by piece, so that merged cells and broken lines leave the same rest: the body.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ingest.dates import make_date
from ingest.lexicon import Lexicon
from ingest.model import AbsentValue, Span
from ingest.numbers import parse_number
from ingest.text import UPPER, fold

_NATION = re.compile(
    r"cong\s{1,4}hoa\s{1,4}xa\s{1,4}hoi\s{1,4}chu\s{1,4}nghia(?:\s{1,4}viet\s{1,4}nam)?|"
    r"dang\s{1,4}cong\s{1,4}san\s{1,4}viet\s{1,4}nam|"
    r"d\w{1,3}c\s{1,4}lap\s{0,4}[-–.]?\s{0,4}tu\s{1,4}do\s{0,4}[-–.]?\s{0,4}hanh\s{1,4}phuc"
)
_CODE = r"[A-ZĐƯƠÔÂÊa-zđưôâê&\d]{1,14}"
_NUMBER = re.compile(
    rf"(?:(?:Luật|Pháp lệnh|LUẬT|PHÁP LỆNH)\s{{1,3}})?(?:Số|SỐ|số)(?=[\s:.\d/_…])\s{{0,3}}:?\s{{0,3}}"
    rf"(?P<number>(?P<serial>\d{{1,5}}(?:\.\d{{1,3}})?[a-zđ]?|[\s._…]{{0,40}})(?:\s{{1,2}}{_CODE}(?=[/\-–]))?"
    rf"(?:\s{{0,3}}[/\-–.]{{1,2}}\s{{0,2}}{_CODE}){{1,6}}(?:(?<=QH)\s{{1,2}}\d{{1,2}})?|\d{{1,5}}(?=\s{{0,4}}(?:$|\n|\|)))"
)
_DATE = re.compile(
    r"(?:(?P<place>[^\W\d_][^,|\n:;/<>]{1,40}?)\s{0,3},\s{0,3})?"
    r"[Nn]gày\s{0,5}(?:(?P<day>\d{1,2})|[._…\s]{0,30})\s{0,3}(?:/|[-.]|[Tt]háng)\s{0,5}(?:(?P<month>\d{1,2})|"
    r"[._…\s]{0,30})"
    r"\s{0,3}(?:/|[-.]|[Nn]ăm)\s{0,5}(?:(?P<year>\d{4})|\d{0,3}[._…]{0,30})"
)
_RULING = re.compile(r"[-_*=~–—.\\|\s]+")
_PIECE = re.compile(r"<br>|[|\n]|\s{3,}|[-_*=~–—]{3,}")
_REGARDING = re.compile(r"(?<!\w)(?:V/v|v/v|V/V|Về việc)\s[^|\n]{3,400}(?:\n(?=[a-zà-ỹđ])[^|\n]{1,300}){0,4}")
_PROPER = re.compile(rf"[{UPPER}].*")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the letterhead says; ``bodies`` are the body's lines as printed, the superior body first."""

    number: str | None = None
    number_span: Span | None = None
    date: dt.date | None = None
    date_span: Span | None = None
    place: str | None = None
    bodies: tuple[str, ...] = ()
    body_span: Span | None = None
    absent: tuple[AbsentValue, ...] = ()
    regarding: str | None = None
    """The subject that a letter prints under its number ("V/v …"; công văn has no name of type)."""


def read_letterhead(text: str, within: Span, lexicon: Lexicon) -> Letterhead:
    """Return what the letterhead in ``within`` says; a blank to fill in is an absent value with its reason."""
    printed = within.of(text)
    number, number_span, absent = _find_number(printed, within.start, lexicon)
    rest = _cut(printed, number_span, within.start)
    for nation in _NATION.finditer(fold(rest)):
        rest = _cut(rest, Span(nation.start(), nation.end()), 0)
    dated = _find_date(rest)
    date, date_span, place = None, None, None
    if dated is not None:
        date_span = Span(within.start + dated.start(), within.start + dated.end())
        date = _date_of(dated)
        place = _clean_place(dated["place"])
        if date is None:
            absent = (*absent, AbsentValue("date", date_span.of(text), "blank", date_span))
    rest = _cut(rest, date_span, within.start)
    regarding = _REGARDING.search(rest)
    if regarding is not None:
        rest = _cut(rest, Span(regarding.start(), regarding.end()), 0)
    bodies, body_span = _find_bodies(rest, within.start)
    subject = " ".join(regarding[0].split()).strip(" .;,-|") if regarding else None
    return Letterhead(number, number_span, date, date_span, place, bodies, body_span, absent, subject)


def _find_number(printed: str, base: int, lexicon: Lexicon) -> tuple[str | None, Span | None, tuple[AbsentValue, ...]]:
    match = _NUMBER.search(printed)
    if match is None:
        return None, None, ()
    span = Span(base + match.start(), base + match.end())
    if not any(char.isdigit() for char in match["serial"] or match["number"]):
        return None, span, (AbsentValue("number", " ".join(match[0].split()), "blank", span),)
    return canonical_number(match["number"], lexicon), span, ()


def canonical_number(surface: str, lexicon: Lexicon) -> str:
    """Return the canonical form of a document's own number; as printed, without spaces, where none is known."""
    number = parse_number(surface.strip(), lexicon)
    if number is not None:
        return number.canonical
    return re.sub(r"\s+", "", surface).replace("–", "-").strip(".-/")


def _find_date(rest: str) -> re.Match[str] | None:
    found: re.Match[str] | None = None
    for match in _DATE.finditer(rest):
        if found is None or (_date_of(found) is None and _date_of(match) is not None):
            found = match
    return found


def _date_of(match: re.Match[str]) -> dt.date | None:
    if not (match["day"] and match["month"] and match["year"]):
        return None
    return make_date(match["day"], match["month"], match["year"])


def _clean_place(place: str | None) -> str | None:
    words = _RULING.sub(" ", place or "").strip() if place else ""
    return words if _PROPER.fullmatch(words) else None


def _cut(printed: str, span: Span | None, base: int) -> str:
    """Blank out a span, keeping the length: what stood left and right of it stays apart."""
    if span is None:
        return printed
    low, high = span.start - base, span.end - base
    return printed[:low] + "|" * (high - low) + printed[high:]


def _find_bodies(rest: str, base: int) -> tuple[tuple[str, ...], Span | None]:
    bodies: list[str] = []
    first, last = None, 0
    position = 0
    for separator in [*_PIECE.finditer(rest), None]:
        end = separator.start() if separator else len(rest)
        words = " ".join(rest[position:end].replace("*", " ").replace("_", " ").split()).strip(" -–.:;,")
        if len(words) > 2 and _is_upper(words):
            first = base + position if first is None else first
            last = base + end
            bodies.append(words)
        position = separator.end() if separator else end
    return tuple(bodies), Span(first, last) if first is not None else None


def _is_upper(words: str) -> bool:
    letters = [char for char in words if char.isalpha()]
    return len(letters) > 2 and sum(char.isupper() for char in letters) >= 0.85 * len(letters)
