"""The words of formal parts, compiled once from the register (``ontology/form_cues.ttl``).

Reads the lexicon; writes patterns over the printed words, or over folded ones where the name says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.lexicon import Lexicon
from ingest.text import fold


@dataclass(frozen=True, slots=True)
class FormWords:
    """Patterns of what stands around a document, and of the lines that name who issues it.

    ``site`` and ``fact`` are of web sites, over folded words; ``outer``, ``standing``, ``subordinate`` begin a folded
    name; ``inner`` is where a body begins inside a merged line in capitals; ``joint`` stands between two bodies;
    ``office`` is who signs in his own name; ``committees`` are folded heads, ``capitals`` words kept as printed.
    """

    site: re.Pattern[str]
    fact: re.Pattern[str]
    outer: re.Pattern[str]
    inner: re.Pattern[str]
    standing: re.Pattern[str]
    subordinate: re.Pattern[str]
    joint: re.Pattern[str]
    office: re.Pattern[str]
    committees: frozenset[str]
    capitals: frozenset[str]


@lru_cache(maxsize=4)
def compile_form_words(lexicon: Lexicon) -> FormWords:
    """Return the compiled words of ``lexicon``.

    >>> from graph.registers import load_lexicon
    >>> bool(compile_form_words(load_lexicon()).fact.match("so hieu: 4655/kh-ubnd"))
    True
    """

    def listed(group: str) -> tuple[str, ...]:
        return tuple(cue.phrase for cue in lexicon.form_cues if cue.group == group)

    def folded(group: str) -> str:
        return _any_of([fold(phrase) for phrase in listed(group)])

    inner = [phrase.upper() for phrase in listed("inner-body")]
    alone = [phrase.upper() for phrase in listed("inner-body-alone")]
    return FormWords(
        site=re.compile(rf"\b(?:{folded('site-menu')}|ip\s{{0,4}}:\s{{0,4}}\d)"),
        fact=re.compile(rf"(?:{folded('site-fact')})\s{{0,4}}:"),
        outer=re.compile(rf"(?:{folded('outer-body')})(?![^\W_])"),
        inner=re.compile(rf"(?<=\s)(?:{_any_of(inner)})\s(?=\S)|(?<=\s)(?:{_any_of(alone)})$"),
        standing=re.compile(folded("standing-body")),
        subordinate=re.compile(folded("subordinate-body")),
        joint=re.compile(
            rf"(?:\s{{0,4}}[-–,]\s{{0,4}}|\s{{1,4}}v[àÀ]\s{{1,4}})(?=(?:{_any_of(listed('joint-body'))})\s)",
            re.IGNORECASE,
        ),
        office=re.compile(rf"(?:phó )?(?:{_any_of(listed('issuing-office'))})\s(?=\S+\s\S)", re.IGNORECASE),
        committees=frozenset(fold(phrase) for phrase in listed("place-committee")),
        capitals=frozenset(listed("capitals")),
    )


def _any_of(phrases: Sequence[str]) -> str:
    """Return the alternatives, the longest first; without any, what matches nowhere."""
    return "|".join(map(re.escape, sorted(phrases, key=len, reverse=True))) or r"(?!)"
