"""The repository holds what it should: names that nobody else owns, no large file, no text of others."""

from __future__ import annotations

import hashlib
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final

import pytest

from ingest.text import normalise

ROOT: Final = Path(__file__).parents[1]
SHARED: Final = ROOT.parent / "shared" / "data"
SAMPLE: Final = ROOT / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"
PACKAGES: Final = ("app", "graph", "ingest", "ontology", "search")
VENDORED: Final = ("app/static/vendor/",)
"""Kept as published, with their licences."""
LARGEST: Final = 1_000_000
"""Bytes of a file of our own."""
_SHORTEST: Final = 200
"""Characters below which two texts may be the same by chance."""


def tracked_files() -> tuple[Path, ...]:
    """Return the files of the repository; outside a clone there is nothing to check."""
    try:
        run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git clone")
    return tuple(path for name in run.stdout.split("\0") if name and (path := ROOT / name).is_file())


def is_vendored(path: Path) -> bool:
    """Tell whether a file is kept as its makers published it."""
    return str(path.relative_to(ROOT)).startswith(VENDORED)


def hash_of(text: str) -> str:
    """Return what is equal for a text however its spaces and line ends are."""
    return hashlib.sha256(" ".join(normalise(text).split()).encode()).hexdigest()


def texts_of(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the plain texts below a folder that are long enough to be told apart."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".txt", ".md", ".jsonl", ".json", ".csv"} and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            if len(text) > _SHORTEST:
                yield path, text


@pytest.mark.parametrize("package", PACKAGES)
def test_no_other_distribution_owns_the_name(package: str) -> None:
    """The packages are flat, so another distribution of that name would be imported in their place, or beside them."""
    assert set(packages_distributions().get(package, [])) <= {"cancu"}


def test_the_wheel_has_these_packages() -> None:
    """What the guard above looks at is what is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert tuple(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == PACKAGES
    assert "Private :: Do Not Upload" in project["project"]["classifiers"]


def test_no_large_file_is_tracked() -> None:
    large = [path for path in tracked_files() if not is_vendored(path) and path.stat().st_size > LARGEST]
    assert large == []


def test_the_plan_is_the_only_text_taken_over() -> None:
    """Documents and annotations that lie beside the checkout stay there."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent")
    theirs = {hash_of(text): path for folder in (SHARED, SHARED.parent / "gold") for path, text in texts_of(folder)}
    suffixes = {".txt", ".md", ".jsonl", ".json", ".csv", ".html"}
    ours = (path for path in tracked_files() if path.suffix in suffixes and not is_vendored(path))
    copied = {
        path: theirs[key]
        for path in ours
        if (key := hash_of(path.read_text(encoding="utf-8", errors="replace"))) in theirs
    }
    assert set(copied) <= {SAMPLE}


def test_the_sample_is_the_plan_as_saved() -> None:
    """The check above can tell a copy: the sample itself is one."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent")
    assert hash_of(SAMPLE.read_text(encoding="utf-8")) in {hash_of(text) for _, text in texts_of(SHARED)}
