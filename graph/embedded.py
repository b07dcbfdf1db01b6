"""The store on disk: Oxigraph, one writer, any number of readers in any number of processes."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from graph.bulk import read_portions
from graph.migrations import MIGRATIONS, Migrations
from graph.snapshots import Snapshot, SnapshotShelf, WriterLock
from graph.store_model import (
    CHANGES,
    SCHEMA,
    STORE_GRAPH,
    StoreLocked,
    StoreOutdated,
    StoreReadOnly,
    StoreUnavailable,
    Substitutions,
)
from graph.substitution import substitute
from graph.updates import founding_update, replacement_update

SUBFOLDER = "graph"
"""The part of the store's folder that belongs to the engine; search keeps its index beside it."""
WAIT_SECONDS = 10.0
"""How long a writer waits for another one to finish before it gives up."""

ENGINE_FAILURES = (OSError, RuntimeError)
"""What the engine raises when files cannot be read or written, or are damaged."""


class _Reading:
    """All that can be asked of an Oxigraph database, whichever way it was opened."""

    location: str

    def _native(self) -> Store:
        raise NotImplementedError

    def select(self, query: str, substitutions: Substitutions | None = None) -> list[QuerySolution]:
        """Return the rows of a SELECT query."""
        return list(cast("QuerySolutions", self._query(query, substitutions)))

    def ask(self, query: str, substitutions: Substitutions | None = None) -> bool:
        """Return the answer of an ASK query."""
        return bool(self._query(query, substitutions))

    def construct(self, query: str, substitutions: Substitutions | None = None) -> list[Triple]:
        """Return the distinct triples of a CONSTRUCT or DESCRIBE query."""
        return list(dict.fromkeys(cast("QueryTriples", self._query(query, substitutions))))

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """Yield the quads of one graph, or of all but the bookkeeping."""
        native = self._native()
        for quad in native.quads_for_pattern(None, None, None, graph):
            if quad.graph_name != STORE_GRAPH:
                yield quad

    def graph_names(self) -> list[NamedNode]:
        """Return the names of all graphs, sorted, without the bookkeeping graph."""
        names = (name for name in self._native().named_graphs() if isinstance(name, NamedNode) and name != STORE_GRAPH)
        return sorted(names, key=lambda name: name.value)

    def version(self) -> int:
        """Return the change counter."""
        return _number(self._native(), CHANGES) or 0

    def dump(self, target: BinaryIO, rdf_format: RdfFormat) -> None:
        """Write all graphs but the bookkeeping as one consistent state."""
        serialize(self.quads(), target, format=rdf_format)

    def _query(self, query: str, substitutions: Substitutions | None) -> QuerySolutions | QueryBoolean | QueryTriples:
        return self._native().query(substitute(query, substitutions or {}), use_default_graph_as_union=True)


class EmbeddedStore(_Reading):
    """The one writer of a store on disk. It reads its own commits at once; others see each after it is published."""

    def __init__(
        self, folder: Path, *, migrations: Migrations = MIGRATIONS, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        """Open or make the store in ``folder`` and bring its data to the current schema.

        Raises:
            StoreLocked: if another process keeps writing.
            StoreOutdated: if the data is of a newer release.
            StoreUnavailable: if the files cannot be opened.
        """
        self.location = str(folder)
        self._shelf = SnapshotShelf(folder / SUBFOLDER)
        self._commit = threading.Lock()
        self._live: Store | None = None
        try:
            self._shelf.folder.mkdir(parents=True, exist_ok=True)
            self._lock = WriterLock(self._shelf.folder, wait_seconds)
        except ENGINE_FAILURES as error:
            raise _unavailable(self.location, error) from error
        try:
            self._shelf.restore()
            self._live = Store(str(self._shelf.live))
            self._prepare(migrations)
        except ENGINE_FAILURES as error:
            self.close()
            raise _unavailable(self.location, error) from error
        except BaseException:
            self.close()
            raise

    def replace_graphs(self, removals: Iterable[NamedNode], quads: Iterable[Quad]) -> int:
        """Drop ``removals`` and add ``quads`` in one transaction, publish, and return the new version."""
        return self._update(replacement_update(removals, quads))

    def clear(self) -> int:
        """Remove every graph in one transaction."""
        return self._update(f"CLEAR DEFAULT;\n{replacement_update(self.graph_names(), ())}")

    def bulk_load(self, source: BinaryIO | Path, rdf_format: RdfFormat) -> int:
        """Add a file whole or not at all (about 100 000 quads a second), publish, and return the new version."""
        with self._commit:
            self._shelf.begin_loading()
            try:
                self._load(source, rdf_format)
                self._native().update(replacement_update((), ()))
            except BaseException as error:
                self._live = None
                self._shelf.restore()
                self._live = Store(str(self._shelf.live))
                if isinstance(error, ENGINE_FAILURES):
                    raise _unavailable(self.location, error) from error
                raise
            self._shelf.mark_dirty()
            self._shelf.end_loading()
            return self._publish()

    def close(self) -> None:
        """Release the files and the writer's lock."""
        self._live = None
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _native(self) -> Store:
        if self._live is None:
            raise _unavailable(self.location, "closed")
        return self._live

    def _load(self, source: BinaryIO | Path, rdf_format: RdfFormat) -> None:
        """Load; no local name keeps the engine open when it fails, so that its files can be put back."""
        for portion in read_portions(source, rdf_format):
            self._native().bulk_load(portion, rdf_format)

    def _update(self, update: str) -> int:
        with self._commit:
            live = self._native()
            self._shelf.mark_dirty()
            try:
                live.update(update)
                return self._publish()
            except ENGINE_FAILURES as error:
                raise _unavailable(self.location, error) from error

    def _publish(self) -> int:
        version = self.version()
        self._shelf.publish(self._native(), f"{version:012d}")
        return version

    def _prepare(self, migrations: Migrations) -> None:
        live = self._native()
        schema = _number(live, SCHEMA)
        if schema is None:
            self._shelf.mark_dirty()
            live.update(founding_update(migrations.current))
        else:
            for update in _updates_from(migrations, schema, self.location):
                self._shelf.mark_dirty()
                live.update(update)
        if self._shelf.is_dirty:
            self._publish()


class EmbeddedReader(_Reading):
    """A reader of a store on disk, in any process, beside a writer. Each call sees the newest published state."""

    def __init__(self, folder: Path, *, migrations: Migrations = MIGRATIONS) -> None:
        """Open the newest published state, after publishing what a killed writer left behind.

        Raises:
            StoreMissing: if there is no store.
            StoreUnavailable: if it cannot be opened.
        """
        self.location = str(folder)
        self._shelf = SnapshotShelf(folder / SUBFOLDER)
        self._turn = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._recover(folder, migrations)
        schema = _number(self._native(), SCHEMA)
        if schema != migrations.current and schema is not None:
            _updates_from(migrations, schema, self.location)
            self.close()
            EmbeddedStore(folder, migrations=migrations).close()

    def replace_graphs(self, removals: Iterable[NamedNode], quads: Iterable[Quad]) -> int:
        """Refuse."""
        raise self._refusal()

    def clear(self) -> int:
        """Refuse."""
        raise self._refusal()

    def bulk_load(self, source: BinaryIO | Path, rdf_format: RdfFormat) -> int:
        """Refuse."""
        raise self._refusal()

    def close(self) -> None:
        """Let go of the snapshot."""
        self._snapshot = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """Yield the quads of one state, even when the store changes meanwhile."""
        snapshot = self._newest()
        for quad in snapshot.native.quads_for_pattern(None, None, None, graph):
            if quad.graph_name != STORE_GRAPH:
                yield quad

    def _native(self) -> Store:
        return self._newest().native

    def _newest(self) -> Snapshot:
        with self._turn:
            if self._snapshot is None or self._snapshot.name != self._shelf.current():
                try:
                    self._snapshot = self._shelf.open_current()
                except ENGINE_FAILURES as error:
                    raise _unavailable(self.location, error) from error
            return self._snapshot

    def _recover(self, folder: Path, migrations: Migrations) -> None:
        """Publish the commits of a writer that was killed; a living writer publishes its own."""
        if not self._shelf.exists() or not self._shelf.is_dirty:
            return
        try:
            EmbeddedStore(folder, migrations=migrations, wait_seconds=0).close()
        except StoreLocked:
            return

    def _refusal(self) -> StoreReadOnly:
        return StoreReadOnly(
            self.location,
            f"Kho {self.location} đang mở chỉ để đọc. Hãy mở để ghi: dùng lệnh `cancu ingest`.",
            f"The store {self.location} is open for reading only. Use `cancu ingest` to write.",
        )


def _updates_from(migrations: Migrations, schema: int, location: str) -> tuple[str, ...]:
    try:
        return migrations.updates_from(schema)
    except LookupError as error:
        raise StoreOutdated.between(location, schema, migrations.current) from error


def _number(native: Store, predicate: NamedNode) -> int | None:
    for quad in native.quads_for_pattern(STORE_GRAPH, predicate, None, STORE_GRAPH):
        return int(quad.object.value) if isinstance(quad.object, Literal) else None
    return None


def _unavailable(location: str, reason: object) -> StoreUnavailable:
    return StoreUnavailable(
        location,
        f"Không mở được kho {location}: {reason}. Hãy kiểm tra quyền đọc ghi và dung lượng đĩa, "
        "hoặc khôi phục từ bản sao lưu bằng `cancu import`.",
        f"Cannot use the store {location}: {reason}. Check permissions and disk space, "
        "or restore a backup with `cancu import`.",
    )
