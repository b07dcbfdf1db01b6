"""The stores that the integration tests run against: on disk, ``oxigraph serve``, Virtuoso."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import GraphStore, open_store
from tests.graph.endpoints import RunningEndpoint, run_oxigraph, run_virtuoso


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEndpoint]:
    """One ``oxigraph serve`` for all tests."""
    with run_oxigraph(tmp_path_factory.mktemp("oxigraph")) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEndpoint]:
    """One Virtuoso for all tests."""
    with run_virtuoso(tmp_path_factory.mktemp("virtuoso")) as endpoint:
        yield endpoint


@pytest.fixture(params=["disk", "oxigraph", "virtuoso"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GraphStore]:
    """An empty store of each kind."""
    if request.param == "disk":
        with open_store(tmp_path) as opened:
            yield opened
        return
    endpoint: RunningEndpoint = request.getfixturevalue(request.param)
    for name, value in endpoint.environment.items():
        monkeypatch.setenv(name, value)
    with open_store(endpoint.location) as opened:
        opened.clear()
        yield opened
