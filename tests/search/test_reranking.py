"""The optional second reading: it reorders the first answers, within its time, and never invents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from search.confidence import Ranked
from search.index import SearchIndex
from search.rank import load_ranker
from search.reranking import READ, CrossEncoderReranker, RerankerUnavailable, Scores, load_reranker, rerank
from search.responsibilities import ask, rank_duties
from tests.search.tiny_models import write_cross_encoder

QUESTION = "Ai chủ trì bảo tồn nguồn gen?"


class Backwards:
    """Likes best what stands last; counts what it reads."""

    name = "test/backwards"

    def __init__(self) -> None:
        self.read: list[str] = []

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        assert question == QUESTION
        self.read += texts
        return np.arange(len(self.read) - len(texts), len(self.read), dtype=np.float64)


@pytest.fixture(scope="module")
def ranked(index: SearchIndex) -> Ranked:
    return rank_duties(index, QUESTION, load_ranker())


def test_the_first_answers_are_reordered_and_the_rest_stays(ranked: Ranked) -> None:
    reranker = Backwards()
    again = rerank(ranked, reranker)
    assert len(reranker.read) == len(set(reranker.read)) <= READ
    assert again.duties[READ:] == ranked.duties[READ:]
    assert set(again.duties) == set(ranked.duties)
    assert again.duties[0] != ranked.duties[0]
    # Columns and scores stay with their answers.
    at = ranked.duties.index(again.duties[0])
    assert np.array_equal(again.rows[0], ranked.rows[at])
    assert again.scores[0] == ranked.scores[at]


def test_what_there_was_no_time_for_stays_below(ranked: Ranked) -> None:
    reranker = Backwards()
    again = rerank(ranked, reranker, seconds=0.0)
    assert 1 <= len(reranker.read) < READ  # one batch is always read
    read = next(at for at, (new, old) in enumerate(zip(again.duties, ranked.duties, strict=True)) if new == old) or READ
    assert again.duties[READ:] == ranked.duties[READ:]
    assert read <= READ


def test_nothing_to_read(ranked: Ranked) -> None:
    assert rerank(ranked, None) is ranked
    nothing = replace(ranked, duties=(), rows=ranked.rows[:0], scores=ranked.scores[:0])
    assert rerank(nothing, Backwards()) is nothing


@pytest.mark.parametrize("labels", [1, 3])
def test_a_cross_encoder_in_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: SearchIndex, labels: int
) -> None:
    """Random weights: what matters is that its order comes out, and that the answers are the same ones."""
    folder = str(write_cross_encoder(tmp_path / "cross-encoder", labels))
    monkeypatch.setenv("CANCU_RERANKER", folder)
    reranker = load_reranker()
    assert isinstance(reranker, CrossEncoderReranker)
    assert (reranker.name, load_reranker()) == (folder, reranker)  # loaded once
    assert reranker.score("ai chủ trì", ["sở y tế chủ trì", "sở công thương"]).shape == (2,)
    response = ask(index, QUESTION, limit=100)
    monkeypatch.delenv("CANCU_RERANKER")
    plain = ask(index, QUESTION, limit=100)
    assert load_reranker() is None
    if not response.abstained:
        assert {answer.duty for answer in response.answers} == {answer.duty for answer in plain.answers}


def test_a_reranker_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANCU_RERANKER", str(tmp_path / "missing"))
    with pytest.raises(RerankerUnavailable, match="Bỏ CANCU_RERANKER") as raised:
        load_reranker()
    assert raised.value.model == str(tmp_path / "missing")
