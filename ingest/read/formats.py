"""Which format a file is, by its content first and its extension last.

A ``.doc`` may be RTF, HTML or a docx inside; a page may be saved as ``.txt``. One row a format; a new format is a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from ingest.read.doc import read_doc
from ingest.read.docx import read_docx
from ingest.read.html import read_html
from ingest.read.limits import Limits
from ingest.read.markdown import read_markdown
from ingest.read.pdf import read_pdf
from ingest.read.plain import read_plain
from ingest.read.reading import Reading
from ingest.read.rejection import InputRejected
from ingest.read.rtf import read_rtf

Reader = Callable[[str, bytes, Limits], Reading]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: IANA media type, extensions, and its reader."""

    media_type: str
    extensions: tuple[str, ...]
    read: Reader


PLAIN = Format("text/plain", (".txt", ".text"), read_plain)
MARKDOWN = Format("text/markdown", (".md", ".markdown"), read_markdown)
HTML = Format("text/html", (".html", ".htm", ".xhtml", ".mht", ".mhtml"), read_html)

DOC = Format("application/msword", (".doc", ".dot"), read_doc)
RTF = Format("application/rtf", (".rtf",), read_rtf)
DOCX = Format(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx", ".docm", ".dotx"), read_docx
)
PDF = Format("application/pdf", (".pdf",), read_pdf)

FORMATS: tuple[Format, ...] = (PLAIN, MARKDOWN, HTML, DOC, RTF, DOCX, PDF)

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_HTML_START = re.compile(
    rb"\s{0,200}(?:<\?xml[^>]{0,200}\?>\s{0,200})?(?:<!--[^<>]{0,500}-->\s{0,200})?"
    rb"(?:<!doctype\s{1,9}html|<(?:html|head|body|div|p|table|meta|span|font)[\s>:])",
    re.IGNORECASE,
)
_UNSUPPORTED: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "ảnh PNG"), (b"\xff\xd8\xff", "ảnh JPEG"), (b"GIF8", "ảnh GIF"), (b"II*\x00", "ảnh TIFF"),
    (b"MM\x00*", "ảnh TIFF"), (b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf", "7z"), (b"Rar!", "rar"), (b"BZh", "bzip2"),
)  # fmt: skip


def sniff_format(name: str, data: bytes) -> Format:
    """Return the format of a file.

    Raises:
        InputRejected: ``unsupported`` for a known format without a reader.

    >>> sniff_format("kế hoạch.doc", b"<html><p>").media_type
    'text/html'
    """
    for signature, label in _UNSUPPORTED:
        if data.startswith(signature):
            raise InputRejected("unsupported", name, label)
    if data.startswith(_OLE):
        return DOC
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return DOCX
    if data[:100].lstrip().startswith(b"{\\rt"):
        return RTF
    extension = PurePath(name).suffix.lower()
    if extension in MARKDOWN.extensions:
        return MARKDOWN
    if _is_html(data) or (extension in HTML.extensions and b"<" in data):
        return HTML
    return PLAIN


def _is_html(data: bytes) -> bool:
    start = data[:8192]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[2:].replace(b"\x00", b"")
    start = start.removeprefix(b"\xef\xbb\xbf")
    return bool(_HTML_START.match(start)) or start.lstrip()[:13].lower() == b"mime-version:"
