"""Places in a question, and whether a duty can be there.

A question about "Sở Y tế tỉnh Đắk Lắk" must not be answered from a plan of Lâm Đồng: right topic, wrong province.
Places are the provinces of the register, and any "xã/huyện/… + capitalised name" that the question prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.text import UPPER, fold
from search.names import Gazetteer
from search.words import Analyser, Word, find_words

_NAME = rf"[{UPPER}][^\W\d_]{{0,12}}(?: [{UPPER}][^\W\d_]{{0,12}}){{0,3}}"
_UNIT = (
    r"(?:tỉnh|thành phố|TP\.?|huyện|thị xã|thị trấn|xã|phường|quận|đặc khu|thôn|tinh|thanh pho|huyen|xa|phuong|quan)"
)
_NAMED_UNIT = re.compile(rf"\b(?i:{_UNIT}) (?P<name>{_NAME})")
_UNIT_BEFORE = re.compile(rf"\b(?P<unit>(?i:{_UNIT})) $")
_LONGEST_UNIT = 12
_CENTRAL = ("trung", "uong")


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its folded words, without the kind of unit: ("lam", "dong")."""

    words: tuple[str, ...]
    surface: str
    span: tuple[int, int] = (0, 0)
    """Where the question names it, with the kind of unit before it."""
    unit: str = ""
    """The kind of unit, folded ("huyen"), where the question says it."""


class Places:
    """The places that the register or the documents know, and the reading of unknown ones."""

    def __init__(self, analyser: Analyser, provinces: Iterable[str], texts: Iterable[str]) -> None:
        self._analyser = analyser
        of_register = [(analyser.words(name), name) for name in provinces]
        self._known: Gazetteer[str] = Gazetteer(of_register)
        self._provinces = _initials(of_register)
        told = [
            (analyser.words(match["name"]), match["name"]) for text in texts for match in _NAMED_UNIT.finditer(text)
        ]
        for words, surface in told:
            self._known.add(words, surface)
        self._told = _initials(told)

    def find(self, question: str, words: Sequence[Word]) -> tuple[Place, ...]:
        """Return the places that ``question`` names; ``words`` are its analysed words."""
        places: dict[tuple[str, ...], Place] = {}
        for known in self._known.find([word.text for word in words]):
            inside = words[known.start : known.end]
            if len(inside) > 1:
                name = tuple(word.text for word in inside)
                places[name] = _place(question, name, known.meanings[0], (inside[0].start, inside[-1].end))
        for match in _NAMED_UNIT.finditer(question):
            name = tuple(word.text for word in find_words(match["name"]))
            if match["name"].isupper() and len(name) == 1 and (place := self._spelt_out(question, match)):
                places[place.words] = place
                continue
            if name[:2] != _CENTRAL and not any(_inside(name, known) or _inside(known, name) for known in places):
                places[name] = _place(question, name, match["name"], match.span("name"))
        return tuple(places.values())

    def _spelt_out(self, question: str, match: re.Match[str]) -> Place | None:
        """Return the one place with these initials ("xã LM" for "xã Lương Minh"), of the documents before all others.

        None where none or more have them: then the place stays unknown, and nothing is answered from another one.
        """
        for known in (self._told, self._provinces):
            named = known.get(fold(match["name"]), {})
            if len(named) == 1:
                ((name, surface),) = named.items()
                return _place(question, name, surface, match.span("name"))
        return None


def _initials(names: Iterable[tuple[tuple[str, ...], str]]) -> dict[str, dict[tuple[str, ...], str]]:
    """Return the names by their initials, each with its words and as printed."""
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for words, surface in names:
        if len(words) > 1:
            found.setdefault("".join(word[0] for word in words), {}).setdefault(words, surface)
    return found


def _place(question: str, name: tuple[str, ...], surface: str, span: tuple[int, int]) -> Place:
    before = _UNIT_BEFORE.search(question, max(0, span[0] - _LONGEST_UNIT), span[0])
    if before is None:
        return Place(name, surface, span)
    return Place(name, surface, (before.start(), span[1]), fold(before["unit"]))


def mentions_place(place: Place, words: Sequence[str]) -> bool:
    """Tell whether ``words`` name ``place``.

    >>> mentions_place(Place(("lam", "dong"), "Lâm Đồng"), ("tinh", "lam", "dong"))
    True
    """
    return _inside(place.words, words)


def _inside(part: Sequence[str], whole: Sequence[str]) -> bool:
    length = len(part)
    if length and part[0] not in whole:
        return False
    return any(tuple(whole[at : at + length]) == tuple(part) for at in range(len(whole) - length + 1))
