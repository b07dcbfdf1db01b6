"""The questions that answers are measured by, and when a duty answers one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.model import Duty
from ingest.text import key_of
from search.confidence import Ranked

QUESTIONS: Final = Path(__file__).parents[1] / "search" / "eval" / "questions.jsonl"
UNSEEN: Final = QUESTIONS.with_name("unseen.jsonl")
"""Questions that were written later and that nothing is learned from."""
FAMILIES: Final = {
    "4655/KH-UBND": "plan",
    "03/NQ-CP": "national",
    "57-NQ/TW": "national",
    "69-KL/TW": "national",
    "22/2008/CT-TTg": "tax",
    "09/2008/CT-UBND": "tax",
    "01/2009/CT-UBND": "tax",
    "42/1998/CT-UBND": "tax",
}
"""What a document is about; those not listed are told by the folder of their file."""
FOLDERS: Final = {"vbpl-provincial": "provincial", "vbpl-tax": "tax"}
COMMUNE: Final = "commune"
"""Election papers of communes."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what answers it; no agencies when it must be refused."""

    id: str
    kind: str
    split: str
    document: str
    question: str
    agencies: tuple[str, ...]
    locators: tuple[str, ...]

    @property
    def family(self) -> str:
        """Which documents the question is about; cross-validation leaves out one family at a time."""
        return family_of(self.document)

    def accepts(self, duty: Duty) -> bool:
        """Tell whether ``duty`` is a right answer: one of the bodies, at one of the places or inside it."""
        names = {key_of(duty.printed), key_of(duty.agency.label)}
        body = any(_is_same_body(key_of(agency), name) for agency in self.agencies for name in names)
        return body and any(_stands_at(duty, wanted) for wanted in self.locators)


def family_of(document: str) -> str:
    """Return the family of a document by its name in the questions.

    >>> family_of("4655/KH-UBND"), family_of("01/KH-TBTTKT"), family_of("vbpl-tax/89_2001_TTLT")
    ('plan', 'commune', 'tax')
    """
    folder = document.partition("/")[0]
    return FAMILIES.get(document) or FOLDERS.get(folder, COMMUNE)


def read_cases(file: Path = QUESTIONS) -> tuple[Case, ...]:
    """Return the questions."""
    rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(
        Case(
            id=row["id"],
            kind=row["kind"],
            split=row["split"],
            document=row["document"],
            question=row["question"],
            agencies=tuple(row["agencies"]),
            locators=tuple(row["locators"]),
        )
        for row in rows
    )


def rank_of(ranked: Ranked, case: Case) -> int:
    """Return the rank of the first right answer among distinct (body, place), 0 when there is none."""
    seen: dict[tuple[str, str, str], None] = {}
    for duty in ranked.duties:
        seen.setdefault((duty.document, duty.locator, duty.printed), None)
        if case.accepts(duty):
            return len(seen)
    return 0


def _stands_at(duty: Duty, wanted: str) -> bool:
    """Tell whether ``duty`` stands at ``wanted`` or inside it, or its quotation holds that line of its own item.

    A task whose lines "Đơn vị chủ trì: …", "Thời gian: …" follow it is one duty: they are all quoted with it.
    """
    if duty.locator == wanted or duty.locator.startswith(f"{wanted}/"):
        return True
    return wanted.startswith(f"{duty.locator}/-") and "\n" in duty.evidence.quote


def _is_same_body(wanted: str, found: str) -> bool:
    """Tell whether two printed names are of one body: equal, or one is the other with a place or a courtesy added."""
    return bool(found) and (wanted == found or wanted in found or found in wanted)
