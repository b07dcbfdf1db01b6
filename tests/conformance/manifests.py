"""Test manifests of the W3C (``mf:``, ``qt:``) → the cases that a query service can be held to, and what is left out.

Read as they are published: SPARQL 1.0 (``dawg-data-r2``), SPARQL 1.1, and our own of the same form.
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

from tests.conformance.exchanges import GraphFile, ProtocolCase, read_protocol_case

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
ENT = Namespace("http://www.w3.org/ns/entailment/")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")

SyntaxVerdict = Literal["positive", "negative"]
_SYNTAX_TYPES: dict[Node, SyntaxVerdict] = {
    MF.PositiveSyntaxTest: "positive",
    MF.PositiveSyntaxTest11: "positive",
    MF.NegativeSyntaxTest: "negative",
    MF.NegativeSyntaxTest11: "negative",
}
_EVALUATION_TYPES = (MF.QueryEvaluationTest, MF.CSVResultFormatTest)


@dataclass(frozen=True, slots=True)
class EvaluationCase:
    """A query over data has this result; ``is_lax`` where it may repeat rows less often (REDUCED)."""

    id: str
    query: Path
    data: tuple[GraphFile, ...]
    result: Path
    is_lax: bool = False


@dataclass(frozen=True, slots=True)
class RefusalCase:
    """A query that calls another server: this service refuses it before anything is evaluated."""

    id: str
    query: Path


@dataclass(frozen=True, slots=True)
class SyntaxCase:
    """A query is, or is not, SPARQL."""

    id: str
    query: Path
    verdict: SyntaxVerdict


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A test that says nothing about a query service, and why."""

    id: str
    reason: str


Case = EvaluationCase | RefusalCase | SyntaxCase | ProtocolCase


def read_manifest(manifest: Path) -> Iterator[Case | LeftOut]:
    """Yield the tests of a manifest and of those that it includes; a missing included file is passed over."""
    yield from _read(manifest.resolve(), set())


def _read(manifest: Path, seen: set[Path]) -> Iterator[Case | LeftOut]:
    if manifest in seen or not manifest.exists():
        return
    seen.add(manifest)
    graph = Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    for included in graph.objects(None, MF.include):
        for part in Collection(graph, included):
            yield from _read(path_of(part), seen)
    for entries in graph.objects(None, MF.entries):
        for test in Collection(graph, entries):
            yield _read_test(graph, test, f"{manifest.parent.name}/{str(test).rpartition('#')[2].rpartition('/')[2]}")


def _read_test(graph: Graph, test: Node, name: str) -> Case | LeftOut:
    kind = graph.value(test, RDF.type)
    action = graph.value(test, MF.action)
    result = graph.value(test, MF.result)
    if kind in _SYNTAX_TYPES and isinstance(action, URIRef):
        if path_of(action).suffix == ".ru":
            return LeftOut(name, "the syntax of updates")
        return SyntaxCase(name, path_of(action), _SYNTAX_TYPES[kind])
    if kind == MF.ProtocolTest:
        case = read_protocol_case(graph, test, name)
        return case or LeftOut(name, "an update, or named without its requests (see cases/protocol.ttl)")
    if kind not in _EVALUATION_TYPES or action is None or result is None:
        return LeftOut(name, f"not a query: {str(kind).rpartition('#')[2]}")
    if any((node, regime, None) in graph for node in (test, action) for regime in (ENT.regime, SD.entailmentRegime)):
        return LeftOut(name, "an entailment regime beside simple entailment")
    query = path_of(graph.value(action, QT.query))
    if (action, QT.serviceData, None) in graph:
        return RefusalCase(name, query)
    is_lax = (test, MF.resultCardinality, MF.LaxCardinality) in graph
    return EvaluationCase(name, query, tuple(_data_of(graph, action)), path_of(result), is_lax)


def _data_of(graph: Graph, action: Node) -> Iterator[GraphFile]:
    for data in graph.objects(action, QT.data):
        yield GraphFile(path_of(data), None)
    for data in graph.objects(action, QT.graphData):
        inner = graph.value(data, QT.graph)
        yield GraphFile(path_of(inner or data), str(graph.value(data, RDFS.label) or inner or data))


def path_of(iri: Node | None) -> Path:
    """Return the file of a ``file:`` IRI."""
    return Path(unquote(urlsplit(str(iri)).path))
