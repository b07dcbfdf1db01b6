"""The spellings under which a body's name is looked up: folded, without "và", and without what may follow a name.

"Sở NN & PTNT tỉnh Lâm Đồng", "Sở NN và PTNT" and "sở nn-ptnt" are one spelling in Lâm Đồng; an office that stands for a
body ("Giám đốc Sở Tài chính") is looked up by the body that it heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from ingest.text import key_of

_KINDS: Final = {"tinh": ("tinh",), "thanh pho": ("thanh pho", "tp")}
_TAILS: Final = ("co lien quan", "lien quan", "tren dia ban", "tren dia ban tinh", "cap tinh")
_LINKS: Final = ("", "cua ", "thuoc ", "trong ", "cap ", "toan ")
_TERM: Final = re.compile(r" khoa [ivxl]{1,8}$")
_KIND: Final = r"(?P<unit>quan|huyen|thi xa|thi tran|thanh pho|tp|thanh|thi|xa|phuong|dac khu)"
_COMMITTEES: Final = re.compile(rf"(?:ubnd|uy ban nhan dan) (?P<plural>cac )?{_KIND}")
_UNIT: Final = re.compile(rf"(?:cac )?{_KIND}(?: [a-z]{{1,8}}){{0,3}}")
_SEPARATOR: Final = re.compile(r"[,;]| và | - |-")
_LONGEST: Final = 240
_MOST_OFFICE_WORDS: Final = 6


def name_keys(name: str, kind: str = "", provinces: Iterable[str] = ()) -> frozenset[str]:
    """Return the folded spellings of ``name`` that mean the same body.

    Args:
        name: A name as printed.
        kind: "tỉnh" or "thành phố", the word that may follow the name of a body of such a place; "" at the centre.
        provinces: Names of the place, which may follow too.

    >>> sorted(name_keys("Sở KH&CN tỉnh Lâm Đồng", "tỉnh", ["Lâm Đồng"]))
    ['so kh cn', 'so kh cn tinh', 'so kh cn tinh lam dong']
    """
    return _name_keys(name[:_LONGEST], key_of(kind), tuple(provinces))


@lru_cache(maxsize=65536)
def _name_keys(name: str, kind: str, provinces: tuple[str, ...]) -> frozenset[str]:
    whole = _TERM.sub("", " ".join(word for word in key_of(name).split() if word != "va"))
    keys = {whole}
    for tail in (*_TAILS, *map(key_of, provinces)):
        keys |= {key.removesuffix(f" {tail}") for key in keys}
    for word in _KINDS.get(kind, ()):
        for link in _LINKS:
            shorter = {key.removesuffix(f" {link}{word}") for key in keys}
            keys |= {key for key in shorter if " " in key}
    return frozenset(keys)


def without_office(name: str, offices: frozenset[str]) -> Iterator[str]:
    """Yield what follows the office that ``name`` begins with, the longest first; nothing when it begins with none.

    >>> list(without_office("Chánh Văn phòng UBND tỉnh", frozenset({"chanh van phong"})))
    ['Văn phòng UBND tỉnh', 'phòng UBND tỉnh', 'UBND tỉnh']
    """
    words = name[:_LONGEST].split()
    lengths = range(min(_MOST_OFFICE_WORDS, len(words) - 1), 0, -1)
    length = next((length for length in lengths if key_of(" ".join(words[:length])) in offices), 0)
    for start in range(1, length + 1):
        yield " ".join(words[start:])


def find_units(name: str) -> frozenset[str]:
    """Return the kinds of unit, folded, whose people's committees a list names together; none where it names others.

    A kind may be followed by a name, in a list; a list that only some units fit ("các huyện miền núi") names others.

    >>> sorted(find_units("UBND các huyện, thị xã Bảo Lộc, thành phố Đà Lạt"))
    ['huyen', 'thanh pho', 'thi xa']
    >>> find_units("UBND các huyện miền núi")
    frozenset()
    """
    items = [key_of(item) for item in _SEPARATOR.split(name[:_LONGEST])]
    first = _COMMITTEES.fullmatch(items[0])
    others = [_UNIT.fullmatch(item) for item in items[1:]]
    if first is None or not (first["plural"] or others) or None in others:
        return frozenset()
    return frozenset((first["unit"], *(other["unit"] for other in others if other)))
