"""The query service of a SPARQL endpoint: the same checks, the endpoint's own evaluation, our limits on the answer.

The time limit closes the connection; Oxigraph and Virtuoso then stop by themselves (Virtuoso is also told the limit).
The endpoint's operator must keep it from calling out: only the outline check stands between.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Self
from urllib.parse import urlencode

import httpx
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results, serialize

from graph.endpoint import EndpointAddress
from graph.query_errors import (
    QueryError,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    ResultTooLarge,
)
from graph.query_meter import ResultMeter
from graph.query_model import GRAPH_FORMATS, RESULT_FORMATS, QueryLimits, QueryRequest
from graph.query_outline import parse_outline
from graph.remote import UNION_PARAMETERS, RemoteStore

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_POSITION = re.compile(r"(?:error at |line )(\d+)(?::(\d+))?")


class EndpointQueries:
    """Runs queries at a SPARQL endpoint."""

    def __init__(self, address: EndpointAddress, limits: QueryLimits | None = None) -> None:
        self._address = address
        self._limits = limits or QueryLimits()
        self._client = address.connect()
        self._store = RemoteStore(address, read_only=True)

    def run(self, request: QueryRequest) -> EndpointRun:
        """Send a query; return when the first bytes of the answer are there.

        Raises:
            QueryError: as it is.
            StoreError: if the endpoint does not answer.
        """
        outline = parse_outline(request.text, request.base or "")
        _refuse_escapes(request.text)
        named = (*outline.default_graphs, *outline.named_graphs)
        if not request.gives_dataset:
            self._check_graphs(named)
        union = request.union and not named and not request.gives_dataset
        fields = [
            ("query", request.text),
            ("timeout", str(int(self._limits.seconds * 1000))),
            *(("default-graph-uri", iri) for iri in request.default_graphs or ()),
            *(("named-graph-uri", iri) for iri in request.named_graphs or ()),
            *(UNION_PARAMETERS.items() if union else ()),
        ]
        run = EndpointRun(self._client, self._address, self._limits, request.media_type)
        try:
            run.start(urlencode(fields))
        except BaseException:
            run.close()
            raise
        return run

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _check_graphs(self, graphs: tuple[str, ...]) -> None:
        known = {name.value for name in self._store.graph_names()} if graphs else set[str]()
        for iri in graphs:
            if iri not in known:
                raise QueryRefused.unknown_graph(iri)


class EndpointRun:
    """One query at the endpoint."""

    def __init__(self, client: httpx.Client, address: EndpointAddress, limits: QueryLimits, media_type: str) -> None:
        self._client = client
        self._address = address
        self._limits = limits
        self._meter = ResultMeter(media_type, limits)
        self._media_type = media_type
        self._deadline = time.monotonic() + limits.seconds
        self._response: httpx.Response | None = None

    def start(self, fields: str) -> None:
        """Send the query and read the head of the answer."""
        fallback = "text/turtle" if self._media_type in GRAPH_FORMATS else "application/sparql-results+json"
        accept = f"{self._media_type}, {fallback};q=0.5"
        headers = {"accept": accept, "content-type": "application/x-www-form-urlencoded"}
        request = self._client.build_request(
            "POST", self._address.query, content=fields, headers=headers, timeout=self._limits.seconds
        )
        try:
            self._response = self._client.send(request, stream=True)
            if not self._response.is_success:
                self._response.read()
                raise _explain(self._response)
        except httpx.TimeoutException as error:
            raise QueryTimeout(self._limits.seconds) from error
        except httpx.HTTPError as error:
            raise self._address.unavailable(error) from error

    def __iter__(self) -> Iterator[bytes]:
        if self._response is None:
            return
        given = self._response.headers.get("content-type", "").partition(";")[0].strip()
        try:
            for chunk in self._chunks(given):
                self._meter.take(chunk)
                if time.monotonic() > self._deadline:
                    raise QueryTimeout(self._limits.seconds)
                yield chunk
        except httpx.TimeoutException as error:
            raise QueryTimeout(self._limits.seconds) from error
        except httpx.HTTPError as error:
            raise QueryFailed(str(error)) from error
        finally:
            self.close()

    def _chunks(self, given: str) -> Iterator[bytes]:
        """Yield the answer as it comes, or converted whole where the endpoint gave another format than asked for."""
        assert self._response is not None
        if given == self._media_type:
            yield from self._response.iter_bytes()
            return
        content = bytearray()
        for chunk in self._response.iter_bytes():
            content += chunk
            if len(content) > self._limits.result_bytes:
                raise ResultTooLarge("bytes", self._limits.result_bytes)
        yield convert_result(bytes(content), given, self._media_type)

    @property
    def is_whole(self) -> bool:
        """Tell whether all bytes are there: known only at the end."""
        return False

    def close(self) -> None:
        """Close the answer; the endpoint then ends its work."""
        if self._response is not None:
            self._response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def convert_result(content: bytes, given: str, wanted: str) -> bytes:
    r"""Return a result in the media type ``wanted``.

    Raises:
        QueryFailed: if ``given`` is none that can be read, or the content is not of it.

    >>> convert_result(b"<urn:a> <urn:b> <urn:c> .", "application/n-triples", "application/n-quads")
    b'<urn:a> <urn:b> <urn:c> .\n'
    """
    try:
        if wanted in GRAPH_FORMATS:
            source = RdfFormat.from_media_type(given) or RdfFormat.TURTLE
            triples = (quad.triple for quad in parse(content, source))
            return serialize(triples, format=GRAPH_FORMATS[wanted]) or b""
        results_format = QueryResultsFormat.from_media_type(given) or QueryResultsFormat.JSON
        return parse_query_results(content, results_format).serialize(format=RESULT_FORMATS[wanted]) or b""
    except (SyntaxError, ValueError) as error:
        raise QueryFailed(f"máy chủ trả {given} thay cho {wanted}: {error}") from error


def _explain(response: httpx.Response) -> QueryError:
    detail = response.text.strip()[:300]
    if response.status_code == httpx.codes.BAD_REQUEST:
        match = _POSITION.search(detail)
        return QuerySyntaxError(int(match[1]) if match else 1, int(match[2] or 1) if match else 1, detail)
    return QueryFailed(f"HTTP {response.status_code} {detail}")


def _refuse_escapes(query: str) -> None:
    r"""Refuse ``\u`` escapes of ASCII: other engines decode them before they look for keywords and quotes."""
    for match in _ESCAPE.finditer(query):
        if int(match[1] or match[2], 16) < 0x80:
            raise QueryRefused(
                "escape",
                f"Ký hiệu {match[0]} che một ký tự ASCII. Hãy viết thẳng ký tự đó.",
                f"The escape {match[0]} hides an ASCII character. Write the character itself.",
            )
