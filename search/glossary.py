"""English terms and the words of the documents for them: ``ontology/glossary.ttl`` and ``glossary_general.ttl``.

Read when the first English question comes. Every word of a term is matched in each of its regular forms, in both
spellings of English, joined or apart ("start-up", "startup"); the longest term wins, and of two equally long the one
that is written so. A term that is printed in capitals ("IT", "MOST") counts only in capitals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from graph.turtle import read_rows
from ontology.vocabulary import Skos
from search.inflections import find_bases, spell
from search.names import NameMatch
from search.words import Word, find_words

_FILES: Final = ("glossary", "glossary_general")
"""Terms of administration, then general words."""
_LANGUAGES: Final[frozenset[str | None]] = frozenset({None, "vi", "en"})
_JOINTS: Final[frozenset[str]] = frozenset({"-", " ", "\N{NON-BREAKING HYPHEN}"})
"""What may stand inside a word that others write as one: "data base", "co-operative"."""


@dataclass(frozen=True, slots=True)
class Term:
    """An English term, the Vietnamese words for it, and forms of it that no rule gives ("built" of "build")."""

    label: str
    meaning: str
    forms: tuple[str, ...] = ()

    @property
    def is_acronym(self) -> bool:
        """Whether it is printed in capitals, and counts only so: "IT" is no "it"."""
        return self.label.isupper()


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    """A term that ends before word ``end``, found by changing ``changes`` of its words."""

    end: int
    changes: int
    term: Term


class Glossary:
    """Terms by their words.

    >>> glossary = Glossary((Term("build database", "xây dựng cơ sở dữ liệu"), Term("build", "xây dựng", ("built",))))
    >>> text = "Who built the list and who is building databases?"
    >>> [match.meanings for match in glossary.find(find_words(text), text)]
    [('xây dựng',), ('xây dựng cơ sở dữ liệu',)]
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._root = _Node()
        self._irregular: dict[str, tuple[str, ...]] = {}
        for term in terms:
            for path in _paths(term.label):
                self._add(path, term)
            for form in term.forms:
                base = spell(_words(term.label)[0])
                self._irregular[form] = (*self._irregular.get(form, ()), base)

    def find(self, words: Sequence[Word], text: str) -> tuple[NameMatch[str], ...]:
        """Return the terms among the ``words`` of ``text``: at each place the longest, none overlapping."""
        found = []
        start = 0
        while start < len(words):
            best = max(
                self._walk(self._root, words, text, start), key=lambda one: (one.end, -one.changes), default=None
            )
            if best:
                found.append(NameMatch(start, best.end, (best.term.meaning,)))
            start = best.end if best else start + 1
        return tuple(found)

    def _add(self, path: tuple[str, ...], term: Term) -> None:
        node = self._root
        for word in path:
            node = node.next.setdefault(word, _Node())
        node.terms.append(term)

    def _walk(self, node: _Node, words: Sequence[Word], text: str, at: int, changes: int = 0) -> Iterator[_Found]:
        """Yield every term that goes on from ``node`` with the words from ``at``."""
        for reading, end in self._steps(words, text, at):
            following = node.next.get(reading)
            if following is None:
                continue
            changed = changes + (reading != words[at].text)
            for term in following.terms:
                if not term.is_acronym or _is_capital(text[words[at].start : words[end - 1].end]):
                    yield _Found(end, changed, term)
            yield from self._walk(following, words, text, end, changed)

    def _steps(self, words: Sequence[Word], text: str, at: int) -> Iterator[tuple[str, int]]:
        """Yield what the word at ``at`` may be, and what it may be joined with the next one."""
        if at < len(words):
            yield from ((reading, at + 1) for reading in self._readings(words[at].text))
        if at + 1 < len(words) and text[words[at].end : words[at + 1].start] in _JOINTS:
            yield from ((reading, at + 2) for reading in self._readings(words[at].text + words[at + 1].text))

    def _readings(self, word: str) -> tuple[str, ...]:
        return (*find_bases(word), *self._irregular.get(word, ()))


@lru_cache(maxsize=1)
def load_glossary() -> Glossary:
    """Return the English terms.

    >>> [match.meanings for match in load_glossary().find(find_words("digital platforms"), "digital platforms")]
    [('nền tảng số',)]
    """
    rows = (row for name in _FILES for row in read_rows(name, _LANGUAGES) if row.one(Skos.ALT_LABEL))
    return Glossary(
        Term(row.need(Skos.PREF_LABEL), row.need(Skos.ALT_LABEL), row.all(Skos.HIDDEN_LABEL)) for row in rows
    )


def _paths(label: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways in which ``label`` is written: "start-up" also as one word."""
    yield tuple(map(spell, _words(label)))
    if "-" in label:
        yield tuple(spell("".join(_words(word))) for word in label.split() if _words(word))


def _is_capital(surface: str) -> bool:
    """Tell whether ``surface`` is written in capitals, a plural "s" aside: "PPPs"."""
    return surface.removesuffix("s").isupper()


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(word.text for word in find_words(_without_possessives(phrase)))


def _without_possessives(phrase: str) -> str:
    """Return ``phrase`` without the "'s" of its words: a possessive tells nothing of what is meant."""
    return phrase.replace("'s", "").replace("\N{RIGHT SINGLE QUOTATION MARK}s", "")
