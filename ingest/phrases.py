"""Document phrases: the words by which a text points at a document.

Reads one unit of the text (a paragraph, a title, a cell); writes its ``Phrase``s in reading order: a numbered document
with its type word, date and issuer, a document by name, a short later mention ("Nghị định 30"), a pointer back ("các Nghị
định trên"), the document itself ("Quyết định này"), or a kind of documents only ("các Nghị định hướng dẫn").
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

from ingest.dates import find_dates
from ingest.lexicon import DocumentType, Lexicon
from ingest.lists import complete_lists
from ingest.model import Span
from ingest.names import AMENDING, NameReader, name_keys
from ingest.numbers import DocumentNumber, NumberMention, find_numbers, view_of
from ingest.text import fold

PhraseKind = Literal["numbered", "named", "short", "self", "back", "generic"]

_HEAD_TO_NUMBER = re.compile(
    r"(?:(?! (?:về|quy định|ngày|theo|tại|thực hiện|được|ban hành|này|số)\b)[^.;:“”\"|]){0,90}[ (,]*"
)
_NAME_TO_NUMBER = re.compile(r"(?:(?! (?:ngày|theo|quy định|này|được|tại công)\b)[^.;:“”\"|]){1,260}[ (,]*")
_NAME_REST = re.compile(r" ?\(?(?:sua doi\)?|nam \d{4}\)?)?[ (,]*")
_SHORT = re.compile(r"[ *]{0,3}(?:so *:? *)?(?P<serial>\d{1,5})(?:/(?P<year>(?:19|20)\d\d))?(?![\w/.%]|[-–]\w| *(?:%|ty|trieu|nam|thang|ngay|dieu|khoan|nguoi|loai|muc|noi dung)\b)")
_THIS = re.compile(r" (?:lien tich )?nay\b")
_PRESENTED = re.compile(r"\btren day la (?:noi dung |toan bo )?$")
_ABOVE = re.compile(r" (?:(?:da )?(?:neu|noi|dan|ke) tren|tren(?= day)?|vua neu)\b")
_DATE_LEAD = re.compile(r"[\s,;()*]{0,12}(?:(?:ky|ban hanh|thong qua|de)\s+)?$")
_AGENCY_BEFORE = re.compile(
    r"\b(?:bo|so|ban|vu|cuc|phong|vien|tong cuc|thu truong|bo truong|chi cuc|truong|khoa|trung tam|nganh|hoi)[ ,:]{1,2}$"
)
_DAMAGED_DATE = re.compile(r"[\s,(]{0,3}ngay [\d/.\-lio ]{4,14}(?=[ ,;)])")
_ISSUER_LEAD = re.compile(r"[\s,)*]{0,3}(?:do|của)\s+")
_PASSED = re.compile(
    r"[\s,)]{0,3}(?:da )?(?:duoc|do) (?P<body>quoc hoi|uy ban thuong vu quoc hoi|uy ban thuong vu qh|hoi dong nha nuoc)"
    r"(?P<rest>[^.;:()]{0,90}?)(?:thong qua|ban hanh)\s*"
)
_ISSUER_STOP = re.compile(
    r"[.;:()“”\"|\n\[]|,|(?<= )qui định\b|"
    r"(?<= )(?:về|v ?/ ?v|hoặc|thí điểm|chủ trì|quy định|hướng dẫn|ban hành|phê duyệt|sửa đổi|bổ sung|thực hiện|triển khai|tại|thông qua|ngày|năm|số|"
    r"đã|được|có|trong|khi|như|này|theo|để|là|cho|với|trình|chi tiết|giao|công bố|tiếp tục|lãnh đạo|đối với|trên|"
    r"nhằm|thay thế|và (?=[a-zà-ỹđ])|đính chính|bãi bỏ|quyết định|đến|phân cấp|tăng cường|thi hành|đẩy mạnh|hợp nhất|vào|"
    r"do|thì|phải|gửi|nêu|nói|một số|chuyển|quản lý|xử lý|điều chỉnh|kèm|tổ chức|phát triển|thành lập|xây dựng)\b"
)
ALIAS = re.compile(r"(?:sau day|duoi day) (?:goi|viet) (?:chung |tat )?(?:la|tat la)\s{0,2}:?\s{0,2}[“\"]?$")
"""The words before a short name that a text gives a document ("sau đây gọi tắt là")."""
_MARK = r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[a-zđ]?|[ivxlc]{1,6}|[a-zđ]\d?)"
_ARTICLES = re.compile(
    rf"(?:(?:tiết|điểm|khoản|điều|mục|chương|phần|phụ lục) {_MARK}(?:(?:, ?| và ){_MARK}(?=[ ,])){{0,8}}(?:,? ?(?:của )?)){{1,6}}$",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    "nghi dinh;thong tu;thong tu lien tich;quyet dinh;nghi quyet;chi thi;ke hoach;ket luan;luat;phap lenh;chuong trinh;"
    "de an".split(";")
)
_MAX_TAIL = 400


@dataclass(frozen=True, slots=True)
class Phrase:
    """One pointer at a document.

    ``span`` covers the type word to the end of number, date and issuer ("Nghị định số 30/1998/NĐ-CP ngày 13/5/1998 của
    Chính phủ"); what follows is the document's title or something else. ``surface`` is what names it most tersely
    ("số 30/1998/NĐ-CP"). ``name`` is the name where one is printed before the number or instead of it. ``open`` marks an
    amending law by name ("Luật sửa đổi, bổ sung một số điều của"), whose name the laws that follow complete.
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


@dataclass(frozen=True, slots=True)
class _Head:
    span: Span
    type: DocumentType
    word: str
    plural: bool
    capital: bool


class PhraseReader:
    """Reads the phrases of units of one text; what the whole text gives (folded form, numbers, heads) is made once."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.view = view_of(text).replace("\n", " ")
        self.folded = fold(self.view)
        self.lower = self.view.lower() if len(self.view.lower()) == len(self.view) else self.view
        self.lexicon = lexicon
        self.numbers = complete_lists(self.view, find_numbers(text, lexicon))
        self._number_starts = [mention.label.start for mention in self.numbers]
        self.heads = tuple(_find_heads(self.folded, self.view, lexicon))
        self._head_starts = [head.span.start for head in self.heads]
        self.keys = name_keys(lexicon.abbreviations, lexicon.statutes)
        self.names = NameReader(self.view, self.lower, self.folded, self._head_starts, self.keys)

    def read(self, unit: Span, *, grounds: bool = False, title: bool = False) -> tuple[Phrase, ...]:
        """Return the phrases of ``unit`` in order, none overlapping.

        ``grounds`` says that the unit gives grounds ("Căn cứ …", "Thực hiện …"), where any capitalised type with a title
        names a document. ``title`` says that it is the document's own title, which begins with its own type.
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
            if title and place == 0 and not self.folded[unit.start : head.span.start].strip(" \n#|-"):
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

    def _own_numbers(self, heads: Sequence[_Head], numbers: Sequence[NumberMention]) -> dict[int, NumberMention]:
        """Give each number the head before it: the nearest one, or, in parentheses, the one whose name it follows."""
        owned: dict[int, NumberMention] = {}
        starts = [head.span.start for head in heads]
        for mention in numbers:
            at = bisect_left(starts, mention.label.start) - 1
            outer = at - 1
            if at < 0:
                continue
            head = heads[at]
            gap = self.lower[head.span.end : mention.label.start]
            if outer >= 0 and self._amends_by_name(heads[outer], head) and _NAME_TO_NUMBER.fullmatch(gap):
                owned.setdefault(heads[outer].span.start, mention)
                continue
            pattern = _NAME_TO_NUMBER if _is_statute(head) and gap.strip() else _HEAD_TO_NUMBER
            known = self.names.registered_end(head.span, mention.label.start) if _is_statute(head) else None
            if known is not None and not _NAME_REST.fullmatch(self.folded[known : mention.label.start]):
                continue
            if pattern.fullmatch(gap) and head.span.start not in owned:
                owned[head.span.start] = mention
        return owned

    def _amends_by_name(self, outer: _Head, inner: _Head) -> bool:
        if not (_is_statute(outer) and _is_statute(inner)):
            return False
        match = AMENDING.match(self.folded, outer.span.end)
        return match is not None and match.end() + 6 >= inner.span.start

    def _numbered(self, mention: NumberMention, unit: Span, head: _Head | None) -> Phrase:
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
        match = re.search(r"(?<!\w)\w{2,8} \w{2,9} ?$", self.folded[max(0, mention.label.start - 20) : mention.label.start])
        if kind and match and SequenceMatcher(None, match[0].strip(), fold(kind)).ratio() > 0.75:
            return mention.label.start - len(match[0])
        return mention.label.start

    def _name_before(self, head: _Head, stop: int) -> Span | None:
        if not (_is_statute(head) or head.type.nameable):
            return None
        end = stop
        while end > head.span.start and self.text[end - 1] in " (,*\n":
            end -= 1
        return Span(head.span.start, end)

    def _type_of(self, number: DocumentNumber) -> str | None:
        if number.party and number.type_code == "QĐ":
            return None
        return _type_by_code(self.lexicon.document_types).get((number.type_code or "").upper())

    def _unnumbered(
        self, head: _Head, unit: Span, after: int, *, grounds: bool, serials: frozenset[int]
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
        if head.capital and head.word in _GENERIC:
            return Phrase("generic", head.span, head.span, head.type.label, plural=head.plural)
        return None

    def _articles(self, start: int) -> tuple[str, ...]:
        before = self.text[max(0, start - 120) : start]
        match = _ARTICLES.search(before)
        return (" ".join(match[0].split()).removesuffix(" của").strip(" ,"),) if match else ()

    def _with_tail(self, phrase: Phrase, unit: Span) -> Phrase:
        """Add the date and the issuer that follow, in whichever order they are printed."""
        end = phrase.span.end
        limit = min(unit.end, end + _MAX_TAIL)
        for _ in range(4):
            if phrase.date is None and (dated := self._date_at(end, limit)):
                phrase, end = replace(phrase, date=dated[0]), dated[1]
            elif phrase.issuer is None and (issued := self._issuer_at(end, limit)):
                phrase, end = replace(phrase, issuer=issued[0]), issued[1]
            elif phrase.date is None and (damaged := _DAMAGED_DATE.match(self.folded, end, limit)):
                end = damaged.end()
            elif phrase.issuer is None and (passed := _PASSED.match(self.folded, end, limit)):
                body = self.text[passed.start("body") : passed.end("rest")].split(" kỳ họp")[0].split(",")[0]
                phrase, end = replace(phrase, issuer=" ".join(body.split())), passed.end()
            else:
                break
        return replace(phrase, span=Span(phrase.span.start, end))

    def _date_at(self, position: int, limit: int) -> tuple[dt.date, int] | None:
        for mention in find_dates(self.view, Span(position, min(limit, position + 60))):
            if _DATE_LEAD.fullmatch(self.folded[position : mention.span.start]):
                return mention.date, mention.span.end
            break
        return None

    def _issuer_at(self, position: int, limit: int) -> tuple[str, int] | None:
        lead = _ISSUER_LEAD.match(self.lower, position, limit)
        if lead is None:
            return None
        first = self.view[lead.end() : lead.end() + 1]
        if not first.isupper():
            return None
        end = limit
        for stop in _ISSUER_STOP.finditer(self.lower, lead.end() + 1, limit):
            follows = stop.end() + (stop[0] == ",")
            joint = self.view[follows : follows + 1].isupper() and not self._head_at(follows)
            if (joint and stop[0] in (",", "và ")) or self._in_agency(stop.start()):
                continue
            end = stop.start()
            break
        for head_start in self._heads_between(lead.end(), end):
            end = min(end, head_start)
        words = re.sub(r"[\s,*]+(?:và|các|,)?[\s,*]*$", "", self.view[lead.end() : end])
        return (" ".join(words.split()), lead.end() + len(words)) if words else None

    def _in_agency(self, position: int) -> bool:
        """Tell whether the capitalised word there goes on the name of a body ("Bộ Xây dựng", "Sở Kế hoạch và Đầu tư")."""
        before = _AGENCY_BEFORE.search(self.folded[max(0, position - 24) : position])
        return before is not None and self.view[position : position + 1].isupper()

    def _head_at(self, position: int) -> bool:
        place = bisect_left(self._head_starts, position)
        return place < len(self.heads) and self._head_starts[place] == position

    def _heads_between(self, start: int, end: int) -> Sequence[int]:
        return self._head_starts[bisect_left(self._head_starts, start) : bisect_left(self._head_starts, end)]


@lru_cache(maxsize=8)
def _type_by_code(types: tuple[DocumentType, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in types:
        for code in row.codes:
            found.setdefault(code.upper(), row.label)
    return found


@lru_cache(maxsize=8)
def _head_pattern(types: tuple[DocumentType, ...]) -> tuple[re.Pattern[str], dict[str, DocumentType]]:
    by_word = {fold(word): row for row in types for word in (row.label, *row.aliases)}
    words = "|".join(re.escape(word).replace(r"\ ", " {1,3}") for word in sorted(by_word, key=len, reverse=True))
    return re.compile(rf"(?<![\w&])(?:(cac|nhung|hai|ba|cac cac) )?({words or 'van ban'})(?![\w&])"), by_word


def _find_heads(folded: str, view: str, lexicon: Lexicon) -> Iterator[_Head]:
    pattern, by_word = _head_pattern(lexicon.document_types)
    for match in pattern.finditer(folded):
        word = " ".join(match[2].split())
        start = match.start(2)
        if _AGENCY_BEFORE.search(folded[max(0, start - 24) : start]) and view[start].isupper() and not match[1]:
            continue
        yield _Head(Span(start, match.end(2)), by_word[word], word, bool(match[1]), view[start].isupper())


def _is_statute(head: _Head) -> bool:
    return head.word in ("luat", "bo luat", "phap lenh", "hien phap")


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
