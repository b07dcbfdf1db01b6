"""Learning the weights of ``search/weights.json``: a listwise ranker and a logistic confidence, in numpy.

Both are linear over standardised columns and convex, so a run gives the same weights every time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Matrix = npt.NDArray[np.float64]
_STEPS = 100
_NEAR = 1e-6
Step = Callable[[Matrix], tuple[Matrix, Matrix]]


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

    def step(weights: Matrix) -> tuple[Matrix, Matrix]:
        scores = rows @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[segment])
        share = likely / np.add.reduceat(likely, starts)[segment]
        good = likely * right
        target = good / np.maximum(np.add.reduceat(good, starts)[segment], 1e-12)
        slope = rows.T @ (share - target) + 2 * penalty * weights
        # The curvature without the part of the right candidates bounds the true one, so a step never overshoots.
        centres = np.add.reduceat(rows * share[:, None], starts)
        curve = rows.T @ (rows * share[:, None]) - centres.T @ centres + 2 * penalty * np.eye(len(weights))
        return slope, curve

    return Weights(mean, spread, _descend(step, rows.shape[1]))


def learn_confidence(
    rows: Matrix, right: npt.NDArray[np.bool_], weights_of: Matrix, signs: Sequence[int], penalty: float
) -> Weights:
    """Return the weights of the probability that an answer is right (logistic regression, ``weights_of`` each row).

    ``signs`` keeps the weight of a column from pointing the wrong way (0: free), so that no accident of the questions
    makes an answer surer for holding less of what was asked.
    """
    mean, spread = _standard(rows)
    table = np.column_stack(((rows - mean) / spread, np.ones(len(rows))))
    wanted = right.astype(np.float64)
    free = np.append(np.ones(table.shape[1] - 1), 0.0)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = table @ weights
        share = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        value = weights_of @ (np.logaddexp(0, scores) - wanted * scores) + penalty * weights @ (free * weights)
        return float(value), table.T @ (weights_of * (share - wanted)) + 2 * penalty * free * weights

    limits = {1: (0, None), -1: (None, 0), 0: (None, None)}
    found = minimize(
        loss,
        np.zeros(table.shape[1]),
        jac=True,
        method="L-BFGS-B",
        bounds=[*(limits[sign] for sign in signs), limits[0]],
    ).x
    return Weights(mean, spread, np.asarray(found[:-1], dtype=np.float64), float(found[-1]))


def _standard(rows: Matrix) -> tuple[Matrix, Matrix]:
    spread = rows.std(axis=0)
    return rows.mean(axis=0), np.where(spread > 1e-9, spread, 1.0)


def _descend(step: Step, size: int) -> Matrix:
    """Return the minimum by Newton's method, damped where a step would be long."""
    weights = np.zeros(size)
    for _ in range(_STEPS):
        slope, curve = step(weights)
        change = np.linalg.solve(curve, slope)
        longest = float(np.abs(change).max())
        weights = weights - change / max(1.0, longest)
        if longest < _NEAR:
            break
    return weights
