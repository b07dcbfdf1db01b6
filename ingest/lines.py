"""Lines of the one text, as structure reads them.

Reads the text; writes ``Line``s whose spans tile it. A line's ``words`` are its content without indentation and without
what markdown emphasis a reader may have left, so that marks and cues can be matched at its beginning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.model import Span
from ingest.text import UPPER, fold

_EDGE = " \t*_#\\"
_RULE = re.compile(r"[\s\-_=*.~–—\\|:]*")
_CELL_END = re.compile(r"(?<!\\)\|")
_LETTER = re.compile(rf"[{UPPER}]|[a-zà-ỹđ]")
_UPPER = re.compile(rf"[{UPPER}]")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: ``span`` with its line end, ``content`` the span of ``words`` (no edges, no emphasis)."""

    span: Span
    content: Span
    words: str
    folded: str
    """The words lower-cased without marks, of the same length."""

    @property
    def blank(self) -> bool:
        """Nothing printed, or only a ruling ("-------")."""
        words = self.words
        return not words or (len(words) > 1 and not words[0].isalnum() and _RULE.fullmatch(words) is not None)

    @property
    def is_row(self) -> bool:
        """A pipe row of a table."""
        return self.words.startswith("|")

    @property
    def upper(self) -> bool:
        """Printed in capitals: at least nine letters in ten are.

        >>> split_lines("TRIỂN KHAI KẾT LUẬN SỐ 69-KL/TW")[0].upper
        True
        """
        letters = len(_LETTER.findall(self.words))
        return letters > 0 and len(_UPPER.findall(self.words)) >= 0.9 * letters


def split_lines(text: str) -> tuple[Line, ...]:
    r"""Return all lines in order; their spans tile the text.

    >>> [line.words for line in split_lines("**Điều 1.** Phạm vi\n\n- a")]
    ['Điều 1.** Phạm vi', '', '- a']
    """
    lines: list[Line] = []
    folded = fold(text)
    start = 0
    while start < len(text):
        stop = text.find("\n", start)
        end = len(text) if stop < 0 else stop + 1
        low, high = _bare(text, start, end)
        lines.append(Line(Span(start, end), Span(low, high), text[low:high], folded[low:high]))
        start = end
    return tuple(lines)


def cells_of(line: Line) -> tuple[Span, ...]:
    r"""Return the spans of a pipe row's cells, trimmed; none for other lines.

    >>> text = "| 1 | Sở Y tế | **Quý II** |"
    >>> [cell.of(text) for cell in cells_of(split_lines(text)[0])]
    ['1', 'Sở Y tế', 'Quý II']
    """
    if not line.is_row:
        return ()
    bars = [match.start() for match in _CELL_END.finditer(line.words)]
    if bars[-1] != len(line.words) - 1:
        bars.append(len(line.words))
    base = line.content.start
    return tuple(
        Span(base + low, base + high) for low, high in (_bare(line.words, one + 1, two) for one, two in pairwise(bars))
    )


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start] in _EDGE or text[start].isspace()):
        if text[start] == "*" and text[start + 1 : start + 2] == " ":
            break
        start += 1
    while end > start and (text[end - 1] in "*_\\" or text[end - 1].isspace()):
        end -= 1
    return start, end
