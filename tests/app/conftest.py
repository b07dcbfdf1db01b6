"""A real store of the sample plan, made once a session through the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

SAMPLE = Path(__file__).parents[2] / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"
Run = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ingest the plan into a store on disk and return its folder."""
    store = tmp_path_factory.mktemp("kho")
    assert main(["ingest", str(SAMPLE), "--store", str(store)]) == 0
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
