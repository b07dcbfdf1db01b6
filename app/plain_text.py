"""Words of a document for places that cannot show control characters: pages, cells, calendars.

Control characters and those that turn the direction of reading (U+202A–U+202E, U+2066–U+2069) become U+FFFD: they could
make a line read as something else than it says, and XML 1.0 forbids most of them.
"""

from __future__ import annotations

from typing import Final

_HIDDEN: Final = dict.fromkeys(
    (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000),
     0xFFFE, 0xFFFF),
    "�",
)  # fmt: skip


def show_controls(words: str) -> str:
    r"""Return ``words`` with hidden and direction characters shown as ``�``; tabs and line ends stay.

    >>> show_controls("a\x00b\u202ec\n")
    'a�b�c\n'
    """
    return words.translate(_HIDDEN)


def tight(words: str) -> str:
    r"""Return ``words`` without the blank lines between the cells and paragraphs that they come from.

    >>> tight("2\n\n Sở Công Thương \n\n")
    '2\nSở Công Thương'
    """
    lines = (" ".join(line.split()) for line in show_controls(words).splitlines())
    return "\n".join(line for line in lines if line)


def one_line(words: str, limit: int = 32_000) -> str:
    r"""Return ``words`` on one line, at most ``limit`` characters, with hidden characters shown.

    >>> one_line("a\n  b", 3)
    'a b'
    """
    line = " ".join(show_controls(words).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
