"""A list of bodies, read piece by piece: each piece begins a new name or continues the last.

Reads the softened words of a list and the compiled grammar; writes ``AgencyMention``s. Shared heads are distributed
("Các Sở: Y tế; Tài chính" is "Sở Y tế", "Sở Tài chính"), and commas and "và" inside a name do not split it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.agency_pieces import Piece, PieceReader
from ingest.agency_starts import Start
from ingest.agency_words import AgencyWords
from ingest.model import AgencyMention, Span
from ingest.spelling import soften
from ingest.text import key_of

_LIMIT = 4000
_OFFICE_WORDS = 4
_LONGEST_NAME = 200
_OFFICE_OF_COUNCIL = re.compile(
    r"^(?:phó )?(?:chánh )?văn phòng .{0,40}?(?:hđnd|hội đồng nhân dân|đoàn đbqh|đoàn đại biểu quốc hội|quốc hội)$"
)
_COUNCIL = re.compile(r"^(?:ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân)\b")
_BARE = re.compile(r"^(?:thường trực|bí thư|chủ tịch|phó chủ tịch|phó bí thư)(?:, các [^\W\d_]+)?$")
_PLACE_IN = re.compile(r"(?<!\w)(?:huyện|quận|thị xã|thành phố|phường|thị trấn|tỉnh|xã(?! hội))(?!\w)")
_PLACES_IN = re.compile(r"(?<!\w)(?:các|những) (?:huyện|quận|thị xã|thành phố|phường|thị trấn|tỉnh|xã(?! hội))(?!\w)")
_COMRADE = ("đồng chí ", "đ/c ", "ông ", "bà ")
_INDIVIDUALS = re.compile(r"^(?:các )?cá nhân\b")
_SINGLE_HEADS = frozenset({"sở", "bộ", "ban", "cục", "chi cục", "phòng", "hội", "viện", "trung tâm", "vụ", "ngành"})
_COMMA = re.compile(r",\s*")
_SHARES_PLACE = re.compile(r" (?:huyện|quận|thị xã|thành phố|tỉnh|xã|phường|đặc khu)$")
_PLACES_OF_LIST = re.compile(
    r"(?P<whose>(?!các )[^\W\d_]+(?: (?!các |thuộc |trong |tại |của )[^\W\d_]+){0,8}) (?:các )?"
    r"(?P<place>huyện|quận|thị xã|thành phố|tỉnh|xã|phường|đặc khu)\s*:\s*(?=\w)"
)
_HEAD_OF_LIST = re.compile(r"(chi cục|trung tâm|[^\W\d_]+)\s*(?:, ?(?:ban|ngành)\s*)*(:?)\s*")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A name while it is read: its span, the class of its last generic noun, a head shared with what follows.

    ``own`` is the name that it has itself once the head proves to be shared: "các Sở Y tế, Tài chính" is "Sở Y tế".
    """

    start: int
    end: int
    kind: Start
    classes: frozenset[str]
    shared: str | None = None
    own: str | None = None
    name: str | None = None


def split_list(text: str, soft: str, span: Span, words: AgencyWords) -> tuple[AgencyMention, ...]:
    """Return the agencies that the words of ``span`` list, in order; ``soft`` is the softened text of ``span``."""
    reader = _ListReader(text, soft[:_LIMIT], span.start, words)
    opened = reader.read()
    return tuple(reader.mention_of(name) for name in opened)


def begins_agency(text: str, soft: str, words: AgencyWords, at: int) -> bool:
    """Tell whether the words at ``at`` can begin the name of a body, an office or a collective."""
    return _ListReader(text, soft, 0, words).start_of(at, min(len(soft), at + 200)) not in ("other", "acronym")


class _ListReader(PieceReader):
    """Walks once over the pieces of a list. Offsets inside are into ``soft``; ``base`` turns them into the text's."""

    def read(self) -> list[_Opened]:
        """Return the names of the list in order."""
        names: list[_Opened] = []
        for piece in self.pieces():
            own = names[-1].start if names and self.start_of(piece.start, piece.end) == "other" else piece.start
            for part in self.repeated(piece, own):
                self._take(names, part)
        if len(names) > 1 and self._is_bare(names[-1]):
            names.pop()
        return names

    def mention_of(self, opened: _Opened) -> AgencyMention:
        """Return the finished mention with the register's name."""
        name = opened.name or self.printed(opened.start, opened.end)
        name = re.sub(r"\s+", " ", name)
        found = self.words.find_name(name)
        span = Span(self.base + opened.start, self.base + opened.end)
        return AgencyMention(span, name, found.label if found else None, found.key if found else None)

    def _take(self, names: list[_Opened], piece: Piece) -> None:
        start = self.start_of(piece.start, piece.end)
        last = names[-1] if names else None
        if last is not None:
            shared = self._distribute(last, piece, start)
            if shared is not None:
                names[-1] = replace(last, name=last.name or last.own)
                names.append(shared)
                return
            if self._completes(last, piece) or self._continues(last, piece, start):
                classes = self._classes_of(piece, start) or last.classes
                names[-1] = replace(
                    last,
                    end=piece.end,
                    classes=classes,
                    own=self._longer(last.own, last, piece),
                    name=self._longer(last.name, last, piece),
                )
                return
        names.append(self._open(piece, start))

    def _completes(self, last: _Opened, piece: Piece) -> bool:
        """Tell whether the words up to ``piece`` are one registered name ("Sở Nông nghiệp và PTNT")."""
        if ";" in piece.separator or "\n" in piece.separator or last.kind in ("generic", "quantified"):
            return False
        if piece.end - last.start > _LONGEST_NAME:
            return False
        return self._body_key(last, piece) in self.words.names

    def _body_key(self, last: _Opened, piece: Piece) -> str:
        printed = last.name or last.own or self.printed(last.start, last.end)
        joined = printed + self.printed(last.end, piece.end)
        office = self.words.position.match(soften(joined))
        return key_of(self.words.expand(joined[office.end() :] if office else joined))

    def _longer(self, name: str | None, last: _Opened, piece: Piece) -> str | None:
        if name is None:
            return None
        return name + self.printed(last.end, piece.end)

    def _open(self, piece: Piece, start: Start) -> _Opened:
        shared, own, certain = self._shared_head(piece)
        classes = self._classes_of(piece, start)
        return _Opened(piece.start, piece.end, start, classes, shared, own, own if certain else None)

    def _classes_of(self, piece: Piece, start: Start) -> frozenset[str]:
        """Return the classes of the generic noun with which the piece, or the body of its office, begins."""
        at = piece.start
        office = self.words.position.match(self.soft, at, piece.end) if start in ("office", "quantified") else None
        at = office.end() if office else at
        quantifier = self.words.quantifier.match(self.soft, at, piece.end)
        at = quantifier.end() if quantifier else at
        if start not in ("office", "quantified", "generic"):
            return frozenset()
        return self.generic_at(at, piece.end)

    def _shared_head(self, piece: Piece) -> tuple[str | None, str | None, bool]:
        """Read "Các Sở: Y tế", "các Sở Y tế": the head that may be shared, the own name, whether a colon says so."""
        at = piece.start
        office = self.words.position.match(self.soft, at, piece.end)
        at = office.end() if office else at
        quantifier = self.words.quantifier.match(self.soft, at, piece.end)
        at = quantifier.end() if quantifier else at
        head = _HEAD_OF_LIST.match(self.soft, at, piece.end)
        if head is None or head[1] not in _SINGLE_HEADS:
            return self._shared_place(piece)
        shared = self._head_text(office, head)
        if head.end() < piece.end and self.is_upper(head.end()) and (quantifier or head[2]):
            return shared, f"{shared} {self.printed(head.end(), piece.end)}", bool(head[2])
        alone = quantifier is None and head[1] in ("sở", "bộ")
        return (shared if alone else None), None, False

    def _shared_place(self, piece: Piece) -> tuple[str | None, str | None, bool]:
        """Read "Chủ tịch UBND các huyện: A": what each of the places that follow has."""
        head = _PLACES_OF_LIST.match(self.soft, piece.start, piece.end)
        if head is None or not self.is_upper(head.end()):
            return None, None, False
        shared = f"{self.printed(*head.span('whose'))} {self.printed(*head.span('place'))}"
        return shared, f"{shared} {self.printed(head.end(), piece.end)}", True

    def _head_text(self, office: re.Match[str] | None, head: re.Match[str]) -> str:
        printed = self.printed(head.start(1), head.end(1))
        titled = printed[0].upper() + printed[1:]
        return f"{self.printed(office.start(), office.end()).rstrip()} {titled}" if office else titled

    def _distribute(self, last: _Opened, piece: Piece, start: Start) -> _Opened | None:
        """Give the shared head to a piece that is only the rest of a name; None where the piece is something else."""
        if last.shared is None or start not in ("other", "acronym") or not self.is_upper(piece.start):
            return None
        rest = self.printed(piece.start, piece.end)
        name = f"{last.shared} {rest}"
        if last.own is None and not self._is_known(name):
            return None
        if ";" not in piece.separator and not self._ends_name(last, piece):
            return None
        return _Opened(piece.start, piece.end, "body", frozenset(), last.shared, name, name)

    def _is_known(self, name: str) -> bool:
        """Tell whether the register has the name, or one that begins so."""
        words = key_of(self.words.expand(name)).split()
        begins = (" ".join(words[skip:]) in self.words.prefixes for skip in range(min(_OFFICE_WORDS, len(words))))
        return self.words.find_name(name) is not None or any(begins)

    def _ends_name(self, last: _Opened, piece: Piece) -> bool:
        """Tell whether the last name is complete before ``piece``, by the register: "Kế hoạch" | "và Đầu tư" is not."""
        printed = last.name or last.own or self.printed(last.start, last.end)
        body = self._body_key(last, piece)
        if body in self.words.prefixes or body in self.words.names:
            return False
        if "và" not in piece.separator.split() or _SHARES_PLACE.search(last.shared or ""):
            return True
        return self.words.find_name(printed) is not None and not self._is_followed(piece)

    def _is_followed(self, piece: Piece) -> bool:
        """Tell whether after "… và X" the shared head goes on: then X belongs to the name before, as its last word."""
        comma = _COMMA.match(self.soft, piece.end)
        if comma is None or not self.is_upper(comma.end()):
            return False
        return self.start_of(comma.end(), len(self.soft)) == "other"

    def _continues(self, last: _Opened, piece: Piece, start: Start) -> bool:
        soft = self.soft[piece.start : piece.end]
        before = self.soft[last.start : last.end]
        if _OFFICE_OF_COUNCIL.match(before) and _COUNCIL.match(soft) and ";" not in piece.separator:
            return True
        if _BARE.match(before) and last.kind in ("office", "body") and start != "other":
            return ";" not in piece.separator
        if start in ("office", "person") and self._are_persons(last, piece):
            return True
        if start in ("body", "generic") and "phụ trách" in before and ";" not in piece.separator:
            return True
        if (
            start == "office"
            and before.startswith(_COMRADE)
            and not soft.startswith(_COMRADE)
            and piece.separator == ","
        ):
            return True
        if (
            start == "other"
            and ";" in piece.separator
            and self.words.quantifier.match(self.soft, piece.start, piece.end)
        ):
            return False
        if start == "other":
            return not (self.is_upper(piece.start) and ("\n" in piece.separator or "<br" in piece.separator))
        if _INDIVIDUALS.match(soft):
            return bool(last.classes & {"organisation", "administration"})
        if start == "quantified":
            return self._pairs(last, piece)
        if start == "generic":
            return self._joins(last, piece, before)
        return False

    def _are_persons(self, last: _Opened, piece: Piece) -> bool:
        """Tell whether plain persons go on: "các cán bộ, công chức có tên tại Điều 1"."""
        quantifier = self.words.quantifier.match(self.soft, last.start, last.end)
        noun = quantifier.end() if quantifier else last.start
        person = self.words.person
        both = person.match(self.soft, noun, last.end) and person.match(self.soft, piece.start, piece.end)
        return both is not None and quantifier is not None and not self.is_upper(piece.start)

    def _pairs(self, last: _Opened, piece: Piece) -> bool:
        """Tell whether the two are one collective: "các cơ sở … và các doanh nghiệp …" with one common ending."""
        classes = self._classes_of(piece, "quantified")
        if classes == {"place"} and last.kind in ("office", "body") and ";" not in piece.separator:
            return _PLACES_IN.search(self.soft, last.start, last.end) is not None
        own = last.kind == "quantified" and last.classes == {"organisation"} == classes
        return own and "và" in piece.separator.split()

    def _joins(self, last: _Opened, piece: Piece, before: str) -> bool:
        classes = self.generic_at(piece.start, piece.end)
        if "place" in classes:
            return _PLACE_IN.search(before) is not None or bool(last.classes)
        if ";" in piece.separator:
            return False
        if last.classes & classes:
            return last.kind != "body"
        return last.classes == {"place"} and "administration" in classes

    def _is_bare(self, opened: _Opened) -> bool:
        """A head word alone at the end of a list is a name that was cut off."""
        return opened.name is None and self.soft[opened.start : opened.end] in _SINGLE_HEADS
