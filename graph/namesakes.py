"""Finds the numbered document of the same text that a citation by name alone means, by its title.

"Nghị quyết Trung ương 6 Khóa XI về phát triển KH&CN phục vụ …" has the title of the 20-NQ/TW that the same text names
with its number: the same words, not similar ones, and only when one document has them.
"""

from __future__ import annotations

import re
from functools import cache

from graph.registers import load_lexicon
from ingest.model import Citation
from ingest.text import key_of

_SUBJECT = re.compile(r"\b(?:ve viec|ve)\b ")
_FOLLOWS = re.compile(r"\W{0,3}(về\s[^\n;“”\"]{1,300})")
_SHORTEST, _COMPARED = 5, 7


def find_namesake(citation: Citation, citations: tuple[Citation, ...], text: str) -> Citation | None:
    """Return the one numbered citation of the same type whose title begins as ``citation``'s does."""
    subject = find_subject(citation, text)
    if citation.number is not None or subject is None:
        return None
    numbered = (other for other in citations if other.number and other.type == citation.type)
    same = [other for other in numbered if same_subject(subject, find_subject(other, text))]
    return same[0] if len(same) == 1 else None


def find_subject(citation: Citation, text: str = "") -> tuple[str, ...] | None:
    """Return the folded words of what a document is about, from its name or the words after it; None when too few."""
    subject = subject_of(citation.name or "") or subject_of(citation.surface)
    for mention in citation.mentions if text and not subject else ():
        follows = _FOLLOWS.match(text, mention.span.end)
        subject = subject or (subject_of(follows[1]) if follows else None)
    return subject


def subject_of(title: str) -> tuple[str, ...] | None:
    """Return the folded words after "về" of a title, None when they are too few to tell documents apart.

    >>> subject_of("Nghị quyết Trung ương 6 về phát triển KH&CN phục vụ")
    ('phat', 'trien', 'khoa', 'hoc', 'va', 'cong', 'nghe', 'phuc', 'vu')
    """
    words = expand(title)
    match = _SUBJECT.search(f"{words} ")
    found = tuple(words[match.end() :].split()) if match else ()
    return found if len(found) >= _SHORTEST else None


def same_subject(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> bool:
    """Tell whether two subjects begin with the same words, seven or as many as the shorter has."""
    if first is None or second is None:
        return False
    compared = min(_COMPARED, len(first), len(second))
    return first[:compared] == second[:compared]


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
