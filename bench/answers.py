"""How well questions are answered: hit@1, hit@3, MRR, abstention, calibration, by kind and by size of the store.

Run ``python -m bench.answers --folder DIR --build`` to measure with the weights of the package; ``--check`` measures
each family of documents with weights learned from the others only, which is the honest figure; ``--learn`` learns
``search/weights.json`` on all questions.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.answer_cases import QUESTIONS, Case, rank_of, read_cases
from bench.answer_corpus import ALL, Composition, build_compositions, open_compositions
from bench.answer_learning import ask_everywhere, blank_ranker, cross_validate, learn
from search.confidence import confidence_in
from search.index import SearchIndex
from search.rank import Ranker, load_ranker
from search.responsibilities import rank_duties

WEIGHTS: Final = Path(__file__).parents[1] / "search" / "weights.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the system did with a case: the rank of the first right place (0: none), its confidence, seconds."""

    case: Case
    rank: int
    confidence: float
    seconds: float


def run_case(index: SearchIndex, case: Case, ranker: Ranker) -> Outcome:
    """Ask one question."""
    start = time.perf_counter()
    ranked = rank_duties(index, case.question, ranker)
    confidence = confidence_in(index, ranked, ranker)
    seconds = time.perf_counter() - start
    return Outcome(case, rank_of(ranked, case), confidence, seconds)


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and learn first when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the stores and the indexes are kept")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--build", action="store_true", help="ingest and index anew")
    parser.add_argument("--check", action="store_true", help="cross-validate by family of documents")
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args(arguments)
    stores = build_compositions(options.folder) if options.build else open_compositions(options.folder)
    cases = read_cases(options.questions)
    if options.check or options.learn:
        _learn(stores, cases, check=options.check, keep=options.learn)
    if not options.check:
        _measure(stores, cases, misses=options.misses)


def _learn(stores: Sequence[Composition], cases: Sequence[Case], *, check: bool, keep: bool) -> None:
    asked = ask_everywhere(stores, cases, load_ranker() if WEIGHTS.exists() else blank_ranker())
    if check:
        for size, found in cross_validate(asked).items():
            outcomes = [Outcome(one.case, rank, 0.0 if silent else 1.0, 0.0) for one, rank, _, silent in found]
            print(f"cross-validated, {size}", json.dumps(report(outcomes, 0.5), ensure_ascii=False))
    if keep:
        stored = json.loads(WEIGHTS.read_text(encoding="utf-8")) if WEIGHTS.exists() else {}
        stored.update(learn(asked).to_json())
        WEIGHTS.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        load_ranker.cache_clear()


def _measure(stores: Sequence[Composition], cases: Sequence[Case], *, misses: bool) -> None:
    ranker = load_ranker()
    alone = {name: store.index for store in stores for name in store.documents if store.name == name}
    everything = next(store.index for store in stores if store.name == ALL)
    for size in ("alone", ALL):
        asked = [(everything if size == ALL else alone[case.document], case) for case in cases]
        outcomes = [run_case(index, case, ranker) for index, case in asked]
        print(size, json.dumps(report(outcomes, ranker.threshold), ensure_ascii=False))
        if misses:
            _print_misses([index for index, _ in asked], outcomes, ranker)


def _print_misses(indexes: Iterable[SearchIndex], outcomes: Iterable[Outcome], ranker: Ranker) -> None:
    for index, outcome in zip(indexes, outcomes, strict=True):
        case, sure = outcome.case, outcome.confidence >= ranker.threshold
        if (outcome.rank == 1) == sure and bool(case.agencies) == sure:
            continue
        best = rank_duties(index, case.question, ranker).duties[:1]
        shown = f"{best[0].printed} [{best[0].role}] {best[0].locator}: {best[0].task[:60]}" if best else "–"
        print(f"{case.id} {case.kind} rank={outcome.rank} p={outcome.confidence:.2f} {case.question}\n    → {shown}")


if __name__ == "__main__":
    main()
