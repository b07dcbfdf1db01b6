"""The bundled encoder as a sentence-transformers module. Importing this file imports torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from search.embedding import BundledEncoder


class BundledModule(torch.nn.Module):
    """One module that goes from text to sentence vectors; the engine behind it is ``BundledEncoder``."""

    def __init__(self) -> None:
        super().__init__()
        self._encoder = BundledEncoder()

    def preprocess(self, inputs: list[str], prompt: str | None = None, **_: object) -> dict[str, Any]:
        """Return the vectors of the texts as "features": the engine has its own tokeniser."""
        texts = [(prompt or "") + text for text in inputs]
        return {
            "sentence_embedding": torch.from_numpy(np.stack([self._encoder.encode_prefixed(text) for text in texts]))
        }

    def tokenize(self, texts: list[str], **_: object) -> dict[str, Any]:
        """Do the same under the name that sentence-transformers before 5 calls."""
        return self.preprocess(texts)

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the features as they are."""
        return features

    def get_sentence_embedding_dimension(self) -> int:
        """384."""
        return self._encoder.dimension

    def get_embedding_dimension(self) -> int:
        """384, under the newer name."""
        return self._encoder.dimension
