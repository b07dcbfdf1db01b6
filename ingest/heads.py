"""Type words: where the text says "Nghị định", "các Kế hoạch", "Luật".

Reads the folded text; writes ``Head``s in reading order. A type word inside the name of a body ("Sở Kế hoạch và Đầu
tư") is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.lexicon import DocumentType
from ingest.model import Span
from ingest.text import fold

AGENCY_BEFORE = re.compile(
    r"\b(?:bo|so|ban|vu|cuc|phong|vien|tong cuc|thu truong|bo truong|chi cuc|truong|khoa|trung tam|nganh|"
    r"hoi)[ ,:]{1,2}$"
)
"""The first word of a body's name, right before another word of it."""


@dataclass(frozen=True, slots=True)
class Head:
    """One type word, with "các" before it or not, with a capital or not; ``word`` is folded."""

    span: Span
    type: DocumentType
    word: str
    plural: bool
    capital: bool

    @property
    def is_statute(self) -> bool:
        """Of a kind that goes by name alone (luật, pháp lệnh)."""
        return self.word in ("luat", "bo luat", "phap lenh", "hien phap")


@lru_cache(maxsize=8)
def _head_pattern(types: tuple[DocumentType, ...]) -> tuple[re.Pattern[str], dict[str, DocumentType]]:
    by_word = {fold(word): row for row in types for word in (row.label, *row.aliases)}
    words = "|".join(re.escape(word).replace(r"\ ", " {1,3}") for word in sorted(by_word, key=len, reverse=True))
    return re.compile(
        rf"(?:(?<![\w&])|(?<=can cu))(?:(cac|nhung|hai|ba|cac cac) )?({words or 'van ban'})(?![\w&])"
    ), by_word


def find_heads(folded: str, view: str, types: tuple[DocumentType, ...]) -> Iterator[Head]:
    """Return the type words of a text; ``view`` is the text of the same length with its capitals."""
    pattern, by_word = _head_pattern(types)
    for match in pattern.finditer(folded):
        word = " ".join(match[2].split())
        start = match.start(2)
        if AGENCY_BEFORE.search(folded[max(0, start - 24) : start]) and view[start].isupper() and not match[1]:
            continue
        yield Head(Span(start, match.end(2)), by_word[word], word, bool(match[1]), view[start].isupper())
