"""Results as graphs: two results are equal when their graphs are isomorphic."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
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


def canonical_result(content: bytes, result_format: QueryResultsFormat | RdfFormat) -> set[Quad]:
    """Return a result in canonical form; CSV is lossy, so its values are strings."""
    if isinstance(result_format, RdfFormat):
        return _canonical(Quad(q.subject, q.predicate, _simple(q.object)) for q in parse(content, result_format))
    if result_format is QueryResultsFormat.CSV:
        names, *lines = csv.reader(io.StringIO(content.decode()))
        return _canonical(_table(names, [_csv_row(names, line) for line in lines]))
    results = parse_query_results(content, result_format)
    if isinstance(results, QueryBoolean):
        return _boolean(bool(results))
    names = [variable.value for variable in results.variables]
    rows = [{name: row[name] for name in names if row[name] is not None} for row in results]
    return _canonical(_table(names, rows))


def expected_result(path: Path) -> tuple[set[Quad], QueryResultsFormat | RdfFormat]:
    """Return the expected result of a file, and the format in which to ask for ours."""
    table = _TABLES.get(path.suffix)
    if table is not None:
        return canonical_result(path.read_bytes(), table), table
    graph = Graph().parse(path, publicID=path.as_uri())
    result_set = graph.value(None, RDF.type, RS.ResultSet)
    if result_set is None:
        turtle = graph.serialize(format="nt").encode()
        return canonical_result(turtle, RdfFormat.N_TRIPLES), RdfFormat.N_TRIPLES
    boolean = graph.value(result_set, RS.boolean)
    if boolean is not None:
        return _boolean(str(boolean) == "true"), QueryResultsFormat.XML
    names = [str(name) for name in graph.objects(result_set, RS.resultVariable)]
    rows = [_described_row(graph, row) for row in graph.objects(result_set, RS.solution)]
    return _canonical(_table(names, rows)), QueryResultsFormat.XML


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
    return {name: Literal(value) for name, value in zip(names, values, strict=True) if value}


def _table(names: list[str], rows: Iterable[Row]) -> Iterator[Quad]:
    for name in names:
        yield Quad(NamedNode("urn:result"), NamedNode("urn:variable"), Literal(name))
    for number, row in enumerate(rows):
        node = BlankNode(f"row{number}")
        yield Quad(NamedNode("urn:result"), NamedNode("urn:row"), node)
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
