"""HTML, as browsers and Word write it: block elements to lines, tables to pipe rows, the rest to words.

Dropped: scripts, styles, navigation, comments (Word's conditional ones too), hidden text. Automatic list numbers are
printed as a browser shows them. A letterhead in a table comes out as from any other format (``ingest.read.tables``).
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.read.encoding import decode_bytes
from ingest.read.legacy_fonts import decode_run
from ingest.read.limits import Limits
from ingest.read.lines import join_soft_lines
from ingest.read.numbering import print_number
from ingest.read.reading import Reading
from ingest.read.rejection import InputRejected
from ingest.read.tables import print_table

_DROPPED_NAMES = (
    "script style head title nav noscript template svg math iframe object embed applet button select textarea "
    "option input audio video canvas map area del xml"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
_BLOCKS_NAMES = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre section summary ul"
)
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|mso-hide\s{0,3}:\s{0,3}all", re.IGNORECASE)
_FONT = re.compile(r"font-family\s{0,3}:\s{0,3}([^;,]{1,60})", re.IGNORECASE)
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s{0,3}=\s{0,3}[\"']?([\w.:-]{1,40})", re.IGNORECASE
)
_PROLOG = re.compile(r"\s{0,100}<\?xml[^>]{0,200}>")
_SPACE = re.compile(r"\s+")
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MAX_CELLS = 2_000_000


def read_html(name: str, data: bytes, limits: Limits) -> Reading:
    """Read a web page, also one that Word saved, also packed as MHTML ("Single File Web Page").

    Raises:
        InputRejected: ``too_deep``, ``malformed``.
    """
    page, declared = _unpack_mhtml(data)
    if declared is None and (found := _CHARSET.search(page[:4096])):
        declared = found[1].decode("ascii", "replace")
    decoded = decode_bytes(page, declared)
    return Reading(print_html(name, decoded.text, limits), decoded.notices)


def print_html(name: str, source: str, limits: Limits) -> str:
    r"""Return the words of an HTML page or fragment, a block a line.

    >>> print_html("a.htm", "<p>Số:&nbsp;&nbsp; 1/KH</p><table><tr><td>1<td>A<td>B<tr><td>2<td>C<br>D<td>", Limits())
    'Số: 1/KH\n| 1 | A | B |\n| 2 | C<br>D |  |'
    """
    source = _PROLOG.sub("", source.replace("\x00", ""), count=1)
    if not source.strip():
        return ""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputRejected("malformed", name, "HTML") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise InputRejected("too_deep", name, "thẻ HTML")
    return _Printer(name, limits).print(root) if root is not None else ""


@dataclass(slots=True)
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    spans: dict[int, int] = field(default_factory=dict)
    """Columns that a cell above still covers, with the number of rows left."""

    def start_row(self) -> None:
        self.end_row()
        self.rows.append([])

    def end_row(self) -> None:
        if self.rows:
            self._skip_covered()

    def add(self, cell: str, columns: int, rows: int, most: int) -> int:
        """Put a cell into the current row; return how many places it took."""
        if not self.rows:
            self.rows.append([])
        self._skip_covered()
        row = self.rows[-1]
        columns = max(1, min(columns, most - len(row)))
        if rows > 1:
            self.spans.update(dict.fromkeys(range(len(row), len(row) + columns), rows - 1))
        row.append(cell)
        row.extend([""] * (columns - 1))
        return columns

    def _skip_covered(self) -> None:
        row = self.rows[-1]
        while left := self.spans.get(len(row), 0):
            self.spans[len(row)] = left - 1
            row.append("")


@dataclass(slots=True)
class _Frame:
    """Where words go: the page, or one cell."""

    lines: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def break_line(self) -> None:
        """End a line inside a paragraph (``<br>``)."""
        self.parts.append("\n")

    def end_line(self) -> None:
        """End a paragraph: its lines are joined where the second goes on with the first."""
        lines = [_SPACE.sub(" ", line).strip() for line in "".join(self.parts).split("\n")]
        self.lines += join_soft_lines([line for line in lines if line])
        self.parts.clear()


@dataclass(slots=True)
class _List:
    ordered: bool
    kind: str
    next: int


class _Printer:
    """Walks the tree once, without recursion."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.frames = [_Frame()]
        self.tables: list[_Table] = []
        self.lists: list[_List] = []
        self.fonts = [""]
        self.cells = 0

    def print(self, root: etree._Element) -> str:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag.rpartition(":")[2] if isinstance(element.tag, str) else ""
            if event == "start":
                style = element.get("style") or ""
                if not tag or tag in _DROPPED or element.get("role") == "navigation" or _HIDDEN.search(style):
                    walker.skip_subtree()
                    self.fonts.append(self.fonts[-1])
                    continue
                self._start(tag, element)
                font = _FONT.search(style)
                self.fonts.append(font[1] if font else element.get("face") or self.fonts[-1])
                self._write(element.text)
            else:
                self.fonts.pop()
                if tag and tag not in _DROPPED:
                    self._end(tag, element)
                self._write(element.tail)
        self.frames[0].end_line()
        return "\n".join(self.frames[0].lines)

    def _write(self, text: str | None) -> None:
        if text:
            self.frames[-1].parts.append(decode_run(_SPACE.sub(" ", text), self.fonts[-1]))

    def _start(self, tag: str, element: etree._Element) -> None:
        if tag == "br":
            self.frames[-1].break_line()
        elif tag in _BLOCKS or tag == "table":
            self.frames[-1].end_line()
        if tag == "table":
            if len(self.tables) >= self.limits.max_depth:
                raise InputRejected("too_deep", self.name, f"hơn {self.limits.max_depth} bảng lồng nhau")
            self.tables.append(_Table())
        elif tag == "tr" and self.tables:
            self.tables[-1].start_row()
        elif tag in {"td", "th"} and self.tables:
            self.frames.append(_Frame())
        elif tag in {"ol", "ul"}:
            self.lists.append(_List(tag == "ol", element.get("type") or "1", _integer(element.get("start"), 1)))
        elif tag == "li":
            self.frames[-1].parts.append(self._list_mark(element))

    def _end(self, tag: str, element: etree._Element) -> None:
        if tag in {"td", "th"} and self.tables:
            self._end_cell(element)
        elif tag == "table":
            self._end_table()
        elif tag in _BLOCKS or tag == "tr":
            self.frames[-1].end_line()
            if tag in {"ol", "ul"} and self.lists:
                self.lists.pop()

    def _end_cell(self, element: etree._Element) -> None:
        frame = self.frames.pop()
        frame.end_line()
        columns, rows = _integer(element.get("colspan"), 1), _integer(element.get("rowspan"), 1)
        self.cells += self.tables[-1].add("\n".join(frame.lines), columns, rows, self.limits.max_columns)
        if self.cells > _MAX_CELLS:
            raise InputRejected("too_large", self.name, f"hơn {_MAX_CELLS} ô bảng")

    def _end_table(self) -> None:
        table = self.tables.pop()
        table.end_row()
        frame = self.frames[-1]
        frame.end_line()
        if self.tables:
            frame.lines += [" ".join(cell.replace("\n", " ") for cell in row if cell) for row in table.rows if any(row)]
        else:
            frame.lines += print_table(table.rows)

    def _list_mark(self, element: etree._Element) -> str:
        if not self.lists or not self.lists[-1].ordered:
            return "" if (element.text or "").lstrip().startswith(("-", "+", "•", "*")) else "- "
        current = self.lists[-1]
        number = _integer(element.get("value"), current.next)
        current.next = number + 1
        return f"{print_number(number, _LIST_FORMS.get(current.kind, 'decimal'))}. "


def _integer(value: str | None, default: int) -> int:
    match = re.match(r"\s{0,9}(\d{1,6})", value or "")
    return int(match[1]) if match else default


def _unpack_mhtml(data: bytes) -> tuple[bytes, str | None]:
    """Return the page inside an MHTML file and its charset, or the data as it is."""
    if not data[:2000].lstrip().lower().startswith((b"mime-version:", b"from:")):
        return data, None
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return (payload, part.get_content_charset()) if isinstance(payload, bytes) else (data, None)
    return data, None
