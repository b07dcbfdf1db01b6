"""The measured comparisons: ``python -m bench [NAME…] [--full] [--list]``, or ``make bench``.

Without names all run, each small enough that they end together in a few minutes; ``--full`` runs them at the sizes that
the figures of the documentation were taken at. Each runs in a process of its own, so that its memory and processor time
are its own. Nothing here passes or fails: a figure that misses its aim is printed beside the aim.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
SHARED: Final = ROOT.parent / "shared"
KEPT: Final = ROOT / "artefacts" / "bench"
"""Where stores and vectors are kept from one run to the next."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One comparison: the module that runs it, what it measures, its arguments at both sizes.

    ``needs`` is what it reads beside the checkout; where that is absent it is left out, and the reason is said.
    """

    name: str
    says: str
    quick: tuple[str, ...] | None
    full: tuple[str, ...] = ()
    needs: Path | None = None

    def arguments(self, *, full: bool) -> tuple[str, ...] | None:
        """Return the arguments of its module, None where it takes too long for the quick run."""
        return self.full if full else self.quick


BENCHMARKS: Final = (
    Benchmark("extraction", "MB/s of parse + find on one core; ten times the text, hostile texts too", ("--quick",)),
    Benchmark("corpus", "every file of the corpus read and extracted: status, issues, seconds", (), needs=SHARED),
    Benchmark("lineage", "closures of ten thousand documents in a network", ("--edges", "100000")),
    Benchmark("sparql", "our store and /sparql against rdflib and oxigraph serve, on the same quads",
              ("--documents", "2000", "--runs", "3", "--results", str(KEPT / "sparql.json"))),
    Benchmark("postgres", "the shared index: build, disk, milliseconds and recall, whole and filtered",
              ("--passages", "2000"), ("--passages", "10000", "100000")),
    Benchmark("durability", "kills while ingesting, and readers beside a writer: is every document whole?",
              ("--kills", "5", "--ingests", "20", "--readers", "2")),
    Benchmark("passages", "a large search index: build, disk, memory, latency, recall, filters, one document more",
              ("--passages", "5000", "--vectors", "120000", "--base", "5000", "--seeds", "60"),
              ("--passages", "1000000", "--vectors", "1000000", "--base", "100000", "--seeds", "3000")),
    Benchmark("encoders", "passages a second of the bundled engine and of its weights under torch",
              ("--passages", "20"), ("--passages", "60")),
    Benchmark("serving", "milliseconds of a warm server, one client and four",
              ("--questions", "80"), ("--questions", "360")),
    Benchmark("fuzz", "a search for a text that breaks extraction, where atheris is installed",
              ("--seconds", "20"), ("--seconds", "600")),
    Benchmark("answers", "who answers a question: hit@1, hit@3, abstention, by kind of question", None,
              ("--folder", str(KEPT / "answers"), "--build"), SHARED),
    Benchmark("alqac", "finding the article: what each part of the ranking adds (ALQAC-2024)", None,
              ("--cache", str(KEPT / "alqac")), SHARED),
    Benchmark("peers", "ours beside bm25s, dense, txtai, haystack, chromadb: quality, latency, memory", None,
              ("--answers", str(KEPT / "answers"), "--alqac", str(KEPT / "alqac")), SHARED),
)  # fmt: skip


def run_benchmark(benchmark: Benchmark, *, full: bool) -> int:
    """Run one benchmark in its own process, its tables on standard output; return its exit code."""
    arguments = benchmark.arguments(full=full)
    print(f"\n== {benchmark.name}: {benchmark.says}", flush=True)
    if benchmark.needs is not None and not benchmark.needs.exists():
        print(f"left out: it reads {benchmark.needs}, which is absent")
        return 0
    if arguments is None:
        print(f"left out: it takes more than minutes; run `python -m bench {benchmark.name} --full`")
        return 0
    start = time.perf_counter()
    environment = {**os.environ, "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1")}
    command = [sys.executable, "-m", f"bench.{benchmark.name}", *arguments]
    code = subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode
    print(f"-- {benchmark.name}: {time.perf_counter() - start:.0f} s", flush=True)
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """List or run the benchmarks; return 0, or 2 for an unknown name, or 1 when one could not run to its end."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="which to run; all without one")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="small sizes, a few minutes in all (the default)")
    size.add_argument("--full", action="store_true", help="the sizes of the documented figures")
    parser.add_argument("--list", action="store_true", help="only say what there is")
    options = parser.parse_args(arguments)
    known = {benchmark.name: benchmark for benchmark in BENCHMARKS}
    if unknown := [name for name in options.names if name not in known]:
        print(f"không có phép đo: {', '.join(unknown)}; có: {', '.join(known)}", file=sys.stderr)
        return 2
    chosen = [known[name] for name in options.names] or list(BENCHMARKS)
    if options.list:
        for benchmark in chosen:
            print(f"{benchmark.name:<12}{benchmark.says}")
        return 0
    KEPT.mkdir(parents=True, exist_ok=True)
    failed = [benchmark.name for benchmark in chosen if run_benchmark(benchmark, full=options.full)]
    if failed:
        print(f"\nkhông chạy đến hết: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
