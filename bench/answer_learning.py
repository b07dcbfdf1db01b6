"""Learning ``search/weights.json`` from the questions, asked of stores of several sizes.

How sure an answer is must hold whatever else is stored, so every question is asked of its document alone, beside a
few others, and among all; refusals are made by construction: the question is asked of stores without its document, with
its answer taken out, about a body that does not lead the task, and about another year or name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bench.answer_cases import Case, family_of, rank_of
from bench.answer_corpus import ALL, Composition
from bench.learning import Group, Matrix, Weights, learn_confidence, learn_ranking
from ingest.text import UPPER, key_of
from search.arrangement import arrange
from search.confidence import Ranked, confidence_row, named_confidence
from search.index import SearchIndex
from search.rank import CONFIDENCE, DUTY_COLUMNS, LinearModel, Ranker
from search.responsibilities import rank_duties

RANK_PENALTY: Final = 2.0
CONFIDENCE_PENALTY: Final = 2.0
MADE_WEIGHT: Final = 0.3
"""What a refusal by construction weighs: there are as many as questions, but real ones are rarer."""
REFUSAL_WEIGHT: Final = 1.0
"""What a question that must be refused weighs beside one that has an answer."""
PLATEAU: Final = 0.005
"""The share of questions below which two thresholds are equally good."""
FAMILIES_APART: Final = 9
"""Of the stores without its document, a question is asked of one in so many."""


_FEW_WORDS: Final = 3
_YEAR = re.compile(r"\b20\d\d\b")
_LATER: Final = 14
"""Years after which no document of the corpus says anything."""
_ORDINAL = re.compile(r"\b(lần|đợt|vòng|lan|dot|vong)(?: thứ| thu)? (?:nhất|hai|ba|tư|nhat|tu|một|mot|đầu|dau|[1-5])\b")
_NINTH: Final = r"\1 9"
"""No conference of the corpus is the ninth."""
_NAME = re.compile(rf"[{UPPER}][^\W\d_]+(?: [{UPPER}][^\W\d_]+)+")
_ELSEWHERE: Final = "Dung Quất"
_LEADING: Final = frozenset({"lead", "do", "decide"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A case asked of a store; ``real`` is false for a refusal by construction."""

    case: Case
    store: str
    index: SearchIndex
    ranked: Ranked
    answerable: bool
    real: bool

    @property
    def right(self) -> npt.NDArray[np.bool_]:
        """Which of the ranked duties are right."""
        right = [self.answerable and self.case.accepts(duty) for duty in self.ranked.duties]
        return np.asarray(right, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Learned:
    """What is learned: the ranking, the confidence, and the confidence under which to abstain."""

    ranking: Weights
    confidence: Weights
    threshold: float

    def to_json(self) -> dict[str, Any]:
        """Return the form stored in ``weights.json``."""
        return {
            "duties": self.ranking.to_json(DUTY_COLUMNS),
            "confidence": self.confidence.to_json(tuple(CONFIDENCE)),
            "threshold": round(self.threshold, 3),
        }


def ask_everywhere(stores: Sequence[Composition], cases: Sequence[Case], ranker: Ranker) -> tuple[Asked, ...]:
    """Ask every case of every store that holds its document, and of some that do not."""
    asked: list[Asked] = []
    for at, case in enumerate(cases):
        for place, store in enumerate(stores):
            if case.document in store.documents:
                asked += _ask_inside(store, case, ranker)
            elif (at + place) % FAMILIES_APART == 0:
                asked += _ask_outside(store, case, ranker)
    return tuple(asked)


def learn(asked: Sequence[Asked]) -> Learned:
    """Return what ``asked`` teaches."""
    groups = [Group(one.ranked.rows, one.right) for one in asked if one.answerable and one.case.agencies]
    ranking = learn_ranking(groups, RANK_PENALTY)
    usable = [(one, reorder(one.ranked, ranking)) for one in asked if needs_weighing(one.ranked)]
    rows = np.asarray([confidence_row(one.index, ranked) for one, ranked in usable])
    right = np.asarray([one.answerable and one.case.accepts(ranked.duties[0]) for one, ranked in usable])
    shares = np.asarray([_weight(one) for one, _ in usable])
    signs = [column.sign for column in CONFIDENCE.values()]
    confidence = learn_confidence(rows, right, shares, signs, CONFIDENCE_PENALTY)
    real = np.asarray([one.real for one, _ in usable])
    threshold = best_threshold(probability(confidence, rows)[real], right[real], shares[real])
    return Learned(ranking, confidence, threshold)


def cross_validate(asked: Sequence[Asked]) -> dict[str, list[tuple[Asked, int, float, bool]]]:
    """Return (case, rank, confidence, whether it abstains) by store size, each learned from the other families."""
    found: dict[str, list[tuple[Asked, int, float, bool]]] = {}
    for family in sorted({one.case.family for one in asked}):
        learned = learn([one for one in asked if one.case.family != family])
        for one in asked:
            if one.real and one.case.family == family:
                ranked = reorder(one.ranked, learned.ranking)
                sure = _confidence(one.index, ranked, learned.confidence)
                size = one.store if one.store == ALL else "alone" if one.store == one.case.document else "few"
                found.setdefault(size, []).append((one, rank_of(ranked, one.case), sure, sure < learned.threshold))
    return found


def best_threshold(confidences: Matrix, right: npt.NDArray[np.bool_], shares: Matrix) -> float:
    """Return the confidence at which answering and abstaining are most often right.

    The gain hardly changes over a wide range: of cuts equally good within ``PLATEAU``, the one that answers more.
    """
    cuts = np.unique(np.round(confidences, 2))
    gains = np.asarray([float(shares @ ((confidences >= cut) == right)) for cut in cuts]) / shares.sum()
    return float(cuts[gains >= gains.max() - PLATEAU].min())


def reorder(ranked: Ranked, weights: Weights) -> Ranked:
    """Return ``ranked`` by other weights."""
    if not ranked.duties or not ranked.question.topic:
        return ranked
    scores = weights.score(ranked.rows)
    order = arrange(ranked.question, ranked.duties, ranked.rows, scores)
    return replace(
        ranked, duties=tuple(ranked.duties[at] for at in order), rows=ranked.rows[order], scores=scores[order]
    )


def needs_weighing(ranked: Ranked) -> bool:
    """Tell whether the confidence is read from the columns: there is an answer, and not names alone led to it."""
    return bool(ranked.duties) and named_confidence(ranked) is None


def probability(weights: Weights, rows: Matrix) -> Matrix:
    """Return the probability of each row."""
    return np.asarray(1 / (1 + np.exp(-np.clip(weights.score(rows), -30, 30))), dtype=np.float64)


def pose_bodies(case: Case, ranked: Ranked) -> list[tuple[str, bool]]:
    """Return questions whether a body leads the task of ``case``: the one that does, one that helps, and a stranger."""
    question = ranked.question
    if not case.agencies or question.subjects or question.sections or len(question.topic) < _FEW_WORDS:
        return []
    place = next((duty.locator for duty in ranked.duties if case.accepts(duty)), None)
    there = [duty for duty in ranked.duties if duty.locator == place]
    leaders = [duty.printed for duty in there if duty.role in _LEADING and case.accepts(duty)]
    present = {key_of(duty.printed) for duty in there}
    leading = {key_of(duty.printed) for duty in there if duty.role in _LEADING}
    helpers = _single(duty.printed for duty in there if key_of(duty.printed) not in leading)
    strangers = _single(
        duty.printed for duty in ranked.duties if duty.role == "lead" and key_of(duty.printed) not in present
    )
    if not leaders or not strangers:
        return []
    posed = [(case.agencies[0], True), (strangers[len(case.question) % len(strangers)], False)]
    posed += [(name, False) for name in helpers[:1]]
    return [(f"{name} chủ trì {question.topic_text} phải không?", holds) for name, holds in posed]


def pose_elsewhere(case: Case, ranked: Ranked) -> list[str]:
    """Return the question about another time, and about another thing of the same kind: what no document answers."""
    question = ranked.question
    if not case.agencies:
        return []
    posed = []
    if question.period and _YEAR.search(question.period.surface):
        posed.append(_YEAR.sub(lambda year: str(int(year[0]) + _LATER), case.question))
    if _ORDINAL.search(case.question):
        posed.append(_ORDINAL.sub(_NINTH, case.question))
    names = set(question.names)
    for run in _NAME.finditer(case.question):
        if run.start() and all(key_of(word) in names for word in run[0].split()):
            posed.append(case.question.replace(run[0], _ELSEWHERE))
            break
    return posed


def _single(names: Iterable[str]) -> list[str]:
    """Return the names of single bodies, no lists and no collectives, sorted."""
    return sorted({name for name in names if "," not in name and not key_of(name).startswith("cac ")})


def blank_ranker() -> Ranker:
    """Return a ranker that knows nothing: to begin to learn with."""

    def blank(columns: tuple[str, ...]) -> LinearModel:
        size = len(columns)
        return LinearModel(columns, np.zeros(size), np.ones(size), np.zeros(size), 0.0)

    return Ranker(blank(DUTY_COLUMNS), blank(()), blank(tuple(CONFIDENCE)), 0.0)


def _ask_inside(store: Composition, case: Case, ranker: Ranker) -> Iterable[Asked]:
    ranked = rank_duties(store.index, case.question, ranker)
    yield Asked(case, store.name, store.index, ranked, answerable=bool(case.agencies), real=True)
    if case.agencies and not _lists(ranked):
        yield Asked(case, store.name, store.index, _without_answer(ranked, case), answerable=False, real=False)
    if store.name == case.document:
        for text in pose_elsewhere(case, ranked):
            other = rank_duties(store.index, text, ranker)
            yield Asked(case, store.name, store.index, other, answerable=False, real=False)
    if store.name in {ALL, case.document}:
        for text, holds in pose_bodies(case, ranked):
            posed = rank_duties(store.index, text, ranker)
            yield Asked(case, store.name, store.index, posed, answerable=holds, real=False)


def _ask_outside(store: Composition, case: Case, ranker: Ranker) -> Iterable[Asked]:
    """Ask a store of other families: papers of one family may answer each other's questions."""
    if case.family in {family_of(document) for document in store.documents}:
        return
    ranked = rank_duties(store.index, case.question, ranker)
    if ranked.question.topic:
        yield Asked(case, store.name, store.index, ranked, answerable=False, real=False)


def _weight(one: Asked) -> float:
    if not one.real:
        return MADE_WEIGHT
    return 1.0 if one.case.agencies else REFUSAL_WEIGHT


def _confidence(index: SearchIndex, ranked: Ranked, weights: Weights) -> float:
    if not ranked.duties:
        return 0.0
    named = named_confidence(ranked)
    return float(probability(weights, confidence_row(index, ranked).reshape(1, -1))[0]) if named is None else named


def _without_answer(ranked: Ranked, case: Case) -> Ranked:
    """Return the ranking as if the corpus lacked the answer: a question that must then be refused."""
    gone = {(duty.document, duty.locator) for duty in ranked.duties if case.accepts(duty)}
    kept = [at for at, duty in enumerate(ranked.duties) if (duty.document, duty.locator) not in gone]
    return replace(
        ranked,
        duties=tuple(ranked.duties[at] for at in kept),
        rows=ranked.rows[kept],
        scores=ranked.scores[kept],
    )


def _lists(ranked: Ranked) -> bool:
    """Tell whether the question wants a list, so that another answer stays right when one is taken away."""
    question = ranked.question
    return bool(question.subjects or question.sections or question.period)
