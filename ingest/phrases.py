"""Document phrases: the words by which a text points at a document.

Reads one unit of the text (a paragraph, a title, a cell); writes its ``Phrase``s in reading order: a numbered
document with its type word, date and issuer, a document by name, a short later mention ("Nghị định 30"), a pointer
back ("các Nghị định trên"), the document itself ("Quyết định này"), or a kind of documents only ("các Nghị định
hướng dẫn").
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from ingest.heads import Head, find_heads
from ingest.lexicon import DocumentType, Lexicon
from ingest.lists import complete_lists
from ingest.model import Span
from ingest.name_keys import name_keys
from ingest.name_signs import AMENDING
from ingest.names import NameReader
from ingest.numbers import DocumentNumber, NumberMention, find_numbers, view_of
from ingest.tails import TailReader
from ingest.text import fold

PhraseKind = Literal["numbered", "named", "short", "self", "back", "generic"]

_HEAD_TO_NUMBER = re.compile(
    r"(?:(?! (?:về|quy định|ngày|theo|tại|thực hiện|được|ban hành|này|số)\b)[^.;:“”\"|]){0,90}"
    r"(?: sau(?: đây)?)?:?[ (,]*"
)
_NAME_TO_NUMBER = re.compile(r"(?:(?! (?:ngày|theo|quy định|này|được|tại công)\b)[^.;:“”\"|]){1,260}[ (,]*")
_SHORT_FORM = re.compile(r" ?\([A-ZĐ&]{2,12}\)[ (,*\n]*$")
_NAME_REST = re.compile(r"(?: ?\([a-z&]{2,12}\))? ?\(?(?:sua doi\)?|nam \d{4}\)?)?[ (,]*")
_SHORT = re.compile(
    r"[ *]{0,3}(?:so *:? *)?(?P<serial>\d{1,5})(?:/(?P<year>(?:19|20)\d\d))?"
    r"(?![\w/.%]|[-–]\w| *(?:%|ty|trieu|nam|thang|ngay|dieu|khoan|nguoi|loai|muc|noi dung)\b)"
)
_VERBS = frozenset(("huong dan", "quy dinh", "thong bao", "bao cao", "quy hoach"))
_OWN_LINE = re.compile(r"[ *]{0,8}(?:\n|$)")
_THIS = re.compile(r" (?:lien tich )?nay\b")
_PRESENTED = re.compile(r"\btren day la (?:noi dung |toan bo )?$")
_ABOVE = re.compile(r" (?:(?:da )?(?:neu|noi|dan|ke) tren|tren(?= day)?|vua neu)\b")
ALIAS = re.compile(r"(?:sau day|duoi day) (?:goi|viet) (?:chung |tat )?(?:la|tat la)\s{0,2}:?\s{0,2}[“\"]?$")
"""The words before a short name that a text gives a document ("sau đây gọi tắt là")."""
_ACTING = re.compile(r" (?:huong dan|quy dinh chi tiet|sua doi)\b")
_MARK = r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[a-zđ]?|[ivxlc]{1,6}|[a-zđ]\d?)"
_ARTICLES = re.compile(
    rf"(?:(?:tiết|điểm|khoản|điều|mục|chương|phần|phụ lục) {_MARK}"
    rf"(?:(?:, ?| và ){_MARK}(?=[ ,])){{0,8}}(?:,? ?(?:của )?)){{1,6}}$",
    re.IGNORECASE,
)
_GENERIC = frozenset((
    "nghi dinh", "thong tu", "thong tu lien tich", "quyet dinh", "nghi quyet", "chi thi", "ke hoach", "ket luan",
    "luat", "phap lenh", "chuong trinh", "de an",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """One pointer at a document.

    ``span`` covers the type word to the end of number, date and issuer ("Nghị định số 30/1998/NĐ-CP ngày 13/5/1998 của
    Chính phủ"); what follows is the document's title or something else. ``surface`` is what names it most tersely
    ("số 30/1998/NĐ-CP"). ``name`` is the name where one is printed before the number or instead of it. ``open`` marks
    an amending law by name ("Luật sửa đổi, bổ sung một số điều của"), whose name the laws that follow complete.
    """

    kind: PhraseKind
    span: Span
    surface: Span
    type: str | None
    number: DocumentNumber | None = None
    name: Span | None = None
    date: dt.date | None = None
    issuer: str | None = None
    serial: str | None = None
    year: int | None = None
    plural: bool = False
    open: bool = False
    articles: tuple[str, ...] = ()
    attached: bool = False
    unread: Span | None = None


class PhraseReader:
    """Reads the phrases of units of one text; what the whole text gives (folded form, numbers, heads) is made once."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.view = view_of(text).replace("\n", " ")
        self.folded = fold(self.view).replace("qui dinh", "quy dinh").replace("qui che", "quy che")
        self.lower = self.view.lower() if len(self.view.lower()) == len(self.view) else self.view
        self.lexicon = lexicon
        self._types = _type_by_code(lexicon.document_types)
        self.numbers = complete_lists(self.view, find_numbers(text, lexicon))
        self._number_starts = [mention.label.start for mention in self.numbers]
        self.heads = tuple(find_heads(self.folded, self.view, lexicon.document_types))
        self._head_starts = [head.span.start for head in self.heads]
        self.keys = name_keys(lexicon.abbreviations, lexicon.statutes)
        self.tails = TailReader(self.view, self.lower, self.folded, self._head_starts)
        self.names = NameReader(self.view, self.lower, self.folded, self._head_starts, self.keys)

    def read(self, unit: Span, *, grounds: bool = False, title: bool = False) -> tuple[Phrase, ...]:
        """Return the phrases of ``unit`` in order, none overlapping.

        ``grounds`` says that the unit gives grounds ("Căn cứ …", "Thực hiện …"), where any capitalised type with a
        title names a document. ``title`` says that it is the document's own title, which begins with its own type.
        """
        numbers = self.numbers[
            bisect_left(self._number_starts, unit.start) : bisect_left(self._number_starts, unit.end)
        ]
        heads = self.heads[bisect_left(self._head_starts, unit.start) : bisect_left(self._head_starts, unit.end)]
        owned = self._own_numbers(heads, numbers)
        found: list[Phrase] = []
        serials = frozenset(mention.span.start for mention in numbers)
        for place, head in enumerate(heads):
            after = heads[place + 1].span.start if place + 1 < len(heads) else unit.end
            mention = owned.pop(head.span.start, None)
            if title and place == 0 and self._is_own_type(unit, head):
                found.append(Phrase("self", head.span, head.span, head.type.label))
                continue
            phrase = (
                self._numbered(mention, unit, head)
                if mention
                else self._unnumbered(head, unit, after, grounds=grounds, serials=serials)
            )
            if phrase is not None:
                found.append(phrase)
        taken = {phrase.surface.start for phrase in found if phrase.kind == "numbered"}
        found.extend(self._numbered(mention, unit, None) for mention in numbers if mention.label.start not in taken)
        return tuple(_without_overlaps(found))

    def _is_own_type(self, unit: Span, head: Head) -> bool:
        """Tell the type that a title begins with from a verb ("HƯỚNG DẪN" on its own line, "Hướng dẫn thi hành …")."""
        if self.folded[unit.start : head.span.start].strip(" #|-"):
            return False
        return head.word not in _VERBS or _OWN_LINE.match(self.text, head.span.end) is not None

    def _own_numbers(self, heads: Sequence[Head], numbers: Sequence[NumberMention]) -> dict[int, NumberMention]:
        """Give each number the head before it: the nearest one, or, in parentheses, the one whose name it follows."""
        owned: dict[int, NumberMention] = {}
        starts = [head.span.start for head in heads]
        for mention in numbers:
            at = bisect_left(starts, mention.label.start) - 1
            outer = at - 1
            if at < 0:
                continue
            if outer >= 0 and self._says_what_for(heads[outer], heads[at]):
                at, outer = outer, outer - 1
            head = heads[at]
            gap = self.lower[head.span.end : mention.label.start]
            if outer >= 0 and self._amends_by_name(heads[outer], head) and _NAME_TO_NUMBER.fullmatch(gap):
                owned.setdefault(heads[outer].span.start, mention)
                continue
            pattern = _NAME_TO_NUMBER if head.is_statute and gap.strip() else _HEAD_TO_NUMBER
            known = self.names.registered_end(head.span, mention.label.start) if head.is_statute else None
            if known is not None and not _NAME_REST.fullmatch(self.folded[known : mention.label.start]):
                continue
            if pattern.fullmatch(gap) and head.span.start not in owned:
                owned[head.span.start] = mention
        return owned

    def _says_what_for(self, outer: Head, verb: Head) -> bool:
        """Tell "Thông tư hướng dẫn … số": the second word is the verb of the first."""
        return verb.word in _VERBS and not verb.capital and verb.span.start - outer.span.end == 1

    def _amends_by_name(self, outer: Head, inner: Head) -> bool:
        if not (outer.is_statute and inner.is_statute):
            return False
        match = AMENDING.match(self.folded, outer.span.end)
        return match is not None and match.end() + 6 >= inner.span.start

    def _numbered(self, mention: NumberMention, unit: Span, head: Head | None) -> Phrase:
        start = head.span.start if head else self._damaged_head(mention)
        kind_of = head.type.label if head else self._type_of(mention.number)
        name = None
        if head and self.folded[head.span.end : mention.label.start].strip(" (,"):
            name = self._name_before(head, mention.label.start)
        phrase = Phrase(
            "numbered", Span(start, mention.span.end), mention.label, kind_of, mention.number, name,
            plural=bool(head and head.plural), articles=self._articles(start),
        )  # fmt: skip
        return self._with_tail(phrase, unit)

    def _damaged_head(self, mention: NumberMention) -> int:
        """Return where a misprinted type word before the number begins ("Nghị địr4nh số"), else the number."""
        kind = self._type_of(mention.number)
        match = re.search(
            r"(?<!\w)\w{2,8} \w{2,9} ?$", self.folded[max(0, mention.label.start - 20) : mention.label.start]
        )
        if kind and match and SequenceMatcher(None, match[0].strip(), fold(kind)).ratio() > 0.75:
            return mention.label.start - len(match[0])
        return mention.label.start

    def _name_before(self, head: Head, stop: int) -> Span | None:
        if not (head.is_statute or head.type.nameable):
            return None
        short = _SHORT_FORM.search(self.text, head.span.start, stop)
        end = short.start() if short else stop
        while end > head.span.start and self.text[end - 1] in " (,*\n":
            end -= 1
        return Span(head.span.start, end)

    def _type_of(self, number: DocumentNumber) -> str | None:
        if number.party and number.type_code == "QĐ":
            return None
        return self._types.get((number.type_code or "").upper())

    def _unnumbered(
        self, head: Head, unit: Span, after: int, *, grounds: bool, serials: frozenset[int]
    ) -> Phrase | None:
        end = head.span.end
        if match := _THIS.match(self.folded, end, unit.end):
            return Phrase("self", Span(head.span.start, match.end()), head.span, head.type.label,
                          articles=self._articles(head.span.start))  # fmt: skip
        if _PRESENTED.search(self.folded[max(unit.start, head.span.start - 24) : head.span.start]):
            return Phrase("self", head.span, head.span, head.type.label)
        if match := _ABOVE.match(self.folded, end, unit.end):
            return Phrase("back", Span(head.span.start, match.end()), head.span, head.type.label, plural=head.plural)
        short = _SHORT.match(self.folded, end, unit.end)
        if short and head.capital and short.start("serial") not in serials:
            year = int(short["year"]) if short["year"] else None
            span = Span(head.span.start, short.end())
            phrase = Phrase("short", span, span, head.type.label, serial=short["serial"], year=year,
                            articles=self._articles(head.span.start))  # fmt: skip
            return self._with_tail(phrase, unit)
        named = self.names.read(head.span, head.type, unit, after, capital=head.capital, grounds=grounds)
        if named is not None:
            span = Span(named.start, named.end)
            phrase = Phrase("named", span, named.name, head.type.label, name=named.name, open=named.open,
                            articles=self._articles(head.span.start), attached=named.attached)  # fmt: skip
            return phrase if named.open else self._with_tail(phrase, unit)
        if head.word in _GENERIC and (head.capital or (head.plural and _ACTING.match(self.folded, end, unit.end))):
            return Phrase("generic", head.span, head.span, head.type.label, plural=head.plural)
        return None

    def _articles(self, start: int) -> tuple[str, ...]:
        before = self.text[max(0, start - 120) : start]
        match = _ARTICLES.search(before)
        return (" ".join(match[0].split()).removesuffix(" của").strip(" ,"),) if match else ()

    def _with_tail(self, phrase: Phrase, unit: Span) -> Phrase:
        tail = self.tails.read(phrase.span.end, unit.end)
        span = Span(phrase.span.start, max(phrase.span.end, tail.end))
        return replace(phrase, span=span, date=tail.date, issuer=tail.issuer, unread=tail.unread)


@lru_cache(maxsize=8)
def _type_by_code(types: tuple[DocumentType, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in types:
        for code in row.codes:
            found.setdefault(code.upper(), row.label)
    return found


def _without_overlaps(phrases: list[Phrase]) -> Iterator[Phrase]:
    end, amending = -1, None
    for phrase in sorted(phrases, key=lambda one: (one.span.start, one.kind != "numbered")):
        inside = phrase.kind == "named" and amending is not None and amending.holds(phrase.span)
        if phrase.span.start >= end or phrase.kind == "numbered":
            amending = phrase.name if phrase.kind == "numbered" else None
            end = max(end, phrase.span.end)
            yield phrase
        elif inside:
            yield phrase
