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

_HEAD_OF_SUBCOMMITTEE = r"(?:PHÓ\s{1,4})?TIỂU\s{1,4}BAN\s{1,4}TRƯỞNG(?!\s{1,4}TIỂU)"
"""Not where two cells run together: "TM. TIỂU BAN / TRƯỞNG TIỂU BAN" names the office once, after the body."""


@dataclass(frozen=True, slots=True)
class FormWords:
    """Patterns of what stands around a document, and of the lines that name who issues it.

    ``site`` and ``fact`` are of web sites, over folded words; ``outer``, ``standing``, ``subordinate`` begin a folded
    name; ``inner`` is where a body begins inside a merged line in capitals; ``joint`` stands between two bodies;
    ``office`` is who issues in his own name; ``closing`` begins a folded paragraph that speaks of the document as a
    whole; ``signing`` is the office of a signer, ``signing_beside`` one in capitals after
    other words; ``committees`` are folded
    heads, ``capitals`` words kept as printed.
    """

    site: re.Pattern[str]
    fact: re.Pattern[str]
    outer: re.Pattern[str]
    inner: re.Pattern[str]
    standing: re.Pattern[str]
    subordinate: re.Pattern[str]
    joint: re.Pattern[str]
    office: re.Pattern[str]
    closing: re.Pattern[str]
    signing: re.Pattern[str]
    signing_beside: re.Pattern[str]
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

    closing = rf"(?:{folded('closing')})(?!\w)|(?:{folded('closing-type')})\s{{1,4}}nay\b"
    capital = _office_of([phrase.upper() for phrase in listed("signing-office")], "PHÓ")
    capital = rf"{capital}|{_HEAD_OF_SUBCOMMITTEE}"
    prose = _office_of([phrase.capitalize() for phrase in listed("signing-office-prose")], "Phó")
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
        closing=re.compile(closing),
        signing=re.compile(rf"{capital}|{prose}(?![a-zà-ỹđ])"),
        signing_beside=re.compile(rf"\s(?:{capital})"),
        committees=frozenset(fold(phrase) for phrase in listed("place-committee")),
        capitals=frozenset(listed("capitals")),
    )


def _office_of(phrases: Sequence[str], deputy: str) -> str:
    """Return the offices, also of a deputy, with any few spaces between their words."""
    return rf"(?:{deputy}\s{{1,4}})?(?:{_any_of(phrases)})".replace(r"\ ", r"\s{1,4}")


def _any_of(phrases: Sequence[str]) -> str:
    """Return the alternatives, the longest first; without any, what matches nowhere."""
    return "|".join(map(re.escape, sorted(phrases, key=len, reverse=True))) or r"(?!)"
