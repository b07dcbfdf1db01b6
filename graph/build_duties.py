"""Writes tasks, who has to do them in which role and by when, and the quantified targets."""

from __future__ import annotations

from graph.build_frame import Frame
from graph.terms import load_role_iris
from ingest.model import Assignment, Deadline, Span, Target
from ontology.vocabulary import Cancu, Schema, Time, Xsd


def write_assignments(frame: Frame) -> None:
    """Write the tasks of the text, whether or not it says by whom, and the assignments."""
    assigned: dict[str, list[Span]] = {}
    for assignment in frame.extraction.assignments:
        assigned.setdefault(assignment.locator, []).append(assignment.task_span)
    for task in frame.extraction.tasks:
        within = [span for span in assigned.get(task.locator, ()) if _overlap(span, task.span)]
        for span in within or [task.span]:
            node = _write_task(frame, span, task.locator)
            frame.sheet.words(node, Cancu.TASK_GROUP, task.group)
            frame.sheet.words(node, Cancu.EXPECTED_RESULT, task.result)
    for row, assignment in enumerate(frame.extraction.assignments, 1):
        _write_assignment(frame, row, assignment)
    for deadline in frame.extraction.deadlines:
        _write_deadline(frame, deadline)


def write_competences(frame: Frame) -> None:
    """Write what provisions say that bodies do (thẩm quyền, trách nhiệm theo quy định), with no task assigned."""
    for row, competence in enumerate(frame.extraction.competences, 1):
        node = frame.node("competence", row)
        frame.sheet.types(node, Cancu.COMPETENCE)
        frame.sheet.link(node, Cancu.HELD_BY, frame.agency(competence.agency))
        _write_charge(frame, node, row, competence)


def write_targets(frame: Frame) -> None:
    """Write the quantified aims (chỉ tiêu)."""
    for row, target in enumerate(frame.extraction.targets, 1):
        _write_target(frame, row, target)


def _overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end


def _write_task(frame: Frame, span: Span, locator: str) -> str:
    node = frame.node("task", span.start, span.end)
    frame.sheet.types(node, Cancu.TASK)
    frame.prove(node, span, locator)
    return node


def _write_assignment(frame: Frame, row: int, assignment: Assignment) -> None:
    node = frame.node("assignment", row)
    frame.sheet.types(node, Cancu.ASSIGNMENT)
    frame.sheet.link(node, Cancu.OF_TASK, _write_task(frame, assignment.task_span, assignment.locator))
    frame.sheet.link(node, Cancu.ASSIGNED_TO, frame.agency(assignment.agency))
    _write_charge(frame, node, row, assignment)


def _write_charge(frame: Frame, node: str, row: int, charge: Assignment) -> None:
    """Write what an assignment and a competence have in common: words, role, time, others named, evidence."""
    sheet = frame.sheet
    sheet.note(node, Schema.POSITION, row)
    sheet.words(node, Cancu.TEXT, charge.task)
    sheet.words(node, Cancu.PRINTED, charge.agency)
    sheet.link(node, Cancu.IN_ROLE, load_role_iris()[charge.role])
    sheet.note(node, Cancu.RULE, charge.rule)
    sheet.words(node, Cancu.HEADING_PATH, frame.heading_path(charge.locator))
    if charge.when:
        sheet.link(node, Cancu.DUE, _write_deadline(frame, charge.when))
    for recipient in charge.recipients:
        sheet.words(node, Cancu.RECIPIENT, recipient)
    for counterpart in charge.counterparts:
        sheet.words(node, Cancu.COUNTERPART, counterpart)
    frame.prove(node, charge.evidence, charge.locator)


def _write_deadline(frame: Frame, deadline: Deadline) -> str:
    sheet, span = frame.sheet, deadline.span
    node = frame.node("deadline", span.start, span.end)
    sheet.types(node, Cancu.DEADLINE, Time.TEMPORAL_ENTITY)
    sheet.words(node, Cancu.PRINTED, deadline.surface)
    frame.bound(node, deadline.start, deadline.end)
    if deadline.recurrence == "continuous":
        sheet.note(node, Cancu.CONTINUOUS, True)
    else:
        sheet.note(node, Time.HAS_XSD_DURATION, deadline.recurrence, Xsd.DURATION)
    sheet.note(node, Cancu.YEARLY_DUE, deadline.due, Xsd.G_MONTH_DAY)
    sheet.words(node, Cancu.RELATIVE_PERIOD, deadline.relative)
    frame.prove(node, span, None)
    return node


def _write_target(frame: Frame, row: int, target: Target) -> None:
    sheet, node = frame.sheet, frame.node("target", row)
    value = frame.node("quantity", row)
    sheet.types(node, Cancu.TARGET)
    sheet.note(node, Schema.POSITION, row)
    sheet.link(node, Cancu.VALUE, value)
    sheet.types(value, Schema.QUANTITATIVE_VALUE)
    sheet.note(value, Schema.MIN_VALUE, target.min, Xsd.DECIMAL)
    sheet.note(value, Schema.MAX_VALUE, target.max, Xsd.DECIMAL)
    sheet.words(value, Schema.UNIT_TEXT, target.unit)
    sheet.note(node, Cancu.IS_PERCENTAGE, target.percent)
    sheet.note(node, Cancu.BY_YEAR, None if target.by_year is None else f"{target.by_year:04d}", Xsd.G_YEAR)
    sheet.note(node, Cancu.PER_PERIOD, target.per, Xsd.DURATION)
    sheet.words(node, Cancu.PRINTED, target.span.of(frame.text))
    frame.prove(node, target.evidence, target.locator)
