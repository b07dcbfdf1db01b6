"""Words as search sees them: folded syllables, pairs of them, and abbreviations opened.

Reads any text; writes terms. The index and the question go through the same ``Analyser``, so "Sở KH&CN",
"sở khoa học và công nghệ" and "so khoa hoc va cong nghe" become the same terms. Folding also unites the two ways of
placing the tone mark ("hoá", "hóa"), since the mark is gone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ingest.lexicon import Abbreviation
from ingest.text import fold

_WORD = re.compile(r"[^\W_]+")
_FINAL_Y = re.compile(r"(?:[bcdghklmnprstvx]{1,3}|qu)y")
_VOWEL = re.compile(r"[aeiouy]")
_SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")
_BETWEEN = re.compile(r"(?<=\w)[-/](?=\w)")
_LONGEST = 8
_REMEMBERED = 20_000
PAIR = "_"
"""What joins the two syllables of a pair: "khoa_hoc"."""


@dataclass(frozen=True, slots=True)
class Word:
    """One folded syllable or number and where it stands in the text it was read from."""

    text: str
    start: int
    end: int
    upper: bool


def find_words(text: str) -> tuple[Word, ...]:
    """Return the folded words of ``text`` in order; ``kỹ`` and ``kĩ``, ``hoá`` and ``hóa`` give the same word.

    >>> [word.text for word in find_words("Đề án: chuẩn hoá kỹ năng")]
    ['de', 'an', 'chuan', 'hoa', 'ki', 'nang']
    """
    folded = fold(text)
    words = []
    for match in _WORD.finditer(folded):
        start, end = match.span()
        plain = match[0]
        if _FINAL_Y.fullmatch(plain):
            plain = plain[:-1] + "i"
        words.append(Word(plain, start, end, text[start:end].isupper()))
    return tuple(words)


def is_syllable(word: str) -> bool:
    """Tell whether the folded ``word`` could be a Vietnamese syllable.

    >>> [is_syllable(word) for word in ("nghieng", "tu", "ubnd", "stttt")]
    [True, True, False, False]
    """
    return _SYLLABLE.fullmatch(word) is not None


class Analyser:
    """Turns text into search terms; knows the abbreviations of the register.

    >>> analyser = Analyser((Abbreviation("KH&CN", "khoa học và công nghệ"),))
    >>> analyser.words("Sở KHCN") == analyser.words("so khoa hoc va cong nghe")
    True
    >>> analyser.terms("nguồn gen")
    ('nguon', 'gen', 'nguon_gen')
    >>> Analyser((Abbreviation("KT-XH", "kinh tế - xã hội"),)).words("Ban KT-XH, kt xh")
    ('ban', 'kinh', 'te', 'xa', 'hoi', 'kt', 'xh')
    """

    def __init__(self, abbreviations: Iterable[Abbreviation] = ()) -> None:
        self._openings: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.meanings: dict[str, str] = {}
        """The short forms of one word, in capitals, and what the register says that they stand for."""
        self._separators: dict[tuple[str, ...], str] = {}
        ambiguous: set[tuple[str, ...]] = set()
        for row in abbreviations:
            long = tuple(word.text for word in find_words(row.long))
            separated = _separated(row.short)
            if separated:
                self._separators[separated[0]] = separated[1]
            for short in (*_spellings(row.short), *separated[:1]):
                if self._openings.setdefault(short, long) != long:
                    ambiguous.add(short)
                if len(short) == 1:
                    self.meanings.setdefault(short[0].upper(), row.long)
        for short in ambiguous:
            del self._openings[short]
            if len(short) == 1:
                self.meanings.pop(short[0].upper(), None)
        self._longest = max(map(len, self._openings), default=0)
        self._firsts = frozenset(short[0] for short in self._openings)
        self.words = lru_cache(maxsize=_REMEMBERED)(self._words)

    def read(self, text: str) -> tuple[Word, ...]:
        """Return the folded words with every unambiguous abbreviation opened; opened words stand where it stood."""
        words = find_words(text)
        opened: list[Word] = []
        index = 0
        while index < len(words):
            length = self._match(words, index, text)
            if length:
                first, last = words[index], words[index + length - 1]
                long = self._openings[tuple(word.text for word in words[index : index + length])]
                opened.extend(Word(word, first.start, last.end, upper=True) for word in long)
            else:
                opened.append(words[index])
            index += length or 1
        return tuple(opened)

    def _words(self, text: str) -> tuple[str, ...]:
        """Return the texts of ``read``; given as ``words``, which remembers the texts that every question meets."""
        return tuple(word.text for word in self.read(text))

    def terms(self, text: str) -> tuple[str, ...]:
        """Return words and pairs of neighbouring words: what the lexical index holds."""
        return pair_up(self.words(text))

    def _match(self, words: tuple[Word, ...], index: int, text: str) -> int:
        """Return how many words from ``index`` spell an abbreviation, 0 for none.

        A short form that is also a Vietnamese syllable ("TU", "AN") counts only where it is printed in capitals.
        """
        if words[index].text not in self._firsts:
            return 0
        for length in range(min(self._longest, len(words) - index), 0, -1):
            group = words[index : index + length]
            short = tuple(word.text for word in group)
            if short not in self._openings or not self._is_printed_so(short, group, text):
                continue
            if length > 1 or group[0].upper or not is_syllable(group[0].text):
                return length
        return 0

    def _is_printed_so(self, short: tuple[str, ...], group: tuple[Word, ...], text: str) -> bool:
        """Tell whether the parts of "KT-XH" stand apart as in the register: "kt xh" may be two other words."""
        separator = self._separators.get(short)
        return separator is None or all(
            text[left.end : right.start] == separator for left, right in itertools.pairwise(group)
        )


def pair_up(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return ``words`` followed by the pairs of neighbours.

    >>> pair_up(("chi", "tieu", "nam"))
    ('chi', 'tieu', 'nam', 'chi_tieu', 'tieu_nam')
    """
    return words + tuple(f"{left}{PAIR}{right}" for left, right in itertools.pairwise(words))


def _separated(short: str) -> tuple[()] | tuple[tuple[str, ...], str]:
    """Return the parts of "KT-XH", "p/h" and what stands between them; nothing for other abbreviations."""
    separators = set(_BETWEEN.findall(short))
    parts = tuple(word.text for word in find_words(short))[:_LONGEST]
    return (parts, separators.pop()) if len(separators) == 1 and len(parts) > 1 else ()


def _spellings(short: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways in which people type an abbreviation: "KH&CN" as kh cn, khcn, kh va cn."""
    parts = tuple(word.text for word in find_words(short))[:_LONGEST]
    if not parts:
        return ()
    if len(parts) == 1:
        return (parts,)
    woven = tuple(word for part in parts for word in ("va", part))[1:]
    spellings = {("".join(parts),), woven}
    if all(len(part) > 1 or not _VOWEL.search(part) for part in parts) and "&" in short:
        spellings.add(parts)
    return tuple(sorted(spellings))
