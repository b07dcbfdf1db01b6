"""The bounds of reading: what one file may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one file is read before it is rejected. Bytes, characters, pages, levels and seconds.

    ``max_ratio`` is unpacked over packed size of one archive member; text compresses about tenfold, a bomb a
    thousandfold.

    >>> Limits(max_bytes=1000).max_pages
    5000
    """

    max_bytes: int = 50 * 1024 * 1024
    max_characters: int = 20_000_000
    max_unpacked: int = 200 * 1024 * 1024
    max_ratio: int = 250
    max_members: int = 10_000
    max_pages: int = 5_000
    max_depth: int = 8
    max_columns: int = 200
    max_seconds: float = 120.0

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be positive")
