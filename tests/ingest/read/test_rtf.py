"""Rich text, as Word and the portals write it."""

from __future__ import annotations

import unicodedata

import pytest

from ingest.read import InputRejected, Limits, read_bytes
from ingest.read.rtf import read_rtf

FONTS = rb"{\fonttbl{\f0\fcharset0 Times New Roman;}{\f1\fcharset163 Arial;}{\f2\fnil .VnTimeH;}}"


def words_of(content: bytes) -> list[str]:
    return read_rtf("a.rtf", rb"{\rtf1\ansi\ansicpg1252" + FONTS + content + b"}", Limits()).text.strip().split("\n")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (rb"S\u7889 ?: 12\par", ["Số: 12"]),
        (rb"\uc2 K\u7871 ?? ho\u7841 ??ch\par", ["Kế hoạch"]),  # two characters stand in for old programs
        (rb"\f1 N\'f4\'f2i\par", ["Nội"]),  # windows-1258: 0xF2 is the combining dot below
        (rb"\f2 c\'e9ng ho\'b5\par", ["CỘNG HOÀ"]),
        (rb"{\*\generator Word;}{\info{\title x}}N\u7897 ?i\par", ["Nội"]),
        (rb"a\~b\_c\tab d\line e f\par", ["a b-c d e f"]),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt Lu\u7853 ?t}}\par", ["Luật"]),
        (rb"{\listtext 1.\tab}R\'e0 so\'e1t\par", ["1. Rà soát"]),
        (rb"{\v hidden}shown\par", ["shown"]),
        (rb"a{\footnote note}b\par", ["ab", "note"]),
    ],
)
def test_words(content: bytes, expected: list[str]) -> None:
    lines = [" ".join(line.split()) for line in words_of(content)]
    assert [unicodedata.normalize("NFC", line) for line in lines] == expected


def test_tables() -> None:
    row = rb"\trowd\cellx1000\cellx2000\cellx3000\intbl %b\cell %b\cell %b\cell\row"
    content = row % (b"TT", b"A", b"B") + row % (b"1", rb"x\par y", b"") + rb"\pard sau\par"
    assert words_of(content) == ["| TT | A | B |", "| 1 | x<br>y |  |", "sau"]


def test_rtf_under_another_name() -> None:
    """Portals serve rich text as .doc."""
    data = rb"{\rtf1 K\u7871 ? ho\u7841 ?ch c\u7911 ?a S\u7903 ?\par}"
    document = read_bytes("a.doc", data)
    assert document.media_type == "application/rtf"


def test_groups_are_bounded() -> None:
    with pytest.raises(InputRejected) as rejected:
        words_of(b"{" * 5000)
    assert rejected.value.code == "too_deep"
