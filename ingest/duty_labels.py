"""Labelled lines of an item: "Đơn vị chủ trì: …", "Đơn vị phối hợp: …", "Thời gian hoàn thành: …", "Kết quả: …".

Reads the provisions; writes ``LabelledTask``s. Labels are known by the names of columns (``ontology/duty_cues.ttl``),
stand at the beginning of a line or after a stop, and belong to the item whose lines or last sub-item they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.agency_lists import begins_agency
from ingest.duty_words import Column, DutyWords
from ingest.model import Provision, Span
from ingest.spelling import soften

_LABEL = re.compile(
    r"(?:^|[\n.;(]\s{0,8}|[\n.;(]?\s{0,8}[-–+*•]\s{0,4})(?P<name>[^\W\d_][^\n:;.()]{2,60}?)\s{0,3}(?:\([^()\n:]{0,60}\)\s{0,3})?:\s{0,4}"
)
_BRACKETED = re.compile(r"\((?P<who>[^()\n]{3,300}?\schủ\strì(?!\w)[^()\n]{0,300})\)")
_AGENTS = frozenset({"lead", "support", "monitor"})
_MAX_LABELS = 40


@dataclass(frozen=True, slots=True)
class LabelledTask:
    """An item with its labelled values: ``owner`` is the item, ``task`` its words, ``values`` the spans by column."""

    owner: Provision
    task: Span
    values: Mapping[Column, Span]
    evidence: Span
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label that begins at ``start``, with the span of its value."""

    column: Column
    start: int
    value: Span


def find_labelled_tasks(text: str, provisions: Sequence[Provision], words: DutyWords) -> tuple[LabelledTask, ...]:
    """Return the items that carry labelled agencies, in reading order."""
    by_locator = {provision.locator: provision for provision in provisions}
    children: dict[str, list[Provision]] = {}
    for provision in provisions:
        children.setdefault(provision.parent, []).append(provision)
    blocks: dict[str, list[tuple[Provision, _Label]]] = {}
    for provision in provisions:
        if provision.kind in ("table", "row", "recipients", "signature", "letterhead", "boilerplate", "preamble"):
            continue
        labels = tuple(_labels_of(text, provision, words))
        for label in labels:
            owner = _owner_of(text, provision, label, by_locator)
            blocks.setdefault(owner.locator, []).append((provision, label))
    found = (_labelled(text, locator, block, by_locator, children, words) for locator, block in blocks.items())
    return tuple(sorted((task for task in found if task), key=lambda task: task.task.start))


def _labels_of(text: str, provision: Provision, words: DutyWords) -> Iterator[_Label]:
    span = provision.span
    own = span.of(text)
    if ":" not in own:
        yield from _bracketed(text, provision, words)
        return
    matches = []
    for match in _LABEL.finditer(own):
        column = words.column_of(match["name"]) if _is_name(match["name"], words) else None
        if column and column != "number":
            matches.append((match, column))
        if len(matches) > _MAX_LABELS:
            return
    for place, (match, column) in enumerate(matches):
        stop = matches[place + 1][0].start() if place + 1 < len(matches) else len(own)
        line = own.find("\n", match.end())
        stop = min(stop, line if line >= 0 else stop)
        value = _trimmed(text, span.start + match.end(), span.start + stop)
        if value.end > value.start:
            yield _Label(column, span.start + match.start(), value)
    if not matches:
        yield from _bracketed(text, provision, words)


def _bracketed(text: str, provision: Provision, words: DutyWords) -> Iterator[_Label]:
    """Read "Thu hút đầu tư (Sở Tài chính chủ trì, phối hợp với …)": who leads, in brackets after the task."""
    own = provision.span.of(text)
    match = _BRACKETED.search(own)
    if match is None or match.start() == 0 or not begins_agency(match["who"], soften(match["who"]), words.agencies, 0):
        return
    start = provision.span.start
    yield _Label("lead", start + match.start(), Span(start + match.start("who"), start + match.end("who")))


def _is_name(name: str, words: DutyWords) -> bool:
    """A label is a registered name, perhaps with a word or two more; not a sentence that only contains one."""
    soft = re.sub(r"\s+", " ", soften(name)).strip(" -–+*")
    return any(
        soft == phrase or (soft.startswith(phrase) and len(soft) - len(phrase) <= 12) for phrase, _ in words.columns
    )


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t\n-–+*•(":
        start += 1
    while end > start and text[end - 1] in " \t\n-–+*•;.,":
        end -= 1
    return Span(start, end)


def _owner_of(text: str, provision: Provision, label: _Label, by_locator: Mapping[str, Provision]) -> Provision:
    """The item that a label speaks of: its own where other words stand before it, else the parent of its line."""
    body = text[provision.span.start : label.value.start]
    first_line = "\n" not in body.strip("\n ")
    alone = (
        provision.kind in ("dash", "paragraph", "point")
        and first_line
        and _LABEL.match(_unmarked(body, provision)) is not None
    )
    return by_locator.get(provision.parent, provision) if alone and provision.parent else provision


def _unmarked(body: str, provision: Provision) -> str:
    body = body.lstrip()
    return body[len(provision.mark) :].lstrip(" *_") if provision.mark and body.startswith(provision.mark) else body


def _labelled(
    text: str,
    locator: str,
    block: list[tuple[Provision, _Label]],
    by_locator: Mapping[str, Provision],
    children: Mapping[str, list[Provision]],
    words: DutyWords,
) -> LabelledTask | None:
    values: dict[Column, Span] = {}
    for _, label in block:
        values.setdefault(label.column, label.value)
    if not _AGENTS & values.keys():
        return None
    owner = _widest_owner(text, by_locator[locator], by_locator, children, words)
    task = values.get("task") or _before_labels(text, _task_of(text, owner, words), block)
    parts = frozenset(provision.locator for provision, _ in block) | {owner.locator, locator}
    evidence = Span(min(task.start, owner.span.start), max(value.end for value in values.values()))
    return LabelledTask(owner, task, values, evidence, parts)


def _before_labels(text: str, task: Span, block: list[tuple[Provision, _Label]]) -> Span:
    """Leave out labels that stand in the line of the task: "Tập huấn (Chủ trì: Sở Y tế)"."""
    first = min(label.start for _, label in block)
    return _trimmed(text, task.start, first) if task.start < first < task.end else task


def _widest_owner(
    text: str,
    owner: Provision,
    by_locator: Mapping[str, Provision],
    children: Mapping[str, list[Provision]],
    words: DutyWords,
) -> Provision:
    """Labels under the last of several sub-items, none of which has its own, speak of all: of the item above."""
    siblings = [one for one in children.get(owner.parent, ()) if one.kind == owner.kind and one.mark]
    parent = by_locator.get(owner.parent)
    if parent is None or parent.kind == "section" or len(siblings) < 2 or siblings[-1] is not owner:
        return owner
    others = [text[one.extent.start : one.extent.end] for one in siblings[:-1]]
    labelled = (words.column_of(match["name"]) in _AGENTS for other in others for match in _LABEL.finditer(other))
    return owner if any(labelled) else parent


def _task_of(text: str, owner: Provision, words: DutyWords) -> Span:
    """The words of the item: its heading, or its first line without the mark and without a label before them."""
    start = owner.span.start
    body = owner.span.of(text)
    start += len(body) - len(body.lstrip())
    if owner.mark and text.startswith(owner.mark, start):
        start += len(owner.mark)
    line = text.find("\n", start, owner.span.end)
    span = _trimmed(text, start, owner.span.end if line < 0 else line)
    label = _LABEL.match(span.of(text))
    if (
        label
        and _is_name(label["name"], words)
        and words.column_of(label["name"]) == "task"
        and label.end() < len(span.of(text))
    ):
        span = Span(span.start + label.end(), span.end)
    elif owner.heading is not None and owner.heading.start < span.start:
        span = owner.heading
    return span
