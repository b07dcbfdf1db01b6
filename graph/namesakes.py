"""Finds the numbered document of the same text that a citation by name alone means, by its title.

"Nghị quyết Trung ương 6 Khóa XI về phát triển KH&CN phục vụ …" has the title of the 20-NQ/TW that the same text names
with its number: equal words, not similar ones, and only when one document has them.
"""

from __future__ import annotations

import re
from functools import cache

from graph.registers import load_lexicon
from ingest.model import Citation
from ingest.text import key_of

_SUBJECT = re.compile(r"\b(?:ve viec|ve)\b ")
_SHORTEST = 5


def find_namesake(citation: Citation, citations: tuple[Citation, ...]) -> Citation | None:
    """Return the one numbered citation of the same type whose title has all words of ``citation``'s, in their order."""
    subject = find_subject(citation)
    if citation.number is not None or subject is None:
        return None
    same = [
        other
        for other in citations
        if other.number and other.type == citation.type and other.name and subject in f" {expand(other.name)} "
    ]
    return same[0] if len(same) == 1 else None


def find_subject(citation: Citation) -> str | None:
    """Return the folded words of what a document cited by name is about, between spaces; None when too few.

    >>> expand("phát triển KH&CN")
    'phat trien khoa hoc va cong nghe'
    """
    words = expand(citation.name or citation.surface)
    match = _SUBJECT.search(words)
    subject = words[match.end() :] if match else ""
    return f" {subject} " if len(subject.split()) >= _SHORTEST else None


def expand(words: str) -> str:
    """Return folded words with the registered abbreviations written out."""
    found = key_of(words[:2000])
    for short, long in _abbreviations():
        found = re.sub(rf"\b{short}\b", long, found)
    return found


@cache
def _abbreviations() -> tuple[tuple[str, str], ...]:
    """Return folded pairs, the longest first; one-letter and numeric ones would match anything."""
    pairs = {key_of(row.short): key_of(row.long) for row in reversed(load_lexicon().abbreviations)}
    kept = [(re.escape(short), long) for short, long in pairs.items() if len(short.replace(" ", "")) >= 3]
    return tuple(sorted(kept, key=lambda pair: -len(pair[0])))
