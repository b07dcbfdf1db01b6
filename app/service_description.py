"""What the SPARQL service is and holds, in RDF: SPARQL 1.1 Service Description with VoID counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from graph.sparql import GRAPH_FORMATS, RESULT_FORMATS
from graph.store import STORE_GRAPH, GraphStore
from ontology.vocabulary import PREFIXES, Dcterms, Rdf, Sd, Void, Xsd

MAX_GRAPHS = 1000
"""Named graphs that are described one by one; the total counts them all."""

_COUNTS = "SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"


@dataclass(frozen=True, slots=True)
class GraphCount:
    """How many triples a named graph holds."""

    name: str
    triples: int


class ServiceDescriber:
    """Describes the service over one store; counts again only when the store has changed."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._counted: tuple[int, tuple[GraphCount, ...]] | None = None

    def describe(self, endpoint: str, rdf_format: RdfFormat) -> bytes:
        """Return the description of the service at ``endpoint``, an absolute IRI."""
        prefixes = {**PREFIXES, "sd": Sd.SERVICE.removesuffix("Service"), "void": Void.DATASET.removesuffix("Dataset")}
        return serialize(_describe(endpoint, self._counts()), format=rdf_format, prefixes=prefixes) or b""

    def _counts(self) -> tuple[GraphCount, ...]:
        version = self._store.version()
        if self._counted is None or self._counted[0] != version:
            self._counted = (version, _count_graphs(self._store))
        return self._counted[1]


def _count_graphs(store: GraphStore) -> tuple[GraphCount, ...]:
    rows = ((row["graph"], row["triples"]) for row in store.select(_COUNTS))
    counts = (
        GraphCount(graph.value, int(triples.value))
        for graph, triples in rows
        if isinstance(graph, NamedNode) and isinstance(triples, Literal) and graph != STORE_GRAPH
    )
    return tuple(sorted(counts, key=lambda count: count.name))


def _describe(endpoint: str, counts: tuple[GraphCount, ...]) -> Iterator[Triple]:
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    address = NamedNode(endpoint)
    yield _link(service, Rdf.TYPE, Sd.SERVICE)
    yield Triple(service, NamedNode(Sd.ENDPOINT), address)
    yield _link(service, Sd.SUPPORTED_LANGUAGE, Sd.SPARQL_11_QUERY)
    yield _link(service, Sd.FEATURE, Sd.UNION_DEFAULT_GRAPH)
    yield from (_link(service, Sd.RESULT_FORMAT, result_format.iri) for result_format in RESULT_FORMATS.values())
    yield from (_link(service, Sd.RESULT_FORMAT, rdf_format.iri) for rdf_format in GRAPH_FORMATS.values())
    yield Triple(service, NamedNode(Sd.DEFAULT_DATASET), dataset)
    yield _link(dataset, Rdf.TYPE, Sd.DATASET)
    yield _link(dataset, Rdf.TYPE, Void.DATASET)
    title = Literal("Căn Cứ: đồ thị tri thức các kế hoạch của chính quyền", language="vi")
    yield Triple(dataset, NamedNode(Dcterms.TITLE), title)
    yield Triple(dataset, NamedNode(Void.SPARQL_ENDPOINT), address)
    yield from (_link(dataset, Void.VOCABULARY, namespace) for namespace in PREFIXES.values())
    yield _count(dataset, sum(count.triples for count in counts))
    yield Triple(dataset, NamedNode(Sd.DEFAULT_GRAPH), default)
    yield _link(default, Rdf.TYPE, Sd.GRAPH_CLASS)
    yield _count(default, sum(count.triples for count in counts))
    for number, count in enumerate(counts[:MAX_GRAPHS]):
        yield from _describe_graph(dataset, BlankNode(f"named{number}"), BlankNode(f"graph{number}"), count)


def _describe_graph(dataset: BlankNode, named: BlankNode, graph: BlankNode, count: GraphCount) -> Iterator[Triple]:
    yield Triple(dataset, NamedNode(Sd.NAMED_GRAPH), named)
    yield _link(named, Rdf.TYPE, Sd.NAMED_GRAPH_CLASS)
    yield _link(named, Sd.NAME, count.name)
    yield Triple(named, NamedNode(Sd.GRAPH), graph)
    yield _link(graph, Rdf.TYPE, Sd.GRAPH_CLASS)
    yield _count(graph, count.triples)


def _link(subject: BlankNode, predicate: str, target: str) -> Triple:
    return Triple(subject, NamedNode(predicate), NamedNode(target))


def _count(subject: BlankNode, triples: int) -> Triple:
    return Triple(subject, NamedNode(Void.TRIPLES), Literal(str(triples), datatype=NamedNode(Xsd.INTEGER)))
