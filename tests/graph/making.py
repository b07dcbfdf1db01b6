"""Makes small extractions by hand, so that a graph test says all that its graph holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from ingest.model import (
    Assignment,
    Citation,
    CitationEdge,
    Deadline,
    Extraction,
    Header,
    Mention,
    Provision,
    ProvisionKind,
    Relation,
    Role,
    SourceDocument,
    Span,
    Target,
    Task,
)


@dataclass
class Draft:
    """A document in the making: each line that is written is a provision, its span known at once."""

    number: str | None = None
    type: str | None = "Kế hoạch"
    date: dt.date | None = None
    issuer: str | None = None
    title: str | None = None
    lines: list[str] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    edges: list[CitationEdge] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    competences: list[Assignment] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    def write(self, locator: str, words: str, kind: ProvisionKind = "clause") -> Span:
        """Add a provision of one line; return the span of its words."""
        start = sum(len(line) + 1 for line in self.lines)
        self.lines.append(words)
        span = Span(start, start + len(words) + 1)
        parent = locator.rpartition("/")[0]
        self.provisions.append(Provision(locator, kind, locator.rpartition("/")[2], span, span, parent))
        return Span(start, start + len(words))

    def cite(
        self,
        number: str | None,
        relation: Relation,
        date: dt.date | None = None,
        name: str | None = None,
        kind: str | None = None,
        issuer: str | None = None,
        locator: str | None = None,
    ) -> str:
        """Add a citation with a sentence of its own; return its id."""
        words = f"{relation} {kind or ''} {number or name} {date or ''}"
        place = locator or f"can-cu-{len(self.provisions)}"
        span = self.write(place, words, "preamble" if locator is None else "dash")
        identity = f"{number or name}@{date}"
        mention = Mention(span, place, relation, span, "test")
        self.citations.append(Citation(identity, number, kind, name, date, issuer, words, relation, (mention,)))
        return identity

    def link(self, source: str, relation: Relation, target: str) -> None:
        """State a relation between two cited documents, in the sentence of the source."""
        mention = next(citation.first for citation in self.citations if citation.id == source)
        self.edges.append(CitationEdge(source, relation, target, mention.evidence, mention.locator, "test"))

    def assign(
        self,
        agency: str,
        task: str,
        locator: str,
        role: Role = "lead",
        when: str | None = None,
        words: str | None = None,
    ) -> None:
        """Add a duty with a sentence of its own."""
        self.assignments.append(self._charge(agency, task, locator, role, when, words))

    def state(self, agency: str, task: str, locator: str, role: Role = "do", when: str | None = None) -> None:
        """Add a competence with a sentence of its own."""
        self.competences.append(self._charge(agency, task, locator, role, when, None))

    def _charge(
        self, agency: str, task: str, locator: str, role: Role, when: str | None, words: str | None
    ) -> Assignment:
        span = self.write(locator, words or f"{agency}: {task} {when or ''}")
        deadline = Deadline(when, Span(span.end - len(when), span.end), recurrence="P1Y") if when else None
        return Assignment(
            agency, Span(span.start, span.start + len(agency)), None, role, task, span, locator, span, "test", deadline
        )

    def extract(self) -> Extraction:
        """Return the extraction."""
        text = "".join(f"{line}\n" for line in self.lines) or f"{self.number} {self.date} {self.title}\n"
        source = SourceDocument("draft.txt", text, sha256(text.encode()).hexdigest(), "text/plain")
        header = Header(self.number, self.type, self.date, self.issuer, self.title)
        return Extraction(
            source, header, tuple(self.provisions), tuple(self.citations), tuple(self.edges), (), tuple(self.tasks),
            tuple(self.assignments), tuple(self.targets), competences=tuple(self.competences),
        )  # fmt: skip


def plan_of_lam_dong(number: str = "10/KH-UBND", day: dt.date = dt.date(2024, 6, 10)) -> Draft:
    """Return an empty plan of the People's Committee of Lâm Đồng."""
    return Draft(number, "Kế hoạch", day, "Ủy ban nhân dân tỉnh Lâm Đồng", "về một việc")


def pairs(rows: Iterable[tuple[str, Relation, str]]) -> set[tuple[str, Relation, str]]:
    """Return rows as a set to compare."""
    return set(rows)
