r"""Rich Text Format: words, tables, footnotes and printed list marks.

Source: Rich Text Format Specification 1.9.1. The list marks are those that the writing program left beside each
paragraph (``\listtext``, ``\pntext``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ingest.read.flow import Flow
from ingest.read.legacy_fonts import decode_run
from ingest.read.limits import Limits
from ingest.read.reading import Reading
from ingest.read.rejection import InputRejected

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?[ ]?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<end>[\r\n]+)|(?P<text>[^\\{}\r\n]+)|(?P<stray>\\)"
)
_SKIPPED_NAMES = (
    "colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc "
    "aftnsep aftnsepc listtable listoverridetable rsidtbl generator xmlnstbl themedata colorschememapping "
    "latentstyles datastore shprslt result nonshppict object objdata filetbl revtbl pgptbl fldinst bkmkstart "
    "bkmkend annotation atnid atnauthor tc xe txe rxe private"
)
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_CHARACTERS = {
    "tab": " ", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "-", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {"~": " ", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n", ":": ""}
_CHARSETS = {
    128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_MAX_GROUPS = 1000


@dataclass(frozen=True, slots=True)
class _Font:
    name: str = ""
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class _Group:
    """What a brace group inherits and restores."""

    skipped: bool = False
    starred: bool = False
    fonts: bool = False
    note: bool = False
    font: int = -1
    fallback: int = 1
    hidden: bool = False


def read_rtf(name: str, data: bytes, limits: Limits) -> Reading:
    r"""Read a rich text file.

    Raises:
        InputRejected: ``too_deep``.

    >>> read_rtf("a.rtf", rb"{\rtf1\ansi S\u7889?: 1\par{\b \u272?i\u7873?u}}", Limits()).text
    'Số: 1\nĐiều\n'
    """
    del limits
    return Reading(_RtfReader(name).read(data.decode("latin-1")))


@dataclass(slots=True)
class _RtfReader:
    name: str
    group: _Group = field(default_factory=_Group)
    groups: list[_Group] = field(default_factory=list)
    fonts: dict[int, _Font] = field(default_factory=dict)
    encoding: str = "cp1252"
    words: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    skip: int = 0
    in_table: bool = False
    edges: list[int] = field(default_factory=list)
    flow: Flow = field(default_factory=Flow)
    notes: Flow = field(default_factory=Flow)
    main_words: list[str] = field(default_factory=list)

    def read(self, source: str) -> str:
        """Go through the tokens once."""
        at = 0
        while match := _TOKEN.match(source, at):
            at = match.end()
            if match["word"] == "bin":
                at += max(0, int(match["number"] or 0))
            self._take(match)
        self._flush()
        if "".join(self.words).strip():
            self._end_paragraph()
        text = "\n".join([*self.flow.lines(), *self.notes.lines()])
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") + "\n"

    def _take(self, match: re.Match[str]) -> None:
        kind = match.lastgroup
        if kind == "hex":
            self._byte(int(match["hex"], 16))
        elif kind == "text":
            self._text(match["text"])
        elif kind == "brace":
            self._flush()
            self._open() if match["brace"] == "{" else self._close()
        elif kind == "symbol":
            self._flush()
            if match["symbol"] == "*":
                self.group = replace(self.group, starred=True)
            else:
                self._write(_SYMBOLS.get(match["symbol"], ""))
        elif kind in {"word", "number"}:
            self._flush()
            number = match["number"]
            self._word(match["word"], int(number) if number else None)

    def _open(self) -> None:
        if len(self.groups) >= _MAX_GROUPS:
            raise InputRejected("too_deep", self.name, "nhóm RTF")
        self.groups.append(self.group)
        self.group = replace(self.group, starred=False)

    def _close(self) -> None:
        if not self.groups:
            return
        closed, self.group = self.group, self.groups.pop()
        if closed.note and not self.group.note:
            self.notes.add_paragraph("".join(self.words))
            self.words = self.main_words
        self.skip = 0

    def _byte(self, value: int) -> None:
        if self.skip:
            self.skip -= 1
        else:
            self.pending.append(value)

    def _text(self, text: str) -> None:
        skipped = min(self.skip, len(text))
        self.skip -= skipped
        text = text[skipped:]
        if self.group.fonts:
            self._name_font(text)
        elif text.isascii():
            self._flush()
            self._write(text)
        else:
            self.pending += text.encode("latin-1")

    def _flush(self) -> None:
        if self.pending:
            encoding = self.fonts.get(self.group.font, _Font()).encoding or self.encoding
            text = self.pending.decode(encoding, "replace")
            self.pending.clear()
            if self.group.fonts:
                self._name_font(text)
            else:
                self._write(text)

    def _write(self, text: str) -> None:
        if text and not (self.group.skipped or self.group.hidden):
            self.words.append(decode_run(text, self.fonts.get(self.group.font, _Font()).name))

    def _name_font(self, text: str) -> None:
        if not self.group.skipped:
            known = self.fonts.get(self.group.font, _Font())
            self.fonts[self.group.font] = replace(known, name=(known.name + text).rstrip(";")[:60])

    def _word(self, word: str, number: int | None) -> None:
        if word == "shptxt":
            self.group = replace(self.group, skipped=False, starred=False)
        elif self.group.starred and word not in {"shpinst", "shp"}:
            self.group = replace(self.group, starred=False, skipped=True)
        elif word in _SKIPPED or word == "shpinst":
            self.group = replace(self.group, skipped=True)
        elif word == "u":
            self._write(chr((number or 0) % 0x10000))
            self.skip = self.group.fallback
        elif word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif not self.group.skipped and word in _ACTIONS:
            _ACTIONS[word](self, number)

    def _end_paragraph(self) -> None:
        words, self.words = "".join(self.words), []
        (self.notes if self.group.note else self.flow).add_paragraph(words, self.in_table and not self.group.note)

    def end_paragraph(self, number: int | None) -> None:
        r"""``\par``, ``\sect``, ``\page``."""
        del number
        self._end_paragraph()

    def end_cell(self, number: int | None) -> None:
        r"""``\cell``."""
        del number
        self.in_table = True
        self._end_paragraph()
        self.flow.end_cell()

    def end_row(self, number: int | None) -> None:
        r"""``\row``."""
        del number
        self.flow.end_row(tuple(self.edges))

    def start_row(self, number: int | None) -> None:
        r"""``\trowd``."""
        del number
        self.edges = [0]

    def set_left(self, number: int | None) -> None:
        r"""``\trleft``."""
        self.edges[:1] = [number or 0]

    def add_edge(self, number: int | None) -> None:
        r"""``\cellx``."""
        if len(self.edges) < 200:
            self.edges.append(number or 0)

    def start_fonts(self, number: int | None) -> None:
        r"""``\fonttbl``."""
        del number
        self.group = replace(self.group, fonts=True)

    def start_note(self, number: int | None) -> None:
        r"""``\footnote``."""
        del number
        if not self.group.note:
            self.main_words, self.words = self.words, []
            self.group = replace(self.group, note=True)

    def set_font(self, number: int | None) -> None:
        r"""``\f``."""
        self.group = replace(self.group, font=number or 0)

    def set_charset(self, number: int | None) -> None:
        r"""``\fcharset``."""
        if self.group.fonts:
            known = self.fonts.get(self.group.font, _Font())
            self.fonts[self.group.font] = replace(known, encoding=_CHARSETS.get(number or 0))

    def set_encoding(self, number: int | None) -> None:
        r"""``\ansicpg``."""
        try:
            "".encode(f"cp{number}")
        except LookupError:
            return
        self.encoding = f"cp{number}"

    def set_fallback(self, number: int | None) -> None:
        r"""``\uc``."""
        self.group = replace(self.group, fallback=max(0, min(number if number is not None else 1, 9)))

    def set_hidden(self, number: int | None) -> None:
        r"""``\v``, ``\deleted``."""
        self.group = replace(self.group, hidden=number != 0)

    def set_plain(self, number: int | None) -> None:
        r"""``\plain``."""
        del number
        self.group = replace(self.group, hidden=False)

    def enter_table(self, number: int | None) -> None:
        r"""``\intbl``."""
        del number
        self.in_table = True

    def leave_table(self, number: int | None) -> None:
        r"""``\pard``."""
        del number
        self.in_table = False


_ACTIONS: dict[str, Callable[[_RtfReader, int | None], None]] = {
    "par": _RtfReader.end_paragraph, "sect": _RtfReader.end_paragraph, "page": _RtfReader.end_paragraph,
    "nestcell": _RtfReader.end_paragraph, "cell": _RtfReader.end_cell, "row": _RtfReader.end_row,
    "trowd": _RtfReader.start_row, "trleft": _RtfReader.set_left, "cellx": _RtfReader.add_edge,
    "fonttbl": _RtfReader.start_fonts, "footnote": _RtfReader.start_note, "f": _RtfReader.set_font,
    "fcharset": _RtfReader.set_charset, "ansicpg": _RtfReader.set_encoding, "uc": _RtfReader.set_fallback,
    "v": _RtfReader.set_hidden, "deleted": _RtfReader.set_hidden, "plain": _RtfReader.set_plain,
    "intbl": _RtfReader.enter_table, "pard": _RtfReader.leave_table,
}  # fmt: skip
