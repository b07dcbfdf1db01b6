"""Pieces of an agency list: the runs between separators, where a lost separator counts too.

Reads the words of a list; writes ``Piece``s in order. Whether a piece begins a name is decided in
``ingest.agency_lists``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.agency_starts import ListWords

_SEPARATOR = re.compile(r"\s{0,8}(?:;|,|<br\s?/?>|\n|(?<!\w)(?:và|cùng với|cùng(?!\s(?:cấp|ngành|phối)))(?!\w))[\s,;]*")
_TRIM = " \t\n.,;:*_-–/\u2013"
_HEADS_FOLLOW = re.compile(r"(?:(?:ban|ngành|đoàn thể)(?:,|\s+và)?\s*){1,3}:")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run between separators, with what stands before it ("," ";" "và" …)."""

    start: int
    end: int
    separator: str


class PieceReader(ListWords):
    """Cuts a list at its separators, but not inside brackets."""

    def pieces(self) -> Iterator[Piece]:
        """Return the runs between separators, trimmed, without an opening that belongs to no name."""
        at, separator, depth_end = 0, "", 0
        opening = self.words.opening.match(self.soft)
        if opening and self._opens_names(opening.end()):
            at = opening.end()
        start = at
        for match in _SEPARATOR.finditer(self.soft, at):
            if match.start() < depth_end or _HEADS_FOLLOW.match(self.soft, match.end()):
                continue
            bracket = self.soft.find("(", start, match.start())
            if bracket >= 0:
                depth_end = self.soft.find(")", bracket)
                depth_end = len(self.soft) if depth_end < 0 else depth_end
                if match.start() < depth_end:
                    continue
            yield from self._piece(start, match.start(), separator)
            start, separator = match.end(), match[0].strip() or "\n"
        yield from self._piece(start, len(self.soft), separator)

    def _opens_names(self, at: int) -> bool:
        """An opening ("Các ông (bà)") is left out only where names follow it, and not "có tên tại Điều 1"."""
        at += len(self.soft[at:]) - len(self.soft[at:].lstrip(" :"))
        return self.is_upper(at) and self.start_of(at, len(self.soft)) in ("office", "body")

    def _piece(self, start: int, end: int, separator: str) -> Iterator[Piece]:
        while start < end and self.soft[start] in _TRIM:
            start += 1
        while end > start and self.soft[end - 1] in _TRIM:
            end -= 1
        if end > start:
            yield Piece(start, end, separator)

    def repeated(self, piece: Piece, before: int) -> Iterator[Piece]:
        """Split where the separator was lost: "Bộ Y tế Bộ Công an" repeats the head of the name begun at ``before``."""
        own = re.match(r"(bộ|sở)\s+(?!tư lệnh|chỉ huy|trưởng)", self.soft[before:])
        if own is None:
            yield piece
            return
        start = piece.start
        for match in re.finditer(rf"(?<=\w)\s+(?={own[1]}\s+\w)", self.soft[piece.start : piece.end]):
            at = piece.start + match.end()
            if self.is_upper(at) and self.is_upper(at + len(own[1]) + 1):
                yield Piece(start, piece.start + match.start(), piece.separator if start == piece.start else "\n")
                start = at
        yield Piece(start, piece.end, piece.separator if start == piece.start else "\n")
