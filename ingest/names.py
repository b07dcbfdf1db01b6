"""Documents cited by name: where the name begins and where it ends.

Reads the words after a type word; writes a ``NamedSpan``. Laws and ordinances go by name alone (Nghị định
30/2020/NĐ-CP, Phụ lục I, II.6: căn cứ to Luật, Pháp lệnh carry no number); so do programmes, strategies, schemes
and Party resolutions ("Chiến lược … đến năm 2030", "Đề án “…”", "Nghị quyết Trung ương 6 khóa XI"). The register of
statutes settles names with commas and "và" inside; for others the name ends at a stop word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lexicon import DocumentType
from ingest.model import Span
from ingest.name_keys import REVISED, TOKEN, YEAR_OF, NameKeys, Trie
from ingest.name_signs import (
    ACTING,
    AMENDING,
    ATTACHED,
    CLAUSE,
    CONGRESS,
    GROUND_BEFORE,
    LAST_WORDS,
    MARKS,
    MAX_QUOTED,
    NATIONAL,
    NOT_A_NAME,
    NOT_ATTACHED,
    PERIOD,
    PROGRAMME_STOP,
    PROGRAMMES,
    QUOTE_AFTER,
    QUOTES,
    RELATED,
    SESSION,
    STATUTES,
    STOP,
    STOP_PAIRS,
    SUBJECT,
    SUBJECT_STOP,
    TITLE_STOP,
    TITLE_WORDS,
    UNMADE,
    VERB,
)


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A document by name: from ``start`` to ``end``, ``name`` the words that name it, quotes left out at the ends."""

    start: int
    end: int
    name: Span
    open: bool = False
    attached: bool = False


@dataclass(frozen=True, slots=True)
class NameReader:
    """Reads names in one text, given in three forms of one length; ``heads``: where type words begin."""

    view: str
    lower: str
    folded: str
    heads: Sequence[int]
    keys: NameKeys

    def read(
        self, head: Span, kind: DocumentType, unit: Span, after: int, *, capital: bool, grounds: bool
    ) -> NamedSpan | None:
        """Return the name that begins with the type word ``head``, or None.

        Args:
            head: The type word.
            kind: What it stands for.
            unit: The paragraph; no name leaves it.
            after: Where the next type word begins.
            capital: Whether the type word has a capital letter.
            grounds: Whether the paragraph gives grounds for the document.
        """
        word = " ".join(self.folded[head.start : head.end].split())
        if word in STATUTES:
            return self._statute(head, unit, capital=capital)
        if (kind.nameable or capital) and (capital or word in PROGRAMMES) and (quoted := self._quoted(head, unit)):
            return quoted if kind.nameable else None
        if word == "nghi quyet":
            return self._resolution(head, unit, grounds=grounds) if capital else None
        if attached := self._attached(head, kind, unit, capital=capital):
            return attached
        if (
            not capital
            and word in ("chien luoc", "quy hoach")
            and (match := NATIONAL.match(self.folded, head.end, unit.end))
        ):
            return _named(head.start, match.end())
        if not capital:
            return None
        if word == "chuong trinh hanh dong" and (match := ACTING.match(self.folded, head.end, unit.end)):
            return NamedSpan(head.start, match.end(), Span(head.start, match.end()), open=True)
        if kind.nameable and (programme := self._programme(head, unit, after)):
            return programme
        return self._title(head, unit, after) if grounds else None

    def _resolution(self, head: Span, unit: Span, *, grounds: bool) -> NamedSpan | None:
        """Read a resolution of a congress or a plenum, or one told by the session of a council that passed it."""
        start = head.end
        if match := CONGRESS.match(self.folded, head.end, unit.end):
            start = match.end()
            match = SUBJECT.match(self.folded, start, unit.end)
        elif grounds:
            match = SESSION.match(self.folded, head.end, unit.end)
        if match is None:
            return _named(head.start, start) if start > head.end else None
        stop = SUBJECT_STOP.search(self.lower, start, match.end())
        return _named(head.start, self._trimmed(stop.start() if stop else match.end()))

    def _statute(self, head: Span, unit: Span, *, capital: bool) -> NamedSpan | None:
        named_so = capital or not self.folded[max(0, head.start - 5) : head.start].endswith("phap ")
        if named_so and (match := AMENDING.match(self.folded, head.end, unit.end)):
            if related := RELATED.match(self.folded, match.end(), unit.end):
                return _named(head.start, related.end())
            return NamedSpan(head.start, match.end(), Span(head.start, match.end()), open=True)
        known = self.registered_end(head, unit.end)
        if not capital and (known is None or not self._printed_so(head.start, known)):
            return None
        if known is None and not self.view[head.end + 1 : head.end + 2].isupper() and not self._begins_known(head):
            return None
        end = known if known is not None else self._statute_end(head.end, unit.end)
        if end is None:
            return None
        for tail in (REVISED, YEAR_OF):
            if match := tail.match(self.folded, end, unit.end):
                end = match.end()
        return _named(head.start, end)

    def _printed_so(self, start: int, end: int) -> bool:
        """Tell whether a lower-case name has the register's marks ("luật đê điều", not "luật để điều")."""
        if self.folded[max(0, start - 5) : start].endswith("phap "):
            return False
        return " ".join(self.view[start:end].lower().split()) in self.keys.lower_statutes

    def _begins_known(self, head: Span) -> bool:
        """Tell whether the word after ``head`` goes on some registered name ("Luật bầu cử", shortened)."""
        first = TOKEN.match(self.folded, head.end + 1)
        node: Trie | None = self.keys.statutes
        for word in (*self.folded[head.start : head.end].split(), *self.keys.words(first[0] if first else "")[:1]):
            node = node.next.get(word) if node is not None else None
        return first is not None and node is not None

    def registered_end(self, head: Span, limit: int) -> int | None:
        """Return where the longest registered name that begins with ``head`` ends, or None."""
        node, best = self.keys.statutes, None
        for match in TOKEN.finditer(self.folded, head.start, min(limit, head.start + 400)):
            words = self.keys.words(match[0])
            for word in words:
                following = node.next.get(word)
                if following is None:
                    return best
                node = following
            if match[0] in ';:.()“”"|':
                return best
            if node.final and words:
                best = match.end()
        return best

    def _statute_end(self, start: int, limit: int) -> int | None:
        """Return where an unregistered law's name ends: at punctuation, a stop word, another document."""
        words: list[str] = []
        end = None
        for match in TOKEN.finditer(self.lower, start, min(limit, start + 260)):
            word = match[0]
            if not (word[0].isalnum() or word in ("&", "-", "–")) or self._head_at(match.start()):
                break
            following = TOKEN.match(self.lower, match.end() + 1, limit)
            pair = f"{word} {following[0]}" if following else word
            if not words and (word in NOT_A_NAME or word.isdigit()):
                return None
            if ((len(words) >= 2 or words == ["thuế"]) and word in STOP) or (words and pair in STOP_PAIRS):
                break
            if len(words) < 2 and (word in ("ngày", "năm", "số", "được", "này", "đã", "có") or word.isdigit()):
                break
            words.append(word)
            if word not in ("và", "của", "về", "tại", "&", "-", "–"):
                end = match.end()
        if end is None or words[-1] in LAST_WORDS or words == ["thuế"]:
            return None
        return end

    def _quoted(self, head: Span, unit: Span) -> NamedSpan | None:
        """Read ``Đề án “…”`` and ``“Đề án …”``; a missing closing quote ends with the paragraph."""
        gap = QUOTE_AFTER.match(self.view, head.end, unit.end)
        before = self.view[max(unit.start, head.start - 2) : head.start].rstrip()
        if gap:
            opening, inner = gap[1], gap.end()
        elif before[-1:] in ("“", '"') and before:
            opening, inner = before[-1], head.start
        else:
            return None
        closing = self.view.find(QUOTES[opening], inner, min(unit.end, inner + MAX_QUOTED))
        end = closing if closing >= 0 else self._trimmed(min(unit.end, inner + MAX_QUOTED))
        if end - inner < 8 or (";" in self.view[inner:end] and closing < 0):
            return None
        return NamedSpan(head.start, end + (closing >= 0), Span(head.start, end + (closing >= 0 and bool(gap))))

    def _attached(self, head: Span, kind: DocumentType, unit: Span, *, capital: bool) -> NamedSpan | None:
        """Read "Quy định về … ban hành kèm theo Quyết định số": a regulation that another document carries."""
        if not kind.nameable:
            return None
        match = ATTACHED.match(self.folded, head.end, min(unit.end, head.end + 460))
        if match is None or (not capital and not match[0].startswith(" ve ")) or NOT_ATTACHED.search(match[0]):
            return None
        end = match.end()
        while self.view[end - 1] in " ,":
            end -= 1
        return NamedSpan(head.start, end, Span(head.start, end), attached=True) if end - head.end > 6 else None

    def _programme(self, head: Span, unit: Span, after: int) -> NamedSpan | None:
        """Read a programme by name: to its period ("đến năm 2030"), or to the first stop when it says whose it is."""
        clause = CLAUSE.match(self.folded, head.end, unit.end)
        limit = clause.end() if clause else head.end
        if verb := VERB.search(self.lower, head.end, limit):
            limit = verb.start()
        if self.folded.startswith(" cua ", head.end):
            return None
        if UNMADE.search(self.folded[max(unit.start, head.start - 40) : head.start]):
            return None
        limit = min(limit, self._own_head(head.start, limit, after))
        period = PERIOD.search(self.folded, head.end, limit)
        if period is not None and period.start() - head.end > 12:
            return _named(head.start, period.end())
        comma = self.folded.find(",", head.end, limit)
        end = comma if comma >= 0 else limit
        words = self.folded[head.end : end]
        lower = self.lower[head.end : end]
        word_of = self.folded[head.start : head.end]
        state = word_of in ("chien luoc", "quy hoach")
        if words.split() == ["muc", "tieu", "quoc", "gia"] or (state and self._begins_sentence(head.start, unit)):
            return None
        if word_of != "du an" and (MARKS.search(words) or state) and 3 + state <= len(words.split()) <= 30:
            stop = PROGRAMME_STOP.search(lower)
            return _named(head.start, head.end + stop.start() if stop else self._trimmed(end))
        return None

    def _begins_sentence(self, start: int, unit: Span) -> bool:
        """Tell whether the capital may be that of a verb ("- Quy hoạch các khu nông nghiệp …")."""
        before = self.view[max(unit.start, start - 12) : start].rstrip(" -+*•")
        return not before or before[-1] in ".:;)\n"

    def _own_head(self, start: int, limit: int, after: int) -> int:
        """Return the next type word with a capital letter before ``limit``; lower-case ones are words of the name."""
        place = bisect_left(self.heads, max(start + 1, after))
        while place < len(self.heads) and self.heads[place] < limit:
            if self.view[self.heads[place]].isupper():
                return self.heads[place]
            place += 1
        return limit

    def _title(self, head: Span, unit: Span, after: int) -> NamedSpan | None:
        """Read a document given as grounds by type and title alone."""
        if GROUND_BEFORE.search(self.folded[max(unit.start, head.start - 40) : head.start]) is None:
            return None
        clause = CLAUSE.match(self.folded, head.end, unit.end)
        limit = clause.end() if clause else head.end
        limit = min(limit, self._own_head(head.start, limit, after))
        if verb := TITLE_STOP.search(self.lower, head.end, limit):
            limit = verb.start()
        words = self.lower[head.end : limit].split()
        if len(words) < TITLE_WORDS or words[0] in NOT_A_NAME or words[0] in ("định", "hiện", "các"):
            return None
        return _named(head.start, self._trimmed(limit))

    def _trimmed(self, end: int) -> int:
        while end > 0 and self.view[end - 1] in " \n,.;/*":
            end -= 1
        return end

    def _head_at(self, position: int) -> bool:
        place = bisect_left(self.heads, position)
        return place < len(self.heads) and self.heads[place] == position and self.view[position].isupper()


def _named(start: int, end: int) -> NamedSpan:
    return NamedSpan(start, end, Span(start, end))
