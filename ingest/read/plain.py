"""Plain text: the words as they stand."""

from __future__ import annotations

from ingest.read.encoding import decode_bytes, looks_binary
from ingest.read.limits import Limits
from ingest.read.reading import Reading
from ingest.read.rejection import InputRejected


def read_plain(name: str, data: bytes, limits: Limits) -> Reading:
    """Decode a text file; nothing is added or taken away.

    Raises:
        InputRejected: ``binary`` when the bytes are no text.
    """
    del limits
    if looks_binary(data):
        raise InputRejected("binary", name)
    decoded = decode_bytes(data)
    return Reading(decoded.text, decoded.notices)
