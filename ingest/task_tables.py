"""Task tables: rows of "nhiệm vụ | cơ quan chủ trì | cơ quan phối hợp | kết quả | thời gian" in any order of columns.

Reads ``Table``s; writes tasks and assignments, a row at a time. Columns are known by their names (``ontology/
duty_cues.ttl``); a table without a column of tasks and one of agencies is not a task table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ingest.agency_cells import read_agency_cell
from ingest.agency_lists import begins_agency
from ingest.deadlines import parse_deadline
from ingest.duty_words import Column, DutyWords
from ingest.model import AgencyMention, Assignment, Deadline, Issue, Role, Span, Task
from ingest.named_roles import assign_named, words_of
from ingest.spelling import soften
from ingest.tables import Table, TableRow

_AGENT_ROLES: Mapping[Column, Role] = {"lead": "lead", "support": "support", "monitor": "monitor"}
_TIME_ALONE = re.compile(
    r"[\W_]*(?:(?:đến|tới|trong|từ|hết|cuối|giai đoạn|thời kỳ|năm|quý|tháng|\d{1,4}|[ivx]{1,4})(?!\w)[\W_]*){2,9}"
)
_NOTHING = frozenset({"", "-", "–", "...", "…", "nt", "x", "không", "//", "-nt-", "/"})


@dataclass(frozen=True, slots=True)
class TableDuties:
    """What one table assigns."""

    tasks: tuple[Task, ...]
    assignments: tuple[Assignment, ...]
    issues: tuple[Issue, ...]


def read_task_table(text: str, table: Table, words: DutyWords, year: int | None) -> TableDuties | None:
    """Return the tasks and assignments of ``table``, None where it is no task table."""
    columns = _columns_of(text, table, words)
    kinds = {column for column in columns if column}
    if not kinds & {"task", "target"} or not kinds & _AGENT_ROLES.keys():
        return None
    return _TableReader(text, table, columns, words, year).read()


def _columns_of(text: str, table: Table, words: DutyWords) -> tuple[Column | None, ...]:
    width = max(len(head) for head in table.heads)
    columns: list[Column | None] = []
    for place in range(width):
        names = (words.column_of(head[place].of(text)) for head in table.heads if place < len(head))
        columns.append(next((name for name in names if name), None))
    return tuple(columns)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row while its continuations are still read."""

    row: TableRow
    cells: Mapping[Column, tuple[Span, ...]]
    group: Span | None

    def spans(self, column: Column) -> tuple[Span, ...]:
        return self.cells.get(column, ())


class _TableReader:
    """Walks once over the rows."""

    def __init__(
        self, text: str, table: Table, columns: tuple[Column | None, ...], words: DutyWords, year: int | None
    ) -> None:
        self.text = text
        self.table = table
        self.columns = columns
        self.words = words
        self.year = year
        self.issues: list[Issue] = []

    def read(self) -> TableDuties:
        """Return what all rows assign."""
        tasks: list[Task] = []
        assignments: list[Assignment] = []
        for draft in self._drafts():
            task = self._task(draft)
            tasks.append(task)
            assignments.extend(self._assignments(draft, task))
        return TableDuties(tuple(tasks), tuple(assignments), tuple(self.issues))

    def _drafts(self) -> Iterator[_Draft]:
        draft: _Draft | None = None
        group: Span | None = None
        for row in self.table.rows:
            cells = self._flat_cells(row) if row.flat else self._piped_cells(row)
            if self._is_group(row, cells):
                group = cells.get("task", group)
                continue
            if draft is not None and self._continues(row, cells):
                draft = self._extend(draft, cells)
                continue
            if draft is not None:
                yield draft
            draft = _Draft(row, {column: (span,) for column, span in cells.items()}, group) if "task" in cells else None
        if draft is not None:
            yield draft

    def _piped_cells(self, row: TableRow) -> dict[Column, Span]:
        """Return the filled cells by column; of two columns of one kind the first counts."""
        found: dict[Column, Span] = {}
        for column, span in zip(self.columns, row.cells, strict=False):
            if column and span.of(self.text).strip().lower() not in _NOTHING:
                found.setdefault(column, span)
        return self._with_task(found)

    def _with_task(self, cells: dict[Column, Span]) -> dict[Column, Span]:
        if "task" not in cells and "target" in cells:
            cells["task"] = cells["target"]
        return cells

    def _flat_cells(self, row: TableRow) -> dict[Column, Span]:
        """Assign lines to columns: the task first, then agencies and times by their words, in the order of columns."""
        lines = [cell for cell in row.cells if cell.of(self.text).strip(" .)") != row.mark.strip(" .)")]
        wanted: list[Column] = [column for column in self.columns if column and column not in ("number", "target")]
        found: dict[Column, Span] = {}
        if not lines or not wanted:
            return found
        spare = len(lines) - len(wanted)
        at = 0
        for place, column in enumerate(wanted):
            if at >= len(lines):
                break
            if spare < 0 and place and not self._fits(column, lines[at]):
                spare += 1
                continue
            last = at
            while (
                spare > 0
                and last + 1 < len(lines)
                and self._belongs(column, wanted[place + 1 : place + 2], lines[last + 1])
            ):
                last, spare = last + 1, spare - 1
            found[column] = Span(lines[at].start, lines[last].end)
            at = last + 1
        return self._with_task(found)

    def _fits(self, column: Column, line: Span) -> bool:
        agency = self._begins_agency(line)
        return agency if column in _AGENT_ROLES else not agency

    def _belongs(self, column: Column, following: list[Column], line: Span) -> bool:
        """Tell whether a surplus line continues ``column`` and does not begin the next one."""
        agency = self._begins_agency(line)
        if following and following[0] in _AGENT_ROLES and column not in _AGENT_ROLES:
            return not agency
        return agency == (column in _AGENT_ROLES)

    def _begins_agency(self, line: Span) -> bool:
        words = line.of(self.text)
        return begins_agency(words, soften(words), self.words.agencies, 0)

    def _is_group(self, row: TableRow, cells: Mapping[Column, Span]) -> bool:
        """A row of only a heading: nobody and no time, and a mark that is not a running number."""
        if cells.keys() & {"lead", "support", "monitor"} or not row.mark:
            return False
        return not row.mark[0].isdigit() or (row.flat and cells.keys() == {"task"} and len(self.columns) > 2)

    def _continues(self, row: TableRow, cells: Mapping[Column, Span]) -> bool:
        """An unnumbered row of a numbered table continues the row above, unless it names its own task and lead."""
        if row.mark or "number" not in self.columns:
            return False
        task = cells["task"].of(self.text).lstrip("(-–+* ") if "task" in cells else ""
        return not ("lead" in cells and task[:1].isupper() and self._begins_agency(cells["lead"]))

    def _extend(self, draft: _Draft, cells: Mapping[Column, Span]) -> _Draft:
        merged = dict(draft.cells)
        for column, span in cells.items():
            if column in _AGENT_ROLES and not self._begins_agency(span):
                self._note(span, "Ô nối dòng bị cắt giữa tên cơ quan, không đọc được")
            else:
                merged[column] = (*merged.get(column, ()), span)
        return replace(draft, cells=merged)

    def _note(self, span: Span, message: str) -> None:
        self.issues.append(Issue(span, "task-table-row", message))

    def _task(self, draft: _Draft) -> Task:
        result = " ".join(words_of(self.text, span) for span in draft.spans("result")) or None
        group = words_of(self.text, draft.group) if draft.group else None
        return Task(draft.row.locator, draft.spans("task")[0], group, result)

    def _assignments(self, draft: _Draft, task: Task) -> Iterator[Assignment]:
        when = self._deadline(draft)
        return assign_named(self.text, task, self._agencies(draft), draft.row.span, when, "task-table")

    def _agencies(self, draft: _Draft) -> dict[Role, tuple[AgencyMention, ...]]:
        """Return who has which role: that of the column, unless the cell says another."""
        found: dict[Role, dict[str, AgencyMention]] = {role: {} for role in _AGENT_ROLES.values()}
        for column, role in _AGENT_ROLES.items():
            for span in draft.spans(column):
                for stated, mention in read_agency_cell(self.text, span, role, self.words.agencies):
                    found[stated].setdefault(soften(mention.name), mention)
        return {role: tuple(mentions.values()) for role, mentions in found.items()}

    def _deadline(self, draft: _Draft) -> Deadline | None:
        """Return the deadline with the words of the whole cell, also where they mean no known time."""
        for span in draft.spans("time"):
            surface = words_of(self.text, span)
            found = parse_deadline(self.text, span, self.year)
            return replace(found, surface=surface, span=span) if found else Deadline(surface, span)
        return self._deadline_of_group(draft.group)

    def _deadline_of_group(self, group: Span | None) -> Deadline | None:
        """Return the time that the heading above the row is, where it is nothing else ("Đến năm 2030")."""
        if group is None or not _TIME_ALONE.fullmatch(soften(words_of(self.text, group))):
            return None
        return parse_deadline(self.text, group, self.year)
