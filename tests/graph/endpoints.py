"""SPARQL servers that tests start on loopback: ``oxigraph serve`` and Virtuoso, where they are installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class RunningEndpoint:
    """A server that answers: its location for ``open_store`` and the environment that refines it."""

    location: str
    environment: dict[str, str]


def find_oxigraph() -> str:
    """Return the program ``oxigraph`` beside this Python or on the path; skip the test without it."""
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    if not found:
        pytest.skip("oxigraph is not installed (PyPI: oxigraph)")
    return found


@contextmanager
def run_oxigraph(folder: Path, *, union: bool = False) -> Iterator[RunningEndpoint]:
    """Run ``oxigraph serve`` with its data in ``folder``."""
    program, port = find_oxigraph(), free_port()
    command = [program, "serve", "--location", str(folder / "oxigraph"), "--bind", f"127.0.0.1:{port}"]
    base = f"http://127.0.0.1:{port}"
    with _running([*command, *(["--union-default-graph"] if union else [])], f"{base}/query?query=ASK%7B%7D"):
        environment = {"CANCU_STORE_QUERY": f"{base}/query", "CANCU_STORE_UPDATE": f"{base}/update"}
        yield RunningEndpoint(f"sparql+{base}", environment)


@contextmanager
def run_virtuoso(folder: Path) -> Iterator[RunningEndpoint]:
    """Run Virtuoso with its data in ``folder``; updates go to ``/sparql-auth`` with Digest credentials."""
    program = shutil.which("virtuoso-t")
    if not program:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    home = folder / "virtuoso"
    home.mkdir()
    sql, web = free_port(), free_port()
    configuration = home / "virtuoso.ini"
    configuration.write_text(_virtuoso_configuration(home, sql, web), encoding="ascii")
    base = f"http://127.0.0.1:{web}"
    command = [program, "+configfile", str(configuration), "+foreground", "+wait"]
    with _running(command, f"{base}/sparql?query=ASK%7B%7D"):
        authenticated = f"{base}/sparql-auth"
        environment = {
            "CANCU_STORE_QUERY": authenticated,
            "CANCU_STORE_UPDATE": authenticated,
            "CANCU_STORE_USER": "dba",
            "CANCU_STORE_PASSWORD": "dba",
        }
        yield RunningEndpoint(f"sparql+{base}/sparql", environment)


def free_port() -> int:
    """Return a port on loopback that nothing listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def _running(command: list[str], probe: str) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_it_answers(process, probe)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_answers(process: subprocess.Popen[bytes], probe: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(probe, timeout=5).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start: {probe}")


def _virtuoso_configuration(home: Path, sql: int, web: int) -> str:
    return f"""[Database]
DatabaseFile = {home}/virtuoso.db
ErrorLogFile = {home}/virtuoso.log
LockFile = {home}/virtuoso.lck
TransactionFile = {home}/virtuoso.trx
xa_persistent_file = {home}/virtuoso.pxa
MaxCheckpointRemap = 2000
Striping = 0
[TempDatabase]
DatabaseFile = {home}/temp.db
TransactionFile = {home}/temp.trx
MaxCheckpointRemap = 2000
Striping = 0
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {home}
DefaultIsolation = 2
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerThreads = 10
EnabledDavVSP = 0
[Client]
SQL_PREFETCH_ROWS = 100
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""
