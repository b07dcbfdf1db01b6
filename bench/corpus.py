"""Read and extract every file of the corpus: ``python -m bench.corpus [FOLDER] [--read-only]``.

Prints, a file a line, its format, status, issues, characters and seconds, then totals by format; exit 1 when one fails.
The corpus lies beside the checkout (``../shared/data/corpus``).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.registers import load_lexicon
from ingest.lexicon import Lexicon
from ingest.pipeline import extract
from ingest.read import InputRejected, read_file

CORPUS = Path(__file__).parents[1].parent / "shared" / "data" / "corpus"


@dataclass(frozen=True, slots=True)
class Run:
    """What became of one file: ``status`` is "read" or the code of the rejection; times in seconds."""

    file: str
    media_type: str
    status: str
    issues: int
    characters: int
    reading: float
    extracting: float


def run_corpus(folder: Path, lexicon: Lexicon | None) -> Iterator[Run]:
    """Yield a run for every file below ``folder``, in order of names; without a lexicon files are only read."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(file.relative_to(folder))
        start = time.perf_counter()
        try:
            source = read_file(file)
        except InputRejected as rejected:
            yield Run(name, "", rejected.code, 0, 0, time.perf_counter() - start, 0.0)
            continue
        middle = time.perf_counter()
        issues = len(source.issues)
        if lexicon is not None:
            issues += len(extract(source, lexicon).issues)
        end = time.perf_counter()
        yield Run(name, source.media_type, "read", issues, len(source.text), middle - start, end - middle)


def print_runs(runs: list[Run]) -> None:
    """Print the table and the totals."""
    print(f"{'status':<16}{'issues':>7}{'chars':>9}{'read s':>9}{'extract s':>11}  file")
    for run in runs:
        print(
            f"{run.status:<16}{run.issues:>7}{run.characters:>9}{run.reading:>9.3f}{run.extracting:>11.3f}  {run.file}"
        )
    for media_type, count in Counter(run.media_type for run in runs).most_common():
        same = [run for run in runs if run.media_type == media_type]
        seconds = sum(run.reading + run.extracting for run in same)
        characters = sum(run.characters for run in same)
        print(f"{count:>4} {media_type or 'rejected'}: {characters / 1e6:.2f} M characters, {seconds:.2f} s")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--read-only", action="store_true", help="do not extract")
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        print(f"no corpus at {arguments.folder}", file=sys.stderr)
        return 0
    runs = list(run_corpus(arguments.folder, None if arguments.read_only else load_lexicon()))
    print_runs(runs)
    return int(any(run.status != "read" for run in runs))


if __name__ == "__main__":
    sys.exit(main())
