"""Does any text that the outline lets through make the engine call out? Thousands of mutations say no.

The engine here runs without the sandbox, before a listener on loopback: a call that the outline did not foresee is a
hole. The mutations are the same in each run.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, Store

from graph.query_errors import QueryError
from graph.query_outline import parse_outline

MUTATIONS = 4000
SEEDS = (
    "SELECT * { ?s ?p ?a FILTER(?a<2)SERVICE ex:x{} }",
    "SELECT * { ?s ?p ?a . SERVICE ADDRESS { ?x ?y ?z } }",
    "ASK { SERVICEex:x {} }",
    "ASK { ?s ?p ?a FILTER(?a < 3 || 'a'<'b') SERVICE SILENT ex:x {} }",
    "SELECT (1<2 AS ?q) { ?s ?p 1SERVICE :x {} }",
    "ASK { ?s ?p ?a FILTER(?a IN (1,2)) BIND(?a<3 AS ?w)SERVICE ex:x{} }",
    "ASK { VALUES (?v ?w) { (1 <urn:z>) (2 <urn:z>) } SERVICE ex:x{} }",
    "ASK { ?s ?p ?a FILTER(EXISTS { ?s ?p ?o } && ?a<5) SERVICE :q {} }",
)
PIECES = (
    *(
        "SERVICE",
        "service",
        " ",
        "\n",
        "\r",
        "\t",
        "<",
        ">",
        "'",
        '"',
        "#",
        "(",
        ")",
        "{",
        "}",
        "ex:a",
        "?a",
        "1",
        "1.",
    ),
    *("true", "FILTER(", "||", "''", "'''", '"""', "\\", "SILENT", "ADDRESS", ".", "FILTER(?a<", "BIND(1<2 AS ?z)"),
    *(
        "'>'",
        "#>",
        "<'",
        "'#",
        "\\'",
        "@en",
        "^^",
        "\\u0027",
        "_:b",
        ":",
        "1e",
        "<<",
        ">>",
        "&&",
        "!",
        "-",
        "a",
        "UNION",
    ),
    *(
        "/*",
        "=",
        "(?a<",
        "<?a",
        "<:",
        "<1",
        "?a<ex:a#",
        "%27",
        "\u00a0",
        "\ufeff",
        "é",
        "ex:é'",
        "SERVICE#\n",
        "ex:a\\'",
    ),
    *("ex:a.", "true<", "''<", "(1)<", "[]", "$a", "<urn:x", "urn:x>", "({", ")("),
)


def one_triple() -> Store:
    """Return a store in memory with one triple, so that patterns have something to bind."""
    store = Store()
    store.add(Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal(1)))
    return store


def mutate(query: str, chance: random.Random) -> str:
    """Insert, remove or replace a few pieces."""
    for _ in range(chance.randint(1, 2)):
        start = chance.randrange(len(query) + 1)
        end = min(len(query), start + chance.choice((0, 0, 0, 1, 2, 4)))
        query = query[:start] + chance.choice((*PIECES, "")) + query[end:]
    return query


def is_let_through(query: str) -> bool:
    """Tell whether the outline finds nothing to refuse."""
    try:
        parse_outline(query)
    except QueryError:
        return False
    return True


def evaluate(store: Store, query: str) -> bool:
    """Run a query to its end; tell whether the engine could read it."""
    try:
        answer = store.query(query)
        if not isinstance(answer, QueryBoolean):
            list(answer)
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError):
        return True
    return True


def test_no_text_that_passes_the_outline_calls_out(listener: tuple[int, list[str]]) -> None:
    port, calls = listener
    chance = random.Random(4655)
    store = one_triple()
    address = f"<http://127.0.0.1:{port}/>"
    prologue = f"PREFIX ex: {address} PREFIX SERVICEex: {address} PREFIX : {address} "
    seen: Sequence[str] = list(SEEDS)
    for _ in range(MUTATIONS):
        body = mutate(chance.choice(chance.choice((SEEDS, seen))), chance)
        query = prologue + body.replace("ADDRESS", address)
        before = len(calls)
        if len(body) < 400 and evaluate(store, query):
            seen = (*seen[-500:], body)
            assert len(calls) == before or not is_let_through(query), body
    assert len(calls) > 100, "the mutations must often call, or the search finds nothing"
