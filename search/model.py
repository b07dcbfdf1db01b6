"""The nouns of search: a question understood, and answers that carry their sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from graph.model import AgencyRef, Duty, Evidence, Passage, Succession
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
    """A passage that fits a text."""

    passage: Passage
    score: float

    @property
    def evidence(self) -> Evidence:
        """The words found."""
        return self.passage.evidence
