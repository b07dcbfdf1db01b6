"""Readers: bytes of a known format to a ``SourceDocument``.

Reads a file; writes its one text. Every format gives the same text form: a paragraph a line, tables as pipe rows.
"""

from __future__ import annotations

from ingest.read.limits import Limits
from ingest.read.rejection import InputRejected, Reason
from ingest.read.source import read_bytes, read_file

__all__ = ["InputRejected", "Limits", "Reason", "read_bytes", "read_file"]
