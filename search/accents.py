"""Diacritics put back into a question typed without them, from the words of the corpus itself.

The encoder hardly reads Vietnamese without diacritics (measured on ALQAC-2024: R@1 0.78 with them, 0.02 without), so a
bare question is spelt out first: the most probable sequence of accented syllables under a bigram model of the indexed
texts (Viterbi). Syllables that the corpus does not know stay as they are. BM25 does not need this: it works on folded
words.
"""

from __future__ import annotations

import itertools
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.text import fold

_WORD = re.compile(r"[^\W\d_]+")
_PAIR_WEIGHT = 0.9
_MAX_WORDS = 256
_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class AccentModel:
    """How often the corpus spells each syllable, alone and after another.

    ``spellings`` maps a folded syllable to its spellings by frequency; ``pairs`` counts "left right".
    """

    spellings: dict[str, tuple[tuple[str, int], ...]]
    pairs: dict[str, int]

    def restore(self, text: str) -> str:
        """Return ``text`` with diacritics, if it has none; other text is returned as it is.

        >>> model = build_accent_model(["Sở Y tế chủ trì", "y tế dự phòng"])
        >>> model.restore("so y te du phong")
        'sở y tế dự phòng'
        """
        if not self.spellings or fold(text) != text.lower():
            return text
        matches = list(_WORD.finditer(text))[:_MAX_WORDS]
        best = self._most_probable([match[0].lower() for match in matches])
        parts = []
        end = 0
        for match, word in zip(matches, best, strict=True):
            parts += [text[end : match.start()], word if word != match[0].lower() else match[0]]
            end = match.end()
        return "".join((*parts, text[end:]))

    def knows(self, word: str) -> bool:
        """Tell whether the corpus has the folded syllable ``word``."""
        return word in self.spellings

    def _most_probable(self, words: Sequence[str]) -> list[str]:
        """Return the most probable spelling of each word of ``words`` (Viterbi over the bigram model)."""
        paths: dict[str, tuple[float, tuple[str, ...]]] = {"": (0.0, ())}
        for word in words:
            options = self.spellings.get(word, ((word, 1),))[:_CANDIDATES]
            total = sum(count for _, count in options)
            following: dict[str, tuple[float, tuple[str, ...]]] = {}
            for spelling, count in options:
                alone = count / total
                following[spelling] = max(
                    (score + self._step(previous, spelling, alone), (*path, spelling))
                    for previous, (score, path) in paths.items()
                )
            paths = following
        return list(max(paths.values())[1])

    def _step(self, previous: str, spelling: str, alone: float) -> float:
        """Return the log-probability of ``spelling`` after ``previous``, backed off to its own frequency."""
        together = self.pairs.get(f"{previous} {spelling}", 0)
        if not together:
            return math.log((1 - _PAIR_WEIGHT) * alone)
        before = sum(count for name, count in self.spellings.get(fold(previous), ()) if name == previous) or together
        return math.log(_PAIR_WEIGHT * together / max(before, together) + (1 - _PAIR_WEIGHT) * alone)


def build_accent_model(texts: Iterable[str], known: AccentModel | None = None) -> AccentModel:
    """Return the model of ``texts``, added to what is ``known`` already."""
    words: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    if known is not None:
        words.update(dict(itertools.chain.from_iterable(known.spellings.values())))
        pairs.update(known.pairs)
    for text in texts:
        syllables = [match[0].lower() for match in _WORD.finditer(text)]
        words.update(syllables)
        pairs.update(f"{left} {right}" for left, right in itertools.pairwise(syllables))
    spellings: dict[str, list[tuple[str, int]]] = {}
    for word, count in words.most_common():
        spellings.setdefault(fold(word), []).append((word, count))
    return AccentModel({folded: tuple(found) for folded, found in spellings.items()}, dict(pairs))


def save_accent_model(model: AccentModel, file: Path) -> None:
    """Write the model as JSON."""
    file.write_text(print_accent_model(model), encoding="utf-8")


def load_accent_model(file: Path) -> AccentModel:
    """Read what ``save_accent_model`` wrote."""
    return parse_accent_model(file.read_text(encoding="utf-8"))


def print_accent_model(model: AccentModel) -> str:
    """Return the model as JSON."""
    return json.dumps([model.spellings, model.pairs], ensure_ascii=False)


def parse_accent_model(text: str) -> AccentModel:
    """Return the model that ``print_accent_model`` gave as text."""
    spellings, pairs = json.loads(text)
    return AccentModel(
        {folded: tuple((word, count) for word, count in found) for folded, found in spellings.items()}, pairs
    )
