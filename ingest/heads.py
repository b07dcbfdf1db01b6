"""Type words: where the text says "Nghị định", "các Kế hoạch", "Luật".

Reads the folded text; writes ``Head``s in reading order. A type word inside the name of a body ("Sở Kế hoạch và Đầu
tư") is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.alternation import any_of
from ingest.lexicon import DocumentType
from ingest.model import Span
from ingest.text import fold

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
AGENCY_BEFORE = re.compile(
    r"(?<!nội )(?<!nhiệm )(?<!nghiệp )\b(?:bộ|sở|ban|vụ|cục|phòng|viện|tổng cục|thủ trưởng|"
    r"bộ trưởng|chi cục|trưởng|khoa|trung tâm|ngành|hội)[ ,:]{1,2}$"
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
    words = any_of(by_word or ("van ban",), " {1,3}")
    # The character before a word leads, so that a search skips from one to the next: lookbehinds alone cannot.
    return re.compile(rf"[\Wu](?:(?<![\w&])|(?<=can cu))(?:(cac|nhung|hai|ba|cac cac) )?({words})(?![\w&])"), by_word


def find_heads(folded: str, view: str, types: tuple[DocumentType, ...]) -> Iterator[Head]:
    """Return the type words of a text; ``view`` is the text of the same length with its capitals."""
    pattern, by_word = _head_pattern(types)
    printed = _printed_forms(types)
    led = f" {folded}"
    position = 0
    while match := pattern.search(led, position):
        start, end = match.start(2) - 1, match.end(2) - 1
        word = " ".join(match[2].split())
        surface = _without_tones(" ".join(view[start:end].lower().split()))
        if surface not in printed[word] and not surface.isascii():
            position = start + 1
            continue
        position = end
        if view[start].isupper() and not match[1] and AGENCY_BEFORE.search(view[max(0, start - 24) : start].lower()):
            continue
        yield Head(Span(start, end), by_word[word], word, bool(match[1]), view[start].isupper())


@lru_cache(maxsize=8)
def _printed_forms(types: tuple[DocumentType, ...]) -> dict[str, frozenset[str]]:
    """Return, by folded type word, its printings without tones: what tells "bộ luật" from "bỏ luật"."""
    forms: dict[str, set[str]] = {}
    for row in types:
        for word in (row.label, *row.aliases):
            forms.setdefault(fold(word), set()).add(_without_tones(word.lower()))
    return {word: frozenset(printed) for word, printed in forms.items()}


def _without_tones(words: str) -> str:
    """Return the words without tone marks: where they stand varies ("hoà", "hóa"), and typing errors shift them."""
    return unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", words)))
