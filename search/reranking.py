"""An optional second reading: a cross-encoder reads the question together with each of the first answers.

``CANCU_RERANKER`` names it (a sentence-transformers id or a folder); without it nothing here runs and torch is not
imported. It only reorders what the learned ranking put first, never adds or drops, and stops when its time is over:
what it has not read stays below what it has, in the order that it had.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from graph.model import Duty
from search.confidence import Ranked
from search.embedding import EncoderUnavailable, clean_text

READ: Final = 20
"""The most answers that are read."""
SECONDS: Final = 2.0
"""The time after which no further batch is begun."""
_BATCH: Final = 4
_LONGEST: Final = 1200
Scores = npt.NDArray[np.float64]


class RerankerUnavailable(EncoderUnavailable):
    """The chosen reranker cannot be loaded; ``model`` says which."""

    variable = "CANCU_RERANKER"
    instead = "để xếp hạng như thường"


class Reranker(Protocol):
    """Something that reads a question and texts together."""

    @property
    def name(self) -> str:
        """The identity of the model."""

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """Return how well each text answers the question, higher is better, shape ``(len(texts),)``."""


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers; a model of several classes scores by its last one."""

    def __init__(self, model: str) -> None:
        try:
            from sentence_transformers import CrossEncoder

            self._model = CrossEncoder(model)
        except (ImportError, OSError, ValueError) as error:
            raise RerankerUnavailable(model, str(error)) from error
        self._name = model

    @property
    def name(self) -> str:
        """The id or folder of the model."""
        return self._name

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """Return the scores of the model."""
        pairs = [(clean_text(question), clean_text(text[:_LONGEST])) for text in texts]
        found = np.asarray(self._model.predict(pairs, show_progress_bar=False), dtype=np.float64)
        return np.asarray(found if found.ndim == 1 else found[:, -1], dtype=np.float64)


def load_reranker() -> Reranker | None:
    """Return the reranker that ``CANCU_RERANKER`` names, loaded once; None where it names none.

    Raises:
        RerankerUnavailable: it cannot be loaded.
    """
    named = os.environ.get("CANCU_RERANKER")
    return _open(named) if named else None


@lru_cache(maxsize=1)
def _open(model: str) -> Reranker:
    return CrossEncoderReranker(model)


def rerank(ranked: Ranked, reranker: Reranker | None, seconds: float = SECONDS) -> Ranked:
    """Return ``ranked`` with its first answers in the order of ``reranker``.

    Columns and scores stay with their answers: where the two orders disagree the lead of the first answer is small or
    negative, and the confidence in it falls.
    """
    if reranker is None or not ranked.duties:
        return ranked
    texts = [_words_of(duty) for duty in ranked.duties[:READ]]
    read = _read(reranker, ranked.question.text, texts, seconds)
    order = np.arange(len(ranked.duties))
    order[: len(read)] = np.argsort(-read, kind="stable")
    duties = tuple(ranked.duties[at] for at in order)
    return replace(ranked, duties=duties, rows=ranked.rows[order], scores=ranked.scores[order])


def _read(reranker: Reranker, question: str, texts: Sequence[str], seconds: float) -> Scores:
    """Return the scores of as many texts, from the first, as there was time for; equal texts are read once."""
    known: dict[str, float] = {}
    end = time.monotonic() + seconds
    distinct = list(dict.fromkeys(texts))
    for start in range(0, len(distinct), _BATCH):
        if start and time.monotonic() >= end:
            break
        batch = distinct[start : start + _BATCH]
        known.update(zip(batch, reranker.score(question, batch).tolist(), strict=True))
    count = next((at for at, text in enumerate(texts) if text not in known), len(texts))
    return np.asarray([known[text] for text in texts[:count]], dtype=np.float64)


def _words_of(duty: Duty) -> str:
    """Return what the reranker reads of an answer: who, what, under which heading."""
    heading = duty.heading.rpartition(" › ")[2]
    return f"{duty.agency.label}: {duty.task}\n{heading}" if heading else f"{duty.agency.label}: {duty.task}"
