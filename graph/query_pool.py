"""Query processes, started ahead: one query each at a time, killed and replaced when its time is up."""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path
from typing import Self, cast

from graph.embedded import SUBFOLDER
from graph.query_errors import QueryBusy, QueryError, QueryFailed, QueryRefused, QueryTimeout, ResultTooLarge
from graph.query_model import QueryLimits, QueryRequest
from graph.query_outline import parse_outline
from graph.query_process import DATA, FAILED, READY, WHOLE, Work
from graph.store_model import StoreError

_ROOT = Path(__file__).parents[1]
_MEMORY_SIGNALS = frozenset({signal.SIGABRT, signal.SIGKILL})
"""How a process ends that may take no more memory: the allocator aborts, or the system kills."""


_START_SECONDS = 20.0


class QueryProcess:
    """A started process and the connection to it."""

    def __init__(self, folder: Path, memory_bytes: int) -> None:
        self.has_answered = False
        self._is_ready = False
        self.connection, theirs = Pipe()
        paths = (str(_ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep))
        self._process = subprocess.Popen(  # noqa: S603  # our own module, no shell
            [sys.executable, "-m", "graph.query_process", str(theirs.fileno()), str(folder), str(memory_bytes)],
            pass_fds=(theirs.fileno(),),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "RUST_BACKTRACE": "0"},
            stdin=subprocess.DEVNULL,
        )
        theirs.close()

    @property
    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Wait for the end of the start, which is no part of a query's time.

        Raises:
            QueryFailed: if the process does not start.
        """
        if self._is_ready:
            return
        try:
            self._is_ready = self.connection.poll(_START_SECONDS) and self.connection.recv_bytes() == READY
        except (EOFError, OSError) as error:
            raise QueryFailed("tiến trình truy vấn không khởi động được") from error
        if not self._is_ready:
            raise QueryFailed(f"tiến trình truy vấn chưa khởi động xong sau {_START_SECONDS:g} giây")

    def kill(self) -> int:
        """End the process at once; return the signal that ended it, 0 where it ended by itself."""
        if self._process.poll() is None:
            self._process.kill()
        code = self._process.wait()
        self.connection.close()
        return -code if code < 0 else 0

    def wait_for_end(self) -> int:
        """Return the signal that ended a process which has hung up."""
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return self.kill()
        return self.kill()


class IdleProcesses(queue.LifoQueue[QueryProcess]):
    """Those without work: one that has answered is taken before one that may still be starting."""

    def _put(self, item: QueryProcess) -> None:
        self.queue.insert(len(self.queue) if item.has_answered else 0, item)


class ProcessPool:
    """The query service of a store on disk.

    >>> import tempfile
    >>> from graph.store import open_store
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     open_store(folder).close()
    ...     with ProcessPool(Path(folder), processes=1) as pool:
    ...         with pool.run(QueryRequest("ASK {}", "application/sparql-results+json")) as run:
    ...             b"".join(run)
    b'{"head":{},"boolean":true}'
    """

    def __init__(self, folder: Path, *, processes: int = 2, limits: QueryLimits | None = None) -> None:
        self._folder = folder / SUBFOLDER
        self._limits = limits or QueryLimits()
        self._idle = IdleProcesses()
        self._open = True
        self._busy: set[QueryProcess] = set()
        for _ in range(processes):
            self._idle.put(self._start())

    def run(self, request: QueryRequest) -> ProcessRun:
        """Start a query in an idle process; return when its first bytes are there.

        Raises:
            QueryError: as it is.
            StoreError: if the store cannot be opened.
        """
        work = Work(request, parse_outline(request.text, request.base or ""), self._limits)
        process = self._take()
        run = ProcessRun(self, process, self._limits)
        try:
            run.start(work)
        except BaseException:
            run.close()
            raise
        return run

    def give_back(self, process: QueryProcess, *, reusable: bool) -> None:
        """Take a process back after its query; one that was stopped is replaced by a new one."""
        self._busy.discard(process)
        if reusable and self._open:
            process.has_answered = True
            self._idle.put(process)
            return
        process.kill()
        if self._open:
            self._idle.put(self._start())

    def close(self) -> None:
        """End all processes, also those at work."""
        self._open = False
        while not self._idle.empty():
            self._idle.get_nowait().kill()
        for process in tuple(self._busy):
            process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _take(self) -> QueryProcess:
        try:
            process = self._idle.get(timeout=self._limits.seconds)
        except queue.Empty:
            raise QueryBusy(self._limits.seconds) from None
        if not process.is_alive:
            process.kill()
            process = self._start()
        self._busy.add(process)
        return process

    def _start(self) -> QueryProcess:
        return QueryProcess(self._folder, self._limits.memory_bytes)


class ProcessRun:
    """One query in one process."""

    def __init__(self, pool: ProcessPool, process: QueryProcess, limits: QueryLimits) -> None:
        self._pool = pool
        self._process: QueryProcess | None = process
        self._limits = limits
        self._deadline = 0.0
        self._first: bytes | None = None

    def start(self, work: Work) -> None:
        """Send the query and wait for its first bytes."""
        assert self._process is not None
        try:
            self._process.wait_until_ready()
            self._deadline = time.monotonic() + self._limits.seconds
            self._process.connection.send_bytes(pickle.dumps(work))
        except OSError as error:
            self._release(reusable=False)
            raise QueryFailed("tiến trình truy vấn đã dừng") from error
        self._first = self._next_chunk()

    def __iter__(self) -> Iterator[bytes]:
        chunk, self._first = self._first, None
        while chunk is not None:
            yield chunk
            chunk = self._next_chunk()

    @property
    def is_whole(self) -> bool:
        """Tell whether all bytes are there, so that reading cannot fail any more."""
        return self._process is None

    def close(self) -> None:
        """End the work if it is still going on."""
        self._release(reusable=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _next_chunk(self) -> bytes | None:
        """Return the next bytes, or None when the result is whole."""
        frame = self._next_frame()
        if frame.startswith(DATA):
            return frame[1:]
        self._release(reusable=True)
        if frame.startswith(WHOLE):
            return frame[1:]
        if frame.startswith(FAILED):
            raise cast("QueryError | StoreError", pickle.loads(frame[1:]))  # noqa: S301  # from our own child
        return None

    def _next_frame(self) -> bytes:
        if self._process is None:
            return b""
        connection = self._process.connection
        try:
            if connection.poll(max(0.0, self._deadline - time.monotonic())):
                return connection.recv_bytes()
        except (EOFError, OSError):
            raise self._explain_end(self._process.wait_for_end()) from None
        self._release(reusable=False)
        raise QueryTimeout(self._limits.seconds)

    def _explain_end(self, ended_by: int) -> QueryError:
        self._release(reusable=False)
        if ended_by == signal.SIGALRM:
            return QueryTimeout(self._limits.seconds)
        if ended_by in _MEMORY_SIGNALS:
            return ResultTooLarge("memory", self._limits.memory_bytes)
        if ended_by == signal.SIGSEGV:
            return QueryRefused(
                "depth",
                "Truy vấn quá phức tạp: bộ máy hết ngăn xếp. Hãy chia thành nhiều truy vấn đơn giản hơn.",
                "The query is too complex: the engine ran out of stack. Split it.",
            )
        return QueryFailed(f"tiến trình truy vấn dừng bất thường (tín hiệu {ended_by})")

    def _release(self, *, reusable: bool) -> None:
        process, self._process = self._process, None
        if process is not None:
            self._pool.give_back(process, reusable=reusable)
