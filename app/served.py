"""What the server keeps open while it runs: the store for reading, the search index, the query processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Lock

from app.opening import open_checked
from app.service_description import ServiceDescriber
from app.settings import Settings
from graph.sparql import QueryLimits, QueryService, open_query_service
from graph.store import GraphStore, StoreMissing, open_store
from search.index import SearchIndex, open_index


class ServedIndex:
    """The search index of a running server: opened again when another process has indexed newer documents."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._index = open_index(store)
        self._lock = Lock()

    def current(self) -> SearchIndex:
        """Return the newest index there is; while documents are being indexed, the one before them."""
        state = str(self._store.version())
        if self._index.manifest.state != state and self._lock.acquire(blocking=False):
            try:
                newest = self._index.home.newest()
                if newest.manifest.state != self._index.manifest.state:
                    self._index = newest
            finally:
                self._lock.release()
        return self._index


@dataclass(frozen=True, slots=True)
class Served:
    """One running application: settings and the open resources behind every request."""

    settings: Settings
    store: GraphStore
    indexed: ServedIndex
    queries: QueryService
    describer: ServiceDescriber

    @property
    def index(self) -> SearchIndex:
        """The search index, as new as there is one."""
        return self.indexed.current()

    @classmethod
    @contextmanager
    def open(cls, settings: Settings) -> Iterator[Served]:
        """Open all resources, making an empty store where there is none; close them in reverse order."""
        limits = QueryLimits(seconds=settings.query_seconds, rows=settings.query_rows)
        with ExitStack() as stack:
            store = stack.enter_context(_open_reader(settings.store))
            queries = stack.enter_context(open_query_service(settings.store, limits=limits))
            yield cls(settings, store, ServedIndex(store), queries, ServiceDescriber(store))


def _open_reader(location: str) -> GraphStore:
    """Open the store for reading, made if it is missing: a writer that is at work does not hinder."""
    try:
        return open_checked(location, read_only=True)
    except StoreMissing:
        open_store(location).close()
        return open_checked(location, read_only=True)
