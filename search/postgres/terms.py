"""Words on the server: PostgreSQL finds the units that hold them (GIN), BM25 is computed here from their term lists.

Speaks the protocol of ``search.lexical`` and gives the same numbers as the index on disk: PostgreSQL's own ``ts_rank``
knows neither how rare a word is nor how long the others are. The terms come ready from ``search.words``, folded
(đ→d, marks off) and paired, so no text search configuration and no ``unaccent`` stands between two machines.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from psycopg import sql

from search.lexical import FIELDS, Field, Matches, scores_at
from search.postgres.database import Database, Row
from search.postgres.generations import Generation, Layout, Rows
from search.words import PAIR

POOL: Final = 2_000
"""Units that are scored for one search. Where more hold a word of the question, those with the rarest words are."""
TERM_TABLES: Final[Mapping[Literal["tasks", "windows"], str]] = {"tasks": "task_terms", "windows": "window_terms"}

_K1: Final = 1.2
_B: Final = 0.75
_MAX_TERMS: Final = 256
_LONGEST_WORD: Final = 200
_SYLLABLES: Final = 100_000
_REMEMBERED: Final = 300_000
_EXACT_LENGTH: Final = 24
_ARRAY_HEAD: Final = 20
"""Bytes before the elements of a one-dimensional array in PostgreSQL's binary form; each has its length before it."""

_COLUMNS: Final = sql.SQL("SELECT t.document, t.place, t.length, array_send(t.terms), t.counts FROM ")
_HOLDING: Final = sql.SQL(
    "{table} AS t WHERE t.terms && %s::integer[] AND t.document <= %s AND t.document <> ALL(%s::integer[]) LIMIT %s"
)
_HOLDING_WITHIN: Final = sql.SQL(
    "{table} AS t WHERE t.terms && %s::integer[] AND t.document = ANY(%s::integer[]) LIMIT %s"
)
_CHOSEN: Final = sql.SQL(
    "unnest(%s::integer[], %s::integer[]) AS wanted (document, place)"
    " JOIN {table} AS t USING (document, place) WHERE t.field = %s"
)
_KNOWN: Final = """
SELECT t.word, t.id, c.units
FROM unnest(%s::text[]) AS wanted (word)
JOIN term AS t ON t.word = wanted.word AND t.field = %s
CROSS JOIN LATERAL (SELECT units FROM term_count WHERE term = t.id AND since <= %s ORDER BY since DESC LIMIT 1) AS c
"""
_SINGLE: Final = """
SELECT t.word, t.id, c.units
FROM term AS t
CROSS JOIN LATERAL (SELECT units FROM term_count WHERE term = t.id AND since <= %s ORDER BY since DESC LIMIT 1) AS c
WHERE t.field = %s AND strpos(t.word, %s) = 0
LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """A term of one field: its number, and how many units hold it."""

    number: int
    units: int


_ABSENT: Final = KnownTerm(0, 0)


class PostgresTerms:
    """The words of one shelf, as one generation has them."""

    def __init__(
        self, database: Database, kind: Literal["tasks", "windows"], generation: Generation, pool: int = POOL
    ) -> None:
        self._database = database
        self._generation = generation
        self._layout: Layout = generation.layout(kind)
        self._codes = {version.iri: version.code for version in generation.versions}
        self._first_field = field_number(kind, FIELDS[0])
        self._pool = pool
        table = sql.Identifier(TERM_TABLES[kind])
        self._holding = _COLUMNS + _HOLDING.format(table=table)
        self._holding_within = _COLUMNS + _HOLDING_WITHIN.format(table=table)
        self._chosen = _COLUMNS + _CHOSEN.format(table=table)
        self._known: dict[tuple[Field, str], KnownTerm] = {}
        self._complete: set[Field] = set()
        self._lock = Lock()
        self._search = lru_cache(maxsize=64)(self._search_anew)

    def search(self, terms: Sequence[str], field: Field, limit: int, documents: Sequence[str] | None = None) -> Matches:
        """Return at most ``limit`` units that share a term with ``terms`` in ``field``, best first."""
        if limit < 1:
            return _EMPTY
        kept = tuple(sorted(documents)) if documents is not None else None
        found = self._search(tuple(dict.fromkeys(terms))[:_MAX_TERMS], field, kept)
        return Matches(found.positions[:limit], found.scores[:limit])

    def scores(self, terms: Sequence[str], field: Field, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the score of each of ``rows``, 0 where it shares no term."""
        weights = self._weigh(list(dict.fromkeys(terms))[:_MAX_TERMS], field)
        if not weights or not len(rows):
            return np.zeros(len(rows))
        codes, places = self._layout.locate(rows)
        number = self._first_field + FIELDS.index(field)
        found = self._database.rows(self._chosen, (codes.tolist(), places.tolist(), number))
        return scores_at(self._score(found, weights, field), rows)

    def rarity(self, term: str, field: Field = "text") -> float:
        """Return how much ``term`` tells (idf, natural logarithm); the rarest and the unknown tell most."""
        return self._rarity(self._look_up(term, field).units)

    def knows(self, term: str, field: Field = "text") -> bool:
        """Tell whether some unit holds ``term``."""
        return self._look_up(term, field).units > 0

    def _search_anew(self, terms: tuple[str, ...], field: Field, documents: tuple[str, ...] | None) -> Matches:
        weights = self._weigh(terms, field)
        if not weights:
            return _EMPTY
        if documents is None:
            asked = self._rarest(terms, field)
            parameters = (asked, self._generation.last, list(self._generation.hidden), self._pool)
            found = self._database.rows(self._holding, parameters)
        else:
            codes = [self._codes[iri] for iri in documents if iri in self._codes]
            asked = list(weights) if self._size_of(codes) <= self._pool else self._rarest(terms, field)
            found = self._database.rows(self._holding_within, (asked, codes, self._pool)) if codes else []
        return self._score(found, weights, field)

    def _rarest(self, terms: Iterable[str], field: Field) -> list[int]:
        """Return the rarest terms that together stand in no more units than are scored; one at least."""
        known = sorted((term.units, term.number) for word in terms if (term := self._look_up(word, field)).units)
        chosen = [known[0][1]]
        total = known[0][0]
        for units, number in known[1:]:
            total += units
            if total > self._pool:
                break
            chosen.append(number)
        return chosen

    def _score(self, found: list[Row], weights: Mapping[int, float], field: Field) -> Matches:
        """Return the units of ``found`` by BM25 over ``weights`` (idf by term number), best first."""
        if not found:
            return _EMPTY
        codes, places, lengths, lists, counts = zip(*found, strict=True)
        terms = np.frombuffer(b"".join(part[_ARRAY_HEAD:] for part in lists), dtype=">i4")[1::2]
        often = np.frombuffer(b"".join(counts), dtype="<u2").astype(np.float64)
        owner = np.repeat(np.arange(len(found)), [len(part) // 2 for part in counts])
        wanted = np.asarray(sorted(weights))
        idf = np.asarray([weights[number] for number in wanted.tolist()])
        at = np.minimum(np.searchsorted(wanted, terms), len(wanted) - 1)
        held = wanted[at] == terms
        norms = _K1 * (1 - _B + _B * quantise_lengths(np.asarray(lengths)) / self._average(field))
        owner, often = owner[held], often[held]
        impact = idf[at[held]] * (1 + _K1) * often / (often + norms[owner])
        scores = np.asarray(np.bincount(owner, impact, minlength=len(found)), dtype=np.float64)
        rows = self._layout.rows(np.asarray(codes, dtype=np.int64), np.asarray(places, dtype=np.int64))
        hits = np.flatnonzero(scores > 0)
        hits = hits[np.lexsort((rows[hits], -scores[hits]))]
        return Matches(rows[hits], scores[hits])

    def _weigh(self, terms: Iterable[str], field: Field) -> dict[int, float]:
        """Return the number and the idf of each of ``terms`` that some unit holds; all are looked up in one journey."""
        words = list(terms)
        self._learn([word for word in words if (field, word) not in self._known], field)
        known = [self._look_up(word, field) for word in words]
        return {term.number: self._rarity(term.units) for term in known if term.units}

    def _look_up(self, word: str, field: Field) -> KnownTerm:
        known = self._known.get((field, word))
        if known is not None:
            return known
        if PAIR not in word:
            if field in self._complete:
                return _ABSENT
            self._learn_syllables(field)
        if (field, word) not in self._known:
            self._learn([word], field)
        return self._known.get((field, word), _ABSENT)

    def _learn(self, words: list[str], field: Field) -> None:
        if not words:
            return
        keys = {key_of_term(word): word for word in words}
        number = self._first_field + FIELDS.index(field)
        found = self._database.rows(_KNOWN, (list(keys), number, self._generation.number))
        with self._lock:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
                self._complete.clear()
            self._known |= {(field, word): _ABSENT for word in words}
            self._known |= {(field, keys[key]): KnownTerm(term, units) for key, term, units in found}

    def _learn_syllables(self, field: Field) -> None:
        """Read how often every single word stands: the headings of a question's candidates hold hundreds of them."""
        number = self._first_field + FIELDS.index(field)
        found = self._database.rows(_SINGLE, (self._generation.number, number, PAIR, _SYLLABLES))
        with self._lock:
            self._known |= {(field, word): KnownTerm(term, units) for word, term, units in found}
            if len(found) < _SYLLABLES:
                self._complete.add(field)

    def _rarity(self, units: int) -> float:
        total = len(self._layout)
        return float(np.log1p((total - units + 0.5) / (units + 0.5)))

    def _average(self, field: Field) -> float:
        """Return the mean length of a field, units without words included."""
        at = self._first_field + FIELDS.index(field)
        return sum(version.words[at] for version in self._generation.versions) / len(self._layout)

    def _size_of(self, codes: Iterable[int]) -> int:
        wanted = set(codes)
        counts = zip(self._layout.codes.tolist(), self._layout.counts().tolist(), strict=True)
        return sum(count for code, count in counts if code in wanted)


_EMPTY: Final = Matches(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64))


def field_number(kind: Literal["tasks", "windows"], field: Field) -> int:
    """Return the number of a field of a shelf.

    >>> field_number("windows", "text")
    4
    """
    return len(FIELDS) * list(TERM_TABLES).index(kind) + FIELDS.index(field)


def key_of_term(term: str) -> str:
    """Return ``term`` as it is stored; what is no word, or longer than an index takes, by its hash.

    >>> key_of_term("nguon_gen"), key_of_term("x" * 10_000)[:8]
    ('nguon_gen', '#e4ee97e')
    """
    if len(term) <= _LONGEST_WORD and term.replace(PAIR, "").isalnum():
        return term
    return f"#{hashlib.sha256(term.encode(errors='surrogatepass')).hexdigest()}"


def quantise_lengths(lengths: Rows) -> Rows:
    """Return ``lengths`` as the index on disk keeps them: exact to 24 words, then four significant bits beyond.

    >>> quantise_lengths(np.array([7, 40, 41, 100, 1000])).tolist()
    [7, 40, 40, 96, 984]
    """
    beyond = np.maximum(lengths - _EXACT_LENGTH, 0)
    shift = np.maximum(np.frexp(beyond)[1] - 4, 0)
    return np.where(lengths < _EXACT_LENGTH, lengths, _EXACT_LENGTH + ((beyond >> shift) << shift))
