"""To whom the result of a duty goes: answers of their own where a question asks for them.

"Báo cáo cho ai", "gửi về cơ quan nào" want the body that receives before the one that reports. Reads a ranking; gives
the same with receivers before the duties whose result they get.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from graph.agencies import Found
from graph.model import AgencyRef, Duty
from graph.registers import load_agencies
from search.bodies import place_of
from search.confidence import Ranked
from search.grading import SAME, grade_body
from search.index import SearchIndex
from search.question import Question

_WITH_RECEIVERS: Final = 20
"""Duties whose receivers are shown beside them, where they are asked for."""


def with_receivers(index: SearchIndex, ranked: Ranked) -> Ranked:
    """Return ``ranked`` with those to whom a duty's result goes before it: "báo cáo cho ai" asks for them."""
    duties: list[Duty] = []
    taken: list[int] = []
    for at, duty in enumerate(ranked.duties):
        receivers = duty.recipients if at < _WITH_RECEIVERS else ()
        found = [_received(index, duty, name) for name in receivers if not _is_named(index, ranked.question, name)]
        duties += [*found, duty]
        taken += [at] * (len(found) + 1)
    return replace(ranked, duties=tuple(duties), rows=ranked.rows[taken], scores=ranked.scores[taken])


def _is_named(index: SearchIndex, question: Question, name: str) -> bool:
    """Tell whether the question names this body itself: then another one is asked for."""
    held = index.bodies.read(name)
    return any(grade_body(partner, held) == SAME for partner in question.partners)


def _received(index: SearchIndex, duty: Duty, name: str) -> Duty:
    """Return ``duty`` as its receiver has it: informed by the one that holds it.

    Of the receiver only the printed name is known; the register tells which body that is where and when it was written.
    """
    node = index.nodes.get(duty.document)
    register = load_agencies()
    found = register.find_by_name(name, place_of(duty.agency.iri), node.date if node else None)
    body = register.iri_of(found.agency) if isinstance(found, Found) else ""
    return replace(
        duty, agency=AgencyRef(body, name), printed=name, role="inform", counterparts=(duty.printed,), recipients=()
    )
