"""A real store of the sample plan, made once a session through the command line."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

SAMPLE = Path(__file__).parents[2] / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"
Run = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ingest the plan into a store on disk, once for all workers; return the folder of a copy."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made, unfinished = shared / "kho-mau", shared / "kho-mau-dang-nap"
    with (shared / "kho-mau.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            assert main(["ingest", str(SAMPLE), "--store", str(unfinished)]) == 0
            unfinished.rename(made)
    store = tmp_path_factory.mktemp("ban-sao") / "kho"
    shutil.copytree(made, store)
    return store


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], sample_store: Path) -> Run:
    """Run ``cancu … --json`` on the sample store; give the exit code and the one JSON document of standard output."""

    def run_json(*words: str, store: Path = sample_store) -> tuple[int, Any]:
        capfd.readouterr()
        code = main([*words, "--json", "--store", str(store)])
        out = capfd.readouterr().out
        return code, json.loads(out) if out else None

    return run_json
