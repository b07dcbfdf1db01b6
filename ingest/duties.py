"""What assignments are read as: a ``Duty`` of one clause, and the ``Context`` that a heading gives to its items."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import AgencyMention, Role, Span


@dataclass(frozen=True, slots=True)
class Duty:
    """What one clause makes of its agencies: a role in a task; partners and recipients as listed."""

    agents: tuple[AgencyMention, ...]
    role: Role
    task: Span
    rule: str
    partners: tuple[AgencyMention, ...] = ()
    recipients: tuple[AgencyMention, ...] = ()
    timed: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """What an item inherits from its heading: the agencies, and a role with partners where the heading states them.

    ``standing``: the items are powers of the agencies, who themselves request and demand ("Yêu cầu X cung cấp …").
    """

    agents: tuple[AgencyMention, ...] = ()
    role: Role | None = None
    partners: tuple[AgencyMention, ...] = ()
    standing: bool = False
