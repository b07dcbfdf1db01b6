"""The grammar of assignments, compiled once from the registers.

Reads the lexicon; writes patterns over softened text (``ingest.spelling``): which words begin a predicate, which role
they signal, which only strengthen it, which give work to others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.agency_words import AgencyWords, compile_agency_words, cues_of, match_words
from ingest.lexicon import Lexicon
from ingest.model import Role
from ingest.spelling import soften

Column = str
"""A kind of column: the part after "column-" in the group of its cue."""

_COLUMN = "column-"
_MAX_HEAD = 80
_NOMINAL = re.compile(r"(?:cơ quan|đơn vị|thẩm quyền) ")


@dataclass(frozen=True, slots=True)
class DutyWords:
    """Patterns of assigning sentences; each matches whole words."""

    agencies: AgencyWords
    cue: re.Pattern[str]
    roles: dict[str, Role]
    predicate: re.Pattern[str]
    light: re.Pattern[str]
    giving: re.Pattern[str]
    enforcing: re.Pattern[str]
    condition: re.Pattern[str]
    joining: re.Pattern[str]
    noun_before: re.Pattern[str]
    creating: re.Pattern[str]
    organising: re.Pattern[str]
    tasking: re.Pattern[str]
    open_types: frozenset[str]
    rule_types: frozenset[str]
    columns: tuple[tuple[str, Column], ...]

    def column_of(self, head: str) -> Column | None:
        """Return what a column or a labelled line holds by its name, None where the name is not registered.

        The name itself first, then the longest registered name that it begins with or contains.
        """
        soft = re.sub(r"\([^()]*\)", " ", soften(head[:_MAX_HEAD])).replace("<br>", " ")
        name = re.sub(r"\s+", " ", soft).strip(" .:*_-–/")
        for phrase, column in self.columns:
            if name == phrase:
                return column
        for phrase, column in self.columns:
            if len(phrase) > 4 and phrase in name and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", name):
                return column
        return None


@lru_cache(maxsize=4)
def compile_duty_words(lexicon: Lexicon) -> DutyWords:
    """Return the compiled grammar of ``lexicon``."""
    cues: dict[str, Role] = {soften(cue.phrase): cue.role for cue in lexicon.role_cues if cue.role != "inform"}
    light = cues_of(lexicon, "light")
    columns = sorted(
        ((soften(cue.phrase), cue.group[len(_COLUMN) :]) for cue in lexicon.duty_cues if cue.group.startswith(_COLUMN)),
        key=lambda pair: (-len(pair[0]), pair[0]),
    )
    return DutyWords(
        agencies=compile_agency_words(lexicon),
        cue=_words(tuple(cues)),
        roles=cues,
        predicate=_words(
            (*(cue for cue in cues if not _NOMINAL.match(cue)), *cues_of(lexicon, "verb"), *cues_of(lexicon, "giving"))
        ),
        light=_words(light),
        giving=_words(cues_of(lexicon, "giving")),
        enforcing=_words(cues_of(lexicon, "enforcing")),
        condition=_words(cues_of(lexicon, "condition")),
        joining=_words(cues_of(lexicon, "doubling")),
        noun_before=re.compile(match_words(cues_of(lexicon, "noun-before")) + r"\s*$"),
        creating=_words(cues_of(lexicon, "creating")),
        organising=_words(cues_of(lexicon, "section-organising")),
        tasking=_words(cues_of(lexicon, "section-task")),
        open_types=frozenset(cues_of(lexicon, "section-open")),
        rule_types=frozenset(cues_of(lexicon, "type-rules")),
        columns=tuple(columns),
    )


def _words(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(match_words(phrases))
