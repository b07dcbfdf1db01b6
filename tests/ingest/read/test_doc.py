"""Legacy Word files: read from their structures, without any program."""

from __future__ import annotations

import struct

import pytest

from ingest.read import InputRejected, read_bytes
from ingest.read.doc import print_word
from ingest.read.word_binary import find_sprms, parse_word, parse_word_95
from tests.ingest.read.files import WordParagraph, make_word_streams

IN_TABLE = b"\x16\x24\x01"
ROW_END = b"\x17\x24\x01"


def words_of(*paragraphs: WordParagraph) -> list[str]:
    word, table = make_word_streams(paragraphs)
    return print_word(parse_word(word, (b"", table), 100_000)).split("\n")


def test_paragraphs_and_special_characters() -> None:
    """0x0B breaks a line, 0x1E is a hyphen that does not, 0x08 a drawing, 0x0C a page."""
    assert words_of(
        WordParagraph("\x08KẾ HOẠCH\r"),
        WordParagraph("Nghị định 30/2020/NĐ\x1eCP\x0bcủa Chính phủ\r"),
        WordParagraph("Trang hai\x0c"),
    ) == ["KẾ HOẠCH", "Nghị định 30/2020/NĐ-CP của Chính phủ", "Trang hai"]


def test_a_table_ends_its_rows_where_the_file_says() -> None:
    """An empty cell and the end of a row are the same character; only the properties tell them apart."""
    rows = [
        WordParagraph("TT\x07", IN_TABLE), WordParagraph("Việc\x07", IN_TABLE), WordParagraph("Hạn\x07", IN_TABLE),
        WordParagraph("\x07", IN_TABLE + ROW_END),
        WordParagraph("1\x07", IN_TABLE), WordParagraph("Rà soát\r", IN_TABLE), WordParagraph("Báo cáo\x07", IN_TABLE),
        WordParagraph("\x07", IN_TABLE),
        WordParagraph("\x07", IN_TABLE + ROW_END),
    ]  # fmt: skip
    assert words_of(*rows, WordParagraph("Hết\r")) == ["| TT | Việc | Hạn |", "| 1 | Rà soát<br>Báo cáo |  |", "Hết"]


def test_a_field_shows_its_result() -> None:
    """Between 0x13 and 0x14 stands the instruction, up to 0x15 what is printed."""
    link = '\x13HYPERLINK "http://x"\x14Luật 64\x15 và \x13PAGE\x15 hết\r'
    assert words_of(WordParagraph(link)) == ["Luật 64 và hết"]


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (b"\x16\x24\x01", [(0x2416, b"\x01")]),
        (b"\x0a\x26\x02\x0b\x46\x05\x00", [(0x260A, b"\x02"), (0x460B, b"\x05\x00")]),
        (b"\x08\xd6\x04\x00abc", [(0xD608, b"\x04\x00abc")]),
        (b"\x16", []),
    ],
)
def test_property_modifiers(properties: bytes, expected: list[tuple[int, bytes]]) -> None:
    """[MS-DOC] 2.6.1: three bits of the code give the length of the operand."""
    assert list(find_sprms(properties)) == expected


def test_word_95_characters_without_a_converter() -> None:
    """Files of the nineties: one run of 8-bit characters, mostly in a TCVN3 font."""
    text = "ChÝnh phñ\rSè 12/CP\r".encode("cp1252")
    word = bytearray(0x300) + text
    struct.pack_into("<HH", word, 0, 0xA5DC, 0x65)
    struct.pack_into("<II", word, 0x18, 0x300, 0x300 + len(text))
    struct.pack_into("<I", word, 0x34, len(text))
    assert print_word(parse_word_95(bytes(word), 1000)) == "ChÝnh phñ\nSè 12/CP"


def test_damaged_files_are_rejected() -> None:
    with pytest.raises(InputRejected) as rejected:
        read_bytes("a.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600)
    assert rejected.value.code == "malformed"
    assert rejected.value.name == "a.doc"
