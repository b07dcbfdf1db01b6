"""How people ask: the phrases of ``ontology/questions.ttl`` and ``ontology/roles.ttl``, as gazetteers over words.

Read once in a process. A phrase is known by what it tells: a role asked, that a body or a date is wanted, that the next
body is a partner or a recipient, or that it is a filler.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, get_args

from graph.turtle import read_rows
from ingest.model import Role
from ontology.vocabulary import Skos
from search.names import Gazetteer
from search.words import Word, find_words

_LANGUAGES: Final[frozenset[str | None]] = frozenset({None, "vi", "en"})
_ROLES: Final = {role: role for role in get_args(Role)}
_GLOSSARY = "/glossary/"
_COLLOQUIAL = "/colloquial/"
_SPELT = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Cues:
    """The phrases by purpose; meanings of ``asks`` are notations of the register ("agency", "task", "filler" …).

    ``fillers`` are the fillers of one word as they are spelt, marks and all: "thì" is one, "thí" is not. ``kin`` holds
    (asked, found) roles of which the second answers a question about the first less well than the first itself.
    """

    roles: Gazetteer[Role]
    asks: Gazetteer[str]
    english: Gazetteer[str]
    glossary: Gazetteer[str]
    colloquial: Gazetteer[str]
    fillers: frozenset[str]
    folded_fillers: frozenset[str]
    english_fillers: frozenset[str]
    kin: frozenset[tuple[str, str]]


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
    return Cues(
        roles=roles,
        asks=asks,
        english=english,
        glossary=_read_glossary(),
        colloquial=Gazetteer((_SPELT.findall(said.lower()), meant) for said, meant in _translations(_COLLOQUIAL)),
        fillers=_fillers("vi"),
        folded_fillers=frozenset(word for filler in _fillers("vi") for word in _words(filler)),
        english_fillers=_fillers("en"),
        kin=frozenset(_kin()),
    )


def translate(words: Sequence[Word], cues: Cues) -> tuple[Word, ...]:
    """Return ``words`` with English terms replaced by Vietnamese ones, when the question is in English.

    >>> " ".join(word.text for word in translate(find_words("Who leads the national data centre?"), load_cues()))
    'who leads the trung tam du lieu quoc gia'
    """
    texts = [word.text for word in words]
    if not is_english(texts, cues):
        return tuple(words)
    asks = {at for cue in cues.asks.find(texts) if cue.end - cue.start > 1 for at in range(cue.start, cue.end)}
    translated: list[Word] = []
    at = 0
    for match in cues.glossary.find(texts):
        if asks.intersection(range(match.start, match.end)):
            continue
        translated.extend(words[at : match.start])
        start, end = words[match.start].start, words[match.end - 1].end
        translated.extend(Word(word, start, end, upper=False) for word in _words(match.meanings[0]))
        at = match.end
    return (*translated, *words[at:])


@dataclass(frozen=True, slots=True)
class Everyday:
    """An everyday phrase in a question and the words of the documents that stand for it."""

    start: int
    end: int
    formal: tuple[str, ...]
    replaces: bool
    """Whether the phrase is said only so; a single syllable may be part of another word and stays beside them."""


def find_everyday(question: str, cues: Cues) -> tuple[Everyday, ...]:
    """Return the everyday phrases of ``question``: "tiền" for "kinh phí"; spans are of its characters.

    Everyday words are matched as spelt, marks and all: "thưởng" is one, "thường" is not.

    >>> [" ".join(phrase.formal) for phrase in find_everyday("Cái phòng lab ấy ai mua?", load_cues())]
    ['phong thi nghiem']
    """
    spelt = [(match[0].lower(), *match.span()) for match in _SPELT.finditer(question)]
    return tuple(
        Everyday(spelt[match.start][1], spelt[match.end - 1][2], _words(match.meanings[0]), match.end - match.start > 1)
        for match in cues.colloquial.find([word for word, _, _ in spelt])
    )


def is_english(words: Sequence[str], cues: Cues) -> bool:
    """Tell whether the folded words of a question are English: a word of it that Vietnamese has not is enough."""
    return bool(cues.english.find(words))


def _phrases(languages: frozenset[str | None] = _LANGUAGES) -> Iterator[tuple[str, str]]:
    """Yield (notation, phrase) of every cue."""
    for row in read_rows("questions", languages):
        notation = row.one(Skos.NOTATION)
        if notation is not None:
            yield from ((notation, phrase) for phrase in row.all(Skos.HIDDEN_LABEL))


def _kin() -> Iterator[tuple[str, str]]:
    for row in read_rows("questions", _LANGUAGES):
        asked = row.one(Skos.NOTATION)
        yield from ((asked, found.rpartition("/")[2]) for found in row.all(Skos.RELATED) if asked)


def _fillers(language: str) -> frozenset[str]:
    """Return the fillers of one word in ``language``."""
    return frozenset(
        phrase
        for notation, phrase in _phrases(frozenset({None, language}))
        if notation == "filler" and " " not in phrase
    )


def _translations(scheme: str) -> Iterator[tuple[str, str]]:
    for row in read_rows("questions", _LANGUAGES):
        if scheme in row.iri and row.one(Skos.NOTATION) is None and row.one(Skos.ALT_LABEL):
            yield row.need(Skos.PREF_LABEL), row.need(Skos.ALT_LABEL)


def _read_glossary() -> Gazetteer[str]:
    """Return the English terms in every inflection; a form that the register lists itself keeps its own meaning."""
    listed = {_words(said): meant for said, meant in _translations(_GLOSSARY)}
    forms = {(*words[:-1], form): meant for words, meant in listed.items() for form in _inflect(words[-1])}
    return Gazetteer((forms | listed).items())


def _inflect(word: str) -> tuple[str, ...]:
    """Return the regular inflections of an English word: plural or third person, -ing, -ed.

    >>> _inflect("manage"), _inflect("study")
    (('manages', 'managing', 'managed'), ('studies', 'studying', 'studied'))
    """
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies", word + "ing", word[:-1] + "ied"
    stem = word.removesuffix("e")
    plural = word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")
    return plural, stem + "ing", stem + "ed"


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(word.text for word in find_words(phrase))
