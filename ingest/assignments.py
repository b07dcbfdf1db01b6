"""Assignments: which agency has what role in which task, by when.

Reads the text, its provisions and header; writes ``AssignmentFindings``. Three forms are read: task tables, items with
labelled lines, and sentences of the parts that organise (the enacting articles of a decision, "Tổ chức thực hiện", the
items of a directive). Normative content is not: laws, decrees and circulars assign no duties here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.agency_cells import is_stated, read_agency_cell
from ingest.deadlines import find_deadlines
from ingest.duties import Duty
from ingest.duty_items import find_item_duties, find_open_tasks
from ingest.duty_labels import LabelledTask, find_labelled_tasks
from ingest.duty_sentences import SentenceReader, open_reader
from ingest.lexicon import Lexicon
from ingest.model import AgencyMention, Assignment, Deadline, Header, Issue, Provision, Role, Span, Task
from ingest.named_roles import assign_named, words_of
from ingest.spelling import soften
from ingest.tables import find_tables
from ingest.task_tables import read_task_table

_LABEL_ROLES: tuple[Role, ...] = ("lead", "support", "monitor")


@dataclass(frozen=True, slots=True)
class AssignmentFindings:
    """All that a document assigns, in reading order."""

    tasks: tuple[Task, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    issues: tuple[Issue, ...] = ()


def find_assignments(
    text: str, provisions: Sequence[Provision], header: Header, lexicon: Lexicon
) -> AssignmentFindings:
    """Return the tasks and assignments of a document.

    Args:
        text: The one text.
        provisions: Its parts, from ``parse_provisions``.
        header: Its formal parts; the type decides whether its sentences assign, the date gives the year of deadlines.
        lexicon: The registers.

    Returns:
        Findings whose spans lie in ``text``; equal assignments are given once.
    """
    if _is_normative(header, lexicon):
        return AssignmentFindings()
    year = header.date.year if header.date else None
    reader = open_reader(text, lexicon)
    words = reader.words
    tasks: list[Task] = []
    assignments: list[Assignment] = []
    issues: list[Issue] = []
    for table in find_tables(text, provisions):
        read = read_task_table(text, table, words, year)
        if read is not None:
            tasks.extend(read.tasks)
            assignments.extend(read.assignments)
            issues.extend(read.issues)
    labelled = find_labelled_tasks(text, provisions, words)
    for item in labelled:
        task = _labelled_task(text, item)
        tasks.append(task)
        assignments.extend(_labelled_assignments(text, item, task, reader, year))
    taken = frozenset(locator for item in labelled for locator in item.parts)
    for provision, duty, evidence in find_item_duties(reader, provisions, header, taken):
        assignments.extend(assign_duty(text, provision, duty, evidence, year))
    assigned = taken | {one.locator for one in assignments}
    tasks.extend(find_open_tasks(reader, provisions, assigned))
    return _findings(tasks, assignments, issues)


def _is_normative(header: Header, lexicon: Lexicon) -> bool:
    """Laws, decrees and circulars: the types that occur as normative documents only."""
    name = soften(header.type or "")
    return any(soften(kind.label) == name and kind.strata == ("normative",) for kind in lexicon.document_types)


def _labelled_task(text: str, item: LabelledTask) -> Task:
    result = item.values.get("result")
    return Task(item.owner.locator, item.task, None, result.of(text) if result else None)


def _labelled_assignments(
    text: str, item: LabelledTask, task: Task, reader: SentenceReader, year: int | None
) -> Iterator[Assignment]:
    when = _value_deadline(text, item.values.get("time"), year)
    return assign_named(text, task, _named_by_label(text, item, reader), item.evidence, when, "labelled")


def _named_by_label(text: str, item: LabelledTask, reader: SentenceReader) -> dict[Role, tuple[AgencyMention, ...]]:
    named: dict[Role, tuple[AgencyMention, ...]] = dict.fromkeys(_LABEL_ROLES, ())
    for role in _LABEL_ROLES:
        value = item.values.get(role)
        if value is not None and is_stated(value.of(text)):
            for stated, mention in read_agency_cell(text, value, role, reader.words.agencies):
                named[stated] = (*named.get(stated, ()), mention)
        else:
            named[role] = (*named[role], *reader.read_list(*_bounds(value)))
    return named


def _bounds(span: Span | None) -> tuple[int, int]:
    return (span.start, span.end) if span else (0, 0)


def _value_deadline(text: str, span: Span | None, year: int | None) -> Deadline | None:
    if span is None:
        return None
    found = find_deadlines(text, span, year)
    return found[0] if found else Deadline(words_of(text, span), span)


def assign_duty(text: str, provision: Provision, duty: Duty, evidence: Span, year: int | None) -> Iterator[Assignment]:
    """Yield an assignment for each body of ``duty``, with the first deadline that its words state."""
    found = find_deadlines(text, duty.task, year) if duty.timed else ()
    for agent in duty.agents:
        yield Assignment(
            agency=agent.name,
            agency_span=agent.span,
            label=agent.label,
            role=duty.role,
            task=words_of(text, duty.task),
            task_span=duty.task,
            locator=provision.locator,
            evidence=evidence,
            rule=duty.rule,
            when=found[0] if found else None,
            recipients=tuple(mention.name for mention in duty.recipients),
            counterparts=tuple(mention.name for mention in duty.partners),
        )


def _findings(tasks: Iterable[Task], assignments: Iterable[Assignment], issues: Iterable[Issue]) -> AssignmentFindings:
    unique: dict[tuple[str, Role, Span], Assignment] = {}
    for assignment in assignments:
        unique.setdefault((soften(assignment.agency), assignment.role, assignment.task_span), assignment)
    ordered = tuple(sorted(unique.values(), key=lambda one: (one.task_span.start, one.agency_span.start)))
    known = {task.span: task for task in tasks}
    for assignment in ordered:
        known.setdefault(assignment.task_span, Task(assignment.locator, assignment.task_span))
    deadlines = dict.fromkeys(one.when for one in ordered if one.when)
    return AssignmentFindings(
        tasks=tuple(sorted(known.values(), key=lambda task: (task.span.start, task.span.end))),
        assignments=ordered,
        deadlines=tuple(deadlines),
        issues=tuple(issues),
    )
