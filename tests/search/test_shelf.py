"""Lexical and vector search, and the windows that they search."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.embedding import Vectors
from search.lexical import LexicalEntry, LexicalIndex
from search.passages import split_windows
from search.vectors import ExactVectors, FaissVectors
from search.words import Analyser


@pytest.fixture(scope="module")
def lexical() -> LexicalIndex:
    texts = ["bảo tồn nguồn gen", "nguồn vốn đầu tư", "công nghệ cao", "an ninh mạng"]
    terms = Analyser().terms
    return LexicalIndex.build(
        LexicalEntry(row, f"doc-{row % 2}", (), terms(text), ()) for row, text in enumerate(texts)
    )


def test_pairs_lift_the_phrase(lexical: LexicalIndex) -> None:
    assert lexical.search(Analyser().terms("nguon gen"), "text", 10).positions.tolist() == [0, 1]


def test_no_shared_term_no_hit(lexical: LexicalIndex) -> None:
    assert len(lexical.search(Analyser().terms("du lịch"), "text", 10).positions) == 0


def test_documents_filter(lexical: LexicalIndex) -> None:
    assert lexical.search(Analyser().terms("nguồn"), "text", 10, ["doc-1"]).positions.tolist() == [1]
    assert len(lexical.search(Analyser().terms("nguồn"), "text", 10, []).positions) == 0


def test_the_index_opens_again(tmp_path: Path) -> None:
    LexicalIndex.build([LexicalEntry(7, "doc", (), ("gen",), ())], tmp_path)
    assert LexicalIndex.open(tmp_path).search(["gen"], "text", 1).positions.tolist() == [7]


def _unit_rows(count: int, dimension: int = 24) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    rows = np.random.default_rng(7).normal(size=(count, dimension))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _near_topics(count: int, seed: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Rows around forty topics, as the vectors of passages are; evenly spread ones have no near neighbours to find."""
    topics, random = _unit_rows(40), np.random.default_rng(seed)
    rows = topics[random.integers(len(topics), size=count)] + 0.1 * random.normal(size=(count, topics.shape[1]))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _approximate(matrix: Vectors, folder: Path) -> FaissVectors:
    FaissVectors.build(matrix, folder / "vectors.faiss")
    return FaissVectors.open(folder / "vectors.faiss", matrix)


def test_approximate_neighbours_are_the_exact_ones(tmp_path: Path) -> None:
    matrix = _near_topics(3000, seed=1)
    exact, approximate = ExactVectors(matrix), _approximate(matrix, tmp_path)
    same = 0
    for query in _near_topics(20, seed=2):
        wanted = set(exact.search(query, 10).positions.tolist())
        same += len(wanted.intersection(approximate.search(query, 10).positions.tolist()))
    assert same >= 0.97 * 200


def test_both_kinds_keep_to_the_rows_asked_for(tmp_path: Path) -> None:
    matrix = _unit_rows(1000)
    within = np.arange(100, 200)
    for index in (ExactVectors(matrix), _approximate(matrix, tmp_path)):
        found = index.search(matrix[0], 5, within).positions
        assert len(found) == 5
        assert set(found.tolist()) <= set(within.tolist())


@given(st.text(alphabet="ab .\n", max_size=400), st.integers(8, 60))
def test_windows_cover_the_text_and_stay_short(text: str, width: int) -> None:
    windows = split_windows(text, width, width // 4)
    assert all(len(window) <= width for window in windows)
    assert set("".join(windows)) >= set(text.replace(" ", "").replace("\n", ""))
    assert all(window in text for window in windows)
