"""Short forms and slips of a question, spelt out by the words of the corpus.

Reads a question; gives it back with what the corpus has no word for replaced: an abbreviation of initials that no
register lists ("TCTD" becomes "tổ chức tín dụng" where the documents say so), a missing space ("congnghe") and a slip
of one letter ("thuog mai"). A short form that the register or the corpus has, too, is replaced where the documents
surely say something else between its neighbours ("công tác BC" in papers about an election). A syllable that Vietnamese
could have is never touched: what the corpus does not talk about must stay unknown, so that the question is refused.
"""

from __future__ import annotations

import heapq
import itertools
import math
import re
import string
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ingest.text import fold
from search.accents import AccentModel
from search.words import PAIR, find_words, is_syllable

Known = Callable[[str], bool]
"""Tells whether the corpus has a folded syllable, or a pair of them joined by ``PAIR``."""

_WORD = re.compile(r"[^\W\d_]+")
_JOINTS: Final = frozenset("/-&–.")
_ROMAN = re.compile(r"[IVXLC]+")
_VOWEL = re.compile(r"[aeiouy]")
_SHORTEST_SLIP: Final = 3
_LONGEST_SLIP: Final = 16
_FEWEST_INITIALS: Final = 2
_MOST_INITIALS: Final = 7
_MOST_MENDED: Final = 8
"""How many words of a question are mended, and how many short forms are looked up: each takes up to 50 ms."""
_MOST_PATHS: Final = 50
"""How many beginnings of a phrase are gone on with: the likeliest, of a thousand syllables with one initial."""
_PARTS: Final = 3
_MUCH_LIKELIER: Final = 4.0
"""By how much, in logarithms, the corpus must prefer another reading of a short form to that of the register."""
_LIKELY: Final = -7.0
"""How likely it must be between its neighbours: what the corpus has there a few times."""
_APART: Final = -2.0
"""What it costs, in logarithms, that the corpus never has the phrase before the word that follows it."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """What follows what in the corpus: syllables by their initial, how often each stands alone, and before another."""

    alone: Mapping[str, int]
    after: Mapping[str, Mapping[str, int]]
    by_initial: Mapping[str, tuple[str, ...]]
    total: int


def mend(
    question: str,
    known: Known,
    phrases: Callable[[], Phrases],
    understood: Collection[tuple[int, int]] = (),
    meanings: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return ``question`` with short forms and slips spelt out; unchanged where the corpus does not tell how.

    Args:
        question: in Vietnamese.
        known: tells what the corpus has.
        phrases: gives its phrases, asked for only when there is something to spell out.
        understood: spans that the registers read, and that stay as they are.
        meanings: short forms that the register reads, where the corpus has to say otherwise for another reading.

    >>> from search.accents import build_accent_model
    >>> phrases = build_phrases(build_accent_model(["các tổ chức tín dụng thanh toán qua ngân hàng"]))
    >>> mend("Ai đôn đốc TCTD thanh toán?", lambda term: False, lambda: phrases)
    'Ai đôn đốc tổ chức tín dụng thanh toán?'
    """
    words = list(_WORD.finditer(question))
    shouted = question.isupper()
    parts: list[str] = []
    end = mended = opened = 0
    for at, word in enumerate(words):
        if _MOST_MENDED in (mended, opened):
            break
        before = words[at - 1][0] if at else ""
        following = words[at + 1][0] if at + 1 < len(words) else ""
        if any(low < word.end() and word.start() < high for low, high in understood):
            continue
        if not shouted and _is_short_form(word[0]):
            if _is_part_of_code(question, *word.span()):
                continue
            opened += 1
            better = open_initials(word[0], before, following, phrases())
            said = meanings.get(word[0]) or (word[0] if known(fold(word[0])) else None)
            if better and said:
                better = _otherwise(better, said, (before, following), phrases())
        else:
            better = _mend_slip(word[0], before, following, known)
        if better:
            parts += [question[end : word.start()], better]
            end = word.end()
            mended += 1
    return "".join((*parts, question[end:]))


def open_initials(short: str, before: str, following: str, phrases: Phrases) -> str | None:
    """Return the phrase of the corpus that ``short`` is the initials of, the likeliest between its neighbours.

    >>> from search.accents import build_accent_model
    >>> phrases = build_phrases(build_accent_model(["phân bổ kế hoạch vốn", "nghiên cứu khoa học"]))
    >>> open_initials("KH", "bổ", "vốn", phrases), open_initials("KH", "cứu", "", phrases)
    ('kế hoạch', 'khoa học')
    """
    paths: dict[str, tuple[float, tuple[str, ...]]] = {}
    for letter in short.lower():
        following_paths: dict[str, tuple[float, tuple[str, ...]]] = {}
        for word in _starting_with(letter, phrases):
            steps = (
                (score + math.log(together / phrases.alone[previous]), (*path, word))
                for previous, (score, path) in paths.items()
                if (together := phrases.after.get(previous, {}).get(word, 0))
            )
            first = [(_step(before.lower(), word, phrases), (word,))] if not paths else []
            best = max((*steps, *first), default=None)
            if best:
                following_paths[word] = best
        likeliest = heapq.nlargest(_MOST_PATHS, following_paths.items(), key=lambda path: path[1][0])
        paths = dict(likeliest)
        if not paths:
            return None
    ended = ((score + _closing(path[-1], following.lower(), phrases), path) for score, path in paths.values())
    return " ".join(max(ended)[1])


def _otherwise(phrase: str, meaning: str, neighbours: tuple[str, str], phrases: Phrases) -> str | None:
    """Return ``phrase`` where it stands much likelier between its neighbours than the ``meaning`` known.

    "Công tác BC" is "công tác bầu cử" in papers about an election, and "báo cáo" elsewhere; "KT" is printed before a
    signature, but "Đoàn KT" is "Đoàn kiểm tra".
    """
    likelihood = _likelihood(phrase, neighbours, phrases)
    likelier = likelihood - _likelihood(meaning, neighbours, phrases)
    return phrase if likelihood > _LIKELY and likelier > _MUCH_LIKELIER else None


def _likelihood(phrase: str, neighbours: tuple[str, str], phrases: Phrases) -> float:
    """Return the log-probability of the words of ``phrase`` between its neighbours; minus infinity for unknown ones."""
    words = phrase.lower().split()
    if any(word not in phrases.alone for word in words):
        return -math.inf
    before, following = neighbours
    steps = (_step(left.lower(), right, phrases) for left, right in itertools.pairwise((before, *words)))
    return sum(steps) + _closing(words[-1], following.lower(), phrases)


def _is_short_form(word: str) -> bool:
    return _FEWEST_INITIALS <= len(word) <= _MOST_INITIALS and word.isupper() and not _ROMAN.fullmatch(word)


def _is_part_of_code(question: str, start: int, end: int) -> bool:
    """Tell whether the word is joined to others: "KH" in "4655/KH-UBND", "CN" in "KH&CN", "CT" in "CT 22"."""
    if question[end : end + 1] == " " and question[end + 1 : end + 2].isdigit():
        return True
    return question[start - 1 : start] in _JOINTS or question[end : end + 1] in _JOINTS


def _starting_with(letter: str, phrases: Phrases) -> Iterator[str]:
    """Yield the syllables with this initial; a "d" may be typed for "đ"."""
    yield from phrases.by_initial.get(letter, ())
    if letter == "d":
        yield from phrases.by_initial.get("đ", ())


def _step(before: str, word: str, phrases: Phrases) -> float:
    """Return the log-probability of ``word`` after ``before``, backed off to its own frequency."""
    together = phrases.after.get(before, {}).get(word, 0)
    alone = math.log(phrases.alone[word] / phrases.total)
    return math.log(together / phrases.alone[before]) if together else alone + math.log(0.1)


def _closing(last: str, following: str, phrases: Phrases) -> float:
    """Return what it costs that ``following`` comes after ``last``."""
    return 0.0 if following in phrases.after.get(last, {}) else _APART


def build_phrases(accents: AccentModel) -> Phrases:
    """Return what the spelling model of a corpus tells about its phrases."""
    alone = {spelling: count for found in accents.spellings.values() for spelling, count in found}
    after: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for pair, count in accents.pairs.items():
        left, _, right = pair.partition(" ")
        after[left][right] = count
    by_initial: defaultdict[str, list[str]] = defaultdict(list)
    for spelling in alone:
        by_initial["đ" if spelling.startswith("đ") else fold(spelling[0])].append(spelling)
    return Phrases(alone, after, {initial: tuple(words) for initial, words in by_initial.items()}, sum(alone.values()))


def _mend_slip(word: str, before: str, following: str, known: Known) -> str | None:
    """Return ``word`` with the space or letter that it lacks, None where it is a word or the corpus has no better."""
    plain = "".join(part.text for part in find_words(word))
    if not _SHORTEST_SLIP <= len(plain) <= _LONGEST_SLIP or not _VOWEL.search(plain):
        return None  # letters without a vowel are a short form: "stt"
    if is_syllable(plain) or known(plain):
        return None
    neighbours = fold(before), fold(following)
    return next(_splits(plain, known), None) or next(
        (better for better in _slips(plain) if known(better) and _fits(better, neighbours, known)), None
    )


def _splits(word: str, known: Known, parts: int = _PARTS) -> Iterator[str]:
    """Yield ``word`` as known syllables that stand side by side in the corpus: "congnghe" as "cong nghe"."""
    for at in range(1, len(word)):
        left, rest = word[:at], word[at:]
        if not known(left):
            continue
        if known(rest) and known(f"{left}{PAIR}{rest}"):
            yield f"{left} {rest}"
        elif parts > _FEWEST_INITIALS:
            yield from (
                f"{left} {more}"
                for more in _splits(rest, known, parts - 1)
                if known(f"{left}{PAIR}{more.partition(' ')[0]}")
            )


def _slips(word: str) -> Iterator[str]:
    """Yield the words that differ by two letters exchanged, one too many, one wrong or one missing."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    yield from (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    yield from (left + right[1:] for left, right in cuts if right)
    yield from (left + letter + right[1:] for left, right in cuts if right for letter in string.ascii_lowercase)
    yield from (left + letter + right for left, right in cuts for letter in string.ascii_lowercase)


def _fits(word: str, neighbours: Sequence[str], known: Known) -> bool:
    before, following = neighbours
    return bool((before and known(f"{before}{PAIR}{word}")) or (following and known(f"{word}{PAIR}{following}")))
