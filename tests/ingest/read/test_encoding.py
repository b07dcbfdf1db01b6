"""Characters come out right whatever the encoding; never garbage."""

from __future__ import annotations

import codecs
import unicodedata

import pytest

from ingest.read import InputRejected, read_bytes

TEXT = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Ủy ban nhân dân tỉnh quyết định."


@pytest.mark.parametrize(
    ("label", "data"),
    [
        ("UTF-8", TEXT.encode()),
        ("UTF-8 with a byte order mark", codecs.BOM_UTF8 + TEXT.encode()),
        ("UTF-16 with a byte order mark", TEXT.encode("utf-16")),
        ("UTF-16 without one", TEXT.encode("utf-16-le")),
        ("UTF-16, big end first", TEXT.encode("utf-16-be")),
        ("UTF-32", TEXT.encode("utf-32")),
        ("decomposed UTF-8, as macOS writes", unicodedata.normalize("NFD", TEXT).encode()),
    ],
)
def test_unicode_encodings(label: str, data: bytes) -> None:
    document = read_bytes("a.txt", data)
    assert document.text == TEXT, label
    assert document.issues == ()


def windows_1258(text: str) -> bytes:
    """Write as Windows does: letters with their shape marks, the tone as a combining character after them."""
    written = b""
    for char in text:
        try:
            written += char.encode("cp1258")
        except UnicodeEncodeError:
            base, *tone = list(unicodedata.normalize("NFD", char))
            shape = [mark for mark in tone if mark in "\u0302\u0306\u031b"]
            rest = [mark for mark in tone if mark not in shape]
            written += unicodedata.normalize("NFC", base + "".join(shape)).encode("cp1258")
            written += "".join(rest).encode("cp1258")
    return written


def test_windows_1258_with_combining_marks() -> None:
    """The Vietnamese code page keeps tones apart; the text has them composed."""
    assert read_bytes("a.txt", windows_1258(TEXT)).text == TEXT


def misread(text: str) -> bytes:
    """Read UTF-8 as windows-1252, bytes without a letter there as they are, and write the result."""
    chars = (bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in text.encode())
    return "".join(chars).encode()


@pytest.mark.parametrize(
    ("label", "data", "expected"),
    [
        (
            "TCVN3, the .VnTime fonts",
            "C¨n cø LuËt Tæ chøc ChÝnh phñ; ñy ban nh©n d©n tØnh quyÕt ®Þnh".encode("cp1252"),
            "Căn cứ Luật Tổ chức Chính phủ; ủy ban nhân dân tỉnh quyết định",
        ),
        (
            "VNI-Windows",
            "Caên cöù Luaät Toå chöùc Chính phuû; UÛy ban nhaân daân tænh quyeát ñònh".encode("cp1252"),
            "Căn cứ Luật Tổ chức Chính phủ; Ủy ban nhân dân tỉnh quyết định",
        ),
        (
            "TCVN3 pasted into a UTF-8 file",
            "C¨n cø LuËt Tæ chøc ChÝnh phñ; ñy ban nh©n d©n tØnh quyÕt ®Þnh".encode(),
            "Căn cứ Luật Tổ chức Chính phủ; ủy ban nhân dân tỉnh quyết định",
        ),
        (
            "UTF-8 read as windows-1252 and saved again",
            misread("Quyết định của Ủy ban nhân dân tỉnh"),
            "Quyết định của Ủy ban nhân dân tỉnh",
        ),
    ],
)
def test_legacy_fonts_are_converted(label: str, data: bytes, expected: str) -> None:
    """The table is chosen by how many words become Vietnamese; the user is told."""
    document = read_bytes("a.txt", data)
    assert document.text == expected, label
    assert [issue.rule for issue in document.issues] == ["legacy_encoding"]


def test_one_legacy_line_in_a_unicode_document() -> None:
    """A heading pasted from an old file is converted, the lines around it stay as they are."""
    document = read_bytes("a.txt", "Kế hoạch năm 2024\nCéng hoµ x· héi chñ nghÜa ViÖt Nam\nThực hiện Luật".encode())
    assert document.text.split("\n") == ["Kế hoạch năm 2024", "Cộng hoà xã hội chủ nghĩa Việt Nam", "Thực hiện Luật"]


def test_a_few_damaged_bytes_do_not_lose_the_document() -> None:
    """They become U+FFFD, with an issue that counts them."""
    data = TEXT.encode() * 5
    document = read_bytes("a.txt", data[:40] + b"\xff\xfe" + data[40:])
    assert document.text.count("\ufffd") >= 1
    assert [issue.rule for issue in document.issues] == ["undecodable_bytes"]


def test_unknown_garbage_is_rejected() -> None:
    with pytest.raises(InputRejected) as rejected:
        read_bytes("a.txt", bytes(range(0x80, 0x100)) * 20)
    assert rejected.value.code in {"not_vietnamese", "binary"}
