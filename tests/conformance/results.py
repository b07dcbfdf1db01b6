"""Results as graphs: two results are equal when their graphs are isomorphic."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from rdflib import RDF, Graph, Namespace
from rdflib.term import BNode as RdflibBlank
from rdflib.term import Literal as RdflibLiteral
from rdflib.term import Node

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + name for name in ("decimal", "double", "float", "integer", "int", "long", "short", "byte")}
_TABLES = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".csv": QueryResultsFormat.CSV,
    ".tsv": QueryResultsFormat.TSV,
}
Term = NamedNode | BlankNode | Literal | Triple
Row = dict[str, Term]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a result is compared: with its order, or with repeated rows taken as one."""

    in_order: bool = False
    is_lax: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """The expected result of a test, the format in which to ask for ours, and how the two are compared."""

    canonical: set[Quad]
    result_format: QueryResultsFormat | RdfFormat
    reading: Reading


def canonical_result(
    content: bytes, result_format: QueryResultsFormat | RdfFormat, reading: Reading | None = None
) -> set[Quad]:
    """Return a result in canonical form; CSV is lossy: what is not written as a blank node is a string."""
    reading = reading or Reading()
    if isinstance(result_format, RdfFormat):
        return _canonical(Quad(q.subject, q.predicate, _simple(q.object)) for q in parse(content, result_format))
    if result_format is QueryResultsFormat.CSV:
        names, *lines = csv.reader(io.StringIO(content.decode()))
        return _canonical(_table(names, [_csv_row(names, line) for line in lines], reading))
    results = parse_query_results(content, result_format)
    if isinstance(results, QueryBoolean):
        return _boolean(bool(results))
    names = [variable.value for variable in results.variables]
    rows = [{name: row[name] for name in names if row[name] is not None} for row in results]
    return _canonical(_table(names, rows, reading))


def expected_result(path: Path, *, is_lax: bool = False) -> Expected:
    """Return what a result file expects."""
    reading = Reading(is_lax=is_lax)
    table = _TABLES.get(path.suffix)
    if table is not None:
        return Expected(canonical_result(path.read_bytes(), table, reading), table, reading)
    graph = Graph().parse(path, publicID=path.as_uri())
    result_set = graph.value(None, RDF.type, RS.ResultSet)
    if result_set is None:
        triples = graph.serialize(format="nt").encode()
        return Expected(canonical_result(triples, RdfFormat.N_TRIPLES), RdfFormat.N_TRIPLES, reading)
    return _described_result(graph, result_set, is_lax)


def _described_result(graph: Graph, result_set: Node, is_lax: bool) -> Expected:
    """Read a result written in the result set vocabulary; ``rs:index`` gives rows their place."""
    boolean = graph.value(result_set, RS.boolean)
    if boolean is not None:
        return Expected(_boolean(str(boolean) == "true"), QueryResultsFormat.XML, Reading())
    names = [str(name) for name in graph.objects(result_set, RS.resultVariable)]
    places = {row: graph.value(row, RS["index"]) for row in graph.objects(result_set, RS.solution)}
    in_order = bool(places) and all(place is not None for place in places.values())
    solutions = sorted(places, key=lambda row: int(str(places[row]))) if in_order else list(places)
    reading = Reading(in_order=in_order, is_lax=is_lax)
    rows = [_described_row(graph, row) for row in solutions]
    return Expected(_canonical(_table(names, rows, reading)), QueryResultsFormat.XML, reading)


def _described_row(graph: Graph, row: Node) -> Row:
    return {
        str(graph.value(binding, RS.variable)): _from_rdflib(graph.value(binding, RS.value))
        for binding in graph.objects(row, RS.binding)
    }


def _from_rdflib(node: Node | None) -> Term:
    if isinstance(node, RdflibBlank):
        return BlankNode(str(node))
    if not isinstance(node, RdflibLiteral):
        return NamedNode(str(node))
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype))) if node.datatype else Literal(str(node))


def _boolean(value: bool) -> set[Quad]:
    return {Quad(NamedNode("urn:result"), NamedNode("urn:boolean"), Literal(value))}


def _csv_row(names: list[str], values: list[str]) -> Row:
    return {
        name: BlankNode(value.removeprefix("_:")) if value.startswith("_:") else Literal(value)
        for name, value in zip(names, values, strict=True)
        if value
    }


def _table(names: list[str], rows: list[Row], reading: Reading) -> Iterator[Quad]:
    for name in names:
        yield Quad(NamedNode("urn:result"), NamedNode("urn:variable"), Literal(name))
    if reading.is_lax:
        rows = list({tuple(sorted(row.items())): row for row in rows}.values())
    for number, row in enumerate(rows):
        node = BlankNode(f"row{number}")
        yield Quad(NamedNode("urn:result"), NamedNode("urn:row"), node)
        if reading.in_order:
            yield Quad(node, NamedNode("urn:place"), Literal(number))
        for name, term in row.items():
            yield Quad(node, NamedNode(f"urn:value:{name}"), _simple(term))


def _simple(term: Term) -> Term:
    """Return numbers in one lexical form: 1.0 and 1 are one decimal, 1e0 and 1.0E0 one double."""
    if not isinstance(term, Literal) or term.datatype.value not in _NUMBERS:
        return term
    try:
        number = Decimal(term.value)
    except InvalidOperation:
        return term
    if term.datatype.value in {_XSD + "double", _XSD + "float"}:
        return Literal(f"{float(number):.6g}", datatype=term.datatype)
    return Literal(f"{number.normalize():f}", datatype=term.datatype)


def _canonical(quads: Iterable[Quad]) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)
