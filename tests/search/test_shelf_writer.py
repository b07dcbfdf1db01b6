"""Shelves renewed: what is encoded and indexed again when documents come, change and go; search sees the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.embedding import Vectors
from search.passages import Unit
from search.shelf import open_shelf
from search.shelf_writer import Written, write_shelf
from search.vectors import ExactVectors, FaissVectors
from search.words import Analyser
from tests.search.conftest import CountingEncoder

ANALYSER = Analyser()
WORDS = [
    "bảo",
    "tồn",
    "nguồn",
    "gen",
    "đầu",
    "tư",
    "công",
    "nghệ",
    "cao",
    "an",
    "ninh",
    "mạng",
    "du",
    "lịch",
    "y",
    "tế",
    "giáo",
    "dục",
    "nông",
    "nghiệp",
]


def _unit(document: str, number: int, edition: int = 0) -> Unit:
    chance = np.random.default_rng([ord(document[0]), number, edition])
    text = " ".join(chance.choice(WORDS, 12))
    return Unit(document, str(number), "", f"{document} {number} {text}", (f"Sở {document}",), ())


def _units(*documents: tuple[str, int, int]) -> list[Unit]:
    """Return the units of (document, how many, edition)."""
    return [_unit(document, number, edition) for document, count, edition in documents for number in range(count)]


@pytest.fixture(params=["exact", "approximate"])
def _kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Shelves of a hundred units are large here; approximate neighbours begin at fifty."""
    monkeypatch.setattr("search.shelf_writer.RENEWED_FROM", 100)
    monkeypatch.setattr("search.shelf_writer.EXACT_LIMIT", 50 if request.param == "approximate" else 10_000)
    kind: str = request.param
    return kind


def _write(folder: Path, units: Sequence[Unit], before: Path | None, encoder: CountingEncoder) -> Written:
    encoder.encoded.clear()
    return write_shelf(folder, units, ANALYSER, encoder, before)


FIRST = (("a", 100, 0), ("b", 10, 0), ("c", 60, 0))


@pytest.mark.parametrize(
    ("documents", "encoded", "rebuilt"),
    [
        ((*FIRST, ("d", 7, 0)), 7, False),  # one came
        ((("0", 5, 0), *FIRST), 5, False),  # one came before all others: every row moves
        ((FIRST[0], FIRST[2]), 0, False),  # one went
        ((FIRST[0], ("b", 10, 1), FIRST[2]), 10, False),  # one changed
        ((FIRST[0], ("b", 12, 0), FIRST[2]), 2, False),  # one grew: its old passages keep their vectors
        ((FIRST[2], FIRST[1], FIRST[0]), 0, False),  # the order changed
        (FIRST, 0, False),
        ((FIRST[1], FIRST[2]), 0, True),  # too much went
        ((*FIRST, ("d", 200, 0)), 200, True),  # more than doubled
    ],
)
@pytest.mark.usefixtures("_kind")
def test_only_what_changed_is_encoded_and_search_is_as_if_built_anew(
    tmp_path: Path, counting: CountingEncoder, documents: tuple[tuple[str, int, int], ...], encoded: int, rebuilt: bool
) -> None:
    assert _write(tmp_path / "0", _units(*FIRST), None, counting).rebuilt
    written = _write(tmp_path / "1", _units(*documents), tmp_path / "0", counting)
    assert (written.encoded, len(counting.encoded), written.rebuilt) == (encoded, encoded, rebuilt)
    _write(tmp_path / "new", _units(*documents), None, counting)
    _assert_same(tmp_path / "1", tmp_path / "new", counting)


def _assert_same(one: Path, other: Path, encoder: CountingEncoder) -> None:
    """Assert that two shelves hold and find the same; scores may differ by the words of units just removed."""
    left, right = open_shelf(one), open_shelf(other)
    assert list(left.units) == list(right.units)
    every = np.arange(len(left.units))
    for text in ("bảo tồn nguồn gen", "du lịch", "b 3"):
        query = encoder.encode_query(text)
        assert np.array_equal(left.vectors.cosines(query, every), right.vectors.cosines(query, every))
        nearest = left.vectors.search(query, 10)
        assert set(nearest.positions.tolist()) == set(right.vectors.search(query, 10).positions.tolist())
        terms = ANALYSER.terms(text)
        matches = [set(shelf.lexical.search(terms, "text", 1000).positions.tolist()) for shelf in (left, right)]
        assert matches[0] == matches[1]
        some = every[::20]
        assert np.array_equal(
            left.lexical.scores(terms, "text", some) > 0, right.lexical.scores(terms, "text", some) > 0
        )
    within = left.rows_of(["c"])
    assert set(left.vectors.search(query, 5, within).positions.tolist()) <= set(within.tolist())
    assert set(left.lexical.search(ANALYSER.terms("gen"), "text", 99, ["c"]).positions.tolist()) <= set(within.tolist())


def _assert_same_rows(one: Path, other: Path, query: Vectors) -> None:
    found = [open_shelf(folder).vectors.search(query, 10).positions.tolist() for folder in (one, other)]
    assert set(found[0]) == set(found[1])


def test_the_switch_to_approximate_neighbours_is_by_size(
    tmp_path: Path, counting: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.shelf_writer.EXACT_LIMIT", 100)
    monkeypatch.setattr("search.shelf_writer.RENEWED_FROM", 100)
    _write(tmp_path / "0", _units(("a", 1, 0), ("b", 99, 0)), None, counting)
    written = _write(tmp_path / "1", _units(("b", 99, 0), ("c", 2, 0)), tmp_path / "0", counting)
    assert not written.rebuilt  # the words are renewed, the vectors indexed for the first time, under lasting numbers
    query = counting.encode_query("gen du lịch")
    assert isinstance(open_shelf(tmp_path / "0").vectors, ExactVectors)
    assert isinstance(open_shelf(tmp_path / "1").vectors, FaissVectors)
    assert len(counting.encoded) == 2
    _write(tmp_path / "new", _units(("b", 99, 0), ("c", 2, 0)), None, counting)
    _assert_same_rows(tmp_path / "1", tmp_path / "new", query)


def test_equal_texts_are_encoded_once(tmp_path: Path, counting: CountingEncoder) -> None:
    unit = _unit("a", 1)
    twin = Unit("b", "7", "", unit.text, (), ())
    assert _write(tmp_path / "0", [unit, _unit("a", 2), twin], None, counting).encoded == 2
    vectors = open_shelf(tmp_path / "0").vectors
    query = counting.encode_query(unit.text)
    assert vectors.search(query, 2).positions.tolist() == [0, 2]
    assert vectors.cosines(query, np.array([0]))[0] == pytest.approx(1)


def test_bodies_filter_words(tmp_path: Path, counting: CountingEncoder) -> None:
    _write(tmp_path / "0", _units(("a", 5, 0), ("b", 5, 0)), None, counting)
    lexical = open_shelf(tmp_path / "0").lexical
    found = lexical.search(("a", "b"), "text", 99, holders=["Sở b"])  # type: ignore[call-arg]  # on disk only
    assert sorted(found.positions.tolist()) == [5, 6, 7, 8, 9]


Edition = st.tuples(st.sampled_from("abcdef"), st.integers(0, 40), st.integers(0, 2))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(Edition, unique_by=lambda edition: edition[0]), min_size=2, max_size=4))
def test_any_history_ends_as_if_built_anew(
    tmp_path_factory: pytest.TempPathFactory, history: list[list[tuple[str, int, int]]]
) -> None:
    """Whatever came, changed and went, and in whatever order: the last state alone decides."""
    folder, encoder = tmp_path_factory.mktemp("history"), CountingEncoder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.shelf_writer.RENEWED_FROM", 0)
        patch.setattr("search.shelf_writer.MOST_LOST", 10.0)
        before = None
        for turn, documents in enumerate(history):
            _write(folder / str(turn), _units(*documents), before, encoder)
            before = folder / str(turn)
        assert before is not None
        _write(folder / "new", _units(*history[-1]), None, encoder)
        _assert_same(before, folder / "new", encoder)
