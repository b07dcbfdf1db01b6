"""What tells two printings of one name alike.

Reads the registers of statutes and short forms; writes ``NameKeys``, made once and shared by all texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.lexicon import Abbreviation
from ingest.text import fold

TOKEN = re.compile(r"[^\s,;:.()“”\"|\[\]*…]+|[,;:.()“”\"|\[\]…]")
_STATUTE_HEADS = ("luat ", "bo luat ", "phap lenh ", "hien phap ")
YEAR_OF = re.compile(r"[ (]{1,2}nam (?:19|20)\d\d\b\)?|[ ]\((?:19|20)\d\d\)")
REVISED = re.compile(r" ?\(? ?sua doi\b\)?(?!,? ?bo)")
LOOSE = frozenset({",", "-", "–", "va"})
"""What printings of one name leave out or put in ("phí và lệ phí", "phí, lệ phí", "phí-lệ phí")."""


@dataclass(slots=True)
class Trie:
    """Names by their words; ``final`` where one ends."""

    next: dict[str, Trie]
    final: bool = False

    def add(self, words: Sequence[str]) -> None:
        """Take one more name."""
        node = self
        for word in words:
            node = node.next.setdefault(word, Trie({}))
        node.final = True


@dataclass(frozen=True, slots=True)
class NameKeys:
    """What tells two printings of one name alike, made once from the registers; ``known`` are the statutes' keys."""

    short_forms: dict[str, tuple[str, ...]]
    known: frozenset[str]
    statutes: Trie
    lower_statutes: frozenset[str]

    def key(self, name: str) -> str:
        """Return what is equal for two printings: folded words, short forms written out, a statute without its year.

        >>> keys = name_keys((Abbreviation("HĐND", "Hội đồng nhân dân"),), ())
        >>> keys.key("Luật Tổ chức HĐND và UBND năm 2003")
        'luat to chuc hoi dong nhan dan ubnd'
        """
        folded = fold(name)
        if folded.startswith(_STATUTE_HEADS):
            folded = REVISED.sub("", YEAR_OF.sub("", folded))
        return " ".join(_words(folded, self.short_forms))

    def abbreviates(self, name: str) -> bool:
        """Tell whether a name has a short form in it ("Luật thuế TNDN")."""
        return any(match[0] in self.short_forms for match in TOKEN.finditer(fold(name)))

    def words(self, token: str) -> tuple[str, ...]:
        """Return the words of one folded token as they stand in keys and in the trie: none for a comma or "và"."""
        return tuple(_words(token, self.short_forms))


@lru_cache(maxsize=4)
def name_keys(abbreviations: tuple[Abbreviation, ...], statutes: tuple[str, ...]) -> NameKeys:
    """Return the keys of names for these registers."""
    short_forms = _short_forms(abbreviations)
    words = [tuple(_words(fold(name), short_forms)) for name in statutes]
    trie = Trie({})
    for name in words:
        trie.add(name)
    return NameKeys(short_forms, frozenset(map(" ".join, words)), trie, frozenset(name.lower() for name in statutes))


_PIECE = re.compile(r"[a-z0-9&]+")


def _short_forms(abbreviations: tuple[Abbreviation, ...]) -> dict[str, tuple[str, ...]]:
    forms: dict[str, tuple[str, ...]] = {}
    for row in abbreviations:
        short = fold(row.short)
        if " " not in short and len(short) > 2:
            forms.setdefault(short, tuple(re.findall(r"[a-z0-9]+", fold(row.long))))
    return forms


def _words(folded: str, short_forms: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for match in TOKEN.finditer(folded):
        token = match[0]
        words = short_forms.get(token) or _PIECE.findall(token)
        yield from (word for word in words if word not in LOOSE)
