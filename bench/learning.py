"""Learning the weights of ``search/weights.json``: a listwise ranker and a logistic confidence, in numpy.

Both are linear over standardised columns and convex, so a run gives the same weights every time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
_STEPS = 3000
Gradient = Callable[[Matrix], Matrix]


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates of one question: their columns, and which are right."""

    rows: Matrix
    right: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights over standardised columns, as ``search.rank.LinearModel`` reads them."""

    mean: Matrix
    spread: Matrix
    weights: Matrix
    bias: float = 0.0

    def score(self, rows: Matrix) -> Matrix:
        """Return one score for each row."""
        return np.asarray(((rows - self.mean) / self.spread) @ self.weights + self.bias, dtype=np.float64)

    def to_json(self, columns: Sequence[str]) -> dict[str, object]:
        """Return the form stored in ``weights.json``: column → mean, spread, weight."""
        table = zip(columns, self.mean, self.spread, self.weights, strict=True)
        return {
            "columns": {name: [round(float(value), 5) for value in values] for name, *values in table},
            "bias": round(self.bias, 5),
        }


def learn_ranking(groups: Sequence[Group], penalty: float) -> Weights:
    """Return the weights that make a right candidate the likeliest of its group (softmax), with an L2 ``penalty``."""
    usable = [group for group in groups if group.right.any() and not group.right.all()]
    mean, spread = _standard(np.concatenate([group.rows for group in usable]))
    rows = np.concatenate([(group.rows - mean) / spread for group in usable])
    right = np.concatenate([group.right for group in usable]).astype(np.float64)
    starts = np.cumsum([0, *(len(group.rows) for group in usable)])[:-1]
    segment = np.repeat(np.arange(len(usable)), [len(group.rows) for group in usable])

    def gradient(weights: Matrix) -> Matrix:
        scores = rows @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[segment])
        share = likely / np.add.reduceat(likely, starts)[segment]
        good = likely * right
        target = good / np.maximum(np.add.reduceat(good, starts)[segment], 1e-12)
        return np.asarray((rows.T @ (share - target) + 2 * penalty * weights) / len(usable), dtype=np.float64)

    return Weights(mean, spread, _descend(gradient, rows.shape[1]))


def learn_confidence(rows: Matrix, right: npt.NDArray[np.bool_], weights_of: Matrix, penalty: float) -> Weights:
    """Return the weights of the probability that an answer is right (logistic regression, ``weights_of`` each row)."""
    mean, spread = _standard(rows)
    table = np.column_stack(((rows - mean) / spread, np.ones(len(rows))))
    wanted = right.astype(np.float64)
    free = np.append(np.ones(table.shape[1] - 1), 0.0)

    def gradient(weights: Matrix) -> Matrix:
        share = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        return np.asarray(
            (table.T @ (weights_of * (share - wanted)) + 2 * penalty * free * weights) / len(table), dtype=np.float64
        )

    weights = _descend(gradient, table.shape[1])
    return Weights(mean, spread, weights[:-1], float(weights[-1]))


def _standard(rows: Matrix) -> tuple[Matrix, Matrix]:
    spread = rows.std(axis=0)
    return rows.mean(axis=0), np.where(spread > 1e-9, spread, 1.0)


def _descend(gradient: Gradient, size: int) -> Matrix:
    """Follow the gradient with Adam; the problems are small and convex."""
    weights, first, second = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, _STEPS + 1):
        slope = gradient(weights)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        rate = 0.05 * (1 - step / _STEPS) + 1e-4
        weights = weights - rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
    return weights
