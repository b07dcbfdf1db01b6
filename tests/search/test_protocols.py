"""One protocol, several engines: numpy, faiss and PostgreSQL for vectors; tantivy and PostgreSQL for words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pytest

from graph.model import Evidence, Passage
from search.embedding import Vectors
from search.index import Corpus
from search.lexical import Field, LexicalEntry, LexicalIndex, TermIndex
from search.passages import build_passage_units
from search.postgres import writing
from search.postgres.database import Database, close_pools
from search.postgres.editions import edition_for
from search.postgres.generations import Generation, read_generation
from search.postgres.index import write_shared
from search.postgres.terms import PostgresTerms
from search.postgres.vectors import PostgresVectors
from search.vectors import ExactVectors, FaissVectors, VectorIndex
from search.words import Analyser
from tests.search.postgres_server import RunningPostgres
from tests.search.shared_index import make_database, postgres

__all__ = ["postgres"]

ROWS: Final = 600
DOCUMENTS: Final = 12
WORDS: Final = (
    "bảo tồn nguồn gen", "nguồn vốn đầu tư công", "công nghệ cao", "an ninh mạng", "khoa học và công nghệ",
    "sản xuất nông nghiệp hữu cơ", "chuyển đổi số trong cơ quan nhà nước", "kinh phí bố trí hằng năm",
)  # fmt: skip
Engine = Literal["numpy", "faiss", "postgres", "postgres by graph"]
ENGINES: Final[tuple[Engine, ...]] = ("numpy", "faiss", "postgres", "postgres by graph")


class NumberedEncoder:
    """Gives each passage the vector of the number that it ends in: rows around forty topics, as passages are."""

    name = "test/numbered"
    dimension = 24

    def __init__(self) -> None:
        random = np.random.default_rng(1)
        topics = random.normal(size=(40, self.dimension))
        rows = topics[random.integers(40, size=ROWS)] + 0.3 * random.normal(size=(ROWS, self.dimension))
        self.matrix: Vectors = np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of the number that ``text`` ends in."""
        return np.asarray(self.matrix[int(text.rsplit(" ", 1)[-1])], dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of the numbers that the texts end in."""
        return np.asarray([self.encode_query(text) for text in texts], dtype=np.float32)


ENCODER: Final = NumberedEncoder()


def _passages() -> tuple[Passage, ...]:
    """Return passages of ten documents, one after the other, of one to some thirty words."""
    random = np.random.default_rng(2)
    passages = []
    for row in range(ROWS):
        document = f"urn:doc:{row * DOCUMENTS // ROWS:02d}"
        chosen = random.choice(WORDS, size=random.integers(1, 7))
        text = f"{'; '.join(chosen)} {row}"
        heading = WORDS[row % len(WORDS)] if row % 3 else ""
        passages.append(
            Passage(f"{document}#{row}", document, None, str(row), heading, text, Evidence(document, "", 0, 1, text))
        )
    return tuple(passages)


PASSAGES: Final = _passages()


@pytest.fixture(scope="module")
def generation(postgres: RunningPostgres) -> Iterator[tuple[Database, Generation]]:
    """The passages on the server, with the graph over vectors that only large shelves get."""
    address = make_database(postgres).address
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "EXACT_ROWS", 0)
        write_shared(address, Corpus((), (), PASSAGES, "1"), ENCODER)
    opened = Database(address, edition_for(ENCODER.name, ENCODER.dimension).schema)
    found = read_generation(opened)
    assert found is not None
    yield opened, found
    close_pools()


@pytest.fixture(params=ENGINES)
def vectors(request: pytest.FixtureRequest, tmp_path: Path) -> VectorIndex:
    """The same rows in each engine."""
    engine: Engine = request.param
    if engine == "numpy":
        return ExactVectors(ENCODER.matrix)
    if engine == "faiss":
        FaissVectors.build(ENCODER.matrix, tmp_path / "vectors.faiss")
        return FaissVectors.open(tmp_path / "vectors.faiss", ENCODER.matrix)
    opened, found = request.getfixturevalue("generation")
    return PostgresVectors(opened, "windows", found, ENCODER.dimension, exact_rows=0 if "graph" in engine else ROWS)


def test_vectors_are_counted(vectors: VectorIndex) -> None:
    assert len(vectors) == ROWS


def test_the_nearest_come_first(vectors: VectorIndex) -> None:
    exact, same = ExactVectors(ENCODER.matrix), 0
    for query in ENCODER.matrix[::30]:
        wanted, found = exact.search(query, 10), vectors.search(query, 10)
        assert len(found.positions) == 10
        assert np.all(np.diff(found.scores) <= 0)
        assert found.positions[0] == wanted.positions[0]
        same += len(set(wanted.positions.tolist()).intersection(found.positions.tolist()))
    assert same >= 0.97 * 200


def test_cosines_are_exact(vectors: VectorIndex) -> None:
    """In the order asked for, repeated rows and no rows included."""
    rows = np.array([5, 599, 0, 5, 311])
    assert vectors.cosines(ENCODER.matrix[7], rows) == pytest.approx(ENCODER.matrix[rows] @ ENCODER.matrix[7], abs=1e-5)
    assert len(vectors.cosines(ENCODER.matrix[7], rows[:0])) == 0


@pytest.mark.parametrize("within", [np.arange(50, 100), np.arange(50, 250), np.arange(3, 600, 7), np.array([599])])
def test_only_the_rows_asked_for(vectors: VectorIndex, within: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    """Whole documents, several documents, rows of many, a single one: always the nearest of these."""
    wanted = ExactVectors(ENCODER.matrix).search(ENCODER.matrix[0], 5, within)
    found = vectors.search(ENCODER.matrix[0], 5, within)
    assert found.positions.tolist() == wanted.positions.tolist()
    assert found.scores == pytest.approx(wanted.scores, abs=1e-5)


def test_no_rows_no_neighbours(vectors: VectorIndex) -> None:
    assert len(vectors.search(ENCODER.matrix[0], 5, np.empty(0, dtype=np.int64)).positions) == 0


def _local_terms() -> LexicalIndex:
    terms = Analyser().terms
    units = build_passage_units(PASSAGES)
    return LexicalIndex.build(
        LexicalEntry(row, unit.document, terms(unit.heading), terms(unit.text), ()) for row, unit in enumerate(units)
    )


@pytest.fixture(params=["tantivy", "postgres"])
def words(request: pytest.FixtureRequest) -> TermIndex:
    """The same units in each engine."""
    if request.param == "tantivy":
        return _local_terms()
    return PostgresTerms(*_with_kind(request.getfixturevalue("generation")))


def _with_kind(opened: tuple[Database, Generation]) -> tuple[Database, Literal["windows"], Generation]:
    return opened[0], "windows", opened[1]


QUESTIONS: Final = ("nguồn gen", "nguon gen", "công nghệ", "kinh phí đầu tư hằng năm cho chuyển đổi số", "đ", "512")


@pytest.mark.parametrize("field", ["text", "heading"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_words_rank_as_bm25_does(question: str, field: Field, words: TermIndex) -> None:
    """Both engines give the numbers of the formula (Robertson and Zaragoza 2009), with lengths kept in one byte."""
    terms, wanted = Analyser().terms(question), _local_terms()
    expected, found = wanted.search(terms, field, 40), words.search(terms, field, 40)
    assert found.scores == pytest.approx(expected.scores, rel=1e-5)
    rows = np.arange(0, ROWS, 3)
    assert words.scores(terms, field, rows) == pytest.approx(wanted.scores(terms, field, rows), rel=1e-5)
    for term in terms:
        assert words.rarity(term, field) == pytest.approx(wanted.rarity(term, field))
        assert words.knows(term, field) == wanted.knows(term, field)


def test_only_the_documents_asked_for(words: TermIndex) -> None:
    terms = Analyser().terms("công nghệ")
    found = words.search(terms, "text", 1000, ["urn:doc:03", "urn:doc:04", "urn:doc:none"]).positions
    assert len(found)
    assert {PASSAGES[row].document for row in found.tolist()} == {"urn:doc:03", "urn:doc:04"}
    assert len(words.search(terms, "text", 10, []).positions) == 0


def test_no_shared_word_no_unit(words: TermIndex) -> None:
    assert len(words.search(Analyser().terms("tàu ngầm"), "text", 10).positions) == 0
    assert len(words.search((), "text", 10).positions) == 0
    assert len(words.search(("gen",), "agency", 10).positions) == 0


def test_where_too_many_hold_a_word_the_rare_words_choose(generation: tuple[Database, Generation]) -> None:
    """With room for fifty units, those with "512" and "gen" are scored, by all words; none is scored wrongly."""
    few = PostgresTerms(*_with_kind(generation), pool=50)
    terms = Analyser().terms("khoa học công nghệ 512")
    every = _local_terms().search(terms, "text", ROWS)
    found = few.search(terms, "text", 10)
    assert found.positions[0] == 512
    scores = dict(zip(every.positions.tolist(), every.scores.tolist(), strict=True))
    assert found.scores == pytest.approx([scores[row] for row in found.positions.tolist()], rel=1e-5)
