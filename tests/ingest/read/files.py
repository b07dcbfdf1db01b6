"""Small files of each format, made for the tests; no file of the corpus is in the repository."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).parents[3].parent / "shared"
CORPUS = SHARED / "data" / "corpus"

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def make_docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """Return a docx with the given WordprocessingML inside ``w:body``; ``parts`` are further members by file name."""
    members = {
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
    }
    for name, content in (parts or {}).items():
        members[name] = content.replace(">", f' xmlns:w="{_WORD}">', 1)
    return make_zip({name: content.encode() for name, content in members.items()})


def make_zip(members: Mapping[str, bytes]) -> bytes:
    """Return a zip of members by name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return target.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """Return one ``w:p``."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


@dataclass(frozen=True, slots=True)
class Placed:
    """Words at a place of a pdf page: points from the left and from the top."""

    left: float
    top: float
    text: str


def make_pdf(pages: Sequence[Iterable[Placed]], rulings: Iterable[tuple[float, float, float, float]] = ()) -> bytes:
    """Return an A4 pdf with a text layer: Helvetica shapes, a ToUnicode map for the Vietnamese letters.

    ``rulings`` are lines (left, top, right, bottom) drawn on every page. At 12 points a letter is 6 to 7 points wide.
    """
    placed = [list(page) for page in pages]
    letters = sorted({char for page in placed for words in page for char in words.text})
    codes = {char: at + 32 for at, char in enumerate(letters)}
    lines = "".join(f"{left} {842 - top} m {right} {842 - bottom} l S\n" for left, top, right, bottom in rulings)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", _font(letters, codes), _unicode_map(codes)]
    kids = []
    for page in placed:
        shown = "".join(
            f"BT /F1 12 Tf 1 0 0 1 {words.left} {842 - words.top} Tm <{_encode(words.text, codes)}> Tj ET\n"
            for words in page
        )
        objects.append(_stream((lines + shown).encode()))
        number = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % number
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), b" ".join(kids))
    return _assemble_pdf(objects)


def _encode(text: str, codes: Mapping[str, int]) -> str:
    return "".join(f"{codes[char]:02x}" for char in text)


def _font(letters: Sequence[str], codes: Mapping[str, int]) -> bytes:
    widths = " ".join("300" if char == " " else "550" for char in letters)
    last = max(codes.values(), default=32)
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 32 /LastChar {last} /Widths [{widths}] "
        "/Encoding /WinAnsiEncoding /ToUnicode 4 0 R >>"
    ).encode()


def _unicode_map(codes: Mapping[str, int]) -> bytes:
    pairs = "\n".join(f"<{code:02x}> <{ord(char):04x}>" for char, code in codes.items())
    return _stream(
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
            f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}\nendbfchar\n"
            "endcmap CMapName currentdict /CMap defineresource pop end end"
        ).encode()
    )


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)


def _assemble_pdf(objects: Sequence[bytes]) -> bytes:
    written = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    written += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(written)


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph of a legacy Word file: its text with the end mark, and its property modifiers (grpprl)."""

    text: str
    sprms: bytes = b""


def make_word_streams(paragraphs: Sequence[WordParagraph]) -> tuple[bytes, bytes]:
    """Return the ``WordDocument`` and ``1Table`` streams of a Word 97 file ([MS-DOC] 2.5, 2.8.35, 2.9.175)."""
    text_at, page_at = 0x400, 0x1000
    text = "".join(part.text for part in paragraphs)
    edges = [text_at]
    for part in paragraphs:
        edges.append(edges[-1] + 2 * len(part.text))
    page = bytearray(512)
    struct.pack_into(f"<{len(edges)}I", page, 0, *edges)
    page[-1] = len(paragraphs)
    place = 500
    for at, part in enumerate(paragraphs):
        content = b"\x00\x00" + part.sprms
        content += b"\x00" * (1 - len(content) % 2)
        place = (place - len(content) - 1) // 2 * 2
        page[place] = (len(content) + 1) // 2
        page[place + 1 : place + 1 + len(content)] = content
        page[4 * len(edges) + 13 * at] = place // 2
    word = bytearray(page_at)
    struct.pack_into("<HH", word, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", word, 0x0A, 0x0200)
    struct.pack_into("<i", word, 0x4C, len(text))
    encoded = text.encode("utf-16-le")
    word[text_at : text_at + len(encoded)] = encoded
    pieces = struct.pack("<IIHIH", 0, len(text), 0, text_at, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    pages = struct.pack("<III", text_at, edges[-1], page_at // 512)
    struct.pack_into("<II", word, 0x1A2, 0, len(clx))
    struct.pack_into("<II", word, 0x102, len(clx), len(pages))
    return bytes(word + page), clx + pages
