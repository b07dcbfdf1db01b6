"""How well the words and the meaning of a unit fit a question: one row of numbers a unit.

Reads a ``Probe`` (the question, analysed and encoded) and a shelf; writes a matrix with the columns of ``FEATURES``.
The same columns serve tasks and passages; what they are worth is learned (``search.rank``), never set by hand.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.embedding import Vectors
from search.lexical import Field, TermIndex
from search.passages import Unit
from search.shelf import Shelf
from search.words import Analyser, pair_up

FEATURES: Final = (
    "bm25_share", "bm25_text", "bm25_heading", "bm25_agency", "dense_above", "dense_below_best", "dense",
    "words_covered", "pairs_covered", "triples_covered", "heading_covered", "numbers_covered", "length",
    "clause_words", "clause_pairs", "words_in_all",
)  # fmt: skip
"""The columns, in order."""

_CLAUSE = re.compile(r"[\n;]|(?<=[.:]) ")
_SATURATION = 2.2
"""The most that BM25 (k1 = 1.2) gives for a term, in units of its rarity."""
_LEXICAL_POOL = 200
_DENSE_POOL = 100
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Probe:
    """A question ready to be matched: the words of its topic and their vector."""

    words: tuple[str, ...]
    vector: Vectors

    @property
    def terms(self) -> tuple[str, ...]:
        """Words and pairs."""
        return pair_up(self.words)


def find_candidates(
    probe: Probe, shelf: Shelf, within: npt.NDArray[np.int64] | None = None, documents: Sequence[str] | None = None
) -> npt.NDArray[np.int64]:
    """Return the rows worth ranking: those that share a term, and the nearest in meaning, inside ``within``."""
    rows = [shelf.vectors.search(probe.vector, _DENSE_POOL, within).positions]
    fields: tuple[Field, ...] = ("text", "heading", "agency")
    rows += [shelf.lexical.search(probe.terms, field, _LEXICAL_POOL, documents).positions for field in fields]
    found = np.unique(np.concatenate(rows))
    return found if within is None else np.intersect1d(found, within)


def measure(
    probe: Probe,
    shelf: Shelf,
    rows: npt.NDArray[np.int64],
    analyser: Analyser,
    titles: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Matrix:
    """Return the features of the units in ``rows``, shape ``(len(rows), len(FEATURES))``.

    ``titles`` gives the words that tell a document (by its IRI) from others: "thi hành Quyết định này" says what is to
    be done, and only the title says with what.
    """
    if not len(rows):
        return np.zeros((0, len(FEATURES)), dtype=np.float64)
    lexical = shelf.lexical
    terms = probe.terms
    most = _SATURATION * sum(lexical.rarity(term) for term in set(terms)) or 1.0
    text = lexical.scores(terms, "text", rows)
    columns = [
        text / most,
        share_of(text),
        share_of(lexical.scores(terms, "heading", rows)),
        share_of(lexical.scores(terms, "agency", rows)),
        *_dense(probe, shelf, rows),
    ]
    weights = Rarities(probe.words, lexical)
    covered = []
    for unit in shelf.read(rows):
        heading, clauses = read_unit(unit, analyser)
        around = (*titles.get(unit.document, ()), *itertools.chain.from_iterable(map(analyser.words, unit.agencies)))
        covered.append((*weights.cover(heading, clauses), weights.share(heading, *clauses, around)))
    return np.column_stack((*columns, np.asarray(covered, dtype=np.float64)))


class Rarities:
    """The rarity of every word, pair and triple of a question, to tell how much of it a unit covers."""

    def __init__(self, words: Sequence[str], lexical: TermIndex) -> None:
        rarity = {term: lexical.rarity(term) for term in set(pair_up(tuple(words)))}
        pairs = {pair: rarity["_".join(pair)] for pair in set(itertools.pairwise(words))}
        alone = {word: rarity[word] for word in set(words)}
        triples = {
            triple: pairs[triple[:2]] + alone[triple[2]]
            for triple in set(zip(words, words[1:], words[2:], strict=False))
        }
        self._words = _Weighed(alone)
        self._pairs = _Weighed(pairs)
        self._triples = _Weighed(triples)
        self._numbers = _Weighed({word: 1.0 for word in words if word.isdigit()})
        self._titles: dict[tuple[str, ...], float] = {}
        self._lexical = lexical

    def cover(self, heading: tuple[str, ...], clauses: tuple[tuple[str, ...], ...]) -> tuple[float, ...]:
        """Return the shares of words, pairs, triples, heading, numbers; the length; the shares of the best clause."""
        text = tuple(word for clause in clauses for word in clause)
        both = heading + text
        words = self._words.of(both)
        # Pairs are looked for only where there are words of the question, triples only where there are pairs.
        pairs = self._pairs.of(itertools.pairwise(both)) if words else _NOTHING
        triples = self._triples.of(zip(both, both[1:], both[2:], strict=False)) if pairs else _NOTHING
        return (
            self._words.share(words),
            self._pairs.share(pairs),
            self._triples.share(triples),
            self._title(heading),
            self._numbers.share(words) if self._numbers.weights else 0.5,
            float(np.log1p(len(text))),
            max((self._words.share(self._words.of(clause)) for clause in clauses), default=0.0),
            max((self._pairs.share(self._pairs.of(itertools.pairwise(clause))) for clause in clauses), default=0.0)
            if pairs
            else 0.0,
        )

    def share(self, *parts: tuple[str, ...]) -> float:
        """Return the share of the words of the question that ``parts`` have together."""
        return self._words.share(self._words.of(itertools.chain.from_iterable(parts)))

    def _title(self, heading: tuple[str, ...]) -> float:
        """Return the share of a heading that the question has; the tasks of a section have one."""
        if heading not in self._titles:
            title = _Weighed({word: self._lexical.rarity(word) for word in dict.fromkeys(heading)})
            self._titles[heading] = title.share(title.of(self._words.weights))
        return self._titles[heading]


class _Weighed:
    """Items of a question, each with its weight."""

    def __init__(self, weights: Mapping[Any, float]) -> None:
        self.weights = weights
        self._items = frozenset(weights)
        self._total = sum(weights.values())

    def of(self, items: Iterable[Any]) -> Set[Any]:
        """Return those of ``items`` that have a weight."""
        return self._items.intersection(items)

    def share(self, held: Set[Any]) -> float:
        """Return the share of the weight that ``held`` has."""
        if not held or not self._total:
            return 0.0
        return sum(weight for item, weight in self.weights.items() if item in held) / self._total


_NOTHING: Final[frozenset[Any]] = frozenset()


def read_unit(unit: Unit, analyser: Analyser) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the words of the heading, and those of each clause of the text."""
    clauses = (analyser.words(clause) for clause in _CLAUSE.split(unit.text))
    return analyser.words(unit.heading), tuple(clause for clause in clauses if clause)


def share_of(scores: Matrix) -> Matrix:
    """Return ``scores`` as shares of the best one."""
    return scores / scores.max() if len(scores) and scores.max() > 0 else scores


def _dense(probe: Probe, shelf: Shelf, rows: npt.NDArray[np.int64]) -> tuple[Matrix, Matrix, Matrix]:
    """Return the cosine in deviations above the corpus, below the best, and as it is."""
    sample = shelf.vectors.cosines(probe.vector, sample_rows(len(shelf.vectors)))
    own = shelf.vectors.cosines(probe.vector, rows)
    if not len(own):
        return own, own, own
    spread = float(sample.std()) or 1.0
    return (own - float(sample.mean())) / spread, own - float(own.max()), own


def sample_rows(count: int, size: int = 2000) -> npt.NDArray[np.int64]:
    """Return evenly spread rows: enough to know what an unrelated unit scores."""
    return np.unique(np.linspace(0, count - 1, min(count, size)).astype(np.int64)) if count else np.empty(0, np.int64)
