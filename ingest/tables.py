r"""Tables as cells: the same nouns for pipe rows and for tables flattened to one cell a line.

Reads the text and its provisions (kinds ``table`` and ``row``); writes ``Table``s of cell spans. What the columns
mean is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line, cells_of, split_lines
from ingest.model import Provision, Span

_NEAR = 4
"""Tables before one without head among which the one that it continues is looked for."""
_RULES = frozenset("-: |=")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the cell spans in order of the columns (empty spans where nothing is printed), and its locator.

    ``mark`` is the printed number of the row, "" for a continued or unnumbered one. ``flat`` cells are lines without
    fixed columns: an empty cell leaves no line, so only their order is known.
    """

    locator: str
    mark: str
    span: Span
    cells: tuple[Span, ...]
    flat: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its head rows (two where cells are merged) and its body rows."""

    locator: str
    span: Span
    heads: tuple[tuple[Span, ...], ...]
    rows: tuple[TableRow, ...]


def find_tables(text: str, provisions: Sequence[Provision]) -> tuple[Table, ...]:
    r"""Return the tables of the document in reading order.

    >>> from ingest.model import Provision
    >>> text = "| TT | Nhiệm vụ |\n| 1 | Rà soát |\n"
    >>> head, row = Span(0, 18), Span(18, len(text))
    >>> parts = Provision("~1", "table", "", head, head, ""), Provision("1", "row", "1", row, row, "")
    >>> table, = find_tables(text, parts)
    >>> [cell.of(text) for cell in table.rows[0].cells]
    ['1', 'Rà soát']
    """
    tables: list[Table] = []
    index = 0
    while index < len(provisions):
        if provisions[index].kind not in ("table", "row"):
            index += 1
            continue
        last = index + 1
        while last < len(provisions) and provisions[last].kind == "row":
            last += 1
        table = _read_table(text, provisions[index:last], tables[-_NEAR:])
        if table is not None:
            tables.append(table)
        index = last
    return tuple(tables)


def _read_table(text: str, parts: Sequence[Provision], before: Sequence[Table]) -> Table | None:
    heads: tuple[tuple[Span, ...], ...] = ()
    rows: list[TableRow] = []
    for part in parts:
        if part.kind == "table":
            heads = _read_heads(text, part)
            begun = next((one for one in reversed(before) if heads and _goes_on(text, one, heads[0])), None)
            if begun is not None:
                heads, rows = begun.heads, _read_rows(text, part)
        else:
            rows.extend(_read_rows(text, part))
    if not heads and rows:
        heads, rows = (rows[0].cells,), rows[1:]
    if not heads:
        return None
    return Table(parts[0].locator, Span(parts[0].span.start, parts[-1].span.end), heads, tuple(rows))


def _goes_on(text: str, before: Table, first: tuple[Span, ...]) -> bool:
    """Tell whether a table without head is the rest of one before it, which a page or a note interrupted.

    Both have as many columns, and its first row carries a number, which no head does.
    """
    numbered = bool(first) and first[0].of(text).strip(" .)").isdigit()
    return numbered and len(before.heads[-1]) == len(first)


def _read_heads(text: str, part: Provision) -> tuple[tuple[Span, ...], ...]:
    lines = _lines_of(text, part.span)
    piped = tuple(cells_of(line) for line in lines if line.is_row)
    if piped:
        return piped
    return (tuple(line.content for line in lines),)


def _read_rows(text: str, part: Provision) -> list[TableRow]:
    lines = _lines_of(text, part.span)
    piped = [line for line in lines if line.is_row]
    if piped:
        return [
            TableRow(part.locator, part.mark if number == 0 else "", line.content, cells_of(line))
            for number, line in enumerate(piped)
        ]
    cells = tuple(line.content for line in lines)
    if not cells:
        return []
    return [TableRow(part.locator, part.mark, Span(cells[0].start, cells[-1].end), cells, flat=True)]


def _lines_of(text: str, span: Span) -> list[Line]:
    """The lines of ``span`` with words, with offsets into the whole text."""
    return [
        Line(_moved(line.span, span.start), _moved(line.content, span.start), line.words, line.folded)
        for line in split_lines(span.of(text))
        if line.words and not set(line.words) <= _RULES
    ]


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
