"""Words and ruled lines of a printed page, in points from its top left corner; no library knows of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, ``top`` < ``bottom`` (downwards)."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def center(self) -> tuple[float, float]:
        """Its middle, (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Word:
    """Characters printed together; ``spaced`` when the file has a space before them.

    ``place`` is its place among the words of the file; ``parted`` when nothing but its position parts it from the word
    before it there: the space is one that the reader of the file supposes.
    """

    text: str
    box: Box
    spaced: bool = False
    place: int = field(default=0, repr=False)
    parted: bool = field(default=False, repr=False)

    @property
    def height(self) -> float:
        """Its height, at least a point."""
        return max(1.0, self.box.height)


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one base line, from left to right."""

    words: tuple[Word, ...]
    box: Box

    @property
    def text(self) -> str:
        """The words with the spaces that the page shows between them."""
        printed = ""
        last: Word | None = None
        for word in self.words:
            gap = 0.0 if last is None else word.box.left - last.box.right
            if last is not None and (word.spaced or gap > 0.07 * word.height or _is_parted(last, word, gap)):
                printed += " "
            printed += word.text
            last = word
        return printed

    def widest_gap(self) -> tuple[float, float]:
        """Return the left and right end of the widest empty stretch inside the line."""
        pairs = zip(self.words, self.words[1:], strict=False)
        gaps = [(a.box.right, b.box.left) for a, b in pairs]
        return max(gaps, key=lambda gap: gap[1] - gap[0], default=(0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Page:
    """All that layout needs of one page. ``rulings`` are thin boxes, horizontal or vertical."""

    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Box, ...] = ()


def _is_parted(last: Word, word: Word, gap: float) -> bool:
    """Tell a space that the reader supposes before ``word`` from one inside a word that was drawn in parts.

    Letters of one font that touch exactly belong together; where boxes overlap or leave a little, one of them is that
    of a glyph wider than its step, and the reader, which knows the step, is right.
    """
    return word.parted and word.place == last.place + 1 and abs(gap) > 0.006 * word.height


def surround(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around some boxes."""
    boxes = list(boxes)
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def group_lines(words: Sequence[Word]) -> list[Line]:
    """Group words into lines from top to bottom; a raised or lowered sign stays in its line.

    >>> at = lambda text, left, top: Word(text, Box(left, top, left + 20, top + 10))
    >>> [line.text for line in group_lines([at("hai", 0, 20), at("đầu", 30, 1), at("dòng", 0, 0)])]
    ['dòng đầu', 'hai']
    """
    rows: list[list[Word]] = []
    middle = height = 0.0
    for word in sorted(words, key=lambda word: word.box.center[1]):
        center = word.box.center[1]
        if rows and center - middle <= 0.5 * max(height, word.box.height):
            rows[-1].append(word)
            if word.box.height > height:
                middle, height = center, word.box.height
        else:
            rows.append([word])
            middle, height = center, word.box.height
    lines = []
    for row in rows:
        ordered = tuple(sorted(row, key=lambda word: word.box.left))
        lines.append(Line(ordered, surround(word.box for word in ordered)))
    return lines
