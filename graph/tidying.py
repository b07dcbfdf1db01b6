"""When a writer merges the engine's sorted files.

Each commit leaves small files over the large ones, and a query looks into every one of them: after 250 commits a
property path takes twice as long as on merged files. RocksDB merges by itself, but only when several small files lie
on each other. Merging everything rewrites the store (200 MB/s), so it is done when what was written since the last
time is a fair share of it: the work stays a constant multiple of the writing, however the documents came.
"""

from __future__ import annotations

from pathlib import Path

TIDY_SHARE = 8
"""Merging is due when the bytes written are one part in this many of the store."""
SMALL_BYTES = 8_000_000
"""A store below this size (about 20 000 quads) is fast either way."""


class Untidiness:
    """How much was written since the files were merged; kept beside the store, so that single documents add up."""

    def __init__(self, record: Path, live: Path) -> None:
        self._record = record
        self._live = live
        self._written = 0

    def add(self, written: int) -> None:
        """Note the bytes of one commit."""
        self._written += written

    @property
    def is_due(self) -> bool:
        """Tell whether something was written here, and merging is worth its work."""
        size = sum(map(_size_of, self._live.glob("*.sst"))) if self._written else 0
        return size >= SMALL_BYTES and self._total() * TIDY_SHARE >= size

    def save(self) -> None:
        """Keep the sum for the next writer; one that is killed forgets its part, which only delays a merge."""
        if self._written:
            self._record.write_text(str(self._total()), encoding="ascii")
            self._written = 0

    def clear(self) -> None:
        """Note that the files are merged."""
        self._written = 0
        self._record.unlink(missing_ok=True)

    def _total(self) -> int:
        try:
            return self._written + int(self._record.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return self._written


def _size_of(file: Path) -> int:
    """Return the bytes of ``file``, 0 once the engine has merged it away: it does so whenever it likes."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
