"""Assignments of a task whose bodies are listed by role, in the columns of a table or behind labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ingest.model import AgencyMention, Assignment, Deadline, Role, Span, Task

_COUNTERPART: Mapping[Role, Role] = {"lead": "support", "support": "lead"}


def assign_named(
    text: str,
    task: Task,
    named: Mapping[Role, Sequence[AgencyMention]],
    evidence: Span,
    when: Deadline | None,
    rule: str,
) -> Iterator[Assignment]:
    """Yield one assignment for each body; those who lead and those who support are each other's counterparts.

    Args:
        text: The one text.
        task: What is to be done.
        named: The bodies by role, in the order of the text.
        evidence: The row, or the item, that says so.
        when: The deadline of all of them.
        rule: The name of the form, to which the role is added ("task-table-lead").
    """
    for role, mentions in named.items():
        others = named.get(_COUNTERPART[role], ()) if role in _COUNTERPART else ()
        for mention in mentions:
            yield Assignment(
                agency=mention.name,
                agency_span=mention.span,
                label=mention.label,
                role=role,
                task=words_of(text, task.span),
                task_span=task.span,
                locator=task.locator,
                evidence=evidence,
                rule=f"{rule}-{role}",
                when=when,
                counterparts=tuple(other.name for other in others),
            )


def words_of(text: str, span: Span) -> str:
    """Return the words of a task, a cell or a value in one line."""
    return " ".join(span.of(text).replace("<br>", " ").split())
