"""What is read of a unit: which of its phrases acts on which, and how.

A ``Link`` joins two phrases of one unit, or the document itself and a phrase. Here, too, stand the questions that are
asked of one phrase alone before it is linked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ingest.model import Relation
from ingest.phrases import Phrase
from ingest.text import fold

SELF: Final = -1
"""Stands for the document itself as the source of a link."""

STRENGTH: Final[tuple[Relation, ...]] = (
    "amends", "replaces", "repeals", "corrects", "consolidates", "promulgates", "implements", "guides", "based_on",
    "continues", "cites",
)  # fmt: skip
"""The order in which the strongest stated relation is chosen."""


@dataclass(frozen=True, slots=True)
class Link:
    """What one phrase of a unit is to another: ``source`` acts on the phrase at ``target`` (indices; ``SELF``)."""

    source: int
    relation: Relation
    target: int
    rule: str


def only_proposes(owner: Phrase, relation: Relation) -> bool:
    """Tell a proposal or report about a change from the change itself ("Tờ trình về việc sửa đổi Nghị quyết …")."""
    return fold(owner.type or "").startswith(("to trinh", "bao cao")) and relation not in (
        "implements",
        "guides",
        "cites",
    )


def fullness_of(phrase: Phrase) -> tuple[bool, bool]:
    """Return how fully a document is named: with its date, with its issuer."""
    return phrase.date is not None, phrase.issuer is not None


def stem_of(phrase: Phrase) -> str:
    """Return what is equal for documents of one kind: a code is a law, a joint circular a circular."""
    kind = fold(phrase.type or "")
    return "luat" if kind == "bo luat" else kind.removesuffix(" lien tich")
