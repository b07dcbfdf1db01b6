"""Bodies (cơ quan) by the ways in which people name them.

Reads the register's names and the names printed in duties; tells which bodies a text names and whether a duty is
theirs: by the same name, as successor, or as a member of a collective ("Các sở, ban, ngành").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.model import Duty
from ingest.lexicon import AgencyName
from search.names import Gazetteer, NameMatch
from search.words import Analyser

SAME = 1.0
PREDECESSOR = 0.9
MEMBER = 0.5
LOOSE_MEMBER = 0.3
"""A member only by "địa phương", which may be of any level."""
OTHER = 0.0

_COURTESY = frozenset({"dong", "chi", "d", "c", "ong", "ba"})
_PLURAL = frozenset({"cac", "nhung", "moi", "toan"})
_UNITS = frozenset({"huyen", "tinh", "xa", "phuong", "thon", "quan"})
_LOCAL = ("dia", "phuong")
_COMPOUNDS = frozenset({("co", "quan"), ("hai", "quan"), ("lien", "quan"), ("xa", "hoi"), ("dia", "phuong")})
"""Words in which a folded unit is none: "cơ quan" has no "quận", "xã hội" no "xã"."""
_CUT = re.compile(r"[,;(–]| - ")


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a duty, as words: the keys of the register that its name stands for, and whether it is a collective."""

    keys: frozenset[str]
    words: tuple[str, ...]
    collective: bool


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body named in a question: all keys that the name may stand for, and its words."""

    keys: tuple[str, ...]
    words: tuple[str, ...]
    label: str


class Bodies:
    """The names of all bodies that the register or a duty knows."""

    def __init__(self, analyser: Analyser, register: Iterable[AgencyName], duties: Sequence[Duty]) -> None:
        self._analyser = analyser
        self._names: Gazetteer[str] = Gazetteer()
        self._labels: dict[tuple[str, ...], str] = {}
        for body in register:
            for name in (body.label, *body.aliases):
                words = analyser.words(name)
                self._labels.setdefault(words, body.label)
                self._names.add(words, body.key)
        self._holdings: dict[tuple[str, str], Holding] = {}
        for duty in duties:
            self._add_printed(duty)

    def holding(self, duty: Duty) -> Holding:
        """Return who holds ``duty``."""
        known = self._holdings.get((duty.printed, duty.agency.iri))
        return known or self._read_holding(duty)

    def read(self, name: str) -> Holding:
        """Return what the printed ``name`` of a body stands for."""
        words = self._analyser.words(name)
        keys = set(self._names.exactly(words))
        first = next(iter(self._names.find(words)), None)
        if first and first.start == 0 and _only_places(words[first.end :]):
            keys.update(first.meanings)
        return Holding(frozenset(keys), words, _is_collective(words))

    def analysed(self, text: str) -> tuple[str, ...]:
        """Return the analysed words of ``text``."""
        return self._analyser.words(text)

    def find(self, words: Sequence[str]) -> tuple[NameMatch[str], ...]:
        """Return the names of bodies in the words of a question; meanings are keys."""
        return self._names.find(words)

    def named(self, words: Sequence[str], match: NameMatch[str]) -> NamedBody:
        """Return the body that ``match`` names."""
        name = tuple(words[match.start : match.end])
        return NamedBody(match.meanings, name, self._labels.get(name, " ".join(name)))

    def _add_printed(self, duty: Duty) -> None:
        """Make the printed name of a body that the register lacks known, in full and in its short forms."""
        key = (duty.printed, duty.agency.iri)
        if key in self._holdings:
            return
        for name in (duty.printed, duty.agency.label):
            for words in _spellings(self._analyser, name):
                if not self._names.exactly(words):
                    self._labels.setdefault(words, duty.agency.label)
                    self._names.add(words, duty.agency.iri)
        self._holdings[key] = self._read_holding(duty)

    def _read_holding(self, duty: Duty) -> Holding:
        printed, label = self.read(duty.printed), self.read(duty.agency.label)
        return Holding(frozenset({duty.agency.iri, *printed.keys, *label.keys}), printed.words, printed.collective)


def place_of(agency: str) -> str:
    """Return the place in the IRI of a body: the slug of a province, or "trung-uong".

    >>> place_of("https://cancu.example/id/org/lam-dong/so-y-te")
    'lam-dong'
    """
    return agency.partition("/org/")[2].partition("/")[0]


def grade_body(asked: NamedBody, holding: Holding, predecessors: frozenset[str] = frozenset()) -> float:
    """Return how surely a duty held by ``holding`` is a duty of ``asked``.

    >>> finance = NamedBody(("so-tai-chinh",), ("so", "tai", "chinh"), "Sở Tài chính")
    >>> everyone = Holding(frozenset(), ("cac", "so", "ban", "nganh"), collective=True)
    >>> grade_body(finance, everyone)
    0.5
    """
    if holding.keys.intersection(asked.keys) or asked.words == holding.words:
        return SAME
    if holding.keys & predecessors:
        return PREDECESSOR
    return _membership(asked.words, holding.words) if holding.collective else OTHER


def _is_collective(words: Sequence[str]) -> bool:
    return bool(words) and (words[0] in _PLURAL or "cac" in words or "nganh" in words)


def _membership(body: Sequence[str], collective: Sequence[str]) -> float:
    """Return whether the kind of ``body`` is among those that ``collective`` names: "Sở …" in "các sở, ban, ngành"."""
    units = _units(body)
    city = body[:2] == ("thanh", "pho") or _holds(body, ("nhan", "dan", "thanh", "pho"))
    if units or city:
        if units.intersection(_units(collective)) or (city and _holds(collective, ("thanh", "pho"))):
            return MEMBER
        return LOOSE_MEMBER if _holds(collective, _LOCAL) else OTHER
    return MEMBER if body and body[0] in collective else OTHER


def _units(words: Sequence[str]) -> frozenset[str]:
    """Return the kinds of local units among ``words``.

    >>> _units(("cuc", "hai", "quan")), _units(("quan", "ba", "dinh"))
    (frozenset(), frozenset({'quan'}))
    """
    inside = {pair for pair in itertools.pairwise(words) if pair in _COMPOUNDS}
    return _UNITS.intersection(words).difference(*inside)


def _holds(words: Sequence[str], part: tuple[str, ...]) -> bool:
    return any(tuple(words[at : at + len(part)]) == part for at in range(len(words) - len(part) + 1))


def _only_places(words: Sequence[str]) -> bool:
    """Tell whether what follows a name only says where: "tỉnh", "tỉnh Lâm Đồng", "xã Lương Minh"."""
    return not words or words[0] in _UNITS or tuple(words[:2]) == ("thanh", "pho")


def _spellings(analyser: Analyser, name: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a printed name: whole, without a courtesy before it, and up to its first comma."""
    for part in dict.fromkeys((name, _CUT.split(name, maxsplit=1)[0])):
        words = analyser.words(part)
        if part == name or len(words) > 1:
            yield words
        start = 0
        while start < len(words) and words[start] in _COURTESY:
            start += 1
        if start > 0 and len(words) - start > 1:
            yield words[start:]
