"""When something is due (thời hạn): words of time to intervals, recurrences and periods that count from an event.

Reads a sentence or a cell of a table; writes ``Deadline``s. Words are kept; "trước ngày 15/11" is read as "on or
before", the usual sense in administration. A date that only identifies a document is no deadline.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Deadline, Span
from ingest.text import sentences
from ingest.time_atoms import TimeAtom, find_atoms

_UNITS = {"năm": "P{}Y", "quý": "P{}M", "tháng": "P{}M", "tuần": "P{}W", "ngày": "P{}D"}
_NUMBER_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "chín": 9, "mười": 10}
_RECURRENT = re.compile(
    r"""(?:thường\s{1,2}xuyên,?\s{1,2}(?:và\s{1,2})?)?
    (?:(?:định\s{1,2}kỳ\s{1,2})?(?:h[àằ]ng|mỗi)\s{1,2}(?P<each>năm|quý|tháng|tuần|ngày)(?!\s{1,2}(?:càng|nay))
      |định\s{1,2}kỳ\s{1,2}(?:\(?)(?P<count>\d{1,2}|một|hai|ba|sáu)?\s{0,2}(?P<unit>năm|quý|tháng|tuần)(?:\s{1,2}(?:một|1|01)\s{1,2}lần|/lần)?
      |(?P<count2>\d{1,2})\s{0,2}(?P<unit2>năm|tháng|tuần)\s{0,2}(?:/|một|1|01)\s{0,2}lần)""",
    re.VERBOSE | re.IGNORECASE,
)
_PERIODIC = re.compile(
    r"định\s{1,2}kỳ(?!\s{1,2}(?:h[àằ]ng|\d|họp\s|chuyển))"
    r"(?:\s{0,2}(?:,|/|và|hoặc|hay)\s{0,2}đột\s{1,2}xuất(?:\s{1,2}(?:theo|khi\s{1,2}có)\s{1,2}yêu\s{1,2}cầu)?)?",
    re.IGNORECASE,
)
_CONTINUOUS = re.compile(r"thường\s{1,2}xuyên", re.IGNORECASE)
_RELATIVE = re.compile(
    r"""(?:(?:trong\s{1,2})?(?:thời\s{1,2}hạn|vòng)\s{1,2}(?:không\s{1,2}quá\s{1,2}|tối\s{1,2}đa\s{1,2})?
         |(?:chậm|muộn|ít)\s{1,2}nhất\s{1,2}(?:là\s{1,2})?(?:sau\s{1,2}|trước\s{1,2})?|sau\s{1,2}|trước\s{1,2}|không\s{1,2}quá\s{1,2}|tối\s{1,2}đa\s{1,2})
    (?P<period>\d{1,3}\s{0,2}(?:\([^)]{1,30}\)\s{0,2})?(?:ngày(?:\s{1,2}làm\s{1,2}việc)?|tháng|tuần|năm|giờ|phút))(?![/\w])
    (?P<event>,?\s{1,2}(?:kể\s{1,2}từ|tính\s{1,2}từ|từ\s{1,2}ngày|từ\s{1,2}khi|sau\s{1,2}khi|trước\s{1,2}(?:khi|ngày))[^,;.\n]{0,80})?""",
    re.VERBOSE | re.IGNORECASE,
)
_PREFIX = re.compile(
    r"(?:(?:dự\s{1,4}kiến|cơ\s{1,4}bản|hoàn\s{1,4}thành|xong|chậm\s{1,4}nhất|muộn\s{1,4}nhất|là|vào|trong|"
    r"ngay\s{1,4}trong|trước|đến|tới|"
    r"hết|cuối|đầu|từ|"
    r"kể\s{1,4}từ|bắt\s{1,4}đầu|sau|thời\s{1,4}hạn|thời\s{1,4}điểm|khoảng|dứt\s{1,4}điểm|giữa)\s{1,3})+$",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:trước|chậm\s{1,4}nhất|muộn\s{1,4}nhất|đến|tới|hết|xong)\b", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:từ|sau)\b", re.IGNORECASE)
_LINK = re.compile(
    r"\s{0,3}(?:-|–|,|và|đến|đến\s{1,4}hết|tới|cho\s{1,4}đến|sang|đến\s{1,4}trước)\s{0,3}(?:hết\s{1,2}|"
    r"ngày\s{1,4}bầu\s{1,4}cử\s{1,2}|trước\s{1,2})?$",
    re.IGNORECASE,
)
_ONWARDS = re.compile(
    r"\s{0,2}(?:và|,|-)\s{0,2}(?:những\s{1,4}|các\s{1,4})?năm\s{1,4}(?:tiếp\s{1,4}theo|sau)|\s{0,2}trở\s{1,4}đi",
    re.IGNORECASE,
)
_NAMES_DOCUMENT = re.compile(
    r"(?:chiến lược|đề án|chương trình|quy hoạch|kế hoạch|dự án|nghị quyết|quyết định|tầm nhìn|nhiệm kỳ|"
    r"định hướng)[^.;:\n]{0,160}$",
    re.IGNORECASE,
)
_DOCUMENT_DATE = re.compile(
    r"(?:[A-ZĐ]{2,}\d{0,2}\b|\d/\d{4}/[^\s]{2,30}|số\s[^\s]{1,30}|công\s{1,4}bố|thông\s{1,4}qua|ký|"
    r"ban\s{1,4}hành),?\s{0,3}(?:ngày\s)?$"
)
_OUTLOOK = re.compile(r"(?:tầm nhìn|định hướng)\s{1,3}(?:đến\s{1,3})?$", re.IGNORECASE)
_WINDOW = 70


def find_deadlines(text: str, within: Span, year: int | None) -> tuple[Deadline, ...]:
    """Return the deadlines that a sentence or paragraph states, in order.

    Args:
        text: The one text.
        within: The range to read.
        year: The year of the document, for "trong tháng 6" and "quý III"; None when unknown.

    Returns:
        Deadlines with the words as printed. Dates and periods that belong to the names of documents are left out.

    >>> text = "hàng năm báo cáo kết quả về Sở Khoa học và Công nghệ trước ngày 15/11 để tổng hợp"
    >>> [(one.surface, one.recurrence, one.due) for one in find_deadlines(text, Span(0, len(text)), 2024)]
    [('trước ngày 15/11', 'P1Y', '--11-15')]
    """
    found: list[Deadline] = []
    for sentence in sentences(text, within):
        found.extend(_in_sentence(text, sentence, year))
    return tuple(found)


def parse_deadline(text: str, span: Span, year: int | None) -> Deadline | None:
    """Return what a cell of a column of times means; None for an empty cell.

    >>> cell = "Quý IV/2025 và Quý I/2026"
    >>> deadline = parse_deadline(cell, Span(0, len(cell)), None)
    >>> str(deadline.start), str(deadline.end)
    ('2025-10-01', '2026-03-31')
    """
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in "*_|"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_|."):
        end -= 1
    cell = Span(start, end)
    surface = cell.of(text)
    if not any(char.isalnum() for char in surface):
        return None
    atoms = [atom for atom in find_atoms(text, cell) if not _is_outlook(text, cell, atom)]
    recurrence = _recurrence_in(surface) or ("continuous" if _CONTINUOUS.search(surface) else None)
    if atoms:
        return _from_atoms(text, cell, _settle(atoms, None if recurrence else year), recurrence)
    relative = _RELATIVE.search(surface)
    if recurrence is None and relative is not None:
        return Deadline(surface, cell, relative=_one_line(relative["period"] + (relative["event"] or "")))
    return Deadline(surface, cell, recurrence=recurrence)


def _in_sentence(text: str, sentence: Span, year: int | None) -> list[Deadline]:
    words = sentence.of(text)
    recurrences = list(_RECURRENT.finditer(words))
    yearly = any(_iso(match) == "P1Y" for match in recurrences)
    found: list[Deadline] = []
    for group in _groups(text, sentence):
        deadline = _from_group(text, sentence, group, year, yearly)
        if deadline is not None:
            found.append(deadline)
    due = any(deadline.due for deadline in found)
    for match in recurrences:
        iso = _iso(match)
        if not (due and iso == "P1Y"):
            found.append(_deadline(text, sentence.start + match.start(), sentence.start + match.end(), recurrence=iso))
    if not recurrences:
        found.extend(
            _deadline(text, sentence.start + match.start(), sentence.start + match.end())
            for match in _PERIODIC.finditer(words)
        )
    for match in _RELATIVE.finditer(words):
        if match["event"] or re.match(r"(?:trong|thời|chậm|muộn|ít)", match[0], re.IGNORECASE):
            low, high = sentence.start + match.start(), sentence.start + match.end()
            relative = _one_line(match["period"] + (match["event"] or ""))
            found = [one for one in found if not (low <= one.span.start and one.span.end <= high)]
            found.append(_deadline(text, low, high, relative=relative))
    return sorted(found, key=lambda one: one.span.start)


def _deadline(
    text: str, start: int, end: int, *, recurrence: str | None = None, relative: str | None = None
) -> Deadline:
    span = Span(start, end)
    return Deadline(span.of(text), span, recurrence=recurrence, relative=relative)


def _groups(text: str, sentence: Span) -> list[list[TimeAtom]]:
    """Atoms joined by "đến", "và", "-" form one expression of time."""
    groups: list[list[TimeAtom]] = []
    for atom in find_atoms(text, sentence):
        before = groups[-1][-1] if groups else None
        if before is not None and _LINK.fullmatch(text[before.span.end : atom.span.start]) and not atom.bare:
            groups[-1].append(atom)
        else:
            groups.append([atom])
    return groups


def _from_group(text: str, sentence: Span, group: list[TimeAtom], year: int | None, yearly: bool) -> Deadline | None:
    first = group[0].span.start
    window = text[max(sentence.start, first - _WINDOW) : first]
    prefix = _PREFIX.search(window)
    lead = prefix[0] if prefix else ""
    if not _is_stated(text, sentence, group, lead, window):
        return None
    span = Span(first - len(lead.lstrip()), group[-1].span.end)
    atom = group[0]
    if atom.kind == "month_day" and len(group) == 1 and atom.day is not None:
        if yearly:
            return Deadline(span.of(text), span, recurrence="P1Y", due=f"--{atom.months[0]:02}-{atom.day:02}")
        if year is None:
            return Deadline(span.of(text), span, due=f"--{atom.months[0]:02}-{atom.day:02}")
    return _from_atoms(text, span, _settle(group, year), None)


def _is_stated(text: str, sentence: Span, group: Sequence[TimeAtom], lead: str, window: str) -> bool:
    """Tell whether a time in prose is a deadline: it has a word of time before it, or is a month or quarter."""
    atom = group[0]
    bare = atom.bare and not lead
    if bare or (atom.bare and atom.kind in ("year", "years") and len(lead) == 0):
        return False
    if atom.kind == "day":
        return (bool(lead) and _DOCUMENT_DATE.search(window[: len(window) - len(lead)]) is None) or (
            len(group) > 1 and bool(lead)
        )
    if atom.kind in ("month_day", "month") and atom.start is None:
        return bool(lead)
    if atom.kind in ("month", "quarter", "half"):
        return True
    before = text[max(sentence.start, atom.span.start - 200) : atom.span.start]
    if _in_quotes(before) or _NAMES_DOCUMENT.search(before):
        return False
    return bool(lead) or atom.span.start <= sentence.start + 2


def _in_quotes(before: str) -> bool:
    return max(before.rfind("“"), -1) > before.rfind("”")


def _is_outlook(text: str, cell: Span, atom: TimeAtom) -> bool:
    """A year of outlook ("tầm nhìn đến năm 2045") is no deadline."""
    return _OUTLOOK.search(text[max(cell.start, atom.span.start - 24) : atom.span.start]) is not None


def _settle(atoms: Sequence[TimeAtom], year: int | None) -> list[TimeAtom]:
    """Give atoms without a year that of the atom after them ("từ ngày 05/12 đến ngày 20/02/2026"), else ``year``."""
    settled = list(atoms)
    for index in range(len(settled) - 2, -1, -1):
        following = settled[index + 1].start
        if settled[index].start is None and following is not None:
            earlier = settled[index].months[0] > following.month
            settled[index] = settled[index].in_year(following.year - earlier)
    return settled if year is None else [atom.in_year(year) for atom in settled]


def _from_atoms(text: str, span: Span, atoms: Sequence[TimeAtom], recurrence: str | None) -> Deadline:
    surface = span.of(text)
    starts = [atom.start for atom in atoms if atom.start is not None]
    ends = [atom.end for atom in atoms if atom.end is not None]
    deadline = Deadline(surface, span, recurrence=recurrence)
    if not starts:
        atom = atoms[0]
        due = f"--{atom.months[0]:02}-{atom.day:02}" if atom.day is not None else None
        return replace(deadline, due=due)
    if recurrence == "P1Y" and len(atoms) == 1 and atoms[0].kind == "month_day":
        return replace(deadline, due=f"--{atoms[0].months[0]:02}-{atoms[0].day:02}")
    lead = text[span.start : atoms[0].span.start]
    tail = text[atoms[-1].span.end : span.end] or text[atoms[-1].span.end : atoms[-1].span.end + 40]
    start: dt.date | None = min(starts)
    end: dt.date | None = max(ends)
    if _ONWARDS.match(tail):
        end = None
    elif len(atoms) == 1 and _UNTIL.search(lead):
        start = None
    elif len(atoms) == 1 and atoms[0].kind != "years" and _SINCE.search(lead):
        end = None
    return replace(deadline, start=start, end=end)


def _recurrence_in(words: str) -> str | None:
    match = _RECURRENT.search(words)
    return _iso(match) if match else None


def _iso(match: re.Match[str]) -> str:
    if match["each"]:
        unit, count = match["each"].lower(), 1
    else:
        unit = (match["unit"] or match["unit2"]).lower()
        printed = (match["count"] or match["count2"] or "1").lower()
        count = int(printed) if printed.isdigit() else _NUMBER_WORDS[printed]
    return _UNITS[unit].format(count * 3 if unit == "quý" else count)


def _one_line(words: str) -> str:
    return " ".join(words.split())
