"""Protocol tests of the W3C (``ht:``, ``cnt:``): requests in order, and what must come back.

Tests of updates are left out: this service reads only, and what it answers to a writer is among our own cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rdflib import RDFS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
_UPDATE_NAMES = ("update_",)


@dataclass(frozen=True, slots=True)
class GraphFile:
    """A file of data and the name of its graph; None for the default graph."""

    path: Path
    name: str | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and what must come back: a status or its class (``403``, ``4``), a kind of result, a boolean."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: tuple[str, ...]
    expected_format: str | None
    expected_boolean: bool | None


@dataclass(frozen=True, slots=True)
class ProtocolCase:
    """Requests in order, over data."""

    id: str
    data: tuple[GraphFile, ...]
    exchanges: tuple[Exchange, ...]


def read_protocol_case(graph: Graph, test: Node, name: str) -> ProtocolCase | None:
    """Return the exchanges of a test; None where it writes, or the manifest names it without its requests."""
    action = graph.value(test, MF.action)
    requests = graph.value(action, HT.requests) if action else None
    if requests is None or name.rpartition("/")[2].startswith(_UPDATE_NAMES):
        return None
    data = tuple(
        GraphFile(Path(unquote(urlsplit(str(graph.value(item, UT.graph))).path)), str(graph.value(item, RDFS.label)))
        for item in graph.objects(test, UT.graphData)
    )
    return ProtocolCase(name, data, tuple(_exchange(graph, request) for request in Collection(graph, requests)))


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
        tuple(sorted(_status(status) for status in graph.objects(response, MF.expectedStatus))),
        None if expected_format is None else str(expected_format),
        None if boolean is None else str(boolean) == "true",
    )


def _status(status: Node) -> str:
    """Return the digits of ``ht:StatusCode4xx`` or a plain status: ``"4"``, ``"403"``."""
    return str(status).rpartition("StatusCode")[2].rstrip("x")


def _body(graph: Graph, body: Node) -> bytes:
    return str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding) or "UTF-8"))
