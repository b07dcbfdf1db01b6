"""Passages that fit a text: the windows found by words and meaning, judged as the passages that they are parts of.

Reads an index and a question; writes ranked ``Hit``s. A long provision is several windows: its best one counts, the
second best and the sum of all as well, and its words are read as a whole. The other passages of the document speak for
it too, and the question may name the document or the article. What each is worth is learned (``bench/alqac.py``).

A question of several sentences tells a story and asks at its end, so it is matched twice, as a whole and by its last
sentence alone, and both count the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from graph.model import Passage
from ingest.model import Span
from ingest.text import sentences
from search.features import Matrix, Probe, Rarities, read_unit, sample_rows, share_of
from search.index import SearchIndex
from search.model import Hit
from search.passages import Unit, split_windows
from search.question import Question
from search.rank import PASSAGE_COLUMNS, load_ranker
from search.records import read_rows
from search.references import fit_section
from search.words import PAIR

_WINDOWS_BY_MEANING: Final = 120
_WINDOWS_BY_TEXT: Final = 120
_WINDOWS_BY_HEADING: Final = 40
_MOST_PASSAGES: Final = 90
_MEANING_SHARE: Final = 0.6
"""What the cosine weighs in the plain fusion that chooses which passages are read."""
_SUPPORTING: Final = 30
_SUPPORT: Final = slice(1, 4)
_SATURATION: Final = 2.2
"""The most that BM25 (k1 = 1.2) gives for a term, in units of its rarity."""
_LONGEST_QUERY: Final = 64
_SENTENCE: Final = 8
"""Syllables of a sentence that says something: "Chọn câu trả lời đúng nhất." does not; 7 to 10 rank alike."""
ENOUGH_WORDS: Final = 0.35
"""The share of the words (by rarity) that the best passage must hold: 525 of 525 real questions reach 0.42, keyboard
mash reaches 0. The cosine does not tell them apart: e5 places nonsense as near as English."""
_COVERED: Final = PASSAGE_COLUMNS.index("words_covered")
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages that may fit, as rows of ``index.passages``, and their columns (``search.rank.PASSAGE_COLUMNS``)."""

    passages: Rows
    columns: Matrix


@dataclass(frozen=True, slots=True)
class _Matched:
    """How the windows of the candidates match: ``owner`` gives for each window its place among the passages."""

    owner: Rows
    text: Matrix
    heading: Matrix
    cosine: Matrix

    def best(self, values: Matrix, count: int) -> Matrix:
        """Return the highest of ``values`` for each passage."""
        found = np.full(count, -np.inf)
        np.maximum.at(found, self.owner, values)
        return found


def rank_passages(index: SearchIndex, question: Question, limit: int, document: str | None = None) -> tuple[Hit, ...]:
    """Return the passages that fit ``question``, best first, each once, with a probability-like score.

    There are none where nothing fits: the question is empty, or its words mean nothing to the corpus.
    """
    if not len(index.windows.units) or limit < 1 or not question.words:
        return ()
    found = find_candidates(index, question, document)
    if not len(found.passages) or found.columns[:, _COVERED].max() < ENOUGH_WORDS:
        return ()
    scores = load_ranker().passages.score(found.columns)
    order = np.argsort(-scores, kind="stable")[:limit]
    best = read_rows(index.passages, found.passages[order].tolist())
    shares = 1 / (1 + np.exp(-np.clip(scores[order], -30, 30)))
    return tuple(
        Hit(passage, round(float(share), 4), index.nodes.get(passage.document))
        for passage, share in zip(best, shares, strict=True)
    )


def find_candidates(index: SearchIndex, question: Question, document: str | None = None) -> Candidates:
    """Return the passages worth ranking, of ``document`` (IRI) if it is given, with their columns."""
    probes = _read_probes(index, question)
    rows = np.unique(np.concatenate([_find_windows(index, probe, document) for probe in probes]))
    if not len(rows):
        return Candidates(rows, np.zeros((0, len(PASSAGE_COLUMNS))))
    units = index.windows.read(rows)
    numbers, owner = np.unique([unit.members[0] for unit in units], return_inverse=True)
    fused = _mean(_fuse(_match(index, probe, rows, owner), len(numbers)) for probe in probes)
    kept = np.sort(np.argsort(-fused, kind="stable")[:_MOST_PASSAGES])
    passages = read_rows(index.passages, numbers[kept].tolist())
    rows, owner = _complete(rows, units, owner, kept, passages)
    matched = [(probe, _match(index, probe, rows, owner)) for probe in probes]
    columns = _mean(_measure(index, question, *pair, passages, fused[kept]) for pair in matched)
    return Candidates(numbers[kept], columns)


def _read_probes(index: SearchIndex, question: Question) -> tuple[Probe, ...]:
    """Return what is looked for: the whole question, and the last of its sentences where it has several."""
    words = question.topic if question.english and question.topic else question.words
    asked = [(question.text, words)]
    last = None if question.english else _last_sentence(question.text)
    if last is not None:
        asked.append((last, index.analyser.words(last)))
    return tuple(
        Probe(own[:_LONGEST_QUERY], index.encoder.encode_query(index.accents.restore(text))) for text, own in asked
    )


def _last_sentence(text: str) -> str | None:
    """Return the last sentence that says something, None where it is the only one.

    >>> _last_sentence("Ông X là cán bộ trong cơ quan nhà nước. Ông X có thể trưng dụng tài sản của công dân.")
    'Ông X có thể trưng dụng tài sản của công dân.'
    """
    said = (text[span.start : span.end] for span in sentences(text, Span(0, len(text))))
    long = [sentence for sentence in said if len(sentence.split()) >= _SENTENCE]
    return long[-1] if len(long) > 1 else None


def _mean(tables: Iterable[Matrix]) -> Matrix:
    return np.asarray(np.mean(list(tables), axis=0), dtype=np.float64)


def _find_windows(index: SearchIndex, probe: Probe, document: str | None) -> Rows:
    """Return the windows nearest in meaning, and those that share most of the words in text or heading."""
    documents = (document,) if document else None
    shelf = index.windows
    within = shelf.rows_of(documents) if documents else None
    rows = [shelf.vectors.search(probe.vector, _WINDOWS_BY_MEANING, within).positions]
    rows.append(shelf.lexical.search(probe.terms, "text", _WINDOWS_BY_TEXT, documents).positions)
    rows.append(shelf.lexical.search(probe.terms, "heading", _WINDOWS_BY_HEADING, documents).positions)
    return np.unique(np.concatenate(rows))


def _match(index: SearchIndex, probe: Probe, rows: Rows, owner: Rows) -> _Matched:
    shelf = index.windows
    return _Matched(
        owner,
        shelf.lexical.scores(probe.terms, "text", rows),
        shelf.lexical.scores(probe.terms, "heading", rows),
        shelf.vectors.cosines(probe.vector, rows),
    )


def _fuse(matched: _Matched, count: int) -> Matrix:
    """Return a plain fusion of words and meaning for each passage: good enough to choose what is read."""
    meaning = matched.best(matched.cosine, count)
    spread = float(np.ptp(meaning)) or 1.0
    words = share_of(matched.best(matched.text, count))
    near = (meaning - float(meaning.min())) / spread
    return np.asarray(_MEANING_SHARE * near + (1 - _MEANING_SHARE) * words, dtype=np.float64)


def _complete(
    rows: Rows, units: Sequence[Unit], owner: Rows, kept: Rows, passages: Sequence[Passage]
) -> tuple[Rows, Rows]:
    """Return all windows of the passages kept, found or not, and the place of the passage of each.

    The windows of a passage stand in a row in the order of its text, so one that was found leads to the others.
    """
    first = {int(place): at for at, place in reversed(list(enumerate(owner.tolist())))}
    every: list[int] = []
    owners: list[int] = []
    for number, (place, passage) in enumerate(zip(kept.tolist(), passages, strict=True)):
        at = first[place]
        windows = split_windows(passage.text)
        before = windows.index(units[at].text) if units[at].text in windows else 0
        start = int(rows[at]) - before
        every.extend(range(start, start + len(windows)))
        owners.extend([number] * len(windows))
    return np.asarray(every, dtype=np.int64), np.asarray(owners, dtype=np.int64)


def _measure(
    index: SearchIndex,
    question: Question,
    probe: Probe,
    matched: _Matched,
    passages: Sequence[Passage],
    fused: Matrix,
) -> Matrix:
    """Return the columns of ``passages``, in the order of ``PASSAGE_COLUMNS``."""
    count = len(passages)
    lexical = index.windows.lexical
    text, heading, meaning = (matched.best(values, count) for values in (matched.text, matched.heading, matched.cosine))
    total = np.bincount(matched.owner, weights=matched.text, minlength=count).astype(np.float64)
    most = _SATURATION * sum(lexical.rarity(term) for term in set(probe.terms)) or 1.0
    sample = index.windows.vectors.cosines(probe.vector, sample_rows(len(index.windows.units)))
    above = (meaning - float(sample.mean())) / (float(sample.std()) or 1.0)
    rarities = Rarities(probe.words, lexical)
    read = (read_unit(_whole(passage), index.analyser) for passage in passages)
    cover = np.asarray([rarities.cover(title, clauses) for title, clauses in read], dtype=np.float64)
    words, pairs, triples, titled, numbers, _, clause_words, clause_pairs = cover.T
    columns = {
        "bm25_share": text / most,
        "bm25_text": share_of(text),
        "bm25_heading": share_of(heading),
        "bm25_all": share_of(total),
        "above": above,
        "below_best": meaning - float(meaning.max()),
        "second": _second(matched, count) - float(meaning.max()),
        "above_by_pairs": above * pairs,
        "words_covered": words,
        "pairs_covered": pairs,
        "triples_covered": triples,
        "heading_covered": titled,
        "numbers_covered": numbers,
        "clause_words": clause_words,
        "clause_pairs": clause_pairs,
        **_named(index, question, passages),
        "support": _support(passages, fused),
    }
    return np.column_stack([columns[name] for name in PASSAGE_COLUMNS])


def _whole(passage: Passage) -> Unit:
    return Unit(passage.document, passage.locator, passage.heading, passage.text, (), ())


def _second(matched: _Matched, count: int) -> Matrix:
    """Return the cosine of the second-best window of each passage, that of the best where it has one only."""
    order = np.lexsort((-matched.cosine, matched.owner))
    starts = np.searchsorted(matched.owner[order], np.arange(count))
    sizes = np.bincount(matched.owner, minlength=count)
    return matched.cosine[order][starts + np.minimum(sizes - 1, 1)]


def _named(index: SearchIndex, question: Question, passages: Sequence[Passage]) -> dict[str, Matrix]:
    """Return whether the question names the document of each passage, and its section."""
    asked = f"{PAIR}{PAIR.join(question.words)}{PAIR}"
    numbered = {iri for reference in question.documents for iri in reference.documents}
    titled = {
        iri
        for iri in {passage.document for passage in passages}
        if (title := index.titles.get(iri)) and f"{PAIR}{PAIR.join(title)}{PAIR}" in asked
    }
    named = numbered | titled
    own = (float(passage.document in named) for passage in passages)
    cited = (float(any(fit_section(section, passage.locator) for section in question.sections)) for passage in passages)
    return {"document_named": _column(own), "section_cited": _column(cited)}


def _support(passages: Sequence[Passage], fused: Matrix) -> Matrix:
    """Return how well the next passages of the same document fit: the one law that a question is about has several."""
    by_document: dict[str, list[float]] = {}
    for at in np.argsort(-fused, kind="stable")[:_SUPPORTING].tolist():
        by_document.setdefault(passages[at].document, []).append(float(fused[at]))
    return _column(sum(by_document.get(passage.document, [])[_SUPPORT]) for passage in passages)


def _column(values: Iterable[float]) -> Matrix:
    return np.asarray(list(values), dtype=np.float64)
