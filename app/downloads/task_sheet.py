"""Phiếu giao việc: what each body has to do, each line with its clause; the noun that the files are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from app.places import name_place
from app.plain_text import one_line
from app.queries import Held
from app.settings import Language
from app.terminal import ROLE_LABELS, word_of
from graph.model import Succession

MAX_LINES = 5000
"""The most duties in one file; a sheet beyond it is for a program, not for a reader."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One duty in words: ``clause`` is where it stands, ``quote`` the sentence, ``holders`` who has it now."""

    role: str
    task: str
    when: str
    document: str
    clause: str
    quote: str
    partners: str
    holders: str


@dataclass(frozen=True, slots=True)
class BodySheet:
    """The duties of one body, in reading order."""

    agency: str
    lines: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """A task sheet as of a day; ``dropped`` counts the duties beyond ``MAX_LINES``."""

    as_of: dt.date
    bodies: tuple[BodySheet, ...]
    dropped: int = 0


def build_task_sheet(held: Iterable[Held], as_of: dt.date, lang: Language) -> TaskSheet:
    """Return the sheet of ``held``, body by body in the order of their first duty."""
    every = list(held)
    bodies: dict[str, list[TaskLine]] = {}
    for duty, succession in every[:MAX_LINES]:
        line = TaskLine(
            role=word_of(ROLE_LABELS, duty.role, lang),
            task=one_line(duty.task),
            when=one_line(duty.when.surface) if duty.when else "",
            document=one_line(duty.number or duty.document),
            clause=one_line(name_place(duty.locator, lang)),
            quote=one_line(duty.evidence.quote),
            partners=one_line("; ".join((*duty.counterparts, *duty.recipients))),
            holders=one_line(describe_holders(succession, lang)) if succession else "",
        )
        bodies.setdefault(one_line(duty.agency.label), []).append(line)
    sheets = tuple(BodySheet(agency, tuple(lines)) for agency, lines in bodies.items())
    return TaskSheet(as_of, sheets, max(0, len(every) - MAX_LINES))


def describe_holders(succession: Succession, lang: Language) -> str:
    """Return the holders of a duty in words, with the day since when; the note where there is no single one."""
    since = "since" if lang == "en" else "từ"
    named = [
        holder.agency.label + (f" ({since} {holder.since:%d/%m/%Y})" if holder.since else "")
        for holder in succession.holders
        if holder.agency.iri != succession.named.iri
    ]
    return "; ".join(named) or (succession.note or "" if not succession.holders else "")
