"""The tree under the formal parts: which mark belongs under which.

Reads lines with their possible marks; writes drafts of provisions with locators. A mark continues the deepest open list
that expects it; a first mark opens a list under what stands above it; ranks decide only where the lists say nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ingest.marks import KIND, RANK, UNORDERED, Mark, Scheme
from ingest.model import Provision, ProvisionKind, Span

_MAX_DEPTH = 24


@dataclass(slots=True)
class Draft:
    """A provision in the making; ``own_end`` and ``extent_end`` are set when the next ones are known."""

    locator: str
    kind: ProvisionKind
    mark: str
    start: int
    parent: str
    depth: int
    heading: Span | None = None
    own_end: int = 0
    extent_end: int = 0


@dataclass(slots=True)
class _Open:
    """A list entry that is still open on the stack."""

    scheme: Scheme | None
    value: int
    label: str
    draft: Draft
    base: str
    """The locator that articles below start from: an annex, an attachment, or a quoting clause."""
    counts: Counter[str] = field(default_factory=Counter)
    expects_list: bool = False


class Outline:
    """Builds drafts in reading order."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._stack: list[_Open] = []
        self._floors: list[int] = []
        self._used: Counter[str] = Counter()
        self._top: Counter[str] = Counter()

    @property
    def current(self) -> Draft | None:
        """The provision to which a continuing line belongs."""
        return self.drafts[-1] if self.drafts else None

    @property
    def depth(self) -> int:
        """How many entries are open."""
        return len(self._stack)

    @property
    def open_locator(self) -> str:
        """The locator of the innermost open entry, "" at the top."""
        return self._stack[-1].draft.locator if self._stack else ""

    @property
    def open_scheme(self) -> Scheme | None:
        """The scheme of the innermost open entry."""
        return self._stack[-1].scheme if self._stack else None

    def clear(self) -> None:
        """Close all entries and floors: a new formal part begins."""
        self._floors.clear()
        self._stack.clear()

    def raise_floor(self) -> None:
        """Keep what is open now open until ``lower_floor``: a quotation or a table begins."""
        self._floors.append(len(self._stack))

    def lower_floor(self) -> None:
        """Close what was opened since the last ``raise_floor``."""
        del self._stack[self._floors.pop() :]

    def add_part(self, locator: str, kind: ProvisionKind, start: int, mark: str = "") -> Draft:
        """Add a formal part at the top (letterhead, title, one ground of the preamble …)."""
        return self._draft(self._unique(locator), kind, mark, start, "", 0)

    def open_part(self, locator: str, kind: ProvisionKind, start: int, mark: str) -> Draft:
        """Add a formal part under which marks nest: an annex or an attached document."""
        self.clear()
        draft = self.add_part(locator, kind, start, mark)
        self._stack.append(_Open(None, 0, locator, draft, draft.locator))
        return draft

    def add_paragraph(
        self, start: int, kind: ProvisionKind = "paragraph", above: frozenset[Scheme] = UNORDERED
    ) -> Draft:
        """Add an unmarked paragraph (``~n``) beside the marked siblings; entries of ``above`` schemes are closed."""
        floor = self._floors[-1] if self._floors else 0
        while len(self._stack) > floor and self._stack[-1].scheme in above:
            self._stack.pop()
        parent = self.open_locator
        counts = self._stack[-1].counts if self._stack else self._top
        counts["~"] += 1
        return self._draft(self._unique(f"{parent}~{counts['~']}"), kind, "", start, parent, len(self._stack))

    def choose(self, marks: tuple[Mark, ...]) -> Mark | None:
        """Return the reading of a mark that the open lists expect, else the likeliest that may open a list."""
        for mark in marks:
            if self._sibling(mark) is not None and self._continues(mark):
                return mark
        return next((mark for mark in marks if self._may_open(mark)), None)

    def add_mark(self, mark: Mark, printed: str, start: int, kind: ProvisionKind | None = None) -> Draft:
        """Add a marked provision at its place and leave it open."""
        self._close_for(mark)
        above = self._stack[-1] if self._stack else None
        counts = above.counts if above else self._top
        label = mark.label
        if mark.scheme in UNORDERED:
            counts[label] += 1
            label = f"{label}{counts[mark.label]}"
        parent = above.draft.locator if above else ""
        base = above.base if above else ""
        path = base if mark.scheme == "article" else parent
        locator = self._unique(f"{path}/{label}" if path else label)
        draft = self._draft(locator, kind or KIND[mark.scheme], printed, start, parent, len(self._stack))
        if len(self._stack) < _MAX_DEPTH:
            self._stack.append(_Open(mark.scheme, mark.value, mark.label, draft, base))
        return draft

    def quote_under_open(self) -> None:
        """Let articles that follow be named under the innermost entry, which quotes them."""
        if self._stack:
            self._stack[-1].base = self._stack[-1].draft.locator

    def expect_list(self, expected: bool) -> None:
        """Note that the innermost entry ends with a colon: a list that starts anew nests under it."""
        if self._stack:
            self._stack[-1].expects_list = expected

    def _floor(self) -> int:
        return self._floors[-1] if self._floors else self._container()

    def _container(self) -> int:
        return 1 if self._stack and self._stack[0].scheme is None else 0

    def _sibling(self, mark: Mark) -> int | None:
        """The stack index of the list that the mark continues: exact successor first, else the nearest below."""
        indices = [
            i for i in range(len(self._stack) - 1, self._floor() - 1, -1) if self._stack[i].scheme == mark.scheme
        ]
        if mark.scheme in UNORDERED:
            return indices[0] if indices else None
        for index in indices:
            if self._stack[index].value + 1 == mark.value and self._prefix_fits(mark, index):
                return index
        return next((i for i in indices if self._stack[i].value < mark.value and self._prefix_fits(mark, i)), None)

    def _prefix_fits(self, mark: Mark, index: int) -> bool:
        if not mark.prefix:
            return True
        return self._stack[index].label.rpartition(".")[0] in ("", mark.prefix) or mark.scheme == "paren"

    def _continues(self, mark: Mark) -> bool:
        index = self._sibling(mark)
        return index is not None and (mark.scheme in UNORDERED or self._stack[index].value + 1 == mark.value)

    def _may_open(self, mark: Mark) -> bool:
        if not mark.loose:
            return True
        if not mark.prefix:
            return False
        return any(entry.label in (mark.prefix, f"Điều {mark.prefix}") for entry in self._stack)

    def _close_for(self, mark: Mark) -> None:
        """Close the entries that the mark ends."""
        floor = self._floor()
        index = self._sibling(mark)
        if index is not None:
            del self._stack[index:]
            return
        if mark.prefix and (at := self._prefix_entry(mark)) is not None:
            del self._stack[at + 1 :]
            return
        while len(self._stack) > floor and self._ends(self._stack[-1], mark):
            self._stack.pop()

    def _prefix_entry(self, mark: Mark) -> int | None:
        for index in range(len(self._stack) - 1, self._floor() - 1, -1):
            if self._stack[index].label in (mark.prefix, f"Điều {mark.prefix}", f"Mục {mark.prefix}"):
                return index
        return None

    def _ends(self, entry: _Open, mark: Mark) -> bool:
        """Tell whether an open entry ends where a mark begins a new list."""
        if entry.scheme is None:
            return False
        if entry.scheme == mark.scheme:
            return not entry.expects_list
        if mark.scheme in UNORDERED:
            return entry.scheme in UNORDERED and RANK[entry.scheme] > RANK[mark.scheme] and not entry.expects_list
        if RANK[mark.scheme] >= RANK[entry.scheme]:
            return False
        if entry.expects_list and mark.value == 1 and RANK[mark.scheme] > RANK["article"]:
            return False
        return not (entry.scheme == "article" and mark.scheme in ("roman", "upper") and mark.value == 1)

    def _unique(self, locator: str) -> str:
        self._used[locator] += 1
        count = self._used[locator]
        return locator if count == 1 else f"{locator}_{count}"

    def _draft(self, locator: str, kind: ProvisionKind, mark: str, start: int, parent: str, depth: int) -> Draft:
        draft = Draft(locator, kind, mark, start, parent, depth)
        self.drafts.append(draft)
        return draft


def finish_drafts(drafts: list[Draft], end: int) -> tuple[Provision, ...]:
    """Return the provisions: own spans tile ``[0, end)``, extents add what is deeper and follows."""
    following = [draft.start for draft in drafts[1:]] + [end]
    open_drafts: list[Draft] = []
    for draft, stop in zip(drafts, following, strict=True):
        draft.own_end = stop
        while open_drafts and open_drafts[-1].depth >= draft.depth:
            open_drafts.pop().extent_end = draft.start
        open_drafts.append(draft)
    for draft in open_drafts:
        draft.extent_end = end
    return tuple(
        Provision(
            locator=draft.locator,
            kind=draft.kind,
            mark=draft.mark,
            span=Span(draft.start, draft.own_end),
            extent=Span(draft.start, max(draft.own_end, draft.extent_end)),
            parent=draft.parent,
            heading=draft.heading,
        )
        for draft in drafts
    )
