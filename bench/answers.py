"""How well questions are answered: hit@1, hit@3, MRR, abstention, calibration, by kind; and learning the weights.

Run ``python -m bench.answers --folder DIR --build`` to measure; ``--learn`` learns ``search/weights.json`` on the
development questions first. The test questions are about other documents and are never learned from.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.answer_corpus import build_answer_index
from bench.learning import Group, Matrix, Weights, learn_confidence, learn_ranking
from graph.model import Duty
from ingest.text import key_of
from search.index import SearchIndex, load_index
from search.rank import CONFIDENCE, DUTY_COLUMNS, LinearModel, Ranker, load_ranker
from search.responsibilities import Ranked, confidence_in, confidence_row, is_named, rank_duties

QUESTIONS: Final = Path(__file__).parents[1] / "search" / "eval" / "questions.jsonl"
WEIGHTS: Final = Path(__file__).parents[1] / "search" / "weights.json"
FOLDS: Final = 5
RANK_PENALTY: Final = 2.0
CONFIDENCE_PENALTY: Final = 1.0
POSED_WEIGHT: Final = 0.3
ABSENT_WEIGHT: Final = 0.3
"""What a question weighs whose answer was taken away: there are as many as questions, but refusals are rarer."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what answers it; no agencies when it must be refused."""

    id: str
    kind: str
    split: str
    document: str
    question: str
    agencies: tuple[str, ...]
    locators: tuple[str, ...]

    def accepts(self, duty: Duty) -> bool:
        """Tell whether ``duty`` is a right answer: one of the bodies, at one of the places or inside it."""
        names = {key_of(duty.printed), key_of(duty.agency.label)}
        body = any(_same_body(key_of(agency), name) for agency in self.agencies for name in names)
        place = any(duty.locator == wanted or duty.locator.startswith(f"{wanted}/") for wanted in self.locators)
        return body and place


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the system did with a case: the rank of the first right place (0: none), its confidence, seconds."""

    case: Case
    rank: int
    confidence: float
    seconds: float


def read_cases(file: Path = QUESTIONS) -> tuple[Case, ...]:
    """Return the questions."""
    rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(
        Case(
            id=row["id"],
            kind=row["kind"],
            split=row["split"],
            document=row["document"],
            question=row["question"],
            agencies=tuple(row["agencies"]),
            locators=tuple(row["locators"]),
        )
        for row in rows
    )


def run_case(index: SearchIndex, case: Case, ranker: Ranker) -> Outcome:
    """Ask one question."""
    start = time.perf_counter()
    ranked = rank_duties(index, case.question, ranker)
    confidence = confidence_in(index, ranked, ranker)
    seconds = time.perf_counter() - start
    return Outcome(case, rank_of(ranked, case), confidence, seconds)


def rank_of(ranked: Ranked, case: Case) -> int:
    """Return the rank of the first right answer among distinct (body, place), 0 when there is none."""
    seen: dict[tuple[str, str, str], None] = {}
    for duty in ranked.duties:
        seen.setdefault((duty.document, duty.locator, duty.printed), None)
        if case.accepts(duty):
            return len(seen)
    return 0


def learn(index: SearchIndex, cases: Sequence[Case]) -> dict[str, Any]:
    """Return the weights learned on ``cases``; confidence and threshold from out-of-fold rankings.

    Each question is learned from four times: as it is, with its answer taken out of the corpus, and as a question
    whether the right body, or another one, leads the task.
    """
    found = [(case, rank_duties(index, case.question, _blank_ranker())) for case in cases]
    groups = [Group(ranked.rows, _right(case, ranked)) for case, ranked in found]
    ranking = learn_ranking(groups, RANK_PENALTY)
    # How well tasks of other bodies fit is told by the learned weights, so the questions are ranked once more.
    learned = replace(_blank_ranker(), duties=_linear(ranking))
    found = [(case, rank_duties(index, case.question, learned)) for case in cases]
    groups = [Group(ranked.rows, _right(case, ranked)) for case, ranked in found]
    rows, right, weights = [], [], []
    posed = [pose for case, ranked in found for pose in pose_bodies(case, ranked)]
    for fold in range(FOLDS):
        fitted = learn_ranking([group for at, group in enumerate(groups) if at % FOLDS != fold], RANK_PENALTY)
        for case, ranked in found[fold::FOLDS]:
            if ranked.duties and not is_named(ranked):
                again = _reorder(ranked, fitted)
                rows.append(confidence_row(index, again))
                right.append(case.accepts(again.duties[0]))
                weights.append(1.0)
            without = _without_answer(ranked, case)
            if without.duties and case.agencies and not _lists(ranked):
                rows.append(confidence_row(index, _reorder(without, fitted)))
                right.append(False)
                weights.append(ABSENT_WEIGHT)
    for text, case, holds in posed:
        ranked = rank_duties(index, text, learned)
        if ranked.duties and not is_named(ranked):
            rows.append(confidence_row(index, ranked))
            right.append(holds and case.accepts(ranked.duties[0]))
            weights.append(POSED_WEIGHT)
    table, labels, shares = np.asarray(rows), np.asarray(right), np.asarray(weights)
    confidence = learn_confidence(table, labels, shares, CONFIDENCE_PENALTY)
    return {
        "duties": ranking.to_json(DUTY_COLUMNS),
        "confidence": confidence.to_json(CONFIDENCE),
        "threshold": round(best_threshold(_probability(confidence, table)[shares == 1], labels[shares == 1]), 3),
    }


def pose_bodies(case: Case, ranked: Ranked) -> list[tuple[str, Case, bool]]:
    """Return two questions about the topic of ``case``: whether its body leads it, and whether another one does."""
    question = ranked.question
    if not case.agencies or question.subjects or question.sections or len(question.topic) < 3:
        return []
    own = {key_of(duty.printed) for duty in ranked.duties if case.accepts(duty)}
    place = next((duty.locator for duty in ranked.duties if case.accepts(duty)), None)
    there = {key_of(duty.printed) for duty in ranked.duties if duty.locator == place}
    others = sorted(
        {duty.printed for duty in ranked.duties if duty.role == "lead" and key_of(duty.printed) not in there}
    )
    single = [name for name in others if "," not in name and not key_of(name).startswith("cac ")]
    if not own or not single:
        return []
    other = single[len(case.question) % len(single)]
    return [(f"{name} chủ trì {question.topic_text} phải không?", case, holds)
            for name, holds in ((case.agencies[0], True), (other, False))]  # fmt: skip


def best_threshold(confidences: Matrix, right: np.ndarray[Any, np.dtype[np.bool_]]) -> float:
    """Return the confidence at which answering and abstaining are most often right."""
    cuts = np.unique(np.round(confidences, 3))
    gains = [float(((confidences >= cut) == right).mean()) for cut in cuts]
    best = np.flatnonzero(np.asarray(gains) >= max(gains) - 1e-9)
    return float(cuts[best].mean())


def report(outcomes: Sequence[Outcome], threshold: float) -> dict[str, Any]:
    """Return the figures of a split, as a whole and by kind."""
    kinds = sorted({outcome.case.kind for outcome in outcomes})
    seconds = [outcome.seconds for outcome in outcomes]
    return {
        "all": _figures(outcomes, threshold),
        "kinds": {kind: _figures([one for one in outcomes if one.case.kind == kind], threshold) for kind in kinds},
        "abstention": _abstention(outcomes, threshold),
        "calibration_error": _calibration(outcomes),
        "p50_ms": round(1000 * float(np.median(seconds)), 1),
    }


def _figures(outcomes: Sequence[Outcome], threshold: float) -> dict[str, float]:
    """``hit``s are of the ranking; ``answered_right`` also needs that the system did not abstain."""
    asked = [outcome for outcome in outcomes if outcome.case.agencies]
    if not asked:
        refused = [outcome.confidence < threshold for outcome in outcomes]
        return {"n": len(outcomes), "refused": round(float(np.mean(refused)), 3)}
    return {
        "n": len(asked),
        "hit1": round(float(np.mean([one.rank == 1 for one in asked])), 3),
        "hit3": round(float(np.mean([0 < one.rank <= 3 for one in asked])), 3),
        "mrr": round(float(np.mean([1 / one.rank if one.rank else 0.0 for one in asked])), 3),
        "answered_right": round(float(np.mean([one.rank == 1 and one.confidence >= threshold for one in asked])), 3),
    }


def _abstention(outcomes: Sequence[Outcome], threshold: float) -> dict[str, float]:
    refused = [outcome for outcome in outcomes if outcome.confidence < threshold]
    due = [outcome for outcome in outcomes if not outcome.case.agencies]
    rightly = [outcome for outcome in refused if not outcome.case.agencies]
    return {
        "precision": round(len(rightly) / len(refused), 3) if refused else 1.0,
        "recall": round(len(rightly) / len(due), 3) if due else 1.0,
    }


def _calibration(outcomes: Iterable[Outcome], bins: int = 5) -> float:
    """Return the expected calibration error over equal bins of confidence."""
    pairs = [(one.confidence, one.rank == 1) for one in outcomes]
    total = 0.0
    for low in range(bins):
        inside = [(p, right) for p, right in pairs if low <= p * bins < low + 1 or (p == 1.0 and low == bins - 1)]
        if inside:
            total += abs(sum(p for p, _ in inside) - sum(right for _, right in inside))
    return round(total / len(pairs), 3)


def _linear(weights: Weights) -> LinearModel:
    return LinearModel(DUTY_COLUMNS, weights.mean, weights.spread, weights.weights, 0.0)


def _right(case: Case, ranked: Ranked) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.asarray([case.accepts(duty) for duty in ranked.duties], dtype=np.bool_)


def _without_answer(ranked: Ranked, case: Case) -> Ranked:
    """Return the ranking as if the corpus lacked the answer: a question that must then be refused."""
    gone = {(duty.document, duty.locator) for duty in ranked.duties if case.accepts(duty)}
    kept = [at for at, duty in enumerate(ranked.duties) if (duty.document, duty.locator) not in gone]
    return Ranked(
        ranked.question,
        tuple(ranked.duties[at] for at in kept),
        ranked.rows[kept],
        ranked.scores[kept],
        ranked.elsewhere,
    )


def _lists(ranked: Ranked) -> bool:
    """Tell whether the question wants a list, so that another answer stays right when one is taken away."""
    question = ranked.question
    return bool(question.subjects or question.sections or question.period)


def _reorder(ranked: Ranked, weights: Weights) -> Ranked:
    scores = weights.score(ranked.rows)
    order = np.argsort(-scores, kind="stable")
    return Ranked(
        ranked.question, tuple(ranked.duties[at] for at in order), ranked.rows[order], scores[order], ranked.elsewhere
    )


def _probability(weights: Weights, rows: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-weights.score(rows))), dtype=np.float64)


def _blank_ranker() -> Ranker:
    def blank(columns: tuple[str, ...]) -> LinearModel:
        size = len(columns)
        return LinearModel(columns, np.zeros(size), np.ones(size), np.zeros(size), 0.0)

    return Ranker(blank(DUTY_COLUMNS), blank(()), blank(CONFIDENCE), 0.0)


def _same_body(wanted: str, found: str) -> bool:
    """Tell whether two printed names are of one body: equal, or one is the other with a place or a courtesy added."""
    return bool(found) and (wanted == found or wanted in found or found in wanted)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and learn first when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the store and the index are kept")
    parser.add_argument("--build", action="store_true", help="ingest and index anew")
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args(arguments)
    index = build_answer_index(options.folder) if options.build else load_index(options.folder / "index")
    cases = read_cases()
    if options.learn:
        learned = learn(index, [case for case in cases if case.split == "development"])
        stored = json.loads(WEIGHTS.read_text(encoding="utf-8")) if WEIGHTS.exists() else {}
        stored.update(learned)
        WEIGHTS.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        load_ranker.cache_clear()
    ranker = load_ranker()
    for split in ("development", "test"):
        outcomes = [run_case(index, case, ranker) for case in cases if case.split == split]
        print(split, json.dumps(report(outcomes, ranker.threshold), ensure_ascii=False, indent=1))
        if options.misses:
            _print_misses(index, outcomes, ranker)


def _print_misses(index: SearchIndex, outcomes: Iterable[Outcome], ranker: Ranker) -> None:
    for outcome in outcomes:
        case, sure = outcome.case, outcome.confidence >= ranker.threshold
        if (outcome.rank == 1) == sure and bool(case.agencies) == sure:
            continue
        best = rank_duties(index, case.question, ranker).duties[:1]
        shown = f"{best[0].printed} [{best[0].role}] {best[0].locator}: {best[0].task[:60]}" if best else "–"
        print(f"{case.id} {case.kind} rank={outcome.rank} p={outcome.confidence:.2f} {case.question}\n    → {shown}")


if __name__ == "__main__":
    main()
