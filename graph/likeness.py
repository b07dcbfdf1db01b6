"""Recognises two texts of one document: by shared runs of words.

A document without a number has no other identity than its text; a second copy of it (another file format, other page
ends) is a second version, not a second document.
"""

from __future__ import annotations

from zlib import crc32

from ingest.text import fold

_RUN = 5
_PRINTS = 16
LIKE = 0.7
"""Share of common runs from which two texts are versions of one document."""


def fingerprint(text: str) -> tuple[int, ...]:
    """Return the 16 smallest hashes of the runs of five words: near copies share most of them (bottom-k sketch)."""
    return tuple(sorted(_runs(text))[:_PRINTS])


def likeness(first: str, second: str) -> float:
    """Return the share of runs of five words that two texts have in common (Jaccard), 0 to 1.

    >>> likeness("một hai ba bốn năm sáu", "một hai ba bốn năm bảy")
    0.3333333333333333
    """
    runs, others = _runs(first), _runs(second)
    return len(runs & others) / len(runs | others) if runs or others else 1.0


def _runs(text: str) -> frozenset[int]:
    words = [word for word in fold(text).split() if any(map(str.isalnum, word))]
    if len(words) < _RUN:
        return frozenset({crc32(" ".join(words).encode())}) if words else frozenset()
    return frozenset(crc32(" ".join(words[row : row + _RUN]).encode()) for row in range(len(words) - _RUN + 1))
