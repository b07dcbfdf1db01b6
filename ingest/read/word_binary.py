"""The structures of a legacy Word file (.doc, Word 97-2003), as far as its words need them.

Source: [MS-DOC] Word (.doc) Binary File Format: 2.5 FIB, 2.8.35 PlcPcd (the piece table), 2.9.33/2.9.175 FKP pages of
properties, 2.6 single property modifiers (sprm), 2.9.131 LSTF, 2.9.150 LVL, 2.9.129 LFO.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.read.numbering import ListDefinition, ListLevel

_SprmReader = Callable[[bytes, int], bytes]
FIRST_WORD_97 = 0xC1
"""``nFib`` below this is Word 6/95, another format."""

_FC_FONTS, _FC_CLX, _FC_LISTS, _FC_OVERRIDES = 0x112, 0x1A2, 0x2E2, 0x2EA
_FC_CHAR_PAGES, _FC_PARAGRAPH_PAGES = 0xFA, 0x102
_COUNTS = 0x4C
_PAGE = 512
_OPERAND_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_NUMBER_FORMS = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero",
                 23: "bullet", 255: "none"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters stored together: positions ``[start, end)`` at byte ``offset``, ``width`` (1 or 2) bytes each."""

    start: int
    end: int
    offset: int
    width: int


@dataclass(frozen=True, slots=True)
class PropertyRuns:
    """Properties by byte offset: the run that holds an offset is found by bisection."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    properties: tuple[bytes, ...]

    def at(self, offset: int) -> bytes:
        """Return the sprms that hold at a byte offset, none where the file has none."""
        found = bisect_right(self.starts, offset) - 1
        return self.properties[found] if found >= 0 and offset < self.ends[found] else b""


@dataclass(frozen=True, slots=True)
class WordFile:
    """The opened streams and the tables of one file. ``counts`` are the lengths of the parts (main text, notes …)."""

    word: bytes
    table: bytes
    counts: tuple[int, ...]
    pieces: tuple[Piece, ...]
    paragraphs: PropertyRuns
    runs: PropertyRuns
    fonts: tuple[str, ...]
    lists: dict[str, ListDefinition]

    def piece_text(self, piece: Piece, start: int, end: int) -> str:
        """Return the characters ``[start, end)`` of a piece."""
        offset = piece.offset + (start - piece.start) * piece.width
        raw = self.word[offset : offset + (end - start) * piece.width]
        return raw.decode("cp1252" if piece.width == 1 else "utf-16-le", "replace")


def parse_word(word: bytes, tables: tuple[bytes, bytes], max_characters: int) -> WordFile:
    """Read the tables of a Word 97-2003 file from its ``WordDocument``, ``0Table`` and ``1Table`` streams.

    Raises:
        ValueError, struct.error, IndexError: the file is damaged.
    """
    (flags,) = struct.unpack_from("<H", word, 0x0A)
    table = tables[1 if flags & 0x0200 else 0]
    counts = struct.unpack_from("<8i", word, _COUNTS)
    if any(count < 0 for count in counts) or sum(counts) > max_characters:
        raise ValueError("lengths out of bounds")
    pieces = _parse_pieces(word, table, max_characters)
    paragraphs = _parse_pages(word, table, _FC_PARAGRAPH_PAGES, 13, _paragraph_sprms)
    runs = _parse_pages(word, table, _FC_CHAR_PAGES, 1, _character_sprms)
    return WordFile(word, table, counts, pieces, paragraphs, runs, _parse_fonts(word, table), _parse_lists(word, table))


def parse_word_95(word: bytes, max_characters: int) -> WordFile:
    """Return the characters of a Word 6/95 file (8-bit, in one run from ``fcMin``), without properties.

    Raises:
        ValueError, struct.error: the file is damaged.
    """
    first, last = struct.unpack_from("<II", word, 0x18)
    (length,) = struct.unpack_from("<I", word, 0x34)
    length = min(length, last - first)
    if not 0 < length <= max_characters:
        raise ValueError("lengths out of bounds")
    none = PropertyRuns((), (), ())
    return WordFile(word, b"", (length, *[0] * 7), (Piece(0, length, first, 1),), none, none, (), {})


def find_sprms(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the property modifiers (code, operand) of a grpprl; ends quietly where it is cut."""
    at = 0
    while at + 2 <= len(properties):
        (code,) = struct.unpack_from("<H", properties, at)
        at += 2
        kind = code >> 13
        if kind == 6:
            if code == 0xD608:
                size = struct.unpack_from("<H", properties, at)[0] + 1 if at + 2 <= len(properties) else 0
            else:
                size = properties[at] + 1 if at < len(properties) else 0
        else:
            size = _OPERAND_SIZES[kind]
        if size <= 0:
            return
        yield code, properties[at : at + size]
        at += size


def _section(word: bytes, table: bytes, at: int) -> bytes:
    offset, size = struct.unpack_from("<II", word, at)
    return table[offset : offset + size]


def _parse_pieces(word: bytes, table: bytes, max_characters: int) -> tuple[Piece, ...]:
    clx = _section(word, table, _FC_CLX)
    at = 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    (size,) = struct.unpack_from("<I", clx, at + 1)
    count = (min(size, len(clx) - at - 5) - 4) // 12
    at += 5
    positions = struct.unpack_from(f"<{count + 1}I", clx, at)
    if positions[-1] > max_characters or list(positions) != sorted(positions):
        raise ValueError("piece table out of order")
    pieces = []
    for index in range(count):
        (offset,) = struct.unpack_from("<I", clx, at + 4 * (count + 1) + 8 * index + 2)
        narrow = bool(offset & 0x40000000)
        offset &= 0x3FFFFFFF
        pieces.append(
            Piece(positions[index], positions[index + 1], offset // 2 if narrow else offset, 1 if narrow else 2)
        )
    return tuple(pieces)


def _parse_pages(word: bytes, table: bytes, at: int, entry: int, read: _SprmReader) -> PropertyRuns:
    """Read the property pages (FKP): ``entry`` bytes of index a run, the sprms of a run through ``read``."""
    plc = _section(word, table, at)
    count = min(max(0, (len(plc) - 4) // 8), len(word) // _PAGE + 1)
    numbers = struct.unpack_from(f"<{count}I", plc, 4 * ((len(plc) - 4) // 8 + 1)) if count else ()
    runs: list[tuple[int, int, bytes]] = []
    for number in numbers:
        page = word[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
        if len(page) < _PAGE:
            continue
        many = min(page[-1], (_PAGE - 5) // (4 + entry))
        offsets = struct.unpack_from(f"<{many + 1}I", page, 0)
        for index in range(many):
            place = page[4 * (many + 1) + entry * index] * 2
            runs.append((offsets[index], offsets[index + 1], read(page, place) if place else b""))
    runs.sort(key=lambda run: run[0])
    return PropertyRuns(tuple(r[0] for r in runs), tuple(r[1] for r in runs), tuple(r[2] for r in runs))


def _paragraph_sprms(page: bytes, at: int) -> bytes:
    words = page[at]
    if words:
        start, size = at + 1, 2 * words - 1
    else:
        start, size = at + 2, 2 * page[min(at + 1, _PAGE - 1)]
    return page[start + 2 : min(start + size, _PAGE - 1)]


def _character_sprms(page: bytes, at: int) -> bytes:
    return page[at + 1 : min(at + 1 + page[at], _PAGE - 1)]


def _parse_fonts(word: bytes, table: bytes) -> tuple[str, ...]:
    data = _section(word, table, _FC_FONTS)
    fonts = []
    at = 4
    while at < len(data) and data[at]:
        name = data[at + 40 : at + 1 + data[at]]
        fonts.append(name.decode("utf-16-le", "replace").partition("\x00")[0])
        at += 1 + data[at]
    return tuple(fonts)


def _parse_lists(word: bytes, table: bytes) -> dict[str, ListDefinition]:
    """Return the lists by their 1-based override index (``ilfo``), the number that paragraphs carry."""
    try:
        definitions = _parse_list_levels(word, table)
        data = _section(word, table, _FC_OVERRIDES)
        count = min(struct.unpack_from("<I", data, 0)[0], (len(data) - 4) // 16) if len(data) >= 4 else 0
        lists = {}
        for index in range(count):
            (identifier,) = struct.unpack_from("<i", data, 4 + 16 * index)
            if identifier in definitions:
                lists[str(index + 1)] = ListDefinition(str(identifier), definitions[identifier])
    except (struct.error, IndexError):
        return {}
    return lists


def _parse_list_levels(word: bytes, table: bytes) -> dict[int, tuple[ListLevel, ...]]:
    offset, size = struct.unpack_from("<II", word, _FC_LISTS)
    data = table[offset : offset + size]
    count = min(struct.unpack_from("<H", data, 0)[0], (len(data) - 2) // 28) if len(data) >= 2 else 0
    at = offset + 2 + 28 * count
    definitions = {}
    for index in range(count):
        (identifier,) = struct.unpack_from("<i", data, 2 + 28 * index)
        simple = data[2 + 28 * index + 26] & 1
        levels = []
        for _ in range(1 if simple else 9):
            level, at = _parse_level(table, at)
            levels.append(level)
        definitions[identifier] = tuple(levels)
    return definitions


def _parse_level(table: bytes, at: int) -> tuple[ListLevel, int]:
    start, form, info = struct.unpack_from("<iBB", table, at)
    character_size, paragraph_size = table[at + 24], table[at + 25]
    at += 28 + character_size + paragraph_size
    (length,) = struct.unpack_from("<H", table, at)
    text = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    pattern = "".join(f"%{ord(char) + 1}" if ord(char) < 9 else char for char in text)
    level = ListLevel(start, _NUMBER_FORMS.get(form, "decimal"), pattern, bool(info & 4), not info & 8)
    return level, at + 2 + 2 * length
