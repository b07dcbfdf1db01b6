"""A search index of a million passages: building, disk, memory, latency, recall, filters; one document added.

    python -m bench.passages [--passages N] [--vectors N] [--base N] [--seeds N] [--folder DIR]

The texts are clauses of the corpus beside the checkout (of the sample plan where that is absent), drawn and joined
anew. Encoding a million of them is days of work for this machine, so their vectors are generated as well: each is the
real vector of the window that its first clause is from, moved by the difference of two other real vectors and a little
noise, so that directions spread as they do in the model's space. Questions are real: clauses of the corpus, encoded as
questions. Everything else is the product: records, BM25, FAISS, ranking. Each step runs in a process of its own, whose
memory is told.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, overload

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import numpy.typing as npt

from bench.encoders import read_windows
from graph.model import Evidence, Passage
from graph.registers import load_lexicon
from search.embedding import Vectors, choose_bulk_encoder, load_encoder
from search.evidence import STRUCTURE
from search.features import Probe, find_candidates, measure
from search.index import Corpus, load_index, write_index
from search.lexical import Field, LexicalIndex
from search.passages import Unit
from search.rank import load_ranker
from search.shelf import Shelf, open_shelf
from search.shelf_writer import write_shelf
from search.vectors import ExactVectors, FaissVectors, VectorIndex
from search.words import Analyser

ROOT: Final = Path(__file__).parents[1]
QUESTIONS: Final = 100
SHARES: Final = (0.001, 0.01, 0.1)
_DOCUMENT: Final = 100
"""Passages in a generated document."""
_CLAUSES: Final = 3
_SEED: Final = 4655
_TOP: Final = 10
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Seeds:
    """What is real: clauses by window, the vectors of windows, questions with their vectors."""

    clauses: tuple[tuple[str, ...], ...]
    vectors: Vectors
    questions: tuple[str, ...]
    asked: Vectors


@dataclass(frozen=True, slots=True)
class Generator:
    """Passage ``number``, the same whenever it is asked for; also the encoder of these passages."""

    seeds: Seeds
    name: str = "bench/generated"
    dimension: int = 384

    def text(self, number: int) -> str:
        """Return the text of a passage; its number leads, so that its vector is found by it."""
        chance = np.random.default_rng([_SEED, number])
        rows = chance.integers(len(self.seeds.clauses), size=_CLAUSES)
        drawn = (self.seeds.clauses[row] for row in rows)
        picks = chance.integers(1 << 30, size=_CLAUSES)
        return f"{number}. " + "; ".join(group[pick % len(group)] for group, pick in zip(drawn, picks, strict=True))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the generated vectors of these passages."""
        numbers = [int(text.rpartition("\n")[2].partition(".")[0]) for text in texts]
        return np.asarray([self._vector(number) for number in numbers], dtype=np.float32)

    def encode_query(self, text: str) -> Vectors:
        """Return the real vector of one of the questions."""
        return np.asarray(self.seeds.asked[self.seeds.questions.index(text)], dtype=np.float32)

    def _vector(self, number: int) -> Vectors:
        chance = np.random.default_rng([_SEED, number])
        main, left, right = chance.integers(len(self.seeds.vectors), size=_CLAUSES)[:3]
        real = self.seeds.vectors
        moved = real[main] + chance.uniform(0.2, 0.6) * (real[left] - real[right])
        moved = moved + chance.normal(scale=0.005, size=real.shape[1])
        return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)


class GeneratedPassages(Sequence[Passage]):
    """Passages ``first … first + count`` made when they are read: they need no memory."""

    def __init__(self, generator: Generator, first: int, count: int) -> None:
        self._generator, self._first, self._count = generator, first, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, row: int) -> Passage: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[Passage]: ...

    def __getitem__(self, row: int | slice) -> Passage | Sequence[Passage]:
        if isinstance(row, slice):
            return [self[at] for at in range(*row.indices(self._count))]
        number = range(self._first, self._first + self._count)[row]
        document, text = f"https://cancu.example/{number // _DOCUMENT}", self._generator.text(number)
        evidence = Evidence(document, str(number), 0, len(text), text)
        return Passage(f"{document}#{number}", document, None, str(number), "", text, evidence)


def read_seeds(folder: Path, count: int) -> Seeds:
    """Return the real part, encoded once and kept in ``folder``."""
    windows = read_windows(count)
    clauses = tuple(tuple(clause for clause in _clauses(window)) for window in windows)
    chosen = [group for group in clauses if len(group[0].split()) >= 6][:: max(1, len(clauses) // QUESTIONS)][
        :QUESTIONS
    ]
    questions = tuple(" ".join(group[0].split()[:14]) for group in chosen)
    file, asked = folder / f"seeds-{count}.npy", folder / f"questions-{count}.npy"
    if not file.exists() or not asked.exists():
        folder.mkdir(parents=True, exist_ok=True)
        encoder = choose_bulk_encoder(load_encoder(), len(windows))
        np.save(file, np.concatenate([encoder.encode_passages(windows[at : at + 64]) for at in range(0, count, 64)]))
        np.save(asked, np.asarray([encoder.encode_query(text) for text in questions]))
    return Seeds(clauses, np.load(file), questions, np.load(asked))


def _clauses(window: str) -> Iterator[str]:
    found = [" ".join(part.split()) for line in window.splitlines() for part in line.split(";")]
    yield from ([part[:160] for part in found if len(part) > 20] or [" ".join(window[:160].split())])


def generate_units(generator: Generator, count: int) -> Iterator[Unit]:
    """Yield units with a body each: bodies that hold 0.1, 1 and 10 % of all, the rest spread over four hundred."""
    names = [_body(share) for share in SHARES]
    for number in range(count):
        draw = np.random.default_rng([number, _SEED]).random()
        at = int(np.searchsorted(np.cumsum(SHARES), draw))
        body = names[at] if at < len(names) else f"Cơ quan {int(draw * 1e6) % 400}"
        document = f"https://cancu.example/{number // _DOCUMENT}"
        yield Unit(document, str(number), "", generator.text(number), (body,), ())


def _body(share: float) -> str:
    return f"Sở của {share:.1%}"


def near(folder: Path, generator: Generator, count: int) -> None:
    """Build the index of ``count`` vectors alone and ask it, whole and filtered: the part that grows first."""
    place = folder / "vectors"
    place.mkdir(parents=True, exist_ok=True)
    file = place / "vectors.npy"
    if not file.exists() or len(np.load(file, mmap_mode="r")) != count:
        made = np.lib.format.open_memmap(file, mode="w+", dtype=np.float32, shape=(count, generator.dimension))
        for first in range(0, count, 10_000):
            rows = range(first, min(first + 10_000, count))
            made[rows.start : rows.stop] = generator.encode_passages([f"{number}." for number in rows])
        made.flush()
    matrix = np.load(file, mmap_mode="r")
    start, work = time.perf_counter(), time.process_time()
    FaissVectors.build(matrix, place / "vectors.faiss")
    seconds, work = time.perf_counter() - start, time.process_time() - work
    print(f"{count} vectors indexed in {seconds:.0f} s ({work:.0f} s of processor time), peak memory "
          f"{_resident('VmHWM'):.0f} MB; on disk {_size(place / 'vectors.faiss') / 1e6:.0f} MB beside "
          f"{_size(file) / 1e6:.0f} MB of exact vectors", flush=True)  # fmt: skip
    index = FaissVectors.open(place / "vectors.faiss", matrix)
    asked = generator.seeds.asked
    scopes: list[tuple[str, Rows | None]] = [("all", None)]
    documents = np.arange(count) // _DOCUMENT
    scopes += [(f"documents, {share:.1%}", np.flatnonzero(documents % round(1 / share) == 0)) for share in SHARES]
    draws = np.random.default_rng(_SEED).random(count)
    scopes += [(f"one body, {share:.1%}", np.flatnonzero(draws < share)) for share in SHARES]
    print(f"{'asked of':<22}{'':<10}{'p50 ms':>8}{'p95 ms':>8}{'recall@10':>11}")
    probes = [Probe((), vector) for vector in asked]
    for name, within in scopes:
        _ask_vectors(name, index, matrix, probes, within)


def _ask_vectors(name: str, index: VectorIndex, matrix: Vectors, probes: Sequence[Probe], within: Rows | None) -> None:
    asked = np.asarray([probe.vector for probe in probes])
    found, times = _timed(probes, lambda probe: index.search(probe.vector, _TOP, within).positions)
    _tell(name, "vectors", times, _recall(_nearest(matrix, asked, within), found))


def build(folder: Path, generator: Generator, count: int) -> None:
    """Write the shelf and tell what it cost."""
    shutil.rmtree(folder / "shelf", ignore_errors=True)
    start, work = time.perf_counter(), time.process_time()
    write_shelf(folder / "shelf", generate_units(generator, count), Analyser(load_lexicon().abbreviations), generator)
    seconds, work = time.perf_counter() - start, time.process_time() - work
    print(
        f"built in {seconds:.0f} s ({work:.0f} s of processor time), peak memory {_resident('VmHWM'):.0f} MB, "
        f"{_resident('RssAnon'):.0f} MB of it own at the end, the rest mapped files"
    )
    sizes = {path.name: _size(path) for path in sorted((folder / "shelf").iterdir())}
    kept = {name: size for name, size in sizes.items() if size > 1e6}
    print(
        f"disk {sum(sizes.values()) / 1e6:.0f} MB: "
        + ", ".join(f"{name} {size / 1e6:.0f}" for name, size in kept.items())
    )


def ask(folder: Path, generator: Generator, count: int) -> None:
    """Open the shelf and ask: vectors, words, and both ranked; of all, of some documents, of one body."""
    start = time.perf_counter()
    shelf = open_shelf(folder / "shelf")
    opening = time.perf_counter() - start
    bodies = np.asarray([unit.agencies[0] for unit in generate_units(_Silent(generator.seeds), count)])
    matrix = np.load(folder / "shelf" / "vectors.npy", mmap_mode="r")
    print(f"opened in {opening:.2f} s; {type(shelf.vectors).__name__}; {len(shelf.units)} passages")
    print(f"{'asked of':<22}{'':<10}{'p50 ms':>8}{'p95 ms':>8}{'recall@10':>11}")
    scopes: list[tuple[str, Rows | None, tuple[str, ...] | None, tuple[str, ...] | None]] = [("all", None, None, None)]
    for share in SHARES:
        chosen = shelf.documents[:: max(1, round(1 / share))]
        scopes.append((f"documents, {share:.1%}", shelf.rows_of(chosen), chosen, None))
    named = ((share, _body(share)) for share in SHARES)
    scopes += [(f"one body, {share:.1%}", np.flatnonzero(bodies == name), None, (name,)) for share, name in named]
    for name, within, documents, holders in scopes:
        _ask_scope(name, shelf, matrix, generator, within, documents, holders)
    print(f"memory while serving: {_resident('RssAnon'):.0f} MB own, {_resident('RssFile'):.0f} MB of mapped files; "
          "the exact vectors read for comparison are in the latter")  # fmt: skip


def _ask_scope(
    name: str,
    shelf: Shelf,
    matrix: Vectors,
    generator: Generator,
    within: Rows | None,
    documents: tuple[str, ...] | None,
    holders: tuple[str, ...] | None,
) -> None:
    analyser = Analyser(load_lexicon().abbreviations)
    seeds = generator.seeds
    probes = [Probe(analyser.words(text), vector) for text, vector in zip(seeds.questions, seeds.asked, strict=True)]
    _ask_vectors(name, shelf.vectors, matrix, probes, within)
    assert isinstance(shelf.lexical, LexicalIndex)
    lexical = shelf.lexical
    _, times = _timed(probes, lambda probe: lexical.search(probe.terms, "text", _TOP, documents, holders).positions)
    _tell("", "words", times, None)
    fused, times = _timed(probes, lambda probe: _rank(shelf, probe, analyser, within, documents, holders))
    exact = replace(shelf, vectors=ExactVectors(matrix))
    truth = [_rank(exact, probe, analyser, within, documents, holders) for probe in probes]
    _tell("", "ranked", times, _recall(truth, fused))


def _rank(
    shelf: Shelf,
    probe: Probe,
    analyser: Analyser,
    within: Rows | None,
    documents: Sequence[str] | None,
    holders: Sequence[str] | None,
) -> Rows:
    """Return the best ten by the learned weights of texts; nothing is named, so what is structural stays zero."""
    if holders is None:
        rows = find_candidates(probe, shelf, within, documents)
    else:
        assert isinstance(shelf.lexical, LexicalIndex)
        fields: tuple[Field, ...] = ("text", "heading", "agency")
        near = [shelf.lexical.search(probe.terms, field, 200, None, holders).positions for field in fields]
        rows = np.unique(np.concatenate((shelf.vectors.search(probe.vector, 100, within).positions, *near)))
    texts = measure(probe, shelf, rows, analyser)
    scores = load_ranker().duties.score(np.pad(texts, ((0, 0), (0, len(STRUCTURE)))))
    return np.asarray(rows[np.argsort(-scores, kind="stable")[:_TOP]], dtype=np.int64)


def _nearest(matrix: Vectors, asked: Vectors, within: Rows | None) -> list[Rows]:
    """Return the exact nearest rows of every question, reading the vectors once for all."""
    rows = np.arange(len(matrix), dtype=np.int64) if within is None else within
    portions = (slice(at, at + 50_000) for at in range(0, len(rows), 50_000))
    scores = np.concatenate(
        [(matrix[portion] if within is None else matrix[rows[portion]]) @ asked.T for portion in portions]
    )
    return [rows[np.argsort(-column, kind="stable")[:_TOP]] for column in scores.T]


def _timed(probes: Sequence[Probe], search: Callable[[Probe], Rows]) -> tuple[list[Rows], list[float]]:
    """Return what was found and the milliseconds of each, after one round that warms the caches."""
    found, times = [], []
    for probe in probes:
        search(probe)
    for probe in probes:
        start = time.perf_counter()
        found.append(search(probe))
        times.append(1000 * (time.perf_counter() - start))
    return found, times


def _recall(truth: Sequence[Rows], found: Sequence[Rows]) -> float:
    pairs = list(zip(truth, found, strict=True))
    return sum(len(set(right.tolist()) & set(got.tolist())) for right, got in pairs) / sum(
        len(right) for right, _ in pairs
    )


def _tell(name: str, what: str, times: Sequence[float], recall: float | None) -> None:
    told = "" if recall is None else f"{recall:>11.3f}"
    print(f"{name:<22}{what:<10}{np.percentile(times, 50):>8.1f}{np.percentile(times, 95):>8.1f}{told}", flush=True)


def add(folder: Path, generator: Generator, count: int) -> None:
    """Write the whole index of ``count`` passages, then the same with one document more."""
    place = folder / "index"
    shutil.rmtree(place, ignore_errors=True)
    for state, passages in (("first", count), ("one document more", count + _DOCUMENT)):
        start, work = time.perf_counter(), time.process_time()
        corpus = Corpus((), (), GeneratedPassages(generator, 0, passages), state)
        write_index(place, corpus, generator)
        seconds, work = time.perf_counter() - start, time.process_time() - work
        manifest = load_index(place).manifest
        print(f"{state}: {manifest.passages} passages, {manifest.encoded} encoded, {seconds:.1f} s "
              f"({work:.1f} s of processor time)", flush=True)  # fmt: skip
    shutil.rmtree(place)


class _Silent(Generator):
    """Makes no texts: where only the bodies are wanted."""

    def text(self, number: int) -> str:
        del number
        return ""


def _resident(kind: str) -> float:
    """Return the resident memory of ``kind`` (VmHWM: the most there ever was) in MB (Linux)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(kind)) / 1024


def _size(path: Path) -> int:
    return (
        sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) if path.is_dir() else path.stat().st_size
    )


STEPS: Final = {"near": near, "build": build, "ask": ask, "add": add}


def main() -> None:
    """Run every step in a process of its own, or the one that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--vectors", type=int, default=150_000, help="vectors indexed alone")
    parser.add_argument("--base", type=int, default=20_000, help="passages to which one document is added")
    parser.add_argument("--seeds", type=int, default=200, help="windows encoded for real")
    parser.add_argument("--folder", type=Path, default=ROOT / "artefacts" / "bench" / "passages")
    parser.add_argument("--step", choices=sorted(STEPS))
    given = parser.parse_args()
    if given.step:
        generator = Generator(read_seeds(given.folder, given.seeds))
        count = {"near": given.vectors, "add": given.base}.get(given.step, given.passages)
        STEPS[given.step](given.folder, generator, count)
        return
    read_seeds(given.folder, given.seeds)
    for step in STEPS:
        command = [sys.executable, "-m", "bench.passages", *sys.argv[1:], "--step", step]
        subprocess.run(command, check=True, cwd=ROOT)
    for part in ("shelf", "vectors"):
        shutil.rmtree(given.folder / part)


if __name__ == "__main__":
    main()
