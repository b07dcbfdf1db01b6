r"""Markdown: its marks are format, not words, so the one text has the words alone and tables as pipe rows.

Taken off: heading marks, emphasis, backslash escapes, entities, links, rules, fences, tags. Kept: list marks (they are
printed marks of the document: "- ", "1."), line ends, and pipe rows without their ``| --- |`` row. Written for what
converters really emit (unbalanced emphasis, rows broken over lines), which a strict parser would leave in the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ingest.read.encoding import decode_bytes, looks_binary
from ingest.read.html import print_html
from ingest.read.limits import Limits
from ingest.read.reading import Reading
from ingest.read.rejection import InputRejected
from ingest.read.tables import print_table

_PROTECTED = 0xE000
"""Escaped characters travel through as private-use code points, so that no rule sees them."""
_MARKUP = re.compile(r"[\\*_`&<\[]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_UNPROTECT = {_PROTECTED + code: chr(code) for code in range(0x21, 0x7F)}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|b|i|u|s|em|strong|sup|sub|span|p|div|font|center|small|big|mark|ins|del|img|hr|details|summary)"
    r"(?:\s[^<>\n]{0,400})?/?>|<!--[^<>]{0,1000}-->",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,1000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\n]{0,1000}\)")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}(?:\s|$)")
_STRONG = re.compile(r"(?<!\()\*{2,}|\*{2,}(?!\))")
_STAR = re.compile(r"(?<=[^\s*(])\*(?!(?<=\d\*)\d)|\*(?=[^\s*)])(?!(?<=\d\*)\d)")
"""The star of italics, paired or not; not the star that is a printed mark: "* Ghi chú", "(*)", "2*3"."""
_UNDERSCORED = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_\n]{1,2000})(?<=\S)\1(?![\w_])")
_DELIMITER = re.compile(r"[\s|:-]*-[\s|:-]*")
_QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s{0,3}>", re.IGNORECASE)
_BROKEN_ROW_LINES = 12


def read_markdown(name: str, data: bytes, limits: Limits) -> Reading:
    """Read a Markdown file.

    Raises:
        InputRejected: ``binary`` when the bytes are no text.
    """
    if looks_binary(data):
        raise InputRejected("binary", name)
    decoded = decode_bytes(data)
    return Reading(print_markdown(name, decoded.text, limits), decoded.notices)


def print_markdown(name: str, source: str, limits: Limits) -> str:
    r"""Return the words of a Markdown text.

    >>> print_markdown("a.md", "## **NGHỊ QUYẾT**\n57\\-NQ/TW, *ngày 22*\n\n|a|**b**|\n|-|-|\n| 1 | x\\|y |", Limits())
    'NGHỊ QUYẾT\n57-NQ/TW, ngày 22\n\n| a | b |\n| 1 | x\\|y |'
    """
    lines = _replace_html_tables(name, source.replace("\r\n", "\n").replace("\r", "\n"), limits).split("\n")
    printed: list[str] = []
    for block in _blocks(_join_broken_rows(lines)):
        printed += _print_table_block(block) if block[0].lstrip().startswith("|") else _print_text_block(block)
    return "\n".join(printed)


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Group lines: a run of pipe rows, a run of other text, a blank line alone."""
    block: list[str] = []
    kind = ""
    for line in lines:
        stripped = line.strip()
        now = "blank" if not stripped else "row" if stripped.startswith("|") else "text"
        if block and (now != kind or now == "blank"):
            yield block
            block = []
        block.append(line)
        kind = now
    if block:
        yield block


def _join_broken_rows(lines: list[str]) -> list[str]:
    """Join a pipe row that a converter broke over lines: it starts with a pipe, and a later line ends with one."""
    joined: list[str] = []
    at = 0
    while at < len(lines):
        end = _row_end(lines, at)
        joined.append(" ".join(line.strip() for line in lines[at : end + 1]) if end > at else lines[at])
        at = end + 1
    return joined


def _row_end(lines: list[str], at: int) -> int:
    first = lines[at].strip()
    if not first.startswith("|") or first.endswith("|"):
        return at
    for end in range(at + 1, min(len(lines), at + _BROKEN_ROW_LINES)):
        line = lines[end].strip()
        if not line or line.startswith("|"):
            return at
        if line.endswith("|"):
            return end
    return at


def _print_table_block(block: list[str]) -> list[str]:
    rows = [line.strip() for line in block if not _DELIMITER.fullmatch(line.strip())]
    cells = [
        [_BREAK.sub("\n", _inline(cell)) for cell in re.split(r"(?<!\\)\|", row.removeprefix("|").removesuffix("|"))]
        for row in rows
    ]
    return print_table([[cell.replace("\\|", "|") for cell in row] for row in cells])


def _print_text_block(block: list[str]) -> list[str]:
    if not block[0].strip():
        return [""]
    text = "\n".join(_unmark(line) for line in block if not _is_rule(line))
    return [line.rstrip() for line in _BREAK.sub("\n", _inline(text)).split("\n")]


def _unmark(line: str) -> str:
    line = _QUOTE.sub("", line, count=1) if line.lstrip().startswith(">") else line
    heading = _HEADING.match(line)
    return line[heading.end() :].strip().rstrip("#").rstrip() if heading else line


def _is_rule(line: str) -> bool:
    """Tell a thematic break, a heading underline or a fence."""
    marks = line.replace(" ", "")
    return (len(marks) >= 3 and len(set(marks)) == 1 and marks[0] in "-*_=") or marks.startswith(("```", "~~~"))


def _inline(text: str) -> str:
    if not _MARKUP.search(text):
        return text
    text = _ESCAPE.sub(_protect, text)
    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    text = _STRONG.sub("", text)
    text = _UNDERSCORED.sub(r"\2", text)
    text = _STAR.sub("", text).replace("`", "")
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return text.translate(_UNPROTECT)


def _protect(match: re.Match[str]) -> str:
    return "\\|" if match[1] == "|" else chr(_PROTECTED + ord(match[1]))


def _replace_html_tables(name: str, source: str, limits: Limits) -> str:
    """Print the HTML tables that converters leave in Markdown where cells are merged."""
    parts: list[str] = []
    at = 0
    while (start := _TABLE.search(source, at)) and (end := _TABLE_END.search(source, start.end())):
        parts += [source[at : start.start()], "\n", print_html(name, source[start.start() : end.end()], limits), "\n"]
        at = end.end()
    return "".join([*parts, source[at:]])
