"""Test manifests of the W3C (``mf:``, ``qt:``, ``ht:``) → the cases that a query service can be held to.

Update, graph store and federation tests are left out: this service does not write and calls no other server.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
CNT = Namespace("http://www.w3.org/2011/content#")

SyntaxVerdict = Literal["positive", "negative"]
_SYNTAX_TYPES: dict[Node, SyntaxVerdict] = {
    MF.PositiveSyntaxTest: "positive",
    MF.PositiveSyntaxTest11: "positive",
    MF.NegativeSyntaxTest: "negative",
    MF.NegativeSyntaxTest11: "negative",
}
_EVALUATION_TYPES = (MF.QueryEvaluationTest, MF.CSVResultFormatTest)


@dataclass(frozen=True, slots=True)
class GraphFile:
    """A file of data and the name of its graph; None for the default graph."""

    path: Path
    name: str | None


@dataclass(frozen=True, slots=True)
class EvaluationCase:
    """A query over data has this result."""

    id: str
    query: Path
    data: tuple[GraphFile, ...]
    result: Path


@dataclass(frozen=True, slots=True)
class SyntaxCase:
    """A query is, or is not, SPARQL."""

    id: str
    query: Path
    verdict: SyntaxVerdict


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and what must come back: a status class (``2``, ``4``), a kind of result, a boolean."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: frozenset[str]
    expected_format: str | None
    expected_boolean: bool | None


@dataclass(frozen=True, slots=True)
class ProtocolCase:
    """Requests in order, over data."""

    id: str
    data: tuple[GraphFile, ...]
    exchanges: tuple[Exchange, ...]


Case = EvaluationCase | SyntaxCase | ProtocolCase


def read_cases(manifest: Path) -> Iterator[Case]:
    """Yield the cases of a manifest and of those that it includes; a missing included file is passed over."""
    yield from _read(manifest.resolve(), set())


def _read(manifest: Path, seen: set[Path]) -> Iterator[Case]:
    if manifest in seen or not manifest.exists():
        return
    seen.add(manifest)
    graph = Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    for included in graph.objects(None, MF.include):
        for part in Collection(graph, included):
            yield from _read(_path(part), seen)
    for entries in graph.objects(None, MF.entries):
        for test in Collection(graph, entries):
            case = _case(graph, test, f"{manifest.parent.name}/{str(test).rpartition('#')[2].rpartition('/')[2]}")
            if case is not None:
                yield case


def _case(graph: Graph, test: Node, name: str) -> Case | None:
    kind = graph.value(test, RDF.type)
    action = graph.value(test, MF.action)
    result = graph.value(test, MF.result)
    if kind in _SYNTAX_TYPES and isinstance(action, URIRef):
        return SyntaxCase(name, _path(action), _SYNTAX_TYPES[kind])
    if kind == MF.ProtocolTest and action is not None:
        return _protocol_case(graph, test, action, name)
    if kind not in _EVALUATION_TYPES or action is None or result is None or _needs_more(graph, action):
        return None
    query = graph.value(action, QT.query)
    return EvaluationCase(name, _path(query), tuple(_data_of(graph, action)), _path(result))


def _needs_more(graph: Graph, action: Node) -> bool:
    """Tell whether a test needs other servers or an entailment regime."""
    return (action, QT.serviceData, None) in graph or (action, SD.entailmentRegime, None) in graph


def _data_of(graph: Graph, action: Node) -> Iterator[GraphFile]:
    for data in graph.objects(action, QT.data):
        yield GraphFile(_path(data), None)
    for data in graph.objects(action, QT.graphData):
        inner = graph.value(data, QT.graph)
        yield GraphFile(_path(inner or data), str(graph.value(data, RDFS.label) or inner or data))


def _protocol_case(graph: Graph, test: Node, action: Node, name: str) -> ProtocolCase | None:
    requests = graph.value(action, HT.requests)
    if requests is None:
        return None
    exchanges = tuple(_exchange(graph, request) for request in Collection(graph, requests))
    if "update" in name or any("update" in exchange.path for exchange in exchanges):
        return None
    data = tuple(
        GraphFile(_path(graph.value(data, UT.graph)), str(graph.value(data, RDFS.label)))
        for data in graph.objects(test, UT.graphData)
    )
    return ProtocolCase(name, data, exchanges)


def _exchange(graph: Graph, request: Node) -> Exchange:
    headers = [
        (str(graph.value(header, HT.fieldName)), str(graph.value(header, HT.fieldValue)))
        for headers in graph.objects(request, HT.headers)
        for header in Collection(graph, headers)
    ]
    body = graph.value(request, HT.body)
    response = graph.value(request, HT.resp)
    boolean = graph.value(response, MF.expectedBoolean)
    expected_format = graph.value(response, MF.expectedFormat)
    return Exchange(
        str(graph.value(request, HT.methodName)),
        str(graph.value(request, HT.absolutePath)),
        tuple(headers),
        _body(graph, body) if body else b"",
        frozenset(str(status)[-3] for status in graph.objects(response, MF.expectedStatus)),
        None if expected_format is None else str(expected_format),
        None if boolean is None else str(boolean) == "true",
    )


def _body(graph: Graph, body: Node) -> bytes:
    return str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding) or "UTF-8"))


def _path(iri: Node | None) -> Path:
    return Path(unquote(urlsplit(str(iri)).path))
