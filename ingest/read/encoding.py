"""Bytes to characters: the encoding is the one that makes the most words Vietnamese."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from ingest.read.language import measure_language
from ingest.read.legacy_fonts import decode_tcvn3, decode_vni
from ingest.read.reading import Notice

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EIGHT_BIT = ("cp1252", "cp1258")
_SAMPLE = 100_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the Python name of their encoding, and what was noticed."""

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()


def decode_bytes(data: bytes, declared: str | None = None) -> Decoded:
    r"""Decode text of unknown encoding; ``declared`` is what the file says of itself, believed last.

    A byte order mark decides; else valid UTF-8; else UTF-16 by its zero bytes; else the 8-bit encoding in which most
    words are Vietnamese syllables. Never raises: undecodable bytes become U+FFFD, with a notice.

    >>> decode_bytes("Kế hoạch".encode("utf-16")).text
    'Kế hoạch'
    >>> decode_bytes("Qu\u1ebf\u0323".encode("utf-8")).encoding
    'utf-8'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding)
    wide = _wide_encoding(data)
    if wide:
        return _decode(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    candidates = ["utf-8", *_EIGHT_BIT]
    if declared and _known(declared) and _known(declared) not in candidates:
        candidates.append(declared)
    return _decode(data, max(candidates, key=lambda encoding: _fitness(data, encoding)))


_CONTROLS = (
    bytes(code for code in range(0x20) if code not in {0x07, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B}) + b"\x7f"
)


def looks_binary(data: bytes) -> bool:
    """Tell whether ``data`` cannot be text: control bytes where text has none.

    >>> looks_binary(bytes(range(256)))
    True
    """
    if any(data.startswith(mark) for mark, _ in _MARKS) or _wide_encoding(data):
        return False
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls * 200 > len(sample)


def _decode(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    notice = Notice("undecodable_bytes", f"{lost} ký tự không giải mã được ({encoding}).")
    return Decoded(text, encoding, (notice,) if lost else ())


def _wide_encoding(data: bytes) -> str | None:
    """Recognise UTF-16 without a byte order mark: every second byte of spaces, digits and Latin letters is zero."""
    sample = data[: _SAMPLE // 2 * 2]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.3 and even < half * 0.02:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.02:
        return "utf-16-be"
    return None


def _known(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def _fitness(data: bytes, encoding: str) -> float:
    text = data[:_SAMPLE].decode(encoding, "replace")
    readings = [text, decode_tcvn3(text), decode_vni(text)] if encoding == "cp1252" else [text]
    share = max(measure_language(unicodedata.normalize("NFC", reading)).share for reading in readings)
    return share - 5 * text.count("\ufffd") / max(1, len(text))
