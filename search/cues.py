"""How people ask: the phrases of ``ontology/questions.ttl`` and ``ontology/roles.ttl``, as gazetteers over words.

Read once in a process. A phrase is known by what it tells: a role asked, that a body or a date is wanted, that the next
body is a partner or a recipient, or that it is a filler.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, get_args

from graph.turtle import read_rows
from ingest.model import Role
from ontology.vocabulary import Skos
from search.names import Gazetteer
from search.words import find_words

_LANGUAGES: Final[frozenset[str | None]] = frozenset({None, "vi", "en"})
_ROLES: Final = {role: role for role in get_args(Role)}
_GLOSSARY = "glossary"


@dataclass(frozen=True, slots=True)
class Cues:
    """The phrases by purpose; meanings of ``asks`` are notations of the register ("agency", "task", "filler" …)."""

    roles: Gazetteer[Role]
    asks: Gazetteer[str]
    english: Gazetteer[str]
    glossary: Gazetteer[str]


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """Return all cues.

    >>> [match.meanings for match in load_cues().roles.find(("ai", "chu", "tri"))]
    [('lead',)]
    """
    roles: Gazetteer[Role] = Gazetteer()
    asks: Gazetteer[str] = Gazetteer()
    english: Gazetteer[str] = Gazetteer()
    for notation, phrase in _phrases():
        words = _words(phrase)
        if notation in _ROLES:
            roles.add(words, _ROLES[notation])
        elif notation == "english":
            english.add(words, notation)
        else:
            asks.add(words, notation)
    return Cues(roles, asks, english, Gazetteer(_translations()))


def translate(words: Sequence[str], cues: Cues) -> tuple[str, ...]:
    """Return ``words`` with English terms replaced by Vietnamese ones, when the question is in English.

    >>> " ".join(translate("who leads the national data centre".split(), load_cues()))
    'who leads the trung tam du lieu quoc gia'
    """
    if not cues.english.find(words):
        return tuple(words)
    translated: list[str] = []
    at = 0
    for match in cues.glossary.find(words):
        translated.extend(words[at : match.start])
        translated.extend(_words(match.meanings[0]))
        at = match.end
    return (*translated, *words[at:])


def _phrases() -> Iterator[tuple[str, str]]:
    """Yield (notation, phrase) of every cue; the role register adds the documents' own phrases for a role."""
    for row in read_rows("questions", _LANGUAGES):
        notation = row.one(Skos.NOTATION)
        if notation is not None:
            yield from ((notation, phrase) for phrase in row.all(Skos.HIDDEN_LABEL))


def _translations() -> Iterator[tuple[tuple[str, ...], str]]:
    for row in read_rows("questions", _LANGUAGES):
        if _GLOSSARY in row.iri and row.one(Skos.NOTATION) is None and row.one(Skos.ALT_LABEL):
            yield _words(row.need(Skos.PREF_LABEL)), row.need(Skos.ALT_LABEL)


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(word.text for word in find_words(phrase))
