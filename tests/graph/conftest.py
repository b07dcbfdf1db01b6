"""The stores that the integration tests run against: on disk, ``oxigraph serve``, Virtuoso."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.load import ingest_source
from graph.store import GraphStore, open_store
from ingest.read import read_file
from tests.graph.endpoints import RunningEndpoint, run_oxigraph, run_virtuoso

SAMPLE = Path(__file__).parents[2] / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"


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


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[GraphStore]:
    """An empty store on disk."""
    with open_store(tmp_path / "store") as opened:
        yield opened


@pytest.fixture(scope="session")
def plan_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """A store on disk with the plan 4655/KH-UBND that the repository ships; to be read only."""
    with open_store(tmp_path_factory.mktemp("plan") / "store") as opened:
        ingest_source(opened, read_file(SAMPLE))
        yield opened


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A server on loopback that notes each connection; yields its port and the notes."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def note() -> None:
            while True:
                try:
                    connection, peer = server.accept()
                except OSError:
                    return
                calls.append(str(peer))
                connection.close()

        thread = threading.Thread(target=note, daemon=True)
        thread.start()
        yield server.getsockname()[1], calls
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
