"""The nouns of search: a question understood, and answers that carry their sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from graph.model import AgencyRef, DocumentNode, Duty, Evidence, Passage, Succession
from graph.wording import name_document
from ingest.model import Role


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the registers recognise in a question; ``topic`` is the rest."""

    agencies: tuple[AgencyRef, ...]
    roles: tuple[Role, ...]
    period: tuple[dt.date | None, dt.date | None] | None
    period_surface: str | None
    documents: tuple[str, ...]
    locators: tuple[str, ...]
    topic: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One duty that answers the question; ``today`` is filled when a date was asked for."""

    duty: Duty
    score: float
    sentence: str
    today: Succession | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """The answers in order, or an abstention with the nearest passages; ``sparql`` gives the same candidates."""

    question: str
    understood: Understanding
    abstained: bool
    answers: tuple[Answer, ...]
    nearest: tuple[Hit, ...]
    sparql: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that fits a text; ``document`` is what it stands in, where the index knows it."""

    passage: Passage
    score: float
    document: DocumentNode | None = None

    @property
    def name(self) -> str:
        """The name of its document: type, number and date, or the title of one without a number."""
        return name_document(self.document) if self.document else self.passage.number or self.passage.document

    @property
    def evidence(self) -> Evidence:
        """The words found."""
        return self.passage.evidence
