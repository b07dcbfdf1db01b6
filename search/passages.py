"""Units of search: the tasks behind duties, and the passages of provisions in windows.

Reads ``Duty`` and ``Passage``; writes ``Unit``. One task that five bodies share is one unit with five duties, so its
words are embedded once; a long provision is several overlapping windows, so that its end is found as well as its start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.model import Duty, Passage
from search.conditions import wording_of

WINDOW = 800
"""Characters of a window; the encoder reads about 512 tokens, 800 characters are about 300."""
OVERLAP = 200
_HEADING_LIMIT = 240
_SENTENCE_ENDS = ("\n", ". ", "; ")


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to be found.

    ``members`` are rows in the tuple that the unit was built from: the duties of a task, or the passage of a window.
    """

    document: str
    locator: str
    heading: str
    text: str
    agencies: tuple[str, ...]
    members: tuple[int, ...]

    @property
    def passage(self) -> str:
        """What the encoder reads: the nearest heading, then the text."""
        heading = nearest_heading(self.heading)
        return f"{heading}\n{self.text}" if heading else self.text

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of ``passage``: an equal one needs no new vector."""
        return hashlib.sha256(self.passage.encode()).hexdigest()


def build_task_units(duties: Sequence[Duty]) -> tuple[Unit, ...]:
    """Return one unit for each (document, locator, task), in the order of first appearance."""
    members: dict[tuple[str, str, str], list[int]] = {}
    for row, duty in enumerate(duties):
        members.setdefault((duty.document, duty.locator, duty.task), []).append(row)
    units = []
    for (document, locator, _), rows in members.items():
        first = duties[rows[0]]
        names = dict.fromkeys(name for row in rows for name in (duties[row].printed, duties[row].agency.label))
        units.append(Unit(document, locator, first.heading, wording_of(first), tuple(names), tuple(rows)))
    return tuple(units)


def build_passage_units(passages: Iterable[Passage]) -> tuple[Unit, ...]:
    """Return the windows of all passages that have words."""
    return tuple(walk_passage_units(passages))


def walk_passage_units(passages: Iterable[Passage]) -> Iterator[Unit]:
    """Yield the windows of all passages that have words, one at a time: they may be more than memory holds."""
    for row, passage in enumerate(passages):
        for window in split_windows(passage.text):
            yield Unit(passage.document, passage.locator, passage.heading, window, (), (row,))


def split_windows(text: str, width: int = WINDOW, overlap: int = OVERLAP) -> tuple[str, ...]:
    """Return ``text`` in pieces of at most ``width`` characters that overlap, cut at line, sentence or word ends.

    >>> split_windows("một hai ba bốn năm", width=12, overlap=4)
    ('một hai ba', 'ba bốn năm')
    """
    windows = []
    start = 0
    while start < len(text):
        end = min(len(text), start + width)
        if end < len(text):
            end = _cut(text, start + width // 2, end)
        piece = text[start:end].strip()
        if piece:
            windows.append(piece)
        if end >= len(text):
            break
        space = text.find(" ", max(start + 1, end - overlap), end)
        start = space + 1 if space >= 0 else end
    return tuple(windows)


def nearest_heading(path: str) -> str:
    """Return the last headings of a path that together stay short; the outermost say least.

    >>> nearest_heading("V. TỔ CHỨC THỰC HIỆN › 1. Sở Khoa học và Công nghệ")
    'V. TỔ CHỨC THỰC HIỆN › 1. Sở Khoa học và Công nghệ'
    """
    return path if len(path) <= _HEADING_LIMIT else path[-_HEADING_LIMIT:].partition(" ")[2]


def _cut(text: str, low: int, high: int) -> int:
    """Return where to end a window within ``low..high``: after the last line or sentence, else after a word."""
    at = max(text.rfind(mark, low, high) for mark in _SENTENCE_ENDS)
    if at < 0:
        at = text.rfind(" ", low, high)
    return at + 1 if at > 0 else high
