"""How the document itself stands to one that begins a clause: by the place and by the verb before it.

Reads the words between two documents of a unit; writes a relation: "Căn cứ" in the preamble, the title, the enacting
words, the verb of a sentence ("Bãi bỏ …"), or the verb after it ("… hết hiệu lực").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, Literal

from ingest.clause_signs import (
    BREAK,
    CARRIED,
    CLAUSE_END,
    ENACTING,
    ENDED,
    GROUND,
    GUIDING,
    LEADING,
    PART,
    PARTLY,
    PURPOSE,
    REQUEST,
    SENTENCE_STOP,
    THROUGH,
    UNDER,
)
from ingest.model import Relation, Span
from ingest.phrases import Phrase
from ingest.relation_cues import RelationCues

Place = Literal["title", "preamble", "body", "annex"]

OWN_VERBS: Final = frozenset({"amends", "replaces", "repeals", "corrects", "consolidates"})
"""Relations of a document that does something to another, not only with regard to it."""
_BULLETS: Final = ' -*+•\n“"'


class LeadReader:
    """Reads the leads of one unit; where its grounds and requests begin is found once."""

    def __init__(
        self, folded: str, unit: Span, cues: RelationCues, place: Place, inherited: Relation | None, *, cited: bool
    ) -> None:
        self.folded = folded
        self.unit = unit
        self.cues = cues
        self.place: Place = place
        self.inherited = inherited
        words = folded[unit.start : unit.end] if cited and place == "preamble" else ""
        self._grounds = [unit.start + match.start() for match in GROUND.finditer(words)]
        self._requests = [unit.start + match.start() for match in REQUEST.finditer(words)]

    def read(self, phrase: Phrase, gap: str, gap_start: int) -> Relation:
        """Return the relation to a phrase that begins a clause.

        Args:
            phrase: The document.
            gap: The words since the one before, or since the beginning of the unit.
            gap_start: Where they begin.
        """
        ends = [end for end in CLAUSE_END.finditer(gap) if end[0] != ";" or not CARRIED.search(gap)]
        clause = gap[ends[-1].end() :] if ends else gap
        begins = gap_start == self.unit.start or bool(ends)
        cue = self.cues.at_end(clause)
        if self.place == "preamble":
            return self._ground(phrase, clause, cue)
        if self.place == "title":
            return cue or self._enacted(clause) or "cites"
        if not begins:
            return "cites"
        lead = LEADING.match(clause)
        words = clause[lead.end() :] if lead else clause
        if self.inherited and (not words.strip(_BULLETS) or PART.match(clause)):
            return self.inherited
        return self._led(phrase, words, cue) if lead else "cites"

    def _led(self, phrase: Phrase, words: str, cue: Relation | None) -> Relation:
        """Return the relation that the verb at the beginning of a sentence gives."""
        verb = self.cues.pattern.match(words)
        relation = self.cues.of(verb[0]) if verb else None
        if relation in OWN_VERBS and self.place == "body" and not UNDER.search(words):
            return relation
        if relation == "continues" and cue == "continues":
            return relation
        if relation == "promulgates" and phrase.kind == "named" and cue:
            return cue
        return "cites"

    def _ground(self, phrase: Phrase, clause: str, cue: Relation | None) -> Relation:
        """Return the relation to a document given as grounds: "Căn cứ", "Thực hiện", "Xét"."""
        start = phrase.span.start
        grounds, requests = bisect_left(self._grounds, start), bisect_left(self._requests, start)
        words = clause.lstrip(' -*+“"')
        acts = PURPOSE.search(words) or ((not grounds or BREAK.search(clause)) and self._enacts(words))
        if cue in OWN_VERBS | {"implements", "continues", "guides"} and acts:
            return cue
        if not grounds and THROUGH.search(words):
            return "implements"
        if grounds and (not requests or self._grounds[grounds - 1] > self._requests[requests - 1]):
            return "based_on"
        return "cites"

    def _enacts(self, words: str) -> bool:
        """Tell enacting words ("UBND tỉnh ban hành Kế hoạch thực hiện …", "Bộ Tài chính hướng dẫn … như sau:")."""
        if ENACTING.search(words):
            return True
        last = self.folded[max(self.unit.start, self.unit.end - 4) : self.unit.end]
        return GUIDING.search(words) is not None and last.rstrip(" *").endswith(":")

    def _enacted(self, clause: str) -> Relation | None:
        verb = self.cues.pattern.search(clause)
        relation = self.cues.of(verb[0]) if verb else None
        return relation if relation in OWN_VERBS and "theo quy dinh" not in clause else None

    def find_ended(self, phrases: Sequence[Phrase]) -> frozenset[int]:
        """Return the places of the documents of "A, B … hết hiệu lực kể từ ngày …", the verb after them."""
        if self.place in ("title", "annex"):
            return frozenset()
        tail_start = max((phrase.span.end for phrase in phrases if phrase.kind != "self"), default=self.unit.end)
        tail = self.folded[tail_start : min(self.unit.end, tail_start + 400)]
        tail = tail[: stop.start()] if (stop := SENTENCE_STOP.search(tail)) else tail
        if not ENDED.search(tail):
            return frozenset()
        return frozenset(
            place for place, phrase in enumerate(phrases) if not PARTLY.search(self._before(phrase) + tail)
        )

    def _before(self, phrase: Phrase) -> str:
        return self.folded[max(self.unit.start, phrase.span.start - 120) : phrase.span.start]
