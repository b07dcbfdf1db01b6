"""The examples of ``docs/commands.md``, run: ``python -m bench.commands [--check]`` writes their output anew.

An example is a block of the page that begins with ``$ cancu …``; what follows is the beginning of its standard output
on a store that holds the sample plan. Blocks of other kinds (``sh``) are not run: they serve, or replace a store.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from app.cli import main as run_cancu

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "commands.md"
SAMPLE: Final = ROOT / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"
WIDTH: Final = 110
"""Columns of the terminal that the examples are shown in."""
_MOST_LINES: Final = 12
_EXAMPLE: Final = re.compile(
    r"^```console\n\$ cancu (?P<words>[^\n]+)\n(?P<output>(?:(?!```)[^\n]*\n)*)```$", re.MULTILINE
)


def find_examples(page: str) -> tuple[str, ...]:
    r"""Return the words after ``cancu`` of each example, in order.

    >>> find_examples("```console\n$ cancu verify\nok\n```")
    ('verify',)
    """
    return tuple(match["words"] for match in _EXAMPLE.finditer(page))


def fill_examples(page: str, store: Path) -> str:
    """Return the page with the output of every example as it is now, on the store in the folder ``store``."""
    return _EXAMPLE.sub(lambda match: f"```console\n$ cancu {match['words']}\n{show(match['words'], store)}```", page)


def show(words: str, store: Path) -> str:
    """Return what a command prints, as a page shows it: the first lines, none wider than the terminal."""
    lines = [line.rstrip() for line in run_example(words, store).strip("\n").splitlines()]
    shown = [line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…" for line in lines[:_MOST_LINES]]
    return "".join(f"{line}\n" for line in [*shown, *(["…"] if len(lines) > _MOST_LINES else [])])


def run_example(words: str, store: Path) -> str:
    """Run one command in this process, from the root of the repository; return its standard output."""
    printed = io.BytesIO()
    stdout = io.TextIOWrapper(printed, encoding="utf-8", write_through=True)
    with contextlib.chdir(ROOT), _width(), contextlib.redirect_stdout(stdout):
        run_cancu([*shlex.split(words), "--store", str(store)])
    stdout.flush()
    return printed.getvalue().decode("utf-8")


@contextlib.contextmanager
def _width() -> Iterator[None]:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = str(WIDTH)
    try:
        yield
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page anew, or with ``--check`` tell whether it is current; return the exit code."""
    parser = argparse.ArgumentParser(prog="bench.commands", description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when the page is not current")
    options = parser.parse_args(arguments)
    page = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "kho"
        run_cancu(["ingest", str(SAMPLE), "--store", str(store)])
        current = fill_examples(page, store)
    if options.check:
        return int(page != current)
    PAGE.write_text(current, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
