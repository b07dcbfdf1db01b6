"""Write the generated pages of ``docs/`` and the figures of the pages, or check that they are current.

Run ``python -m bench.documents [--check]``. A page is a file name and the function that gives its text; ``PAGES`` is
the list.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bench.figures import render_figures
from graph.documentation import render_findings, render_queries
from ingest.read import read_file
from ontology.documentation import render_ontology

DOCS: Final = Path(__file__).parents[1] / "docs"
SAMPLE: Final = Path(__file__).parents[1] / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"
PAGES: Final[Mapping[str, Callable[[], str]]] = MappingProxyType({
    "findings.md": render_findings,
    "ontology.md": render_ontology,
    "queries.md": lambda: render_queries(read_file(SAMPLE)),
    "../app/pages/figures.json": render_figures,
})  # fmt: skip
_MOST_LINES: Final = 40


def find_stale(pages: Mapping[str, Callable[[], str]] = PAGES, docs: Path = DOCS) -> dict[str, str]:
    """Return the first differing lines of each page that is not what its source now gives."""
    stale = {}
    for name, render in pages.items():
        path = docs / name
        old, new = path.read_text(encoding="utf-8") if path.is_file() else "", render()
        if old != new:
            lines = difflib.unified_diff(
                old.splitlines(), new.splitlines(), f"docs/{name}", "generated", lineterm="", n=0
            )
            stale[name] = "\n".join(list(lines)[:_MOST_LINES])
    return stale


def write_pages(pages: Mapping[str, Callable[[], str]] = PAGES, docs: Path = DOCS) -> None:
    """Write all pages."""
    for name, render in pages.items():
        (docs / name).write_text(render(), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or with ``--check`` tell whether they are current; return the exit code."""
    parser = argparse.ArgumentParser(prog="bench.documents", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a page is not current")
    if not parser.parse_args(arguments).check:
        write_pages()
        return 0
    stale = find_stale()
    for difference in stale.values():
        print(difference, file=sys.stderr)
    if stale:
        print(f"not current: {', '.join(sorted(stale))}; run python -m bench.documents", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
