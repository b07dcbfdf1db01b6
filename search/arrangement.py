"""Which of the admitted duties come first, and which are not meant: what decides beside the learned score.

Reads a question and the duties that do not contradict it, with their columns; gives an order, or fewer duties. Where
only names are asked the names decide; the bodies of one task stand by the role that is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from graph.model import Duty
from search.evidence import STRUCTURE
from search.features import FEATURES, Matrix
from search.question import Question
from search.wanted import has_title, title_asked

Admitted = tuple[int, Duty, tuple[float, ...]]
"""The row of a task, one of its duties, and what the registers say about it (``search.evidence.STRUCTURE``)."""
Rows = npt.NDArray[np.int64]
_ANNEX: Final = "phu-luc"


def arrange(question: Question, duties: Sequence[Duty], matrix: Matrix, scores: Matrix) -> Rows:
    """Return the positions of ``duties`` best first.

    Args:
        question: what is asked.
        duties: what to arrange.
        matrix: their columns, one row a duty.
        scores: what the columns are worth, one a duty.
    """
    order = _by_score(question, matrix, scores)
    return order if "partner" in question.wants else _by_role(order, duties, matrix)


def keep_meant(question: Question, admitted: list[Admitted]) -> list[Admitted]:
    """Return the duties of the part and of the holder that the question means."""
    return _of_title(question, _of_main_part(question, admitted))


def _by_score(question: Question, matrix: Matrix, scores: Matrix) -> Rows:
    """Return the rows best first; where only names are asked, the period, then the body decide before the score."""
    if question.topic:
        return np.argsort(-scores, kind="stable")
    body, member, period = (_column(matrix, name) for name in ("body", "member", "period"))
    return np.lexsort((-scores, -member, -body, -period))


def _by_role(order: Rows, duties: Sequence[Duty], matrix: Matrix) -> Rows:
    """Return ``order`` with the bodies of one task, at its places, by the body, then the role that is asked for.

    Where no role is asked the one that leads comes first: "do ai làm?" does not ask who helps.
    """
    body, role, other_role = (_column(matrix, name) for name in ("body", "role", "other_role"))
    lead, stated = _column(matrix, "lead"), _column(matrix, "stated")
    ranks: dict[tuple[str, str, str], list[int]] = {}
    for rank, at in enumerate(order.tolist()):
        duty = duties[at]
        ranks.setdefault((duty.document, duty.locator, duty.task), []).append(rank)
    arranged = order.copy()
    for taken in ranks.values():
        inside = order[taken]
        if len(taken) > 1 and not stated[inside].any():
            fit = np.lexsort((np.arange(len(taken)), -lead[inside], other_role[inside], -role[inside], -body[inside]))
            arranged[taken] = inside[fit]
    return arranged


def _of_main_part(question: Question, admitted: list[Admitted]) -> list[Admitted]:
    """Return the duties of the body asked about that stand in the section itself, where its annex has one so marked.

    "Mục V" is that of the plan when the body has a duty there; without one, that of the annex may be meant.
    """
    if not question.subjects or not question.sections or any(section.annex for section in question.sections):
        return admitted
    main = [one for one in admitted if one[2][0] and not one[1].locator.startswith(_ANNEX)]
    return main or admitted


def _of_title(question: Question, admitted: list[Admitted]) -> list[Admitted]:
    """Return the duties whose holder has the position asked for, where there are any: "Ai làm tổ trưởng …?"."""
    title = title_asked(question.text)
    return [one for one in admitted if title and has_title(one[1], title)] or admitted


def _column(matrix: Matrix, name: str) -> Matrix:
    """Return a column of ``STRUCTURE``; those of ``FEATURES`` stand before them."""
    return matrix[:, len(FEATURES) + STRUCTURE.index(name)]
