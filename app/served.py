"""What the server keeps open while it runs: the store for reading, the search index, the query processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from app.service_description import ServiceDescriber
from app.settings import Settings
from graph.sparql import QueryLimits, QueryService, open_query_service
from graph.store import GraphStore, open_store
from search.index import SearchIndex, open_index


@dataclass(frozen=True, slots=True)
class Served:
    """One running application: settings and the open resources behind every request."""

    settings: Settings
    store: GraphStore
    index: SearchIndex
    queries: QueryService
    describer: ServiceDescriber

    @classmethod
    @contextmanager
    def open(cls, settings: Settings) -> Iterator[Served]:
        """Open all resources, making an empty store where there is none; close them in reverse order."""
        limits = QueryLimits(seconds=settings.query_seconds, rows=settings.query_rows)
        with open_store(settings.store):
            pass  # made if it was missing; the reader below follows its published states
        with ExitStack() as stack:
            store = stack.enter_context(open_store(settings.store, read_only=True))
            queries = stack.enter_context(open_query_service(settings.store, limits=limits))
            yield cls(settings, store, open_index(store), queries, ServiceDescriber(store))
