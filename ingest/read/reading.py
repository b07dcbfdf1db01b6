"""What every format reader gives back, before the text is normalised."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader did or met that a user should know: a ``rule`` name and a message."""

    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The raw text of a file in reading order, tables as pipe rows, and what was noticed on the way."""

    text: str
    notices: tuple[Notice, ...] = ()
