"""The spellings under which a body's name is looked up: folded, without the province and level that may follow it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ingest.text import key_of

_KINDS: Final = ("tinh", "thanh pho", "tp")
_LONGEST: Final = 240


def name_keys(name: str, provinces: Iterable[str]) -> frozenset[str]:
    """Return the folded spellings of ``name`` that mean the same body within one of ``provinces``.

    >>> sorted(name_keys("Sở KH&CN tỉnh Lâm Đồng", ["Lâm Đồng"]))
    ['so kh cn', 'so kh cn tinh', 'so kh cn tinh lam dong']
    """
    return _name_keys(name[:_LONGEST], tuple(provinces))


@lru_cache(maxsize=65536)
def _name_keys(name: str, provinces: tuple[str, ...]) -> frozenset[str]:
    whole = key_of(name)
    keys = {whole}
    for province in provinces:
        keys |= {key.removesuffix(f" {key_of(province)}") for key in keys}
    for kind in _KINDS:
        keys |= {key.removesuffix(f" {kind}") for key in keys if not _is_bare(key.removesuffix(f" {kind}"))}
    return frozenset(keys)


def _is_bare(key: str) -> bool:
    """Tell whether a key is one word, which names no body by itself ("so", "bao")."""
    return " " not in key
