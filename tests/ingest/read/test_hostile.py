"""Nothing but ``InputRejected`` leaves a reader, whatever the bytes are."""

from __future__ import annotations

import io
import random
import struct

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import SourceDocument
from ingest.read import InputRejected, Limits, read_bytes
from ingest.read.doc import print_word
from ingest.read.word_binary import parse_word
from tests.ingest.read.files import Placed, WordParagraph, make_docx, make_pdf, make_word_streams, paragraph

TEXT = "Căn cứ Luật Tổ chức chính quyền địa phương; | Kế hoạch số 12/KH-UBND *ngày* 01/02/2024"
EXTENSIONS = ("txt", "md", "html", "htm", "doc", "docx", "rtf", "pdf", "mht", "")
SMALL = Limits(max_bytes=200_000, max_unpacked=2_000_000, max_pages=20, max_seconds=20)


def _docx_of_another_program() -> bytes:
    target = io.BytesIO()
    made = docx.Document()
    made.add_paragraph(TEXT, style="List Number")
    made.add_table(2, 2).cell(0, 0).text = TEXT
    made.save(target)
    return target.getvalue()


SEEDS: dict[str, bytes] = {
    "txt": TEXT.encode(),
    "utf16.txt": TEXT.encode("utf-16"),
    "md": f"# {TEXT}\n\n| a | b |\n|---|---|\n| **x** | [y](z) |\n<table><tr><td>1</table>".encode(),
    "html": f"<html><body><ol><li>{TEXT}</ol><table><tr><td rowspan=2 colspan=3>a<td>b</table>".encode(),
    "rtf": rb"{\rtf1\ansi{\fonttbl{\f0\fcharset163 Arial;}}\trowd\cellx99\intbl K\u7871 ?\cell\row {\footnote n}\par}",
    "docx": make_docx(paragraph("Kế hoạch", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')),
    "other.docx": _docx_of_another_program(),
    "pdf": make_pdf([[Placed(60, 60, "Kế hoạch của Ủy ban")]], [(50, 50, 500, 50), (50, 50, 50, 90)]),
    "mht": f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>{TEXT}".encode(),
}


def read_or_reject(name: str, data: bytes) -> None:
    result = result_of(name, data, SMALL)
    if isinstance(result, InputRejected):
        assert result.message
        assert result.name == name
    else:
        assert result.text
        assert "\x00" not in result.text


def result_of(name: str, data: bytes, limits: Limits) -> SourceDocument | InputRejected:
    try:
        return read_bytes(name, data, limits)
    except InputRejected as rejected:
        return rejected


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(EXTENSIONS), st.binary(max_size=400))
def test_random_bytes(extension: str, data: bytes) -> None:
    read_or_reject(f"a.{extension}", data)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(EXTENSIONS), st.text(max_size=300))
def test_random_text(extension: str, text: str) -> None:
    read_or_reject(f"a.{extension}", (TEXT + text).encode("utf-8", "replace"))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(SEEDS)), st.integers(0, 2**32))
def test_mutated_files(seed: str, state: int) -> None:
    """Bytes changed, cut out, doubled: what a broken disk or an attacker makes of a real file."""
    chance = random.Random(state)
    data = bytearray(SEEDS[seed])
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randint(1, 40)]
            case 2:
                data[at:at] = data[at : at + chance.randint(1, 200)]
            case _:
                data[at:at] = chance.choice([b"\xff" * 4, b"\x00" * 8, b"<table>", b"{\\", b"**[", b"99999999"])
        if not data:
            break
    read_or_reject(f"a.{seed.rpartition('.')[2]}", bytes(data))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_mutated_word_structures(state: int) -> None:
    """The tables of a legacy Word file point anywhere; reading ends, with text or with one of the declared errors."""
    chance = random.Random(state)
    word, table = make_word_streams([WordParagraph("Kế hoạch\x07", b"\x16\x24\x01"), WordParagraph("\x13a\x14b\x15\r")])
    streams = [bytearray(word), bytearray(table)]
    for _ in range(chance.randint(1, 30)):
        stream = chance.choice(streams)
        stream[chance.randrange(len(stream))] = chance.choice([0, 1, 0x7F, 0xFF, chance.randrange(256)])
    try:
        text = print_word(parse_word(bytes(streams[0]), (b"", bytes(streams[1])), 10_000))
    except (ValueError, IndexError, struct.error):
        return
    assert len(text) < 1_000_000


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("a.txt", " "), ("a.txt", "/"), ("a.txt", "9"), ("a.txt", "Căn cứ "), ("a.txt", "\x01"), ("a.txt", "µ"),
        ("a.md", "*"), ("a.md", "["), ("a.md", "_a "), ("a.md", "|"), ("a.md", "<table>"), ("a.md", "<!--"),
        ("a.md", "\\"), ("a.md", "&"), ("a.md", "`"), ("a.md", "| a\n"), ("a.md", "![a]("),
        ("a.html", "<p>"), ("a.html", "<div>"), ("a.html", "<td>"), ("a.html", "&"), ("a.html", "<!--"),
        ("a.html", "<span style='font-family:"), ("a.html", "<table><tr><td>"), ("a.html", "<li>"),
        ("a.rtf", "{"), ("a.rtf", "\\'ff"), ("a.rtf", "\\cell"), ("a.rtf", "\\u1"), ("a.rtf", "\\f0 "),
        ("a.mht", "MIME-Version: 1.0\n"),
    ],
)  # fmt: skip
def test_long_repetitions_end(name: str, unit: str) -> None:
    """400 000 characters of one thing; a reader that needs quadratic time would not come back."""
    start = {"a.rtf": "{\\rtf1 Kế hoạch ", "a.html": "<html>Kế hoạch ", "a.mht": "MIME-Version: 1.0\n\n"}.get(name, "")
    data = (start + unit * (400_000 // len(unit)) + " Ủy ban nhân dân tỉnh").encode()
    result = result_of(name, data, Limits())
    if isinstance(result, InputRejected):
        assert result.code in {"not_vietnamese", "binary", "too_deep", "malformed", "empty", "too_large"}
    else:
        assert result.text
