"""The index of the sample plan: read, extracted, stored and indexed by the real stages, once for all tests here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from graph.load import ingest_source
from graph.reading import list_documents, read_competences, read_duties
from graph.store import open_store
from ingest.read import read_file
from search.embedding import Vectors
from search.index import Corpus, SearchIndex, write_index

PLAN = Path(__file__).parents[2] / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"


class CountingEncoder:
    """A tiny encoder: a seeded random vector for each word, summed. Counts what it encodes."""

    name = "test/hashed-words"
    dimension = 16

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode_query(self, text: str) -> Vectors:
        """Return the sum of the words' vectors, of unit length."""
        total = np.zeros(self.dimension)
        for word in text.lower().split():
            seed = int.from_bytes(word.encode()[:8], "little")
            total += np.random.default_rng(seed).normal(size=self.dimension)
        return np.asarray(total / (np.linalg.norm(total) or 1.0), dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode and count."""
        self.encoded.extend(texts)
        return np.asarray([self.encode_query(text) for text in texts], dtype=np.float32)


@pytest.fixture
def counting() -> CountingEncoder:
    return CountingEncoder()


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the sample plan."""
    folder = tmp_path_factory.mktemp("store")
    with open_store(folder) as store:
        ingest_source(store, read_file(PLAN))
    return folder


@pytest.fixture(scope="session")
def plan(store_folder: Path) -> Corpus:
    """The duties of the sample plan, without its passages: they take a minute to encode."""
    with open_store(store_folder, read_only=True) as store:
        return Corpus(list_documents(store), read_duties(store) + read_competences(store), (), "1")


@pytest.fixture(scope="session")
def index(plan: Corpus, tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """The sample plan's duties under the bundled encoder."""
    return write_index(tmp_path_factory.mktemp("index"), plan)
