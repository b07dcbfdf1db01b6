"""Our store and ``/sparql`` against rdflib alone and ``oxigraph serve``: the same million quads, the same machine.

    python -m bench.sparql [--documents N] [--runs N]

- ``store``: ``select``/``construct`` of the store on disk, opened for reading, in process: parsing, evaluating over the
  union of 40 000 named graphs, and all solutions as a list of Python objects. Median of the runs, after one to warm up.
- ``rdflib``: the same triples as one graph in memory; parsing, evaluating and a list of all solutions. Median of three
  runs, after one to warm up.
- ``/sparql``: the route served by uvicorn (without the pages and their middleware), two query processes with all
  limits, the whole answer serialised (JSON, N-Triples) and read over HTTP on loopback.
- ``oxigraph``: ``oxigraph serve-read-only --union-default-graph`` on its own load of the same file, after ``oxigraph
  optimize``, asked in turns with ours by the same client.

The load includes merging the sorted files and publishing. Writes ``bench/results/sparql.json`` and prints the table.
Nothing here passes or fails; the aims are in the columns.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import httpx
import uvicorn
from fastapi import FastAPI
from pyoxigraph import RdfFormat

from app.service_description import ServiceDescriber
from app.sparql_protocol import Endpoint, build_sparql_router
from bench.legal_corpus import document_iri, write_corpus
from graph.sparql import open_query_service
from graph.store import open_store
from ontology.vocabulary import Cancu, Eli

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results" / "sparql.json"
PROGRAM = Path(sys.executable).with_name("oxigraph")
OUR_PORT, RIVAL_PORT = 28971, 28972
_START_SECONDS = 60.0
_RDFLIB_RUNS = 3
_PREFIXES = (
    f"PREFIX eli: <{Eli.NUMBER.removesuffix('number')}> PREFIX cancu: <{Cancu.ASSIGNMENT.removesuffix('Assignment')}> "
)


def queries(documents: int) -> dict[str, str]:
    """Return the six questions over a corpus of ``documents``."""
    newest = document_iri(documents - 1)
    bodies = {
        "lineage": f"SELECT DISTINCT ?d {{ <{newest}> (eli:based_on|eli:ensures_implementation_of)+ ?d }}",
        "aggregate": "SELECT ?issuer (COUNT(?d) AS ?n) { ?d eli:passed_by ?issuer } GROUP BY ?issuer ORDER BY DESC(?n)",
        "filter": "SELECT ?d ?title { ?d eli:title ?title ; eli:date_document ?day "
        'FILTER(?day >= "2024-06-01"^^<http://www.w3.org/2001/XMLSchema#date> && CONTAINS(?title, "y tế")) }',
        "optional": "SELECT ?d ?base { ?d eli:passed_by <https://cancu.example/id/org/tinh-7/ubnd> "
        "OPTIONAL { ?d eli:based_on ?b . ?b eli:number ?base } }",
        "count": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "construct": "CONSTRUCT { ?d cancu:assignedTo ?agency } "
        "{ ?a cancu:assignedTo ?agency ; cancu:ofTask ?d . "
        "?d eli:passed_by <https://cancu.example/id/org/tinh-9/ubnd> }",
    }
    return {name: _PREFIXES + body for name, body in bodies.items()}


@dataclass(frozen=True, slots=True)
class Loading:
    """A bulk load: quads a second and the peak of resident memory."""

    quads: int
    seconds: float
    peak_megabytes: float

    @property
    def rate(self) -> float:
        """Quads a second."""
        return self.quads / self.seconds


def in_own_process(work: str, *arguments: str) -> dict[str, float]:
    """Run ``python -m bench.sparql --work …`` so that its memory is its own; return what it prints."""
    command = [sys.executable, "-m", "bench.sparql", "--work", work, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    measured: dict[str, float] = json.loads(run.stdout)
    return measured


def load_store(folder: str, corpus: str) -> dict[str, float]:
    """Bulk-load the corpus into a store on disk."""
    with open_store(folder) as store:
        start = time.perf_counter()
        store.bulk_load(Path(corpus), RdfFormat.N_QUADS)
        seconds = time.perf_counter() - start
    return {"seconds": seconds, "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def ask_store(folder: str, documents: str, runs: str) -> dict[str, float]:
    """Time the six queries on the store, in process."""
    with open_store(folder, read_only=True) as store:
        figures = {}
        for name, query in queries(int(documents)).items():
            ask: Callable[[str], object] = store.construct if name == "construct" else store.select
            figures[name] = median_seconds(partial(ask, query), int(runs))
    return figures | {"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def ask_rdflib(corpus: str, documents: str) -> dict[str, float]:
    """Load the corpus into rdflib's own memory store, as one graph, and time the six queries."""
    from rdflib import Graph

    def ask(query: str) -> list[object]:
        return list(graph.query(query))

    triples = Path(corpus).with_suffix(".nt")
    with Path(corpus).open(encoding="utf-8") as quads, triples.open("w", encoding="utf-8") as file:
        file.writelines(line.rpartition(" <")[0] + " .\n" for line in quads)
    graph = Graph()
    start = time.perf_counter()
    graph.parse(triples, format="nt")
    figures = {"load": time.perf_counter() - start}
    for name, query in queries(int(documents)).items():
        figures[name] = median_seconds(partial(ask, query), _RDFLIB_RUNS)
    return figures | {"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def serve_store(folder: str, port: str) -> dict[str, float]:
    """Serve ``/sparql`` alone until killed."""
    with open_store(folder, read_only=True) as store, open_query_service(folder, processes=2) as service:
        endpoint = Endpoint(service, ServiceDescriber(store))
        app = FastAPI()
        app.include_router(build_sparql_router(lambda _: endpoint), prefix="/sparql")
        uvicorn.run(app, port=int(port), log_level="critical")
    return {}


def median_seconds(work: Callable[[], object], runs: int) -> float:
    """Return the median time of ``work``, after one run to warm up."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


@contextmanager
def running(command: list[str], probe: str) -> Iterator[int]:
    """Run a server until the block ends; yield its process id once it answers ``probe``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            try:
                httpx.get(probe, timeout=10).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def ask_both(urls: dict[str, str], documents: int, runs: int) -> dict[str, dict[str, float]]:
    """Time the six queries at each URL, in turns, so that both meet the same machine; p50 in seconds."""
    times: dict[str, dict[str, list[float]]] = {}
    with httpx.Client(timeout=120) as client:
        for name, query in queries(documents).items():
            accept = "application/n-triples" if name == "construct" else "application/sparql-results+json"
            times[name] = {server: [] for server in urls}
            for turn in range(runs + 1):
                for server, url in urls.items():
                    start = time.perf_counter()
                    client.post(url, data={"query": query}, headers={"accept": accept, "accept-encoding": "identity"})
                    if turn:
                        times[name][server].append(time.perf_counter() - start)
    return {name: {server: statistics.median(taken) for server, taken in row.items()} for name, row in times.items()}


def megabytes_of(process: int) -> float:
    """Return the memory of a process and its children: proportional, so that shared pages count once."""
    children = [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    own = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    kilobytes = next(int(line.split()[1]) for line in own.splitlines() if line.startswith("Pss:"))
    return kilobytes / 1024 + sum(megabytes_of(child) for child in children)


def compare(documents: int, runs: int, *, with_rdflib: bool) -> dict[str, object]:
    """Run everything in one go and return the figures."""
    with tempfile.TemporaryDirectory() as place:
        corpus, folder = Path(place) / "corpus.nq", Path(place) / "store"
        quads = write_corpus(corpus, documents)
        loading = Loading(quads, **in_own_process("load", str(folder), str(corpus)))
        ours = in_own_process("ask-store", str(folder), str(documents), str(runs))
        other = Path(place) / "oxigraph"
        subprocess.run(
            [str(PROGRAM), "load", "--location", str(other), "--file", str(corpus)], check=True, capture_output=True
        )
        subprocess.run([str(PROGRAM), "optimize", "--location", str(other)], check=True, capture_output=True)
        serve = [sys.executable, "-m", "bench.sparql", "--work", "serve", str(folder), str(OUR_PORT)]
        rival = [str(PROGRAM), "serve-read-only", "--location", str(other), "--bind", f"127.0.0.1:{RIVAL_PORT}"]
        urls = {"ours": f"http://127.0.0.1:{OUR_PORT}/sparql", "oxigraph": f"http://127.0.0.1:{RIVAL_PORT}/query"}
        probe = "?" + urlencode({"query": "ASK {}"})
        with (
            running(serve, f"{urls['ours']}{probe}") as process,
            running([*rival, "--union-default-graph"], f"{urls['oxigraph']}{probe}") as rival_process,
        ):
            served = ask_both(urls, documents, runs)
            memory = {"ours": megabytes_of(process), "oxigraph": megabytes_of(rival_process)}
        rdflib = in_own_process("ask-rdflib", str(corpus), str(documents)) if with_rdflib else {}
    return {
        "quads": quads,
        "load": {**asdict(loading), "rate": loading.rate},
        "store": ours,
        "served": served,
        "serving_megabytes": memory,
        "rdflib": rdflib,
    }


def print_table(figures: dict[str, object]) -> None:
    """Print the figures beside their aims."""
    load, store, rdflib, served = (figures[name] for name in ("load", "store", "rdflib", "served"))
    assert isinstance(load, dict)
    assert isinstance(store, dict)
    assert isinstance(rdflib, dict)
    assert isinstance(served, dict)
    print(
        f"quads {figures['quads']}  bulk load {load['rate']:.0f}/s (aim 80 000)  "
        f"peak {load['peak_megabytes']:.0f} MB (aim 1024)"
    )
    print(f"serving {figures['serving_megabytes']} MB (aim 500)")
    print(f"{'query':10} {'store s':>9} {'rdflib s':>9} {'times':>7} {'/sparql s':>10} {'oxigraph s':>11} {'ratio':>6}")
    gains = []
    for name, row in served.items():
        gain = rdflib[name] / store[name] if rdflib else math.nan
        gains.append(gain)
        ratio = row["ours"] / row["oxigraph"]
        print(
            f"{name:10} {store[name]:9.4f} {rdflib.get(name, math.nan):9.3f} {gain:7.1f} "
            f"{row['ours']:10.4f} {row['oxigraph']:11.4f} {ratio:6.2f}"
        )
    print(f"geometric mean over rdflib {statistics.geometric_mean(gains) if rdflib else math.nan:.1f} (aim 5)")


def main() -> None:
    """Run the comparison, or one part of it in its own process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=40_000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--without-rdflib", action="store_true")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures are written")
    parser.add_argument("--work", nargs="+")
    given = parser.parse_args()
    if given.work:
        parts: dict[str, Callable[..., dict[str, float]]] = {
            "load": load_store,
            "ask-store": ask_store,
            "ask-rdflib": ask_rdflib,
            "serve": serve_store,
        }
        print(json.dumps(parts[given.work[0]](*given.work[1:])))
        return
    figures = compare(given.documents, given.runs, with_rdflib=not given.without_rdflib)
    given.results.parent.mkdir(parents=True, exist_ok=True)
    given.results.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print_table(figures)


if __name__ == "__main__":
    main()
