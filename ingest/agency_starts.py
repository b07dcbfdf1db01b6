"""How the words of an agency list begin: a body, an office, a collective, a person, or the rest of a name.

Reads softened words with the printed ones beside them, for capitals tell "cơ quan Thuế" from "cơ quan chuyên môn".
"""

from __future__ import annotations

import re
from typing import Literal

from ingest.agency_words import AgencyWords
from ingest.text import key_of

Start = Literal["quantified", "office", "body", "generic", "person", "acronym", "other"]
"""How a piece of a list begins; ``other`` begins no name by itself."""

_ACRONYM = re.compile(r"[A-ZĐ][A-ZĐ&\-]{1,11}(?![\w&])")


class ListWords:
    """The words of one list. Offsets are into ``soft``; ``base`` turns them into those of the text."""

    def __init__(self, text: str, soft: str, base: int, words: AgencyWords) -> None:
        self.text = text
        self.soft = soft
        self.base = base
        self.words = words

    def printed(self, start: int, end: int) -> str:
        """Return the words as printed."""
        return self.text[self.base + start : self.base + end]

    def start_of(self, at: int, end: int) -> Start:
        """Tell how the words at ``at`` begin."""
        soft, words = self.soft, self.words
        if words.not_generic.match(soft, at):
            return "other"
        quantifier = words.quantifier.match(soft, at, end)
        noun = quantifier.end() if quantifier else at
        generic = frozenset[str]() if self._is_named(noun, end) else self.generic_at(noun, end)
        if quantifier:
            known = generic or words.head.match(soft, noun, end) or words.position.match(soft, noun, end)
            return "quantified" if known or words.person.match(soft, noun, end) else "other"
        if words.position.match(soft, at, end):
            return "office"
        if generic:
            return "generic"
        head = words.head.match(soft, at, end)
        if head and (head.end() >= end or self._is_body_head(at, head)):
            return "body"
        if words.person.match(soft, at, end):
            return "person"
        acronym = _ACRONYM.match(self.text, self.base + at, self.base + end)
        return "acronym" if acronym and acronym.end() == self.base + end else "other"

    def _is_named(self, at: int, end: int) -> bool:
        """A head of several words printed with a capital is a name: "Ủy ban nhân dân" is not the common "ủy ban"."""
        head = self.words.head.match(self.soft, at, end)
        return head is not None and self.is_upper(at) and " " in head[0].strip() and head.end() < end

    def _is_body_head(self, at: int, head: re.Match[str]) -> bool:
        """A head begins a name if it is of several words, a capital follows, or it has one and is not common."""
        if " " in head[0].strip() and key_of(head[0]) in self.words.names:
            return True
        common = self.words.needs_capital.fullmatch(self.soft, at, head.end())
        return self.is_upper(head.end()) or (self.is_upper(at) and common is None)

    def is_upper(self, at: int) -> bool:
        """Tell whether a capital is printed at ``at``."""
        return self.base + at < len(self.text) and self.text[self.base + at].isupper()

    def generic_at(self, at: int, end: int) -> frozenset[str]:
        """Return the classes of the generic noun at ``at``; none where a proper name follows it ("Sở Y tế")."""
        found: set[str] = set()
        longest = at
        if self.words.not_generic.match(self.soft, at):
            return frozenset()
        for name, pattern in (
            ("administration", self.words.administration),
            ("place", self.words.place),
            ("organisation", self.words.organisation),
        ):
            match = pattern.match(self.soft, at, end)
            if match and match.end() >= longest:
                found = {name} if match.end() > longest else found | {name}
                longest = match.end()
        if found == {"place"} or "place" in found:
            return frozenset(found)
        if (
            found
            and longest < end
            and self.is_upper(longest)
            and not self.words.administration.match(self.soft, longest, end)
        ):
            return frozenset()
        return frozenset(found)
