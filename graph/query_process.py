"""The process in which strangers' queries run: ``python -m graph.query_process FD FOLDER``.

It says ``R`` when it is ready. Then it reads one ``Work`` after another from the inherited connection and answers each
with frames: ``W`` and the whole result where it is short; else ``D`` and a chunk, again and again, then ``F``; or ``E``
and the pickled error. The parent kills it when time is up; an alarm of the system does so too, should the parent be
gone or stuck. An idle process ends when the parent hangs up.
"""

from __future__ import annotations

import pickle
import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, cast

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple, serialize

from graph.query_errors import QueryError, QueryFailed, QueryRefused, QuerySyntaxError, ResultTooLarge
from graph.query_meter import LINE_GRAPHS, ResultMeter
from graph.query_model import GRAPH_FORMATS, RESULT_FORMATS, QueryLimits, QueryRequest
from graph.query_outline import QueryOutline
from graph.sandbox import bound_memory, forbid_sockets
from graph.snapshots import Snapshot, SnapshotShelf
from graph.store_model import StoreError

READY, DATA, FINISHED, WHOLE, FAILED = b"R", b"D", b"F", b"W", b"E"
"""The first byte of a frame."""
CHUNK_BYTES = 64 * 1024
_ALARM_DELAY = 1.0
_STACK_BYTES = 256 * 1024 * 1024
_SENTENCE = re.compile(r"[A-Z][a-z]+ .*[a-z]")
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Work:
    """One query, what it is, and its limits."""

    request: QueryRequest
    outline: QueryOutline
    limits: QueryLimits


class ResultWriter:
    """Where the engine writes: sends what it gets in chunks, and stops the engine when a limit is passed."""

    def __init__(self, connection: Connection, meter: ResultMeter) -> None:
        self._connection = connection
        self._meter = meter
        self._buffer = bytearray()
        self._streams = False
        self.exceeded: ResultTooLarge | None = None

    def write(self, data: bytes) -> int:
        """Take bytes of the result."""
        with self._noting():
            self._meter.take(data)
        self._buffer += data
        if len(self._buffer) >= CHUNK_BYTES:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Do nothing: chunks go out when they are full."""

    def finish(self) -> None:
        """Send the rest and say that the result is whole."""
        if not self._streams:
            self._connection.send_bytes(WHOLE + self._buffer)
            return
        self._send()
        self._connection.send_bytes(FINISHED)

    def count(self, triples: QueryTriples) -> Iterator[Triple]:
        """Pass triples on, up to the limit of rows."""
        with self._noting():
            for triple in triples:
                self._meter.take_triple()
                yield triple

    def _send(self) -> None:
        if self._buffer:
            self._streams = True
            self._connection.send_bytes(DATA + self._buffer)
            self._buffer.clear()

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """Remember why the engine is stopped: it hides the exceptions of its writer."""
        try:
            yield
        except ResultTooLarge as error:
            self.exceeded = error
            raise


def evaluate(store: Store, work: Work, writer: ResultWriter) -> None:
    """Evaluate a query and write its result.

    Raises:
        QueryError: if the query is wrong, refused or too large, or the engine fails.
    """
    _check_dataset(store, work.request, work.outline)
    try:
        _write(_answer(store, work.request, work.outline), work.request.media_type, writer)
    except SyntaxError as error:
        raise _syntax_error(error, work.request.text) from error
    except QueryError:
        raise
    except Exception as error:
        raise writer.exceeded or QueryFailed(str(error)) from error


def _answer(store: Store, request: QueryRequest, outline: QueryOutline) -> QuerySolutions | QueryBoolean | QueryTriples:
    if not request.gives_dataset:
        union = request.union and not outline.names_dataset
        return store.query(request.text, base_iri=request.base, use_default_graph_as_union=union)
    default = [NamedNode(iri) for iri in request.default_graphs or ()]
    named = [NamedNode(iri) for iri in request.named_graphs or ()]
    return store.query(request.text, base_iri=request.base, default_graph=list(default), named_graphs=list(named))


def _write(answer: QuerySolutions | QueryBoolean | QueryTriples, media_type: str, writer: ResultWriter) -> None:
    if isinstance(answer, QueryTriples):
        if media_type not in GRAPH_FORMATS:
            raise _unfit(media_type)
        target, rdf_format = cast("IO[bytes]", writer), GRAPH_FORMATS[media_type]
        if media_type in LINE_GRAPHS:
            answer.serialize(target, rdf_format)
        else:
            serialize(writer.count(answer), target, format=rdf_format)
        return
    if media_type not in RESULT_FORMATS:
        raise _unfit(media_type)
    answer.serialize(cast("IO[bytes]", writer), RESULT_FORMATS[media_type])


def _check_dataset(store: Store, request: QueryRequest, outline: QueryOutline) -> None:
    """Refuse a FROM that names no graph of the store.

    A graph that the protocol names and the store lacks is an empty one (SPARQL 1.1 Protocol, 2.1.4, leaves it open;
    the W3C tests expect an answer).
    """
    if request.gives_dataset:
        return
    for iri in (*outline.default_graphs, *outline.named_graphs):
        if not _holds(store, iri):
            raise QueryRefused.unknown_graph(iri)


def _holds(store: Store, iri: str) -> bool:
    try:
        return store.contains_named_graph(NamedNode(iri))
    except ValueError:
        return False


def _syntax_error(error: SyntaxError, query: str) -> QuerySyntaxError:
    """Return the engine's error with the words before its position, and what it says in sentences, if anything."""
    match = _POSITION.match(str(error))
    if match is None:
        return QuerySyntaxError(1, 1, str(error)[:300])
    line, column = int(match[1]), int(match[2])
    before = query.split("\n")[line - 1][: column - 1][-30:].strip() if line <= query.count("\n") + 1 else ""
    sentences = [item for item in match[3].removeprefix("expected one of ").split(", ") if _SENTENCE.match(item)]
    return QuerySyntaxError(line, column, "; ".join((f"sau “{before}”", *sentences))[:300])


def _unfit(media_type: str) -> QueryRefused:
    return QueryRefused(
        "format",
        f"Không trả được kết quả của dạng truy vấn này bằng {media_type}. Hãy chọn định dạng khác.",
        f"The result of this form of query cannot be given as {media_type}. Choose another format.",
    )


class QueryWorker:
    """The loop of the process: follows the newest snapshot, one query at a time."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self._connection = connection
        self._shelf = SnapshotShelf(folder)
        self._snapshot: Snapshot | None = None

    def serve(self) -> None:
        """Answer until the parent hangs up."""
        self._connection.send_bytes(READY)
        while True:
            try:
                work: Work = pickle.loads(self._connection.recv_bytes())  # noqa: S301  # from our own parent
            except (EOFError, OSError):
                return
            signal.setitimer(signal.ITIMER_REAL, work.limits.seconds + _ALARM_DELAY)
            self._answer(work)
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _answer(self, work: Work) -> None:
        writer = ResultWriter(self._connection, ResultMeter(work.request.media_type, work.limits))
        try:
            evaluate(self._newest(), work, writer)
            writer.finish()
        except (QueryError, StoreError) as error:
            self._connection.send_bytes(FAILED + pickle.dumps(error))
        except (MemoryError, OSError, RuntimeError) as error:
            self._connection.send_bytes(FAILED + pickle.dumps(QueryFailed(str(error))))

    def _newest(self) -> Store:
        if self._snapshot is None or self._snapshot.name != self._shelf.current():
            self._snapshot = self._shelf.open_current()
        return self._snapshot.native


def main(arguments: list[str]) -> None:
    """Serve queries: the connection's file number, the engine's folder, the bytes of memory allowed."""
    handle, folder, memory = int(arguments[0]), Path(arguments[1]), int(arguments[2])
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forbid_sockets()
    bound_memory(memory + _STACK_BYTES)
    threading.stack_size(_STACK_BYTES)
    worker = QueryWorker(Connection(handle), folder)
    thread = threading.Thread(target=worker.serve)
    thread.start()
    thread.join()


if __name__ == "__main__":
    main(sys.argv[1:])
