"""Word documents (.docx): paragraphs with their automatic numbers, tables, notes and text boxes, in reading order.

Source: ECMA-376 part 1, 17 (WordprocessingML). Read from the XML itself: the list marks, tracked changes, notes and
text boxes that belong to the printed text are not in the object model of python-docx.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.read.docx_styles import (
    StyleSheet,
    child,
    local,
    number,
    parse_numbering,
    parse_styles,
    read_font,
    value,
)
from ingest.read.legacy_fonts import decode_run
from ingest.read.limits import Limits
from ingest.read.lines import join_soft_lines
from ingest.read.numbering import ListCounter
from ingest.read.package import open_package, parse_member
from ingest.read.reading import Reading
from ingest.read.rejection import InputRejected
from ingest.read.tables import PlacedRow, align_rows, print_table

_SKIPPED_NAMES = "pPr rPr sectPr tblPr trPr tcPr sdtPr sdtEndPr del moveFrom Fallback instrText delText delInstrText"
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_PRINTED = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_MAX_NESTING = 200
_MAX_GRID = 200
_UNSAID_WIDTH = 1000
_OFFICE_DOCUMENT = "/officeDocument"


def read_docx(name: str, data: bytes, limits: Limits) -> Reading:
    """Read a docx file.

    Raises:
        InputRejected: ``malformed``, ``unsafe_xml``, ``archive_bomb``, ``too_deep``, ``unsupported``.
    """
    with open_package(name, data, limits) as package:
        main = _main_part(name, package)
        folder = posixpath.dirname(main)
        root = parse_member(name, package, main)
        body = child(root, "body")
        if body is None:
            raise InputRejected("unsupported", name, "zip không phải docx")
        styles = parse_styles(parse_member(name, package, posixpath.join(folder, "styles.xml")))
        numbering = parse_numbering(parse_member(name, package, posixpath.join(folder, "numbering.xml")))
        printer = _Printer(name, limits, styles, ListCounter(numbering))
        lines = printer.print_blocks(body)
        for part in ("footnotes.xml", "endnotes.xml"):
            notes = parse_member(name, package, posixpath.join(folder, part))
            lines += printer.print_notes(notes) if notes is not None else []
    return Reading("\n".join(lines))


def _main_part(name: str, package: zipfile.ZipFile) -> str:
    relations = parse_member(name, package, "_rels/.rels")
    for relation in relations if relations is not None else ():
        if (value(relation, "Type") or "").endswith(_OFFICE_DOCUMENT):
            return posixpath.normpath((value(relation, "Target") or "").lstrip("/"))
    return "word/document.xml"


@dataclass(slots=True)
class _Printer:
    name: str
    limits: Limits
    styles: StyleSheet
    counter: ListCounter
    tables: int = 0
    nesting: int = 0

    def print_notes(self, root: Element) -> list[str]:
        """Return the lines of foot- or endnotes, without their separators."""
        return [
            line for note in root if value(note, "type") in {None, "normal"} for line in self.print_blocks(note) if line
        ]

    def print_blocks(self, parent: Element) -> list[str]:
        """Return the lines of block content: paragraphs, tables, and what wraps them."""
        self.nesting += 1
        if self.nesting > _MAX_NESTING:
            raise InputRejected("too_deep", self.name, "thẻ docx")
        lines: list[str] = []
        for element in parent:
            kind = local(element)
            if kind == "p":
                lines += self.print_paragraph(element)
            elif kind == "tbl":
                lines += self.print_table(element)
            elif kind not in _SKIPPED:
                lines += self.print_blocks(element)
        self.nesting -= 1
        return lines

    def print_paragraph(self, paragraph: Element) -> list[str]:
        """Return the lines of a paragraph, its printed mark first; text boxes anchored in it follow."""
        properties = child(paragraph, "pPr")
        style = self.styles.resolve(value(child(properties, "pStyle")))
        parts: list[str] = []
        boxes: list[str] = []
        for piece in self._find_pieces(paragraph, style.font):
            if isinstance(piece, str):
                parts.append(piece)
            else:
                boxes += [line for line in self.print_blocks(piece) if line]
        words = "".join(parts)
        mark = ""
        if words.strip():
            membership = child(properties, "numPr")
            list_id = value(child(membership, "numId")) or style.list_id
            level = number(child(membership, "ilvl"))
            level = style.level if level is None else level
            mark = self.counter.next_mark(list_id, level or 0) if list_id else ""
        lines = join_soft_lines(" ".join(line.split()) for line in f"{mark} {words}".split("\n") if line.strip())
        return [*lines, *boxes] if lines or boxes else [""]

    def print_table(self, table: Element) -> list[str]:
        """Return a table's pipe rows; one inside a cell gives plain lines."""
        self.tables += 1
        if self.tables > self.limits.max_depth:
            raise InputRejected("too_deep", self.name, f"hơn {self.limits.max_depth} bảng lồng nhau")
        grid = _grid_edges(table)
        placed = [self._print_row(row, grid) for row in _find(table, "tr")]
        rows = align_rows(placed)
        self.tables -= 1
        if self.tables:
            return [" ".join(cell.replace("\n", " ") for cell in row if cell) for row in rows if any(row)]
        return print_table(rows)

    def _print_row(self, row: Element, grid: tuple[int, ...]) -> PlacedRow:
        """Return the cells of a row; a merged one stands in the first of the columns that it covers."""
        at = min(number(child(row, "trPr", "gridBefore")) or 0, self.limits.max_columns)
        cells: list[str] = []
        starts: list[int] = []
        for cell in _find(row, "tc"):
            cells.append("\n".join(line for line in self.print_blocks(cell) if line))
            starts.append(at)
            at = min(at + max(1, number(child(cell, "tcPr", "gridSpan")) or 1), self.limits.max_columns)
        places = [*starts, at]
        return PlacedRow(cells, tuple(grid[min(place, len(grid) - 1)] for place in places))

    def _find_pieces(self, paragraph: Element, font: str) -> Iterator[str | Element]:
        """Yield words and, where one is anchored, the content of a text box, in order."""
        stack: list[tuple[Iterator[Element], str]] = [(iter(paragraph), font)]
        while stack:
            if len(stack) > _MAX_NESTING:
                raise InputRejected("too_deep", self.name, "thẻ docx")
            element = next(stack[-1][0], None)
            if element is None:
                stack.pop()
                continue
            kind = local(element)
            current = stack[-1][1]
            if kind == "t":
                yield decode_run(element.text or "", current)
            elif kind in _PRINTED:
                yield _PRINTED[kind]
            elif kind == "sym":
                yield _read_symbol(element)
            elif kind == "txbxContent":
                yield element
            elif kind == "r":
                properties = child(element, "rPr")
                if not _is_hidden(properties):
                    stack.append((iter(element), read_font(properties) or current))
            elif kind not in _SKIPPED:
                stack.append((iter(element), current))


def _find(parent: Element, kind: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, through content controls and tracked insertions."""
    stack = [iter(parent)]
    while stack and len(stack) <= _MAX_NESTING:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif local(element) == kind:
            yield element
        elif local(element) in {"sdt", "sdtContent", "customXml", "ins", "moveTo", "AlternateContent", "Choice"}:
            stack.append(iter(element))


def _grid_edges(table: Element) -> tuple[int, ...]:
    """Return the left edges of a table's grid columns in twips, as wide as they are, and far apart where unsaid."""
    grid = child(table, "tblGrid")
    widths = [number(column, "w") for column in grid] if grid is not None else []
    edges = [0]
    for at in range(_MAX_GRID):
        width = widths[at] if at < len(widths) else None
        edges.append(edges[-1] + (_UNSAID_WIDTH if width is None or width < 0 else width))
    return tuple(edges)


def _is_hidden(properties: Element | None) -> bool:
    vanish = child(properties, "vanish")
    return vanish is not None and value(vanish) not in {"0", "false", "off"}


def _read_symbol(element: Element) -> str:
    """Return a symbol-font character: in the private area a bullet, else itself."""
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    return "-" if 0xE000 <= code <= 0xF8FF else chr(code) if 0x20 <= code < 0xD800 else ""
