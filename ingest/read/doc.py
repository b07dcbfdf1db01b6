"""Legacy Word documents (.doc): read here for Word 97-2003, through an installed converter for older ones."""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import olefile

from ingest.read.converters import convert_to_text
from ingest.read.flow import Flow
from ingest.read.legacy_fonts import decode_run
from ingest.read.limits import Limits
from ingest.read.numbering import ListCounter
from ingest.read.reading import Notice, Reading
from ingest.read.rejection import InputRejected
from ingest.read.word_binary import FIRST_WORD_97, WordFile, find_sprms, parse_word, parse_word_95

_CELL_END = "\x07"
_END_MARKS = frozenset("\r\x07\x0c\x0e")
_DROPPED = dict.fromkeys(map(ord, "\x00\x01\x02\x03\x04\x05\x06\x08\x1f"))
_PRINTED = {0x1E: "-", 0x0B: "\n", 0x09: " "}
_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END = "\x13", "\x14", "\x15"
_IN_TABLE, _ROW_END, _LEVEL, _LIST, _ROW_SHAPE = 0x2416, 0x2417, 0x260A, 0x460B, 0xD608
_FAST_SAVED = 0x0004
_DELETED, _HIDDEN, _FONTS = 0x0800, 0x083C, frozenset({0x4A4F, 0x4A51})


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph with the properties that shape the text. ``edges``: column edges of a row end, in twips."""

    text: str
    mark: str
    in_table: bool = False
    row_end: bool = False
    list_id: str = ""
    level: int = 0
    edges: tuple[int, ...] = ()


def read_doc(name: str, data: bytes, limits: Limits) -> Reading:
    """Read a legacy Word file.

    Raises:
        InputRejected: ``malformed``, ``encrypted``, ``unsupported`` (another OLE file), ``missing_converter``.
    """
    try:
        return _read_ole(name, data, limits)
    except InputRejected:
        raise
    except (struct.error, IndexError, ValueError, OSError, TypeError, KeyError, AttributeError) as error:
        raise InputRejected("malformed", name, "doc") from error


def _read_ole(name: str, data: bytes, limits: Limits) -> Reading:
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        if not ole.exists("WordDocument"):
            if ole.exists("EncryptedPackage"):
                raise InputRejected("encrypted", name)
            raise InputRejected("unsupported", name, "tệp OLE không phải Word")
        word = ole.openstream("WordDocument").read()
        first, second = (ole.openstream(t).read() if ole.exists(t) else b"" for t in ("0Table", "1Table"))
    version, flags = struct.unpack_from("<H6xH", word, 2)
    if flags & 0x0100:
        raise InputRejected("encrypted", name)
    if version < FIRST_WORD_97:
        return _read_word_95(name, data, word, limits)
    return Reading(print_word(parse_word(word, (first, second), limits.max_characters)))


def _read_word_95(name: str, data: bytes, word: bytes, limits: Limits) -> Reading:
    """Read a Word 6/95 file through an installed converter, else its characters without tables.

    A file saved in pieces ("fast save", ``fComplex``) needs the converter.
    """
    try:
        text = convert_to_text(name, data, ".doc", limits)
    except InputRejected as rejected:
        (flags,) = struct.unpack_from("<H", word, 0x0A)
        if rejected.code != "missing_converter" or flags & _FAST_SAVED:
            raise
        text = print_word(parse_word_95(word, limits.max_characters))
        return Reading(text, (Notice("plain_word_95", "Tệp Word 6/95 chỉ đọc được chữ, không đọc được khung bảng."),))
    return Reading(text, (Notice("converted", "Đọc tệp Word 6/95 qua chương trình chuyển đổi."),))


def print_word(file: WordFile) -> str:
    """Return the words of a Word file: main text, then foot- and endnotes and text boxes."""
    main, footnotes, headers, macros, comments, endnotes, boxes = file.counts[:7]
    counter = ListCounter(file.lists)
    start_endnotes = main + footnotes + headers + macros + comments
    parts = [
        (0, main),
        (main, main + footnotes),
        (start_endnotes, start_endnotes + endnotes),
        (start_endnotes + endnotes, start_endnotes + endnotes + boxes),
    ]
    pages = []
    for start, end in parts:
        flow = Flow()
        for paragraph in _find_paragraphs(file, start, end):
            _add_paragraph(flow, paragraph, counter)
        pages.append("\n".join(flow.lines()))
    return "\n".join(page for page in pages if page.strip())


def _add_paragraph(flow: Flow, paragraph: _Paragraph, counter: ListCounter) -> None:
    if paragraph.row_end:
        flow.end_row(paragraph.edges)
        return
    words = paragraph.text.translate(_DROPPED).translate(_PRINTED)
    mark = counter.next_mark(paragraph.list_id, paragraph.level) if paragraph.list_id and words.strip() else ""
    flow.add_paragraph(f"{mark} {words}" if mark else words, paragraph.in_table or paragraph.mark == _CELL_END)
    if paragraph.mark == _CELL_END:
        flow.end_cell()


def _find_paragraphs(file: WordFile, start: int, end: int) -> Iterator[_Paragraph]:
    """Yield the paragraphs of one part, each with the properties at its end mark."""
    words: list[str] = []
    fields: list[bool] = []
    for text, offset, width in _find_runs(file, start, end):
        for at, char in enumerate(text):
            if char == _FIELD_BEGIN:
                fields.append(True)
            elif char == _FIELD_SEPARATOR and fields:
                fields[-1] = False
            elif char == _FIELD_END and fields:
                fields.pop()
            elif char in _END_MARKS:
                yield _read_paragraph(file, "".join(words), char, offset + at * width)
                words = []
            elif not any(fields):
                words.append(char)
    if words:
        yield _Paragraph("".join(words), "\r")


def _read_paragraph(file: WordFile, text: str, mark: str, offset: int) -> _Paragraph:
    in_table = row_end = False
    list_id, level = "", 0
    edges: tuple[int, ...] = ()
    for code, operand in find_sprms(file.paragraphs.at(offset)):
        if code == _IN_TABLE:
            in_table = operand[:1] == b"\x01"
        elif code == _ROW_END:
            row_end = operand[:1] == b"\x01"
        elif code == _LIST:
            number = int.from_bytes(operand, "little")
            list_id = str(number) if 0 < number < 0x7FF else ""
        elif code == _LEVEL:
            level = operand[0] if operand else 0
        elif code == _ROW_SHAPE and len(operand) > 3:
            count = operand[2] + 1
            if len(operand) >= 3 + 2 * count:
                edges = struct.unpack_from(f"<{count}h", operand, 3)
    return _Paragraph(text, mark, in_table, row_end, list_id, level, edges)


def _find_runs(file: WordFile, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield (characters, byte offset, bytes a character) of the visible runs, legacy fonts decoded."""
    for piece in file.pieces:
        low, high = max(start, piece.start), min(end, piece.end)
        while low < high:
            offset = piece.offset + (low - piece.start) * piece.width
            stop = min(high, _run_end(file, piece.start, piece.offset, piece.width, offset, high))
            text = file.piece_text(piece, low, stop)
            font, visible = _read_run(file, offset)
            if visible:
                decoded = decode_run(text, font)
                yield (decoded if len(decoded) == len(text) else text), offset, piece.width
            low = stop


def _run_end(file: WordFile, start: int, base: int, width: int, offset: int, high: int) -> int:
    """Return the character position at which the properties change after ``offset``."""
    at = bisect_right(file.runs.starts, offset)
    edges = [file.runs.ends[at - 1]] if at and file.runs.ends[at - 1] > offset else []
    edges += [file.runs.starts[at]] if at < len(file.runs.starts) else []
    if not edges:
        return high
    return max(start + (min(edges) - base + width - 1) // width, start + (offset - base) // width + 1)


def _read_run(file: WordFile, offset: int) -> tuple[str, bool]:
    font, visible = "", True
    for code, operand in find_sprms(file.runs.at(offset)):
        if code in {_DELETED, _HIDDEN} and operand[:1] == b"\x01":
            visible = False
        elif code in _FONTS:
            number = int.from_bytes(operand, "little")
            font = file.fonts[number] if number < len(file.fonts) else ""
    return font, visible
