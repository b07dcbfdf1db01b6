"""How people ask: the phrases of ``ontology/questions.ttl``, as gazetteers over words.

Read once in a process. A phrase is known by what it tells: a role asked, that a body or a date is wanted, that the next
body is a partner or a recipient, or that it is a filler.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, get_args

from graph.turtle import read_rows
from ingest.model import Role
from ingest.text import fold, key_of
from ontology.vocabulary import Skos
from search.glossary import load_glossary
from search.names import Gazetteer, NameMatch
from search.words import Word, find_words

_VIETNAMESE: Final[frozenset[str | None]] = frozenset({None, "vi"})
_BOTH: Final[frozenset[str | None]] = frozenset({None, "vi", "en"})
_ROLES: Final = {role: role for role in get_args(Role)}
_WORKS: Final[frozenset[str]] = frozenset({"advise", "monitor", "report", "fund", "guide", "communicate"})
"""Roles that a body may fill within a task that it leads or does."""
_COLLOQUIAL = "/colloquial/"
_LIST: Final = "list-"
_SPELT = re.compile(r"[^\W_]+")
_APOSTROPHES: Final = ("'", "\N{RIGHT SINGLE QUOTATION MARK}")
_COMPOUND: Final = "compound"
_WORDS: Final = frozenset({"compound", "word"})
"""Words of several syllables that no filler is taken out of."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase as the register spells it, and what it tells ("agency", "task", "filler", a role …)."""

    notation: str
    spelling: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """The phrases by purpose, for each of the two languages of questions.

    An English question is read with the phrases of both, since its terms are translated first. Each language has two
    gazetteers: "ai lo" asks for a body and for the lead at the same words.
    ``fillers`` are the fillers of one word as they are spelt, marks and all: "thì" is one, "thí" is not. ``kin`` holds
    (asked, found) roles of which the second answers a question about the first less well than the first itself.
    ``said`` finds the words of a role in the key of a task: "kinh phí" in what a body leads says who funds.
    """

    vietnamese: tuple[Gazetteer[Cue], ...]
    english: tuple[Gazetteer[Cue], ...]
    english_words: frozenset[str]
    compounds: Gazetteer[Cue]
    colloquial: Gazetteer[str]
    folded_colloquial: Gazetteer[str]
    fillers: frozenset[str]
    folded_fillers: frozenset[str]
    english_fillers: frozenset[str]
    kin: frozenset[tuple[str, str]]
    said: dict[str, re.Pattern[str]]
    lists: dict[str, Gazetteer[str]]
    """Words by which the bodies of a question are told apart, by the name of their list ("person", "paper" …)."""


@dataclass(frozen=True, slots=True)
class FoundCue:
    """What a phrase at words ``start..end`` tells."""

    start: int
    end: int
    meanings: frozenset[str]

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that it asks for."""
        return tuple(_ROLES[meaning] for meaning in sorted(self.meanings) if meaning in _ROLES)

    @property
    def asks(self) -> frozenset[str]:
        """What else it tells."""
        return self.meanings.difference(_ROLES)


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """Return all cues.

    >>> [cue.roles for cue in find_cues(find_words("Ai chủ trì?"), "Ai chủ trì?", load_cues())]
    [('lead',), ()]
    """
    fillers = _single("vi", "filler")
    said = tuple(_everyday())
    return Cues(
        vietnamese=_gazetteers(_VIETNAMESE),
        english=_gazetteers(_BOTH),
        english_words=frozenset(word for phrase in _single("en", "english") for word in _words(phrase)),
        compounds=Gazetteer(
            (_words(phrase), _cue(notation, phrase)) for notation, phrase in _phrases(_VIETNAMESE) if notation in _WORDS
        ),
        colloquial=Gazetteer((_SPELT.findall(everyday.lower()), formal) for everyday, formal in said),
        folded_colloquial=Gazetteer((_words(everyday), formal) for everyday, formal in said if " " in everyday),
        fillers=fillers | _single("vi", "spoken"),
        folded_fillers=frozenset(word for filler in fillers for word in _words(filler)),
        english_fillers=_single("en", "filler"),
        kin=frozenset(_kin()),
        said=_said(),
        lists=_lists(),
    )


def find_cues(words: Sequence[Word], question: str, cues: Cues, *, english: bool = False) -> tuple[FoundCue, ...]:
    """Return the phrases among ``words`` that tell something: those that ask for roles, then all others.

    A phrase counts only when it is spelt as the register spells it, or without its marks: "cho hội viên" has no "cho
    hỏi". Inside a compound ("chương trình") nothing is asked.
    """
    texts = [word.text for word in words]

    def is_spelt(match: NameMatch[Cue]) -> bool:
        return any(_is_spelt(match, cue, words, question) for cue in match.meanings)

    found: list[FoundCue] = []
    for gazetteer in cues.english if english else cues.vietnamese:
        for match in gazetteer.find(texts, is_spelt):
            notations = frozenset(cue.notation for cue in match.meanings if _is_spelt(match, cue, words, question))
            if _COMPOUND not in notations:
                found.append(FoundCue(match.start, match.end, notations))
    return tuple(found)


def find_compounds(words: Sequence[Word], spelt: str, cues: Cues) -> frozenset[int]:
    """Return the positions of ``words`` that are syllables of a longer word: "vụ" in "phục vụ" is no filler."""
    return frozenset(
        at
        for match in cues.compounds.find([word.text for word in words])
        if any(_is_spelt(match, cue, words, spelt) for cue in match.meanings)
        for at in range(match.start, match.end)
    )


def translate(words: Sequence[Word], question: str, cues: Cues) -> tuple[Word, ...]:
    """Return the ``words`` of an English question with its terms replaced by Vietnamese ones.

    >>> question = "Who leads the ministry's national data centers?"
    >>> " ".join(word.text for word in translate(find_words(question), question, load_cues()))
    'who leads the bo trung tam du lieu quoc gia'
    """
    words = [word for word in words if not _is_possessive(word, question)]
    asks = {
        at
        for cue in find_cues(words, question, cues, english=True)
        if cue.end - cue.start > 1 and not cue.roles
        for at in range(cue.start, cue.end)
    }
    translated: list[Word] = []
    at = 0
    for match in load_glossary().find(words, question):
        if asks.intersection(range(match.start, match.end)):
            continue
        translated.extend(words[at : match.start])
        start, end = words[match.start].start, words[match.end - 1].end
        translated.extend(Word(word, start, end, upper=False) for word in _words(match.meanings[0]))
        at = match.end
    return (*translated, *words[at:])


def _is_possessive(word: Word, question: str) -> bool:
    """Tell whether ``word`` is the "s" of "the province's plan"."""
    return word.text == "s" and question[max(0, word.start - 1) : word.start] in _APOSTROPHES


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

    Everyday words are matched as spelt, marks and all: "thưởng" is one, "thường" is not. A question without any marks
    is matched without them, in phrases of two words and more.

    >>> [" ".join(phrase.formal) for phrase in find_everyday("Cái phòng lab ấy ai mua?", load_cues())]
    ['phong thi nghiem']
    """
    spelt = [(match[0].lower(), *match.span()) for match in _SPELT.finditer(question)]
    bare = question.isascii()
    words = [find_words(word)[0].text if bare else word for word, _, _ in spelt]
    return tuple(
        Everyday(spelt[match.start][1], spelt[match.end - 1][2], _words(match.meanings[0]), match.end - match.start > 1)
        for match in (cues.folded_colloquial if bare else cues.colloquial).find(words)
    )


def is_english(words: Sequence[str], cues: Cues) -> bool:
    """Tell whether the folded words of a question are English: a word of it that Vietnamese has not is enough."""
    return not cues.english_words.isdisjoint(words)


def _is_spelt(match: NameMatch[Cue], cue: Cue, words: Sequence[Word], question: str) -> bool:
    """Tell whether the words of ``match`` are spelt like ``cue``, each with its marks or without any."""
    for word, wanted in zip(words[match.start : match.end], cue.spelling, strict=False):
        surface = question[word.start : word.end].lower()
        if [read.text for read in find_words(surface)] != [word.text]:
            continue  # A short form that the register opened: "đ/c nào".
        if surface not in (wanted, fold(surface)) and _letters(surface) != _letters(wanted):
            return False
    return True


def _letters(word: str) -> list[str]:
    """Return the letters of ``word`` without order of its marks: "hoá" and "hóa" are one spelling."""
    return sorted(fold(word)) if word.isascii() else sorted(unicodedata.normalize("NFD", word))


def _cue(notation: str, phrase: str) -> Cue:
    return Cue(notation, tuple(_SPELT.findall(phrase.lower())))


def _gazetteers(languages: frozenset[str | None]) -> tuple[Gazetteer[Cue], ...]:
    """Return the phrases that ask for roles, and all others; compounds keep both from reading a part of a word."""
    roles: Gazetteer[Cue] = Gazetteer()
    others: Gazetteer[Cue] = Gazetteer()
    for notation, phrase in _phrases(languages):
        only_a_word = notation in {"english", "word"} or (notation == "spoken" and " " not in phrase)
        if only_a_word or notation.startswith(_LIST):
            continue
        cue = _cue(notation, phrase)
        if notation in _ROLES or notation == _COMPOUND:
            roles.add(_words(phrase), cue)
        if notation not in _ROLES:
            others.add(_words(phrase), cue)
    return roles, others


def _phrases(languages: frozenset[str | None]) -> Iterator[tuple[str, str]]:
    """Yield (notation, phrase) of every cue."""
    for row in read_rows("questions", languages):
        notation = row.one(Skos.NOTATION)
        if notation is not None:
            yield from ((notation, phrase) for phrase in row.all(Skos.HIDDEN_LABEL))


def _kin() -> Iterator[tuple[str, str]]:
    for row in read_rows("questions", _VIETNAMESE):
        asked = row.one(Skos.NOTATION)
        yield from ((asked, found.rpartition("/")[2]) for found in row.all(Skos.RELATED) if asked)


def _said() -> dict[str, re.Pattern[str]]:
    """Return what finds the phrases of each role that names a kind of work, by the role."""
    phrases: dict[str, set[str]] = {}
    for notation, phrase in _phrases(_VIETNAMESE):
        if notation in _WORKS and " " in phrase.strip():
            phrases.setdefault(notation, set()).add(key_of(phrase))
    return {role: re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(found)))})\b") for role, found in phrases.items()}


def _lists() -> dict[str, Gazetteer[str]]:
    """Return the lists of words by their names."""
    lists: dict[str, Gazetteer[str]] = {}
    for notation, phrase in _phrases(_VIETNAMESE):
        if notation.startswith(_LIST):
            lists.setdefault(notation.removeprefix(_LIST), Gazetteer()).add(_words(phrase), phrase)
    return lists


def _single(language: str, wanted: str) -> frozenset[str]:
    """Return the phrases of one word in ``language`` with the notation ``wanted``."""
    phrases = _phrases(frozenset({None, language}))
    return frozenset(phrase for notation, phrase in phrases if notation == wanted and " " not in phrase)


def _everyday() -> Iterator[tuple[str, str]]:
    for row in read_rows("questions", _VIETNAMESE):
        if _COLLOQUIAL in row.iri and row.one(Skos.ALT_LABEL):
            yield row.need(Skos.PREF_LABEL), row.need(Skos.ALT_LABEL)


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(word.text for word in find_words(phrase))
