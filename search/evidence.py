"""What the registers say about a duty as an answer: body, role, period, partner, section, place, kind.

Reads a ``Question`` and a ``Duty``; writes one row of numbers, or nothing when the duty contradicts what was named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graph.model import DocumentNode, Duty
from ingest.model import Role
from ingest.text import key_of
from search.bodies import Bodies, Holding, NamedBody
from search.cues import Cues
from search.grading import MEMBER, ORGAN, OTHER, SAME, grade_body
from search.periods import STATED, AskedPeriod, fit_period, states_day, states_year
from search.places import Place, mentions_place
from search.question import Question
from search.references import SectionReference, find_sections, fit_section
from search.words import Analyser

STRUCTURE: Final = ("body", "member", "role", "other_role", "period", "other_period", "partner", "kind", "collective",
                    "lead", "source", "stated")  # fmt: skip
"""The columns, in order."""
_COMRADE: Final = ("dong", "chi")
"""What may stand before an office."""
_AKIN: Final = 0.5
_SAID: Final = 0.3
_LEADING: Final[frozenset[Role]] = frozenset({"lead", "do", "decide"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What the duties of one document have in common: its IRI and the words that say where it holds."""

    document: str
    words: tuple[str, ...]
    national: bool
    issuer: Holding | None = None
    """Who issued it: the officers to whom it gives work act for that body."""


def build_setting(
    node: DocumentNode, provinces: Sequence[tuple[str, ...]], analyser: Analyser, bodies: Bodies
) -> Setting:
    """Return the setting of a document: its issuer, title, type, number, year; national when they name no province."""
    printed = (node.issuer, node.title, node.type, node.number, str(node.date.year) if node.date else None)
    words = analyser.words(" . ".join(part for part in printed if part))
    local = any(mentions_place(Place(province, ""), words) for province in provinces)
    national = not local and not {"xa", "huyen", "tinh", "phuong"}.intersection(words)
    return Setting(node.iri, words, national, bodies.read(node.issuer) if node.issuer else None)


def weigh_duty(
    question: Question,
    duty: Duty,
    setting: Setting | None,
    bodies: Bodies,
    cues: Cues,
    related: Sequence[frozenset[str]],
) -> tuple[float, ...] | None:
    """Return the columns of ``STRUCTURE``, None when the duty is another body's, another place's or another section's.

    ``related`` gives, for each subject of the question, the keys of its predecessors.
    """
    if question.sections and not any(_in_section(section, duty) for section in question.sections):
        return None
    holding = bodies.holding(duty)
    grade = _grade(question, holding, related)
    if grade == OTHER and question.subjects and _is_officer_of_issuer(question, setting, holding, bodies, cues):
        grade = MEMBER
    if grade == OTHER and question.asks_receiver and duty.role == "inform":
        grade = SAME  # Asked for is not the body that sends, but the one that receives.
    if grade == OTHER and question.subjects:
        return None
    if not _in_place(question, duty, holding, setting, bodies):
        return None
    role, other_role = _fit_role(question, duty, cues)
    period = _fit_time(question.period, duty, setting)
    return (
        grade if grade >= 0.9 else 0.0,
        grade / MEMBER if grade <= MEMBER else 0.0,
        role,
        other_role,
        max(period, 0.0),
        float(period < 0),
        _fit_partner(question.partners, duty, bodies),
        float(question.kind is not None and holding.words[:1] == (question.kind,)),
        float(holding.collective),
        float(duty.role in _LEADING),
        float(any(ref.binding and duty.document in ref.documents for ref in question.documents)),
        float(duty.stated),
    )


def _in_section(section: SectionReference, duty: Duty) -> bool:
    """Tell whether the duty stands in ``section``, or is about it: "nhiệm vụ tại khoản 3 mục III Kế hoạch này"."""
    if fit_section(section, duty.locator):
        return True
    return len(section.marks) > 1 and any(other.marks == section.marks for other in find_sections(duty.task))


def _grade(question: Question, holding: Holding, related: Sequence[frozenset[str]]) -> float:
    if not question.subjects:
        return OTHER
    return max(grade_body(subject, holding, before) for subject, before in zip(question.subjects, related, strict=True))


def _is_officer_of_issuer(
    question: Question, setting: Setting | None, holding: Holding, bodies: Bodies, cues: Cues
) -> bool:
    """Tell whether an officer of the body asked about, which issued the document, holds the duty.

    "Đồng chí Phó Chủ tịch Thường trực", "Chuyên viên phụ trách …" are of the issuer; "Giám đốc Sở Y tế" is not.
    """
    issuer = setting.issuer if setting else None
    if issuer is None or not any(grade_body(subject, issuer) >= ORGAN for subject in question.subjects):
        return False
    words = holding.words[len(_COMRADE) :] if holding.words[: len(_COMRADE)] == _COMRADE else holding.words
    office = any(cues.lists["office"].exactly(words[:length]) for length in (2, 3))
    return office and not bodies.names_other(holding, issuer)


def _fit_role(question: Question, duty: Duty, cues: Cues) -> tuple[float, float]:
    """Return (how well the role fits, whether it contradicts): 1 the same, 0.5 akin, more where the task says it.

    A duty whose result goes to somebody fits a question about who is informed; one with co-workers fits "Sở X phối hợp
    với ai?", whoever leads it.
    """
    asked = question.roles
    if not asked:
        return 0.0, 0.0
    with_whom = bool(question.subjects) and "partner" in question.wants and "support" in asked
    if duty.role in asked or ("inform" in asked and duty.recipients) or (with_whom and duty.counterparts):
        return 1.0, 0.0
    akin = any((one, duty.role) in cues.kin for one in asked)
    said = any(one in cues.said and _says(cues.said[one], duty.task) for one in asked)
    if akin or said:
        return _AKIN + _SAID * said, 0.0
    return 0.0, 1.0


@lru_cache(maxsize=1 << 16)
def _says(role: re.Pattern[str], task: str) -> bool:
    return role.search(key_of(task)) is not None


def _fit_time(asked: AskedPeriod | None, duty: Duty, setting: Setting | None) -> float:
    """Return how well the duty's time fits.

    The last year asked for may also stand in the task ("Đề án … đến 2030"), or in the title of its document ("bầu cử
    … nhiệm kỳ 2026-2031"), which says less.
    """
    if asked is None:
        return 0.0
    fit = fit_period(asked, duty.when)
    if asked.day and states_day(duty.evidence.quote, asked.day):
        return max(fit, STATED)
    if asked.end is None:
        return fit
    if states_year(duty.task, asked.end.year):
        return max(fit, STATED)
    return max(fit, STATED / 2) if setting and fit == 0 and str(asked.end.year) in setting.words else fit


def _fit_partner(partners: Sequence[NamedBody], duty: Duty, bodies: Bodies) -> float:
    """Return 1 when a partner of the question is a co-worker or recipient of the duty."""
    if not partners:
        return 0.0
    beside = [bodies.read(name) for name in (*duty.counterparts, *duty.recipients)]
    return max((float(grade_body(partner, other) == SAME) for partner in partners for other in beside), default=0.0)


def _in_place(question: Question, duty: Duty, holding: Holding, setting: Setting | None, bodies: Bodies) -> bool:
    """Tell whether the duty can be where the question says: there by name, or everywhere in the country."""
    for place in question.places:
        near = holding.words + (setting.words if setting else ()) + bodies.analysed(duty.task)
        if mentions_place(place, near) or any(mentions_place(place, subject.words) for subject in question.subjects):
            continue
        if setting is not None and setting.national and holding.collective and question.subjects:
            continue
        return False
    return True
