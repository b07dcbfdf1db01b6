"""Bodies (cơ quan) by the ways in which people name them.

Reads the register's names and the names printed in duties; tells which bodies a text names, and who holds a duty.
``search.grading`` tells whether a duty is one of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graph.model import Duty
from graph.turtle import read_rows
from ingest.lexicon import AgencyName
from ingest.text import UPPER, fold
from ontology.vocabulary import Skos
from search.names import Gazetteer, NameMatch
from search.words import Analyser, Word

_SPOKEN: Final = "/spoken-name/"
_ORGANS: Final = (("ban", "thuong", "truc"), ("ban", "thuong", "vu"), ("thuong", "truc"))
"""What the name of a body's standing organ begins with."""
_COURTESY = frozenset({"dong", "chi", "d", "c", "ong", "ba"})
PLURAL = frozenset({"cac", "nhung", "moi", "toan"})
"""What a collective begins with."""
UNITS = frozenset({"huyen", "tinh", "xa", "phuong", "thon", "quan"})
"""Kinds of local units."""
KINDS = frozenset({"so", "ban", "bo", "nganh", "cuc", "vu", "hoi", "dai", "bao", "to", "phong", "vien", "truong"})
"""Kinds of bodies: the first words of their names."""
COMMITTEES = (("uy", "ban", "nhan", "dan"), ("hoi", "dong", "nhan", "dan"))
"""What every level has: a name that says no level names none."""
_PUBLIC = KINDS | frozenset({"uy", "chi", "tong", "trung", "van"})
"""First words of names of public bodies: ủy ban, chi cục, tổng cục, trung tâm, văn phòng beside the kinds."""
_LONGEST_PROPER = 8
_LONGEST_PLACE = 3
"""Words of the name of a commune or a district."""
_GENERIC = frozenset(
    {"cac", "nhung", "moi", "co", "quan", "don", "vi", "to", "chuc", "ca", "nhan", "tap", "the", "bo", "phan", "dia",
     "phuong", "nguoi", "va"}
)  # fmt: skip
"""Words of names that name nobody: "các cơ quan, đơn vị"."""
_CUT = re.compile(r"[,;(–]| - ")
_LISTED = re.compile(rf"^[^,]*, (?:[{UPPER}]|các )")
"""A list: its first part alone is no name of all ("Thường trực, các ban của Hội đồng nhân dân")."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a duty, as words: the keys of the register that its name stands for, and whether it is a collective."""

    keys: frozenset[str]
    words: tuple[str, ...]
    collective: bool
    acts_for: frozenset[str] = frozenset()
    """The keys of the body whose standing organ this is."""


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body named in a question: all keys that the name may stand for, and its words."""

    keys: tuple[str, ...]
    words: tuple[str, ...]
    label: str
    collective: bool = False
    kinds: frozenset[str] = frozenset()
    """The kinds of bodies that the names of a collective list: "bao" and "dai" for the press."""


class Bodies:
    """The names of all bodies that the register or a duty knows."""

    def __init__(self, analyser: Analyser, register: Iterable[AgencyName], duties: Sequence[Duty]) -> None:
        self._analyser = analyser
        self._names: Gazetteer[str] = Gazetteer()
        self._registered: Gazetteer[str] = Gazetteer()
        self._labels: dict[tuple[str, ...], str] = {}
        self._spoken: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._said: dict[tuple[str, ...], tuple[str, ...]] = {}
        collectives: dict[str, frozenset[str]] = {}
        for body in register:
            if body.kind == "collective":
                names = (word for name in (body.label, *body.aliases) for word in analyser.words(name))
                collectives[body.key] = KINDS.intersection(names)
            for name in (body.label, *body.aliases):
                words = analyser.words(name)
                self._labels.setdefault(words, body.label)
                self._names.add(words, body.key)
                self._registered.add(words, body.key)
        self._collectives = collectives
        self._holdings: dict[tuple[str, str], Holding] = {}
        spoken = [(said, meant, self._names.exactly(analyser.words(meant))) for said, meant in load_spoken_names()]
        for duty in duties:
            self._add_printed(duty)
        for said, meant, keys in spoken:
            self._add_spoken(said, meant, keys)

    def holding(self, duty: Duty) -> Holding:
        """Return who holds ``duty``."""
        known = self._holdings.get((duty.printed, duty.agency.iri))
        return known or self._read_holding(duty)

    def read(self, name: str) -> Holding:
        """Return what the printed ``name`` of a body stands for."""
        words = self._analyser.words(name)
        start = next((len(organ) for organ in _ORGANS if words[: len(organ)] == organ), len(words))
        return Holding(self._keys_of(words), words, _is_collective(words), self._keys_of(words[start:]))

    def _keys_of(self, words: tuple[str, ...]) -> frozenset[str]:
        """Return the keys that a name stands for, alone or with the place behind it."""
        keys = set(self._names.exactly(words))
        first = next(iter(self._names.find(words)), None)
        if first and first.start == 0 and _only_places(words, first.end):
            keys.update(first.meanings)
        return frozenset(keys)

    def names_other(self, holding: Holding, known: Holding) -> bool:
        """Tell whether the name of ``holding`` has that of a body of the register in it that is not ``known``."""
        same = known.keys | known.acts_for
        return any(not same.intersection(match.meanings) for match in self._registered.find(holding.words))

    def analysed(self, text: str) -> tuple[str, ...]:
        """Return the analysed words of ``text``."""
        return self._analyser.words(text)

    def find(self, words: Sequence[Word], text: str) -> tuple[NameMatch[str], ...]:
        """Return the names of bodies in the ``words`` of ``text``; meanings are keys."""
        return self._names.find(
            [word.text for word in words], lambda match: self._is_said(words[match.start : match.end], text)
        )

    def named(self, words: Sequence[str], match: NameMatch[str]) -> NamedBody:
        """Return the body that ``match`` names."""
        name = tuple(words[match.start : match.end])
        known = self._spoken.get(name, name)
        kinds = frozenset[str]().union(*(self._collectives.get(key, ()) for key in match.meanings))
        collective = bool(kinds) or _is_collective(known)
        keys = tuple(key for key in match.meanings if key)
        return NamedBody(keys, known, self._labels.get(known, " ".join(known)), collective, kinds)

    def _is_said(self, words: Sequence[Word], text: str) -> bool:
        """Tell whether a way of speaking is spelt so, or without marks: "các phương tiện" has no "các phường"."""
        said = self._said.get(tuple(word.text for word in words), ())
        surfaces = (text[word.start : word.end].lower() for word in words)
        return all(surface in (spelt, fold(surface)) for surface, spelt in zip(surfaces, said, strict=False))

    def _add_spoken(self, said: str, meant: str, keys: tuple[str, ...]) -> None:
        """Make a way of speaking of a body known ("mấy huyện"), unless a body is called so.

        What no register has stands for every body whose name holds it: "mặt trận" for the front of any commune.
        """
        spoken, words = self._analyser.words(said), self._analyser.words(meant)
        if self._names.exactly(spoken):
            return
        for key in keys or ("",):
            self._names.add(spoken, key)
        self._spoken[spoken] = words
        self._said[spoken] = tuple(said.lower().replace(",", "").split())

    def _add_printed(self, duty: Duty) -> None:
        """Make the printed name of a body that the register lacks known, in full and in its short forms.

        A competence may be anybody's ("doanh nghiệp phải …"); only what is printed as a name gives one.
        """
        key = (duty.printed, duty.agency.iri)
        if key in self._holdings:
            return
        for name in (duty.printed, duty.agency.label):
            for words in _spellings(self._analyser, name):
                if duty.stated and not _is_proper(name, words):
                    continue
                if not self._names.exactly(words):
                    self._labels.setdefault(words, duty.agency.label)
                    self._names.add(words, duty.agency.iri)
        self._holdings[key] = self._read_holding(duty)

    def _read_holding(self, duty: Duty) -> Holding:
        printed, label = self.read(duty.printed), self.read(duty.agency.label)
        keys = frozenset({duty.agency.iri, *printed.keys, *label.keys})
        return Holding(keys, printed.words, printed.collective, printed.acts_for | label.acts_for)


@lru_cache(maxsize=1)
def load_spoken_names() -> tuple[tuple[str, str], ...]:
    """Return (how people speak of bodies, the name of the register), of ``ontology/questions.ttl``."""
    rows = (row for row in read_rows("questions") if _SPOKEN in row.iri)
    return tuple((said, row.need(Skos.PREF_LABEL)) for row in rows for said in row.all(Skos.HIDDEN_LABEL))


def place_of(agency: str) -> str:
    """Return the place in the IRI of a body: the slug of a province, or "trung-uong".

    >>> place_of("https://cancu.example/id/org/lam-dong/so-y-te")
    'lam-dong'
    """
    return agency.partition("/org/")[2].partition("/")[0]


def _is_proper(name: str, words: Sequence[str]) -> bool:
    """Tell whether ``name`` is written as one of a public body: "Cục Xuất bản", no "cơ sở kinh doanh".

    >>> _is_proper("Cục Xuất bản", ("cuc", "xuat", "ban")), _is_proper("đơn vị", ("don", "vi"))
    (True, False)
    """
    return name[:1].isupper() and _LONGEST_PROPER >= len(words) > 1 and words[0] in _PUBLIC


def _is_collective(words: Sequence[str]) -> bool:
    return bool(words) and (words[0] in PLURAL or "cac" in words or "nganh" in words)


def is_generic(words: Sequence[str]) -> bool:
    """Tell whether a name says no more than "the bodies".

    >>> is_generic(("cac", "co", "quan", "don", "vi")), is_generic(("cac", "so"))
    (True, False)
    """
    return _GENERIC.issuperset(words)


def _only_places(words: Sequence[str], end: int) -> bool:
    """Tell whether what follows a name that ends at ``end`` only says where: "tỉnh", "xã Lương Minh".

    >>> _only_places(("mat", "tran", "xa", "luong", "minh"), 3), _only_places(("so", "y", "te", "tinh"), 3)
    (True, True)
    """
    place = words[end:]
    if end and words[end - 1] in UNITS and len(place) <= _LONGEST_PLACE:
        return True
    return not place or place[0] in UNITS or tuple(place[:2]) == ("thanh", "pho")


def _spellings(analyser: Analyser, name: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a printed name: whole, without a courtesy before it, and up to its first comma."""
    cut = None if _LISTED.search(name) else _CUT.split(name, maxsplit=1)[0]
    for part in dict.fromkeys(part for part in (name, cut) if part):
        words = analyser.words(part)
        if part == name or (len(words) > 1 and not is_generic(words)):
            yield words
        start = 0
        while start < len(words) and words[start] in _COURTESY:
            start += 1
        if start > 0 and len(words) - start > 1:
            yield words[start:]
