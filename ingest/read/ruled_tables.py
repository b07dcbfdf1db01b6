"""Tables drawn with lines: from rulings to cells, merged cells included (bảng có kẻ khung)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.read.geometry import Box, Word, group_lines, surround
from ingest.read.wrapping import join_wrapped_lines

_SAME = 3.0
"""Points within which two rulings are one line."""
_MAX_RULINGS = 1_500
_MAX_PLACES = 20_000


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table on a page: its place, and the text of its cells by row; a merged cell stands in its first place."""

    box: Box
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    """The edges of the columns and rows, and the rulings between them."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    across: tuple[Box, ...]
    upright: tuple[Box, ...]


def find_tables(words: Sequence[Word], rulings: Sequence[Box]) -> tuple[list[RuledTable], list[Word]]:
    """Return the ruled tables from top to bottom, and the words outside them."""
    tables = []
    rest = list(words)
    for group in _group_rulings(rulings[:_MAX_RULINGS]):
        grid = _build_grid(group)
        if grid is None:
            continue
        box = surround(group)
        inside = [word for word in rest if box.holds(*word.box.center)]
        if not inside:
            continue
        rest = [word for word in rest if not box.holds(*word.box.center)]
        tables.append(RuledTable(box, _fill_cells(grid, inside)))
    return sorted(tables, key=lambda table: table.box.top), rest


def _group_rulings(rulings: Sequence[Box]) -> list[list[Box]]:
    """Group the rulings that touch each other, by a sweep from left to right."""
    groups: list[list[Box]] = []
    owner: dict[int, int] = {}
    active: list[int] = []
    ordered = sorted(rulings, key=lambda box: box.left)
    for at, box in enumerate(ordered):
        active = [other for other in active if ordered[other].right + _SAME >= box.left]
        touching = {
            owner[other]
            for other in active
            if ordered[other].top - _SAME <= box.bottom and box.top <= ordered[other].bottom + _SAME
        }
        home = min(touching, default=len(groups))
        if home == len(groups):
            groups.append([])
        for other in touching - {home}:
            groups[home] += groups[other]
            groups[other] = []
            owner.update({ruling: home for ruling, group in owner.items() if group == other})
        groups[home].append(box)
        owner[at] = home
        active.append(at)
    return [group for group in groups if len(group) >= 4]


def _build_grid(rulings: Sequence[Box]) -> _Grid | None:
    across = tuple(box for box in rulings if box.width >= box.height)
    upright = tuple(box for box in rulings if box.height > box.width)
    columns = _cluster([box.center[0] for box in upright])
    rows = _cluster([box.center[1] for box in across])
    if len(columns) < 3 or len(rows) < 2 or len(columns) * len(rows) > _MAX_PLACES:
        return None
    return _Grid(columns, rows, across, upright)


def _cluster(values: Sequence[float]) -> tuple[float, ...]:
    clusters: list[float] = []
    for value in sorted(values):
        if not clusters or value - clusters[-1] > _SAME:
            clusters.append(value)
    return tuple(clusters)


def _fill_cells(grid: _Grid, words: Sequence[Word]) -> tuple[tuple[str, ...], ...]:
    width, height = len(grid.columns) - 1, len(grid.rows) - 1
    regions = _merge_places(grid, width, height)
    inside: dict[int, list[Word]] = {}
    for word in words:
        x, y = word.box.center
        column = min(max(0, bisect_right(grid.columns, x) - 1), width - 1)
        row = min(max(0, bisect_right(grid.rows, y) - 1), height - 1)
        inside.setdefault(regions[row * width + column], []).append(word)
    printed = {region: _print_words(cell) for region, cell in inside.items()}
    return tuple(tuple(printed.get(row * width + column, "") for column in range(width)) for row in range(height))


def _merge_places(grid: _Grid, width: int, height: int) -> list[int]:
    """Return for every place of the grid the first place of its (merged) cell: no ruling stands between merged ones."""
    walls = _covered_edges(grid.upright, grid.columns, grid.rows, upright=True)
    floors = _covered_edges(grid.across, grid.columns, grid.rows, upright=False)
    region = list(range(width * height))
    for row in range(height):
        for column in range(width):
            place = row * width + column
            if column and (column, row) not in walls:
                _unite(region, place - 1, place)
            if row and (column, row) not in floors:
                _unite(region, place - width, place)
    return [_root(region, place) for place in range(width * height)]


def _root(region: list[int], place: int) -> int:
    while region[place] != place:
        region[place] = region[region[place]]
        place = region[place]
    return place


def _unite(region: list[int], first: int, second: int) -> None:
    low, high = sorted((_root(region, first), _root(region, second)))
    region[high] = low


def _covered_edges(
    rulings: Sequence[Box], columns: tuple[float, ...], rows: tuple[float, ...], *, upright: bool
) -> set[tuple[int, int]]:
    """Return the (column, row) whose left edge (``upright``) or top edge a ruling covers for more than half."""
    covered = set()
    for box in rulings:
        low, high = (box.top, box.bottom) if upright else (box.left, box.right)
        along = rows if upright else columns
        fixed = _nearest(columns if upright else rows, box.center[0] if upright else box.center[1])
        for at in range(max(0, bisect_right(along, low) - 1), len(along) - 1):
            if along[at] >= high:
                break
            if min(high, along[at + 1]) - max(low, along[at]) > 0.5 * (along[at + 1] - along[at]):
                covered.add((fixed, at) if upright else (at, fixed))
    return covered


def _nearest(values: tuple[float, ...], value: float) -> int:
    at = bisect_right(values, value)
    around = [index for index in (at - 1, at) if 0 <= index < len(values)]
    return min(around, key=lambda index: abs(values[index] - value))


def _print_words(words: Sequence[Word]) -> str:
    return "\n".join(join_wrapped_lines([line.text for line in group_lines(words)]))
