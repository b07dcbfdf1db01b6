"""English words and the forms that a glossary lists them in: by rule, so that no form needs a row of its own.

Reads one folded word; gives the words that it may be a form of. Both spellings of English become one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_SHORTEST: Final = 3
"""Letters of a word that an ending is taken from: "used" is of "use", "red" of nothing."""
_VOWELS: Final = frozenset("aeiou")
_SPELLINGS: Final = (
    (re.compile(r"i[sz](?=(?:e|es|ed|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"y[sz](?=(?:e|es|ed|er|ers|ing)$)"), "yz"),
    (re.compile(r"(?<=\w\w)our(?=(?:s|ed|ing|al|able|ite)?$)"), "or"),
    (re.compile(r"(?<=[tb])re(?=s?$)"), "er"),
    (re.compile(r"amme(?=s?$)"), "am"),
    (re.compile(r"ence(?=[sd]?$)"), "ense"),
    (re.compile(r"ll(?=(?:ed|ing|er|ers|ment)$)"), "l"),
)
"""British and American endings, each made the same: organise and organize, labour and labor, centre and center."""


@lru_cache(maxsize=20_000)
def find_bases(word: str) -> tuple[str, ...]:
    """Return the words that ``word`` may be a regular form of, in one spelling, itself first.

    >>> find_bases("studies")
    ('studies', 'studie', 'studi', 'study')
    >>> find_bases("planning")[-1], find_bases("organised")[-1], find_bases("programmes")[1]
    ('plan', 'organize', 'program')
    """
    return tuple(dict.fromkeys(map(spell, (word, *_bases(word)))))


@lru_cache(maxsize=20_000)
def spell(word: str) -> str:
    """Return ``word`` in the one spelling that stands for the British and the American.

    >>> spell("centre") == spell("center"), spell("defence") == spell("defense"), spell("labour") == spell("labor")
    (True, True, True)
    """
    for ending, one in _SPELLINGS:
        word = ending.sub(one, word)
    return word


def _bases(word: str) -> tuple[str, ...]:
    """Return what is left of ``word`` without the ending of a plural, a third person, a participle or a past."""
    if word.endswith("ing"):
        return _stems(word.removesuffix("ing"))
    if word.endswith(("ied", "ies")):
        return tuple(stem for stem in (word[:-1], word[:-2], f"{word[:-3]}y") if len(stem) >= _SHORTEST)
    if word.endswith("ed"):
        return _stems(word.removesuffix("ed"))
    if word.endswith("es"):
        return tuple(stem for stem in (word[:-1], word[:-2]) if len(stem) >= _SHORTEST)
    if word.endswith("s") and not word.endswith("ss") and len(word) > _SHORTEST:
        return (word[:-1],)
    return ()


def _stems(stem: str) -> tuple[str, ...]:
    """Return the verbs whose participle begins with ``stem``: "train", "manage" of "manag", "plan" of "plann"."""
    if len(stem) < _SHORTEST - 1 or not _VOWELS.union("y").intersection(stem):
        return ()
    doubled = len(stem) > _SHORTEST and stem[-1] == stem[-2]
    whole = (stem,) if len(stem) >= _SHORTEST else ()
    return (*whole, f"{stem}e", *((stem[:-1],) if doubled else ()))
