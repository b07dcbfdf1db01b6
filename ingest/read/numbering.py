"""Automatic list numbers as the marks that Word prints (đánh số tự động).

Word files store a paragraph's list and level, not its mark "1.", "a)" or "-". The marks are counted here, for docx
(ECMA-376 part 1, 17.9) and legacy doc ([MS-DOC] 2.9.150) alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_PLACE = re.compile(r"%([1-9])")
_DASHES = frozenset("-+*–—")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list. ``pattern`` is the printed text with ``%1``…``%9`` for the numbers of the levels.

    ``form`` is a value of ST_NumberFormat ("decimal", "lowerLetter", "bullet" …); ``restarts`` is false when the level
    counts on under a new parent.
    """

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    legal: bool = False
    restarts: bool = True


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A list as paragraphs refer to it: ``counter`` names the numbers it shares; ``starts`` overrides first numbers."""

    counter: str
    levels: tuple[ListLevel, ...]
    starts: Mapping[int, int] = field(default_factory=dict)


def print_number(number: int, form: str) -> str:
    """Return a number in the form that a list level asks for.

    >>> [print_number(4, form) for form in ("decimal", "upperRoman", "lowerLetter", "decimalZero", "none")]
    ['4', 'IV', 'd', '04', '']
    """
    number = max(0, min(number, 100_000))
    if form in {"upperRoman", "lowerRoman"} and 0 < number < 4000:
        return print_roman(number) if form == "upperRoman" else print_roman(number).lower()
    if form in {"upperLetter", "lowerLetter"} and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letters.upper() if form == "upperLetter" else letters
    if form == "decimalZero":
        return f"{number:02}"
    return "" if form == "none" else str(number)


def print_roman(number: int) -> str:
    """Return a positive number below 4000 in Roman capitals.

    >>> print_roman(19)
    'XIX'
    """
    printed = ""
    for value, letters in _ROMAN:
        printed += letters * (number // value)
        number %= value
    return printed


class ListCounter:
    """Counts paragraphs in reading order and gives each its printed mark.

    >>> levels = (ListLevel(form="upperRoman", pattern="%1."), ListLevel(pattern="%2."))
    >>> counter = ListCounter({"1": ListDefinition("a", levels)})
    >>> [counter.next_mark("1", level) for level in (0, 1, 1, 0, 1)]
    ['I.', '1.', '2.', 'II.', '1.']
    """

    def __init__(self, lists: Mapping[str, ListDefinition]) -> None:
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def next_mark(self, list_id: str, level: int) -> str:
        """Return the mark of the next paragraph of a list; empty when the list or level is not defined."""
        definition = self._lists.get(list_id)
        if definition is None or not 0 <= level < min(len(definition.levels), _LEVELS):
            return ""
        shape = definition.levels[level]
        if shape.form == "bullet":
            return shape.pattern if shape.pattern in _DASHES else "-"
        counts = self._counts.setdefault(definition.counter, [None] * _LEVELS)
        counts[level] = self._next_number(definition, list_id, level, counts[level])
        for deeper in range(level + 1, _LEVELS):
            if deeper >= len(definition.levels) or definition.levels[deeper].restarts:
                counts[deeper] = None
        return _PLACE.sub(lambda place: self._number(definition, counts, int(place[1]) - 1, shape), shape.pattern)

    def _next_number(self, definition: ListDefinition, list_id: str, level: int, last: int | None) -> int:
        override = definition.starts.get(level)
        if override is not None and (list_id, level) not in self._started:
            self._started.add((list_id, level))
            return override
        return definition.levels[level].start if last is None else last + 1

    def _number(self, definition: ListDefinition, counts: list[int | None], at: int, shape: ListLevel) -> str:
        if at >= len(definition.levels):
            return ""
        level = definition.levels[at]
        count = counts[at]
        form = "decimal" if shape.legal and level.form != "none" else level.form
        return print_number(level.start if count is None else count, form)
