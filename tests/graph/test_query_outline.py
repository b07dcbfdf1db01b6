"""What is refused before anything is evaluated, and what only looks so."""

from __future__ import annotations

import pytest

from graph.query_errors import QueryRefused, QuerySyntaxError
from graph.query_outline import MAX_DEPTH, MAX_LENGTH, parse_outline
from graph.query_tokens import read_tokens

PREFIX = "PREFIX ex: <http://127.0.0.1/> PREFIX SERVICEex: <http://127.0.0.1/> "


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "select"),
        ("# Văn bản nào?\nprefix e: <urn:e> select distinct ?s { ?s ?p ?o }", "select"),
        ("BASE <http://a.example/> ASK{}", "ask"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "construct"),
        ("DESCRIBE <urn:a>", "describe"),
    ],
)
def test_the_form_of_a_query(query: str, form: str) -> None:
    assert parse_outline(query).form == form


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE' }",
        "SELECT * { ?s ?p '''SERVICE\n{}''' } # SERVICE <urn:a> {}",
        "SELECT ?service { ?service ex:service <http://a.example/service#SERVICE> }",
        "SELECT * { ?s service:of ?o . GRAPH service:g { ?s ?p 'x'@en } }",
        "SELECT * { VALUES (?a ?b) { (<http://a.example/O'Brien> <http://a.example/x#b>) } }",
        "SELECT * { VALUES (?a ?b) { (<urn:a#b> <urn:c#d>) (<urn:e'f> <urn:g#h>) } }",
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?s > 'a') }",
        "SELECT * { ?s ?p ?o FILTER(?o<3&&?s>2) }",
        "SELECT * { ?s <urn:a'b#c> ?o }",
    ],
)
def test_the_word_service_may_stand_where_it_is_no_keyword(query: str) -> None:
    assert parse_outline(query).form == "select"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?endpoint { ?s ?p ?o } }",
        "ASK { { } UNION { OPTIONAL { SERVICE ex:a {} } } }",
        "ASK { SERVICE # a comment\n <http://127.0.0.1/> {} }",
        PREFIX + "SELECT * { SERVICEex:x { ?a ?b ?c } }",
        PREFIX + "SELECT * { SERVICESILENTex:x { ?a ?b ?c } }",
        PREFIX + "SELECT * { ?s ?p 1SERVICE ex:x { ?a ?b ?c } }",
        PREFIX + "SELECT * { ?s ?p 1.SERVICE ex:x { ?a ?b ?c } }",
        PREFIX + "SELECT * { ?s ?p trueSERVICE ex:x { ?a ?b ?c } }",
        PREFIX + "SELECT * { ?s ?p trueSERVICEex:x { ?a ?b ?c } }",
    ],
)
def test_service_is_refused_however_it_is_glued(query: str) -> None:
    """Oxigraph takes the keyword without space before and after it, so ``1SERVICE`` must be seen too."""
    with pytest.raises(QueryRefused) as refused:
        parse_outline(query)
    assert refused.value.rule == "service"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?a FILTER(?a<?b)SERVICE#>\n<http://127.0.0.1/>{?a ?b ?c} }",
        "SELECT * { ?s ?p ?a FILTER(?a<'>')SERVICE ex:x{}FILTER(1=1||''='') }",
        "SELECT * { ?s ?p ?a FILTER(?a<?b#>'''\n)SERVICE ex:x{} #'''\n }",
        "SELECT * { ?s ?p ?a FILTER(true<'>')SERVICE ex:x{}FILTER(1=1||''='') }",
        "SELECT * { ?s ?p ?a FILTER((1)<'>')SERVICE ex:x{}FILTER(1=1||''='') }",
    ],
)
def test_nothing_hides_behind_a_less_than_sign(query: str) -> None:
    """``?a<?b)…>`` is an IRI by the longest match and a comparison to a parser that knows the context."""
    with pytest.raises(QueryRefused) as refused:
        parse_outline(query)
    assert refused.value.rule in {"ambiguous", "service"}


@pytest.mark.parametrize("update", ["INSERT DATA { }", "LOAD <file:///etc/passwd>", "prefix e: <urn:e:> clear all"])
def test_updates_are_refused_as_such(update: str) -> None:
    with pytest.raises(QueryRefused) as refused:
        parse_outline(update)
    assert refused.value.rule == "update"


def test_dataset_clauses_are_resolved_against_the_prologue() -> None:
    outline = parse_outline(
        "BASE <http://a.example/x/> PREFIX : <b#> SELECT * FROM <../g> FROM NAMED :h FROM NAMED <i> {}"
    )
    assert outline.default_graphs == ("http://a.example/g",)
    assert outline.named_graphs == ("http://a.example/x/b#h", "http://a.example/x/i")


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("", 1, 1),
        ("SELEKT * {}", 1, 1),
        ("PREFIX a: <urn:a>\n  WHERE {}", 2, 3),
        ("ASK { ?s ?p 'x }", 1, 13),
        ("ASK }", 1, 5),
    ],
)
def test_broken_text_is_told_by_line_and_column(query: str, line: int, column: int) -> None:
    with pytest.raises(QuerySyntaxError) as wrong:
        parse_outline(query)
    assert (wrong.value.line, wrong.value.column) == (line, column)


def test_depth_is_bounded_before_any_parser_recurses() -> None:
    allowed = "ASK " + "{" * MAX_DEPTH + "}" * MAX_DEPTH
    assert parse_outline(allowed).form == "ask"
    with pytest.raises(QueryRefused) as refused:
        parse_outline("ASK " + "{" * (MAX_DEPTH + 1) + "}" * (MAX_DEPTH + 1))
    assert refused.value.rule == "depth"


def test_length_is_bounded_before_anything_is_read() -> None:
    with pytest.raises(QueryRefused) as refused:
        parse_outline("A" * (MAX_LENGTH + 1))
    assert refused.value.rule == "length"


@pytest.mark.parametrize(
    "hostile", ["<", '"""', "'''", "\\", "#", "?", "_:", "(" * 90 + " ", "a:", "@a-", "1e", '\\"""']
)
def test_hostile_text_of_one_kind_is_read_to_its_end_or_refused(hostile: str) -> None:
    """Half a million repetitions either make tokens or an error; no character is looked at often."""
    query = "ASK { " + hostile * (500_000 // len(hostile))
    try:
        count = sum(1 for _ in read_tokens(query))
    except QuerySyntaxError:
        count = 0
    assert count <= len(query)
