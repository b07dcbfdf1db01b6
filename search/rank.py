"""Ranking and confidence: learned weights over the features, kept in ``search/weights.json``.

Reads feature matrices; gives scores, and the probability that the best answer is right. Linear models only: a reader
can see what each column is worth. ``bench/answers.py`` learns them on the questions, ``bench/alqac.py`` those of
passages by cross-validation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.evidence import STRUCTURE
from search.features import FEATURES

Matrix = npt.NDArray[np.float64]
DUTY_COLUMNS: Final = FEATURES + STRUCTURE
PASSAGE_COLUMNS: Final = (
    "bm25_share", "bm25_text", "bm25_heading", "bm25_all", "above", "below_best", "second", "above_by_pairs",
    "words_covered", "pairs_covered", "triples_covered", "heading_covered", "numbers_covered", "clause_words",
    "clause_pairs", "document_named", "section_cited", "support",
)  # fmt: skip
"""What a passage is ranked by, in order; ``search.passage_ranking`` says what each column tells."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of the confidence may say: the values that count, and the sign that its weight must have (0: any).

    Values outside are clipped: a store smaller or larger than those learned from says nothing stronger.
    """

    low: float
    high: float
    sign: int


CONFIDENCE: Final = {
    "covered": Column(0.0, 1.0, 1),
    "pairs": Column(0.0, 1.0, 1),
    "unknown": Column(0.0, 1.0, -1),
    "names": Column(0.0, 1.0, 1),
    "name_pairs": Column(0.0, 1.0, 1),
    "numbers": Column(0.0, 1.0, 1),
    "run": Column(0.0, 1.0, -1),
    "works": Column(0.0, 1.0, 1),
    "source": Column(0.0, 1.0, 0),
    "place": Column(0.0, 1.0, 0),
    "rephrased": Column(0.0, 1.0, 0),
    "covered_rephrased": Column(0.0, 1.0, 1),
    "untimed": Column(0.0, 1.0, -1),
    "score": Column(0.0, 25.0, 1),
    "dense": Column(0.75, 0.95, 1),
    "dense_above": Column(0.0, 5.0, 1),
    "margin": Column(0.0, 3.0, 1),
    "lead_over_others": Column(0.0, 3.0, 1),
    "covered_and_near": Column(0.0, 1.0, 1),
    "elsewhere": Column(0.0, 4.0, -1),
    "other_role": Column(0.0, 1.0, -1),
    "premise": Column(0.0, 1.0, -1),
    "period": Column(0.0, 1.0, 1),
    "other_period": Column(0.0, 1.0, -1),
    "body": Column(0.0, 1.0, 1),
    "member": Column(0.0, 1.0, 0),
    "english": Column(0.0, 1.0, 0),
    "stated": Column(0.0, 1.0, 0),
}
"""What the confidence in the best answer is read from, in order."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights over standardised columns: ``((x - mean) / spread) @ weights + bias``."""

    columns: tuple[str, ...]
    mean: Matrix
    spread: Matrix
    weights: Matrix
    bias: float

    def score(self, rows: Matrix) -> Matrix:
        """Return one score for each row."""
        product = ((rows - self.mean) / self.spread) @ self.weights
        return np.asarray(product + self.bias, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Ranker:
    """The three models, and the confidence under which we abstain."""

    duties: LinearModel
    passages: LinearModel
    confidence: LinearModel
    threshold: float

    def probability(self, row: Matrix) -> float:
        """Return the calibrated probability that an answer with these ``CONFIDENCE`` columns is right."""
        return float(1 / (1 + np.exp(-np.clip(self.confidence.score(row.reshape(1, -1))[0], -30, 30))))


@lru_cache(maxsize=1)
def load_ranker() -> Ranker:
    """Return the learned models that come with the package."""
    stored = json.loads(resources.files("search").joinpath("weights.json").read_text(encoding="utf-8"))
    return Ranker(
        duties=_model(stored["duties"], DUTY_COLUMNS),
        passages=_model(stored["passages"], PASSAGE_COLUMNS),
        confidence=_model(stored["confidence"], tuple(CONFIDENCE)),
        threshold=float(stored["threshold"]),
    )


def _model(stored: dict[str, Any], columns: tuple[str, ...]) -> LinearModel:
    """Return the model with its columns in the order of ``columns``; a column it was not trained on weighs nothing."""
    rows: dict[str, list[float]] = stored["columns"]
    table = np.asarray([rows.get(column, [0.0, 1.0, 0.0]) for column in columns], dtype=np.float64)
    return LinearModel(columns, table[:, 0], table[:, 1], table[:, 2], float(stored.get("bias", 0.0)))
