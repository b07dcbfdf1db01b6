"""Questions asked of a line before its formal part is known: can it be letterhead, title, signature, annex?

Reads lines with their neighbours by the signs of ``ingest.zone_signs``; the parts themselves are read in
``ingest.zones``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.boilerplate import find_site_tail, is_site
from ingest.form_words import FormWords
from ingest.lines import Line
from ingest.marks import read_marks
from ingest.persons import is_person
from ingest.zone_signs import (
    AUTHORITY,
    CUE,
    EMPTY_ROW,
    ENACTS,
    GROUND,
    NATION,
    NUMBER,
    OFFICE,
    OFFICE_CELL,
    PLACE_DATE,
    RECIPIENTS,
    SEPARATOR,
    SIGNATURE,
    SIGNATURE_HINT,
    SIGNED,
    STRONG,
    SUBJECT,
    annex_number,
)

_SITE_REST = 60


class ZoneLines:
    """The lines of a document up to ``stop``, and what each can be."""

    def __init__(self, lines: Sequence[Line], types: tuple[str, ...], form: FormWords) -> None:
        self.lines = lines
        self.types = types
        self.form = form
        self.stop = find_site_tail(lines, form)

    def is_letterhead(self, index: int) -> bool:
        """Tell whether the line is of the letterhead: nation, number, place and date, or the rule of its table."""
        line = self.lines[index]
        if not line.words or len(line.words) > 600:
            return False
        if line.is_row and SEPARATOR.fullmatch(line.words):
            return 0 < index < self.stop and bool(self.lines[index - 1].is_row) and self.is_letterhead(index - 1)
        folded = line.folded
        if NATION.search(folded) and (line.is_row or line.upper or len(line.words) < 120):
            return not GROUND.match(folded) and "quoc hoi nuoc" not in folded
        if NUMBER.search(folded) and len(line.words) < 120 and self._is_short_number(folded):
            return True
        return PLACE_DATE.search(folded) is not None and len(line.words) < 90 and not GROUND.match(folded)

    def _is_short_number(self, folded: str) -> bool:
        return re.match(r"\|?\s{0,4}(?:luat\s{1,4})?so\s{0,4}:?\s{0,4}[\d_.…\s]{0,30}[/-]", folded) is not None

    def is_issuer(self, index: int) -> bool:
        """Tell whether the line can name an issuing body."""
        line = self.lines[index]
        return line.is_row or (line.upper and len(line.words) < 120 and not self.is_type_line(index))

    def is_type_line(self, index: int) -> bool:
        """Tell whether the line is the name of a type of document alone."""
        folded = self.lines[index].folded.strip(" :|")
        return folded in self.types

    def begins_with_type(self, index: int) -> bool:
        """Tell whether the line begins with the name of a type of document."""
        folded = self.lines[index].folded
        return any(folded.startswith(kind) and not folded[len(kind) : len(kind) + 1].isalpha() for kind in self.types)

    def continues_title(self, index: int, previous: int) -> bool:
        """Tell whether the line goes on with the title whose last line is ``previous``."""
        line, before = self.lines[index], self.lines[previous]
        if self.is_mark(index) or line.is_row or len(line.words) > 300:
            return False
        if line.words[0].islower() or before.words.endswith((",", "-", "–", " và", " của", " về")):
            return not GROUND.match(line.folded)
        if SUBJECT.match(line.folded):
            return True
        if CUE.match(line.folded) or line.words[-1] in ".;:" or ENACTS.fullmatch(line.folded):
            return False
        if AUTHORITY.match(line.folded) and (line.upper or not before.upper):
            return line.upper and before.upper and not self._is_followed_by_ground(index)
        return line.upper == before.upper or line.words.startswith("(")

    def _is_followed_by_ground(self, index: int) -> bool:
        following = self.next_filled(index + 1)
        return following < self.stop and CUE.match(self.lines[following].folded) is not None

    def is_preamble_end(self, index: int, *, first: bool) -> bool:
        """The body begins with the first mark of a list; an excerpt that begins with a later mark is all body."""
        line = self.lines[index]
        if GROUND.match(line.folded):
            return False
        if self.is_annex(index) or (self.starts_signature(index) and not OFFICE.match(line.words)):
            return True
        return (
            any(
                mark.scheme in STRONG and (mark.value <= 1 or (first and not mark.loose))
                for mark in read_marks(line.words)
            )
            or line.is_row
        )

    def starts_signature(self, index: int) -> bool:
        """Tell whether the signature, or the list of recipients, begins with the line."""
        line = self.lines[index]
        if line.blank:
            return False
        if RECIPIENTS.search(line.folded[:200]):
            return True
        if line.is_row and OFFICE_CELL.search(line.words[-400:]):
            return True
        if _is_signed(line.words):
            return line.is_row or len(line.words) < 120
        return len(line.words) < 60 and OFFICE.match(line.words) is not None and self._ends_soon(index)

    def _ends_soon(self, index: int) -> bool:
        """An office alone on a line signs only if a name follows, within a few short lines."""
        following = [line for line in self.lines[index + 1 : index + 8] if not line.blank][:2]
        return bool(following) and all(len(line.words) < 60 and not read_marks(line.words) for line in following[:1])

    def names_signer(self, index: int) -> bool:
        """Tell whether the line is signed or a person's name."""
        words = self.lines[index].words
        return SIGNED.search(words) is not None or is_person(words)

    def is_signature_line(self, index: int, signed: bool) -> bool:
        """Tell whether the line goes on with a signature, ``signed`` already or not."""
        line = self.lines[index]
        if not line.words or line.words[0] in "-–•+" or self.starts_signature(index):
            return True
        if line.is_row:
            return not signed or EMPTY_ROW.fullmatch(line.words) is not None
        if self.is_type_line(index) or NATION.search(line.folded):
            return False
        if any(mark.scheme in STRONG for mark in read_marks(line.words)) or len(line.words) >= 90:
            return False
        return not signed or is_person(line.words)

    def is_annex(self, index: int) -> bool:
        """Tell whether the line is the heading of an annex."""
        return annex_number(self.lines[index].words) is not None

    def is_site_rest(self, at: int) -> bool:
        """After the signature only a site's links are left: one of its words near, no annex, no mark, no long line."""
        if self.stop - at > _SITE_REST:
            return False
        rest = self.lines[at : self.stop]
        if not any(is_site(line, self.form) for line in self.lines[at : at + _SITE_REST]):
            return False
        return not any(
            annex_number(line.words) is not None or len(line.words) > 300 or line.is_row or self.is_mark(at + offset)
            for offset, line in enumerate(rest)
        )

    def is_heading(self, index: int) -> bool:
        """Tell whether the line can be the heading of an attached document."""
        line = self.lines[index]
        if line.is_row or len(line.words) >= 500 or self.is_mark(index) or _table_head(line):
            return False
        return line.upper or self.is_type_line(index)

    def is_mark(self, index: int) -> bool:
        """Tell whether the line begins with a mark that cannot be mistaken."""
        return any(mark.scheme in STRONG and not mark.loose for mark in read_marks(self.lines[index].words))

    def next_filled(self, at: int) -> int:
        """Return the first line from ``at`` on that is not blank."""
        while at < self.stop and self.lines[at].blank:
            at += 1
        return at


def _is_signed(words: str) -> bool:
    head = words[:1500]
    if SIGNATURE_HINT.search(head) and SIGNATURE.search(head):
        return True
    return "(" in words and SIGNED.search(words[-300:]) is not None


def _table_head(line: Line) -> bool:
    return line.folded in {"tt", "stt", "so tt", "so thu tu"}
