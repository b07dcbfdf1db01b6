"""Targets (chỉ tiêu): the quantified aims of a plan, from its sections of aims and its tables of indicators.

Reads the provisions under headings that speak of aims ("Mục tiêu", "Chỉ tiêu", "Đến năm …") and the tables with a
column "Chỉ tiêu"; writes ``Target``s. A number elsewhere in the document is not a target.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.lexicon import Lexicon
from ingest.model import Provision, ProvisionKind, Span, Target
from ingest.quantities import Quantity, find_quantities
from ingest.tables import Table, TableRow, find_tables
from ingest.text import fold, sentences

_AIMS = re.compile(r"(?:^|\W)(?:muc tieu|chi tieu|phan dau)|^\W*(?:tam nhin )?den (?:nam )?20\d\d")
_AIMS_WITHIN = 60
_BY_YEAR = re.compile(
    r"(?:đến|tới|trong|hết|vào|cuối)\s{1,4}(?:cuối\s{1,4})?năm\s{1,4}(20\d\d)|"
    r"giai\s{1,4}đoạn\s{1,4}20\d\d\s{0,4}[-–]\s{0,4}(20\d\d)|"
    r"năm\s{1,4}(20\d\d)",
    re.IGNORECASE,
)
_OWN_YEAR = re.compile(
    r"\s{0,2}(?:\(|,\s)?(?:vào|trong|đến|tới|cho|thời kỳ|giai đoạn)?\s{0,2}(?:giai đoạn|năm|"
    r"thời kỳ)\s(20\d\d)(?:\s?[-–]\s?(20\d\d))?",
    re.IGNORECASE,
)
_LEADING_YEAR = re.compile(
    r"\W*(?:phấn đấu\s{1,4})?(?:đến|tới|trong|hết)\s{1,4}(?:cuối\s{1,4})?(?:năm\s{1,4})?(?:năm\s{1,4})?(20\d\d)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:]\s|\.\s|,\s(?=\D)")
_INDICATOR = re.compile(r"(?:^|\W)(?:chi tieu|chi so|muc tieu|noi dung chi tieu)")
_UNIT_HEAD = re.compile(r"don vi(?: tinh)?|dvt|đvt")
_VALUE_HEAD = re.compile(r"ket qua|gia tri|muc tieu|chi tieu|ke hoach|20\d\d|thuc hien|muc dat")
_OWNER_HEAD = re.compile(r"co quan|don vi (?:chu tri|thuc hien|theo doi|phu trach)|ghi chu|phoi hop|chu tri")
_SKIPPED: frozenset[ProvisionKind] = frozenset(
    {"boilerplate", "letterhead", "title", "preamble", "signature", "recipients", "table", "row", "closing"}
)
_SUBJECT_END = re.compile(
    r"(?:\s(?:đạt|ở|mức|chiếm|là|duy trì|tăng|trung bình|bình quân|khoảng|còn|hướng tới|và|phấn đấu|tăng lên))+\s{0,4}$"
)
_SUBJECT_LEAD = re.compile(r"^(?:trong đó|và|phấn đấu|bảo đảm|đảm bảo)\s{1,4}", re.IGNORECASE)
_MAX_SUBJECT = 160
_SUBJECT_WINDOW = 260


def find_targets(text: str, provisions: Sequence[Provision], lexicon: Lexicon) -> tuple[Target, ...]:
    """Return the targets of a document in reading order.

    Args:
        text: The one text.
        provisions: Its provisions.
        lexicon: The registers (unused names of units; kept for one signature of all finders).

    Returns:
        Targets with bounds, unit and the year by which they are due, where the text states one.
    """
    del lexicon
    by_locator = {provision.locator: provision for provision in provisions}
    found: list[Target] = []
    aims = _speaking_of_aims(text, provisions)
    for provision in provisions:
        if provision.kind not in _SKIPPED and provision.locator in aims:
            found.extend(_in_provision(text, provision, by_locator))
    for table in find_tables(text, provisions):
        found.extend(_in_table(text, table, by_locator))
    return tuple(sorted(found, key=lambda one: one.span.start))


def _chain(provision: Provision, by_locator: Mapping[str, Provision]) -> Iterator[Provision]:
    """The provision and what stands above it, inside out."""
    current: Provision | None = provision
    for _ in range(32):
        if current is None:
            return
        yield current
        current = by_locator.get(current.parent)


def _speaking_of_aims(text: str, provisions: Sequence[Provision]) -> frozenset[str]:
    """Return the locators of the provisions whose head, or the head of one above them, speaks of aims."""
    found: set[str] = set()
    for provision in provisions:
        if provision.parent in found or _AIMS.search(fold(_head_words(text, provision)[:_AIMS_WITHIN])):
            found.add(provision.locator)
    return frozenset(found)


def _head_words(text: str, provision: Provision) -> str:
    """The heading, or the first words after the mark of a provision that has none."""
    if provision.heading is not None:
        return provision.heading.of(text) if provision.kind != "part" else ""
    line = provision.span.of(text).lstrip()[len(provision.mark) :].split("\n", 1)[0].lstrip()
    return line[:40] if re.match(r"(?:mục tiêu|chỉ tiêu|phấn đấu)", line, re.IGNORECASE) else ""


def _year_above(text: str, provision: Provision, by_locator: Mapping[str, Provision]) -> int | None:
    for one in _chain(provision, by_locator):
        words = one.heading.of(text) if one.heading else one.span.of(text)[:60] if one.kind == "row" else ""
        if one.kind in ("annex", "part"):
            return None
        year = _year_in(words)
        if year is not None:
            return year
    return None


def _year_in(words: str) -> int | None:
    match = _BY_YEAR.search(words)
    return int(next(group for group in match.groups() if group)) if match else None


def _in_provision(text: str, provision: Provision, by_locator: Mapping[str, Provision]) -> Iterator[Target]:
    year = _year_above(text, provision, by_locator)
    for paragraph in _paragraphs(text, provision.span):
        stated = year
        for sentence in sentences(text, paragraph):
            leading = _LEADING_YEAR.match(text, sentence.start, sentence.end)
            stated = int(leading[1]) if leading else stated
            start = _after_mark(provision, sentence)
            yield from _in_sentence(text, provision, Span(start, sentence.end), stated)


def _paragraphs(text: str, span: Span) -> Iterator[Span]:
    for match in re.finditer(r"[^\n]+(?:\n(?=[a-zà-ỹđ])[^\n]+)*", span.of(text)):
        yield Span(span.start + match.start(), span.start + match.end())


def _after_mark(provision: Provision, sentence: Span) -> int:
    mark_end = provision.span.start + len(provision.mark)
    return min(mark_end, sentence.end) if sentence.start <= provision.span.start + 3 else sentence.start


def _in_sentence(text: str, provision: Provision, sentence: Span, year: int | None) -> Iterator[Target]:
    subject, position = "", sentence.start
    for quantity in find_quantities(text, sentence):
        if not (quantity.bounded or quantity.unit):
            continue
        if not quantity.unit and not (subject and _is_short(text[position : quantity.number.start])):
            subject = _subject(text, sentence, quantity)
        position = quantity.span.end
        unit = quantity.unit or subject
        if not unit:
            continue
        yield Target(
            locator=provision.locator,
            span=quantity.span,
            evidence=sentence,
            min=quantity.min,
            max=quantity.max,
            unit=unit,
            percent=quantity.percent,
            by_year=_year_after(text, quantity, sentence) or year,
            per=quantity.per,
        )


def _is_short(between: str) -> bool:
    """Between two values of one thing stand only a period and a conjunction."""
    if len(between) > 120:
        return False
    return len(between.split()) <= 9 and not re.search(r"[;.]\s", between)


def _year_after(text: str, quantity: Quantity, sentence: Span) -> int | None:
    """The year right after a quantity ("17% giai đoạn 2011 - 2015 và 15% giai đoạn 2016 - 2020")."""
    match = _OWN_YEAR.match(text, quantity.span.end, sentence.end)
    return int(match[2] or match[1]) if match else None


def _subject(text: str, sentence: Span, quantity: Quantity) -> str:
    """What is measured, where no unit follows: "tỉ trọng xuất khẩu … đạt tối thiểu 50%"."""
    before = text[max(sentence.start, quantity.number.start - _SUBJECT_WINDOW) : quantity.number.start].rstrip()
    for _ in range(3):
        cut = max((match.end() for match in _CLAUSE.finditer(before)), default=0)
        words = _SUBJECT_LEAD.sub("", _SUBJECT_END.sub("", f" {before[cut:].rstrip(' ,;:')}").strip())
        if len(words.split()) > 2 or not cut:
            return " ".join(words.split())[-_MAX_SUBJECT:]
        before = before[:cut].rstrip(" ,;:.")
    return ""


def _in_table(text: str, table: Table, by_locator: Mapping[str, Provision]) -> Iterator[Target]:
    heads = [
        fold(" ".join(head[index].of(text) for head in table.heads if index < len(head)))
        for index in range(max(map(len, table.heads)))
    ]
    name = next((index for index, head in enumerate(heads) if _INDICATOR.search(head)), None)
    if name is None:
        return
    unit = next((i for i, head in enumerate(heads) if _UNIT_HEAD.search(head) and not _OWNER_HEAD.search(head)), None)
    values = [
        index
        for index, head in enumerate(heads)
        if index not in (name, unit) and _VALUE_HEAD.search(head) and not _OWNER_HEAD.search(head)
    ]
    for row in table.rows:
        above = by_locator.get(row.locator)
        year = _year_above(text, above, by_locator) if above else None
        for index in values:
            if index < len(row.cells) and name < len(row.cells):
                printed = row.cells[unit].of(text) if unit is not None and unit < len(row.cells) else ""
                yield from _in_cell(
                    text, row, row.cells[name], row.cells[index], printed, _year_in_head(heads[index]) or year
                )


def _year_in_head(head: str) -> int | None:
    match = re.search(r"20\d\d(?:\s{0,4}[-–]\s{0,4}(20\d\d))?", head)
    return int(match[1] or match[0]) if match else None


def _in_cell(text: str, row: TableRow, name: Span, cell: Span, unit: str, year: int | None) -> Iterator[Target]:
    """The values of one cell; a share is of what the row names, another unit is that of its column."""
    indicator = " ".join(name.of(text).split())
    for quantity in find_quantities(text, cell):
        if not _leads(text, cell, quantity):
            continue
        percent = quantity.percent or unit.lstrip().startswith("%")
        rest = quantity.unit if not quantity.percent else ""
        named = unit.replace("%", "").replace("/năm", "").strip()
        yield Target(
            locator=row.locator,
            span=quantity.number,
            evidence=row.span,
            min=quantity.min,
            max=quantity.max,
            unit=_cell_unit(indicator, named, rest, percent=percent),
            percent=percent,
            by_year=year,
            per=quantity.per or ("P1Y" if "/năm" in unit else None),
        )


def _cell_unit(indicator: str, named: str, rest: str, *, percent: bool) -> str:
    if percent:
        return f"{indicator} (% {named})" if named else indicator
    return " ".join(part for part in (named or indicator, rest) if part)


def _leads(text: str, cell: Span, quantity: Quantity) -> bool:
    """A value begins its cell or follows ";": numbers inside a wording are not values."""
    before = text[cell.start : quantity.number.start].rstrip()
    return not before or before.endswith((";", "<br>", ","))
