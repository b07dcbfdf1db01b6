"""Who is responsible: from a question to ranked duties with their sentences, or to an honest silence.

Reads an index and a question; writes a ``Response``. The way: understand, find candidates by words and meaning, drop
what contradicts the bodies, places and sections named, rank by the learned weights, and abstain when the calibrated
confidence in the best answer is too low.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from graph.model import Duty, Succession
from ingest.text import fold, normalise
from search.arrangement import Admitted, arrange, keep_meant
from search.bodies import place_of
from search.candidates_query import write_candidates_query
from search.confidence import Ranked, confidence_in
from search.cues import find_cues, is_english
from search.evidence import STRUCTURE, weigh_duty
from search.features import FEATURES, Matrix, Probe, find_candidates, measure
from search.index import SearchIndex
from search.lexical import FIELDS
from search.model import Answer, Hit, Response
from search.passage_ranking import rank_passages
from search.places import mentions_place
from search.question import MAX_QUESTION, Question, understand
from search.rank import Ranker, load_ranker
from search.receivers import with_receivers
from search.reranking import load_reranker, rerank
from search.scope import find_scope
from search.sentences import write_sentence
from search.spelling import mend
from search.successors import Predecessors, find_homes, find_related

Successor = Callable[[str, dt.date], Succession | None]
"""Gives who holds a duty of the body (IRI) on a date; ``graph.succession`` provides it."""
NEAREST: Final = 3
_FEW_WORDS: Final = 2
_FEW_LETTERS: Final = 2
_LONGEST_QUERY: Final = 64
_MOST_UNITS: Final = 4000
_STRUCTURE_PAD: Final = ((0, 0), (0, len(STRUCTURE)))


def ask(
    index: SearchIndex,
    question: str,
    limit: int = 5,
    document: str | None = None,
    as_of: dt.date | None = None,
    successor: Successor | None = None,
    predecessors: Predecessors | None = None,
) -> Response:
    """Answer ``question`` from the duties of the index.

    Args:
        index: what to ask.
        question: in Vietnamese with or without diacritics, or in English.
        limit: the most answers.
        document: keep to this document (IRI).
        as_of: tell who holds each duty on this date.
        successor: how that is found; without it ``today`` stays empty.
        predecessors: which bodies a body of today took over from.
    """
    ranker = load_ranker()
    ranked = rerank(rank_duties(index, question, ranker, document, predecessors), load_reranker())
    confidence = confidence_in(index, ranked, ranker)
    abstained = confidence < ranker.threshold
    answers: tuple[Answer, ...] = ()
    if not abstained:
        answers = tuple(
            _answer(index, duty, _share(score, ranked.scores[0], confidence), as_of, successor)
            for duty, score in zip(ranked.duties[:limit], ranked.scores[:limit], strict=True)
        )
    understood = ranked.question.understanding
    return Response(
        question=question,
        understood=understood if understood.documents else replace(understood, documents=ranked.documents or ()),
        abstained=abstained,
        answers=answers,
        nearest=find_passages(index, question, NEAREST, document) if abstained else (),
        sparql=write_candidates_query(ranked.question, ranked.duties, ranked.documents),
    )


def rank_duties(
    index: SearchIndex,
    text: str,
    ranker: Ranker,
    document: str | None = None,
    predecessors: Predecessors | None = None,
) -> Ranked:
    """Return the duties that do not contradict the question, best first."""
    question = _understand(index, text)
    documents = find_scope(index, question, document)
    if documents is not None and not documents:
        return _nothing(question, documents)
    probe = _probe(index, question)
    rows = _candidates(index, question, probe, documents)
    admitted = _admit(index, question, rows, predecessors)
    if not admitted:
        return _nothing(question, documents)
    admitted = keep_meant(question, admitted)
    kept = np.unique(np.asarray([row for row, _, _ in admitted], dtype=np.int64))
    texts = dict(zip(kept.tolist(), _measure(index, question, probe, kept), strict=True))
    matrix = np.asarray([(*texts[row], *structure) for row, _, structure in admitted], dtype=np.float64)
    scores = ranker.duties.score(matrix)
    found = [duty for _, duty, _ in admitted]
    order = arrange(question, found, matrix, scores)
    elsewhere = _elsewhere(index, question, probe, admitted[order[0]][0], ranker) if question.subjects else 0.0
    duties = tuple(found[at] for at in order)
    placed = _is_placed(index, question, duties[0])
    ranked = Ranked(question, duties, matrix[order], scores[order], elsewhere, placed, documents)
    return with_receivers(index, ranked) if question.asks_receiver and "task" not in question.wants else ranked


def _understand(index: SearchIndex, text: str) -> Question:
    """Return the question taken apart, after its short forms, slips and missing marks are spelt out by the corpus."""
    question = normalise(text[:MAX_QUESTION])
    read = index.analyser.read(question)
    words = [word.text for word in read]
    if is_english(words, index.reader.cues):
        return understand(question, index.reader)
    named = [(read[match.start].start, read[match.end - 1].end) for match in index.bodies.find(read, question)]
    surfaces = {(word.start, word.end): question[word.start : word.end] for word in read}
    meanings = {form: index.analyser.meanings[form] for form in surfaces.values() if _is_doubtful(form, index)}
    opened = [
        (word.start, word.end)
        for word in read
        if word.text != fold(surface := surfaces[word.start, word.end]) and surface not in meanings
    ]
    asked = [
        span
        for cue in find_cues(read, question, index.reader.cues)
        if question[slice(*(span := (read[cue.start].start, read[cue.end - 1].end)))] not in meanings
    ]

    def known(term: str) -> bool:
        return any(index.tasks.lexical.knows(term, field) for field in FIELDS)

    mended = mend(question, known, lambda: index.phrases, (*named, *opened, *asked), meanings)
    return understand(mended, index.reader, index.accents.restore(mended) if mended.isascii() else None)


def _is_doubtful(form: str, index: SearchIndex) -> bool:
    """Tell whether the register reads a form of so few letters that a corpus may use it for something else."""
    return form in index.analyser.meanings and len(form) <= _FEW_LETTERS


def _elsewhere(index: SearchIndex, question: Question, probe: Probe, best: int, ranker: Ranker) -> float:
    """Return by how much some other task fits the topic better than the one in row ``best``, found for its body.

    "Bộ Tài chính chủ trì xây dựng Luật Nhà giáo à?" finds the law with another ministry: a reason to refuse.
    """
    if not question.topic:
        return 0.0
    every = np.union1d(np.asarray([best]), find_candidates(probe, index.tasks))
    scores = ranker.duties.score(np.pad(_match(index, probe, every), _STRUCTURE_PAD))
    return max(0.0, float(scores.max() - scores[every == best][0]))


def _is_placed(index: SearchIndex, question: Question, duty: Duty) -> bool:
    """Tell whether the document of ``duty`` is of a place that the question names; true when it names none."""
    setting = index.settings.get(duty.document)
    return not question.places or any(
        mentions_place(place, setting.words if setting else ()) for place in question.places
    )


def _measure(index: SearchIndex, question: Question, probe: Probe, rows: npt.NDArray[np.int64]) -> Matrix:
    """Return the features of the words; a question of names alone has no topic that could fit better or worse."""
    if not question.topic:
        return np.zeros((len(rows), len(FEATURES)))
    return _match(index, probe, rows)


def _match(index: SearchIndex, probe: Probe, rows: npt.NDArray[np.int64]) -> Matrix:
    return measure(probe, index.tasks, rows, index.analyser, index.surroundings)


def _admit(
    index: SearchIndex, question: Question, rows: npt.NDArray[np.int64], predecessors: Predecessors | None
) -> list[Admitted]:
    """Return (row, duty, structure) of the duties that do not contradict the question.

    The bodies that a body took over from count when the question asks about today, or when it has no duty of its own.
    """
    homes = find_homes(question.subjects, index.places)
    none = [frozenset[str]() for _ in question.subjects]
    asks_today = "succession" in question.wants
    admitted = [] if asks_today else _weigh(index, question, rows, none, homes)
    if question.subjects and not any(structure[0] for _, _, structure in admitted):
        related = [find_related(body, index.places, predecessors) for body in question.subjects]
        admitted = _weigh(index, question, rows, related, homes)
    if asks_today and not admitted:
        admitted = _weigh(index, question, rows, none, homes)
    return admitted


def _weigh(
    index: SearchIndex,
    question: Question,
    rows: npt.NDArray[np.int64],
    related: Sequence[frozenset[str]],
    homes: frozenset[str] | None,
) -> list[Admitted]:
    weighed = []
    for row in rows.tolist():
        for member in index.tasks.units[row].members:
            duty = index.duties[member]
            if homes is not None and place_of(duty.agency.iri) not in homes:
                continue
            setting = index.settings.get(duty.document)
            structure = weigh_duty(question, duty, setting, index.bodies, index.reader.cues, related)
            if structure is not None:
                weighed.append((row, duty, structure))
    return weighed


def find_passages(index: SearchIndex, text: str, limit: int = 10, document: str | None = None) -> tuple[Hit, ...]:
    """Return the passages that fit ``text``, best first, each once; none when it is empty or means nothing here."""
    return rank_passages(index, _understand(index, text), limit, document)


def _probe(index: SearchIndex, question: Question) -> Probe:
    """Return the words of the topic, and the vector of the question.

    The whole question is nearer to its task than its topic alone (measured: R@3 0.95 against 0.88). An English or an
    everyday question is read a second time in the words of the documents, and the two vectors are summed.
    """
    vector = index.encoder.encode_query(index.accents.restore(question.text))
    if question.rephrased and len(question.topic) >= _FEW_WORDS:
        formal = index.encoder.encode_query(index.accents.restore(" ".join(question.topic)))
        total = vector + formal
        vector = (total / (np.linalg.norm(total) or 1.0)).astype(np.float32)
    return Probe((question.topic or question.words)[:_LONGEST_QUERY], vector)


def _candidates(
    index: SearchIndex,
    question: Question,
    probe: Probe,
    documents: tuple[str, ...] | None,
) -> npt.NDArray[np.int64]:
    """Return the rows of tasks to weigh: the fitting ones, and every task of a body that is asked about."""
    within = index.tasks.rows_of(documents) if documents is not None else None
    rows = find_candidates(probe, index.tasks, within, documents)
    named = question.subjects or question.sections or (question.period and len(question.topic) < _FEW_WORDS)
    if not named:
        return rows
    every = within if within is not None else np.arange(len(index.tasks.units), dtype=np.int64)
    return every if len(every) <= _MOST_UNITS else rows


def _nothing(question: Question, documents: tuple[str, ...] | None) -> Ranked:
    empty = np.empty((0, len(FEATURES) + len(STRUCTURE)))
    return Ranked(question, (), empty, np.empty(0), documents=documents)


def _share(score: float, best: float, confidence: float) -> float:
    """Return the confidence in an answer: that of the best, less by how far it falls behind."""
    return round(confidence * float(np.exp(min(0.0, score - best))), 4)


def _answer(index: SearchIndex, duty: Duty, score: float, as_of: dt.date | None, successor: Successor | None) -> Answer:
    today = successor(duty.agency.iri, as_of) if as_of and successor else None
    del index
    return Answer(duty, score, write_sentence(duty), today)
