"""A store behind a SPARQL 1.1 endpoint: the same protocol as the store on disk, over HTTP.

Endpoints may hold data of others. The bookkeeping graph therefore lists our graphs, and only these are dumped or
cleared. A change is one update request; whether it is one transaction is the engine's matter (Oxigraph: yes). Virtuoso
bounds the length of a request, so there a large document goes in portions, with the change counter last: a reader that
compares versions never takes a half-written state for the new one.

The endpoint must answer queries over the union of the named graphs: Virtuoso always does, Oxigraph when it is asked,
others by their configuration. Opening checks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

import httpx
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from graph.endpoint import EndpointAddress
from graph.migrations import MIGRATIONS, Migrations
from graph.store_model import (
    CHANGES,
    OWN_GRAPH,
    SCHEMA,
    STORE_GRAPH,
    StoreMissing,
    StoreOutdated,
    StoreReadOnly,
    Substitutions,
)
from graph.substitution import substitute
from graph.updates import COUNT_CHANGE, drop_graphs, founding_update, insert_data
from ontology.vocabulary import Xsd

UNION_PARAMETERS = {"union-default-graph": "true"}
"""Asks Oxigraph to query the union of the named graphs; others ignore it."""
_RESULTS = QueryResultsFormat.JSON
"""Not XML: its parser trims white space at the ends of values, and a quote may end with a line."""
_OWN = f"GRAPH {STORE_GRAPH} {{ {STORE_GRAPH} {OWN_GRAPH} ?graph }}"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a server differs: the quads that one request may hold, and the datatypes that it cannot take.

    ``stand_ins`` are pairs (datatype, what stands for it in the store): put in on the way in, taken out on the way out.
    """

    server: str = ""
    portion: int = 20_000
    stand_ins: tuple[tuple[str, str], ...] = ()

    def write(self, update: str) -> str:
        """Return an update as the server takes it."""
        for datatype, stand_in in self.stand_ins:
            update = update.replace(f'"^^<{datatype}>', f'"^^<{stand_in}>')
        return update

    def read(self, content: bytes) -> bytes:
        """Return an answer of the server as it was meant."""
        for datatype, stand_in in self.stand_ins:
            content = content.replace(stand_in.encode(), datatype.encode())
        return content


STANDARD = Dialect()
DIALECTS = (
    Dialect(
        "virtuoso",
        500,
        tuple((name, f"urn:cancu:datatype:{name.rpartition('#')[2]}") for name in (Xsd.DURATION,)),
    ),
)
"""Virtuoso 7.2.5 bounds the compiled length of a request, and refuses literals of ``xsd:duration`` (error SR553)."""


class RemoteStore:
    """A SPARQL 1.1 endpoint as a ``GraphStore``."""

    def __init__(
        self, address: EndpointAddress, *, read_only: bool = False, migrations: Migrations = MIGRATIONS
    ) -> None:
        """Connect, make the bookkeeping where it is missing, and bring the data to the current schema.

        Raises:
            StoreMissing: if ``read_only`` and nothing of ours is there.
            StoreOutdated: if the data is of a newer release.
            StoreUnavailable: if the endpoint does not answer, or not over the union of its graphs.
        """
        self.location = address.location
        self._address = address
        self._client = address.connect()
        self._read_only = read_only
        self._dialect = STANDARD
        try:
            self._prepare(migrations)
        except BaseException:
            self.close()
            raise

    def select(self, query: str, substitutions: Substitutions | None = None) -> list[QuerySolution]:
        """Return the rows of a SELECT query."""
        return list(cast("QuerySolutions", self._results(query, substitutions)))

    def ask(self, query: str, substitutions: Substitutions | None = None) -> bool:
        """Return the answer of an ASK query; Virtuoso gives one row for yes and none for no."""
        results = self._results(query, substitutions)
        return bool(results) if isinstance(results, QueryBoolean) else any(True for _ in results)

    def construct(self, query: str, substitutions: Substitutions | None = None) -> list[Triple]:
        """Return the distinct triples of a CONSTRUCT or DESCRIBE query."""
        text = substitute(query, substitutions or {})
        response = self._query(text, "application/n-triples, text/turtle;q=0.5")
        media_type = response.headers.get("content-type", "").partition(";")[0]
        rdf_format = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
        return list(dict.fromkeys(quad.triple for quad in parse(self._dialect.read(response.content), rdf_format)))

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """Yield the quads of one graph, or of all that are ours."""
        for name in self.graph_names() if graph is None else [graph]:
            for triple in self.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}"):
                yield Quad(triple.subject, triple.predicate, triple.object, name)

    def graph_names(self) -> list[NamedNode]:
        """Return the names of our graphs, sorted."""
        names = (row["graph"] for row in self.select(f"SELECT ?graph {{ {_OWN} }}"))
        return sorted((name for name in names if isinstance(name, NamedNode)), key=lambda name: name.value)

    def version(self) -> int:
        """Return the change counter."""
        return self._number(CHANGES) or 0

    def replace_graphs(self, removals: Iterable[NamedNode], quads: Iterable[Quad]) -> int:
        """Drop ``removals`` and add ``quads`` in one request, in portions where the server bounds requests."""
        dropped = tuple(removals)
        first, *more = _portions(quads, self._dialect.portion) or [[]]
        forgotten = (
            f"DELETE DATA {{ GRAPH {STORE_GRAPH} {{ {STORE_GRAPH} {OWN_GRAPH} {graph} }} }}" for graph in dropped
        )
        start = (*drop_graphs(dropped), *forgotten, *_insert(first))
        if not more:
            self._update(*start, COUNT_CHANGE)
            return self.version()
        self._update(*start)
        for portion in more:
            self._update(*_insert(portion))
        self._update(COUNT_CHANGE)
        return self.version()

    def bulk_load(self, source: BinaryIO | Path, rdf_format: RdfFormat) -> int:
        """Add a file in portions; a load that breaks off leaves the portions sent, and the old version."""
        quads = parse(path=str(source), format=rdf_format) if isinstance(source, Path) else parse(source, rdf_format)
        while portion := list(islice(quads, self._dialect.portion)):
            self._update(*_insert(portion))
        self._update(COUNT_CHANGE)
        return self.version()

    def restore(self, source: Path, rdf_format: RdfFormat) -> int:
        """Drop all our graphs and load the file; broken off, a part is there, and restoring again mends it."""
        self.clear()
        return self.bulk_load(source, rdf_format)

    def dump(self, target: BinaryIO, rdf_format: RdfFormat) -> None:
        """Write all our graphs."""
        serialize(self.quads(), target, format=rdf_format)

    def clear(self) -> int:
        """Drop all our graphs, and no other."""
        return self.replace_graphs(self.graph_names(), ())

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _results(self, query: str, substitutions: Substitutions | None) -> QuerySolutions | QueryBoolean:
        response = self._query(substitute(query, substitutions or {}), _RESULTS.media_type)
        try:
            return parse_query_results(self._dialect.read(response.content), _RESULTS)
        except (SyntaxError, ValueError) as error:
            raise self._address.unavailable(error) from error

    def _query(self, query: str, accept: str) -> httpx.Response:
        fields = {"query": query, **UNION_PARAMETERS}
        response = self._post(self._address.query, fields, accept)
        if response.status_code == httpx.codes.BAD_REQUEST:
            raise SyntaxError(response.text[:500])
        return self._checked(response)

    def _update(self, *operations: str) -> None:
        if self._read_only:
            raise StoreReadOnly(
                self.location,
                f"Kho {self.location} đang mở chỉ để đọc. Hãy mở để ghi: dùng lệnh `cancu ingest`.",
                f"The store {self.location} is open for reading only. Use `cancu ingest` to write.",
            )
        if operations:
            self._checked(
                self._post(self._address.update, {"update": self._dialect.write(";\n".join(operations))}, "*/*")
            )

    def _post(self, url: str, fields: dict[str, str], accept: str) -> httpx.Response:
        try:
            return self._client.post(url, data=fields, headers={"accept": accept})
        except httpx.HTTPError as error:
            raise self._address.unavailable(error) from error

    def _checked(self, response: httpx.Response) -> httpx.Response:
        if not response.is_success:
            raise self._address.unavailable(f"HTTP {response.status_code} {response.text[:300]}")
        server = response.headers.get("server", "").lower()
        self._dialect = next((dialect for dialect in DIALECTS if server.startswith(dialect.server)), STANDARD)
        return response

    def _number(self, predicate: NamedNode) -> int | None:
        for row in self.select(f"SELECT ?n {{ GRAPH {STORE_GRAPH} {{ {STORE_GRAPH} {predicate} ?n }} }}"):
            value = row["n"]
            return int(value.value) if isinstance(value, Literal) else None
        return None

    def _prepare(self, migrations: Migrations) -> None:
        schema = self._number(SCHEMA)
        if schema is None and self._read_only:
            raise StoreMissing(
                self.location,
                f"Máy chủ {self.location} chưa có dữ liệu Căn Cứ. Hãy nạp văn bản trước: `cancu ingest ĐƯỜNG_DẪN`.",
                f"The endpoint {self.location} holds no data of ours. Ingest first: `cancu ingest PATH`.",
            )
        if schema is None:
            self._update(founding_update(migrations.current))
        else:
            self._migrate(migrations, schema)
        if not self.ask(f"ASK {{ {STORE_GRAPH} {SCHEMA} ?schema }}"):
            raise self._address.unavailable(
                "đồ thị mặc định không phải hợp của các đồ thị có tên (union default graph); hãy bật ở máy chủ đó"
            )

    def _migrate(self, migrations: Migrations, schema: int) -> None:
        try:
            updates = migrations.updates_from(schema)
        except LookupError as error:
            raise StoreOutdated.between(self.location, schema, migrations.current) from error
        if not self._read_only:
            for update in updates:
                self._update(update)


def _portions(quads: Iterable[Quad], size: int) -> list[list[Quad]]:
    source = iter(quads)
    return list(iter(lambda: list(islice(source, size)), []))


def _insert(quads: list[Quad]) -> tuple[str, ...]:
    """Return the updates that insert ``quads`` and note their graphs as ours."""
    graphs = sorted({str(quad.graph_name) for quad in quads if isinstance(quad.graph_name, NamedNode)})
    notes = "".join(f"{STORE_GRAPH} {OWN_GRAPH} {graph} . " for graph in graphs)
    noted = (f"INSERT DATA {{ GRAPH {STORE_GRAPH} {{ {notes}}} }}",) if notes else ()
    return (*insert_data(quads), *noted)
