"""From a file to its ``SourceDocument``: stat, read, sniff, decode, convert, normalise, check."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from ingest.model import Issue, SourceDocument, Span
from ingest.read.formats import sniff_format
from ingest.read.language import measure_language
from ingest.read.legacy_fonts import convert_legacy_text
from ingest.read.limits import Limits
from ingest.read.reading import Notice
from ingest.read.rejection import InputRejected
from ingest.text import normalise

_DEFAULT = Limits()
_MB = 1024 * 1024
_LEAST_SHARE = 0.2
"""Vietnamese prose has 0.75 to 0.92; a table of foreign names beside Vietnamese headings stays above this."""
_LEAST_BARE_SHARE = 0.85


def read_file(path: str | os.PathLike[str], limits: Limits = _DEFAULT) -> SourceDocument:
    """Read one document file.

    Args:
        path: a regular file; ``SourceDocument.name`` is its last part.
        limits: the size is checked before the file is opened.

    Raises:
        InputRejected: with the reason, for a file that is not there, not readable or not a Vietnamese text.
    """
    file = Path(path)
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputRejected("not_a_file", file.name)
        _check_size(file.name, status.st_size, limits)
        with file.open("rb") as stream:
            data = stream.read(limits.max_bytes + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputRejected("not_found", str(path)) from error
    except ValueError as error:
        if isinstance(error, InputRejected):
            raise
        raise InputRejected("not_found", repr(path)) from error
    except OSError as error:
        raise InputRejected("unreadable", file.name, error.strerror or type(error).__name__) from error
    return read_bytes(file.name, data, limits)


def read_bytes(name: str, data: bytes, limits: Limits = _DEFAULT) -> SourceDocument:
    """Read one document from memory; ``name`` gives the extension and stands in messages.

    Raises:
        InputRejected: with the reason.

    >>> read_bytes("a.txt", "Căn cứ Luật Đất đai;".encode("utf-16")).text
    'Căn cứ Luật Đất đai;'
    """
    _check_size(name, len(data), limits)
    if not data.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf\xfe\xff"):
        raise InputRejected("empty", name)
    form = sniff_format(name, data)
    reading = form.read(name, data, limits)
    if len(reading.text) > limits.max_characters:
        raise InputRejected("too_large", name, f"hơn {limits.max_characters} ký tự")
    conversion = convert_legacy_text(reading.text)
    text = normalise(conversion.text)
    notices = [*reading.notices]
    if conversion.encodings:
        notices.append(Notice("legacy_encoding", f"Đã chuyển sang Unicode từ {', '.join(conversion.encodings)}."))
    notices += _check_language(name, text)
    issues = tuple(Issue(Span(0, 0), notice.rule, notice.message) for notice in notices)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return SourceDocument(name, text, digest, form.media_type, issues)


def _check_size(name: str, size: int, limits: Limits) -> None:
    if size > limits.max_bytes:
        raise InputRejected("too_large", name, f"{size / _MB:.1f} MB, tối đa {limits.max_bytes / _MB:.1f} MB")


def _check_language(name: str, text: str) -> tuple[Notice, ...]:
    """Reject what is no Vietnamese; accept Vietnamese typed without marks, with a notice."""
    if not text.strip():
        raise InputRejected("empty", name)
    signs = measure_language(text)
    if signs.share >= _LEAST_SHARE:
        return ()
    if signs.words >= 8 and signs.bare_share >= _LEAST_BARE_SHARE:
        return (Notice("no_marks", "Văn bản không dấu: nhiều tên gọi có thể không nhận ra được."),)
    raise InputRejected("not_vietnamese", name)
