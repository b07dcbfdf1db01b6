"""Quantities as Vietnamese plans print them: bounds, ranges, shares and units.

Reads a clause; writes ``Quantity``s. Vietnamese numbers: "1.000" is a thousand, "2,5" is two and a half. Numbers that
name something (a document, a date, an article, "4 sao", "5G", "khóa XI") are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.model import Span

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,4})?|\d{1,9}(?:,\d{1,4})?"
_AT_LEAST = (
    r"(?:đạt\s{1,4})?(?:ít\s{1,4}nhất|tối\s{1,4}thiểu|không\s{1,4}dưới|không\s{1,4}thấp\s{1,4}hơn|trên|hơn|từ|≥|>=|>)"
)
_AT_MOST = r"(?:đạt\s{1,4})?(?:không\s{1,4}quá|không\s{1,4}vượt\s{1,4}quá|tối\s{1,4}đa|dưới|≤|<=|<)"
_QUANTITY = re.compile(
    rf"""(?P<bound>(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST}))(?:\s{{1,4}}(?:đạt|có|là|mức|từ))?\s{{0,3}})?
    (?<![\w/.,\-–])(?P<low>{_NUMBER})
    (?:(?P<share1>\s?%)?\s{{0,2}}(?:-|–|đến)\s{{0,2}}(?P<high>{_NUMBER}))?
    (?P<share>\s?%)?(?!\d|/\d|[.,]\d|\s?[-–]\s?[A-ZĐ\d])""",
    re.VERBOSE | re.IGNORECASE,
)
_NAMING_BEFORE = re.compile(
    r"(?:số|điều|khoản|điểm|mục|phần|chương|phụ lục|năm|tháng|ngày|quý|khóa|khoá|kỳ|thứ|lần|cột|dòng|trang|bước|"
    r"đợt|phường|quận|nghị quyết|quyết định|luật|nghị định|"
    r"thông tư|kế hoạch|giai đoạn|nhiệm kỳ|cấp độ|mức độ|loại|hạng|nhóm|bảng|biểu|mẫu|công nghệ|lớp|tuổi|giờ|"
    r"quốc lộ|ql|tỷ lệ 1)\s{0,2}$",
    re.IGNORECASE,
)
_NAMING_AFTER = re.compile(
    r"\s?(?:sao(?!\w)|tuổi|giờ|[gGhH](?!\w)|/\d|:\d|tháng(?!\w)|ngày(?!\w)|năm(?!\w)|gb/s|cấp(?!\s{1,4}(?:quốc|"
    r"tỉnh))|lần(?!\w))",
    re.IGNORECASE,
)
_RANK = re.compile(r"(?:nhóm|top)\s{0,2}$", re.IGNORECASE)
_PER = re.compile(r"\s?/\s?(?P<per>năm|quý|tháng)(?!\w)|\s(?:mỗi|một)\s(?P<each>năm|tháng)(?!\w)", re.IGNORECASE)
_ISO = {"năm": "P1Y", "quý": "P3M", "tháng": "P1M"}
_UNIT_END = re.compile(
    r"[;:()“”\"\n|]|\.(?!\d)|,(?=\s)|\s(?=(?:được|đạt|để|nhằm|trong|tại|vào|sau khi|cho|có|là|phải|trước|"
    r"hoàn thành|tham gia|đến năm|so với|"
    r"ứng dụng vào|áp dụng)(?!\w)(?!\stừ\s\d[^;:,.()\n]{0,30}\strở\s(?:lên|xuống)))|"
    r"\s(?=(?:từ|giai đoạn|năm|và)\s\d)(?!từ\s\d[^;:,.()\n]{0,30}\strở\s(?:lên|xuống))|\s(?=từ\snăm(?!\w))"
)
"""A unit goes on with the threshold that says which things count: "sản phẩm OCOP từ 4 sao trở lên"."""
_MAX_UNIT = 120


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or range with its bounds; ``span`` covers bound, numbers and unit, ``number`` bound and numbers."""

    span: Span
    number: Span
    min: Decimal | None
    max: Decimal | None
    unit: str
    percent: bool = False
    per: str | None = None
    bounded: bool = False


def find_quantities(text: str, within: Span) -> Iterator[Quantity]:
    """Yield the quantities of ``within`` in order.

    >>> text = "có ít nhất 5 ý tưởng, dự án khởi nghiệp, 02 doanh nghiệp; trên 60% nhiệm vụ"
    >>> [(str(one.min), one.max and str(one.max), one.unit) for one in find_quantities(text, Span(0, len(text)))]
    [('5', None, 'ý tưởng, dự án khởi nghiệp'), ('2', '2', 'doanh nghiệp'), ('60', None, 'nhiệm vụ')]
    """
    last = within.start
    for match in _QUANTITY.finditer(text, within.start, within.end):
        quantity = _read(text, within, match) if match.start() >= last else None
        if quantity is not None:
            last = quantity.span.end
            yield quantity


def parse_number(printed: str) -> Decimal:
    """Return the value of a number in Vietnamese notation.

    >>> parse_number("1.000"), parse_number("2,5"), parse_number("02")
    (Decimal('1000'), Decimal('2.5'), Decimal('2'))
    """
    return Decimal(printed.replace(".", "").replace(",", "."))


def _read(text: str, within: Span, match: re.Match[str]) -> Quantity | None:
    before = text[max(within.start, match.start() - 24) : match.start()]
    rank = _RANK.search(before) is not None
    if not rank and not match["bound"] and _NAMING_BEFORE.search(before):
        return None
    percent = bool(match["share"] or match["share1"])
    if not percent and (_NAMING_AFTER.match(text, match.end()) or re.fullmatch(r"(?:19|20)\d\d", match["low"])):
        return None
    if match["low"].strip("0,.") == "" and match["high"] is None:
        return None
    low, high = parse_number(match["low"]), parse_number(match["high"]) if match["high"] else None
    if high is not None and high < low:
        return None
    end, unit, per = _unit_after(text, match.end(), within.end)
    number = Span(match.start(), match.end())
    span = Span(match.start(), end)
    bounded = bool(match["bound"]) or percent or high is not None
    if high is not None:
        return Quantity(span, number, low, high, unit, percent, per, bounded)
    if match["least"]:
        return Quantity(span, number, low, None, unit, percent, per, bounded)
    if match["most"] or rank:
        return Quantity(span, number, None, low, unit, percent, per, bounded=True)
    return Quantity(span, number, low, low, unit, percent, per, bounded)


def _unit_after(text: str, start: int, end: int) -> tuple[int, str, str | None]:
    """The unit's words after a number, where they end, and the period that it is counted per."""
    limit = min(end, start + _MAX_UNIT)
    if text[start:limit].lstrip()[:1].isdigit():
        return start, "", None
    stop = limit
    for match in _UNIT_END.finditer(text, start, limit):
        if match[0] == "," and _goes_on(text, start, match.end(), limit):
            continue
        stop = match.start()
        break
    words = text[start:stop]
    per = _PER.search(words)
    if per is None:
        unit = " ".join(words.split())
        return start + len(words.rstrip()), unit, None
    unit = " ".join(words[: per.start()].split())
    return start + per.end(), unit, _ISO[(per["per"] or per["each"]).lower()]


def _goes_on(text: str, start: int, comma: int, limit: int) -> bool:
    """A comma inside a unit: "ý tưởng, dự án khởi nghiệp", "cấp quốc gia, cấp tỉnh"; not before the next number."""
    words = text[start : comma - 1].split()
    following = text[comma:limit].split()
    if not words or not following or any(char.isdigit() for char in following[0]):
        return False
    if following[0] in (
        "trong",
        "có",
        "từ",
        "ít",
        "tối",
        "trên",
        "và",
        "bảo",
        "đảm",
        "phấn",
        "hỗ",
        "xây",
        "hình",
        "tỷ",
        "tỉ",
    ):
        return False
    segment = re.split(r"[,;.]", text[comma:limit], maxsplit=1)[0]
    return (len(words) <= 2 and not any(char.isdigit() for char in segment)) or following[0] in words
