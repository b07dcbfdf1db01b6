"""The store on disk: Oxigraph, one writer, any number of readers in any number of processes."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from graph.bulk import load_file
from graph.engine import ENGINE_FAILURES, EngineReading, read_number, unavailable
from graph.migrations import MIGRATIONS, Migrations
from graph.snapshots import Snapshot, SnapshotShelf, WriterLock
from graph.store_model import SCHEMA, STORE_GRAPH, StoreLocked, StoreOutdated, StoreReadOnly
from graph.tidying import Untidiness
from graph.updates import COUNT_CHANGE, founding_update, replacement_update

SUBFOLDER = "graph"
"""The part of the store's folder that belongs to the engine; search keeps its index beside it."""
WAIT_SECONDS = 10.0
"""How long a writer waits for another one to finish before it gives up."""


class EmbeddedStore(EngineReading):
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
        self._schema = migrations.current
        self._untidiness = Untidiness(self._shelf.folder / "untidiness", self._shelf.live)
        self._commit = threading.Lock()
        self._live: Store | None = None
        try:
            self._shelf.folder.mkdir(parents=True, exist_ok=True)
            self._lock = WriterLock(self._shelf.folder, wait_seconds)
        except ENGINE_FAILURES as error:
            raise unavailable(self.location, error) from error
        try:
            self._shelf.restore()
            self._live = Store(str(self._shelf.live))
            self._prepare(migrations)
        except ENGINE_FAILURES as error:
            self.close()
            raise unavailable(self.location, error) from error
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
                load_file(self._native(), source, rdf_format, COUNT_CHANGE)
            except BaseException as error:
                self._reopen()
                if isinstance(error, ENGINE_FAILURES):
                    raise unavailable(self.location, error) from error
                raise
            self._shelf.mark_dirty()
            self._shelf.end_loading()
            self._untidiness.clear()
            return self._publish()

    def restore(self, source: Path, rdf_format: RdfFormat) -> int:
        """Put the dataset of a file in the place of all graphs, in one switch, and return the new version.

        The file is loaded into a database of its own; killed at any moment, the store holds the old dataset or the new.
        """
        with self._commit:
            version = self.version() + 1
            try:
                with self._shelf.fresh() as fresh:
                    founding = f"DROP SILENT GRAPH {STORE_GRAPH};\n{founding_update(self._schema, version)}"
                    load_file(fresh, source, rdf_format, founding)
                    self._shelf.publish_instead(fresh, f"{version:012d}-restored")
                self._reopen()
            except ENGINE_FAILURES as error:
                raise unavailable(self.location, error) from error
            self._untidiness.clear()
            return version

    def tidy(self) -> None:
        """Merge the engine's files where that is due (``graph.tidying``); leaving the ``with`` block does so."""
        with self._commit:
            if self._live is None or not self._untidiness.is_due:
                return
            try:
                self._live.optimize()
                self._shelf.publish(self._live, f"{self.version():012d}-tidy")
            except ENGINE_FAILURES as error:
                raise unavailable(self.location, error) from error
            self._untidiness.clear()

    def close(self) -> None:
        """Release the files and the writer's lock."""
        if self._live is not None:
            self._untidiness.save()
        self._live = None
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.tidy()
        finally:
            self.close()

    def _native(self) -> Store:
        if self._live is None:
            raise unavailable(self.location, "closed")
        return self._live

    def _reopen(self) -> None:
        """Open the published state; no local name may keep the engine open, or its files cannot be put back."""
        self._live = None
        self._shelf.restore()
        self._live = Store(str(self._shelf.live))

    def _update(self, update: str) -> int:
        with self._commit:
            live = self._native()
            self._shelf.mark_dirty()
            try:
                live.update(update)
                self._untidiness.add(len(update))
                return self._publish()
            except ENGINE_FAILURES as error:
                raise unavailable(self.location, error) from error

    def _publish(self) -> int:
        version = self.version()
        self._shelf.publish(self._native(), f"{version:012d}")
        return version

    def _prepare(self, migrations: Migrations) -> None:
        live = self._native()
        schema = read_number(live, SCHEMA)
        if schema is None:
            self._shelf.mark_dirty()
            live.update(founding_update(migrations.current))
        else:
            for update in _updates_from(migrations, schema, self.location):
                self._shelf.mark_dirty()
                live.update(update)
        if self._shelf.is_dirty:
            self._publish()


class EmbeddedReader(EngineReading):
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
        schema = read_number(self._native(), SCHEMA)
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

    def restore(self, source: Path, rdf_format: RdfFormat) -> int:
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
                    raise unavailable(self.location, error) from error
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
