"""Queries of strangers run in processes that can be ended, within limits, and leave the service whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.query_pool import ProcessPool
from graph.sparql import (
    GRAPH_FORMATS,
    QueryBusy,
    QueryError,
    QueryLimits,
    QueryRefused,
    QueryRequest,
    QuerySyntaxError,
    QueryTimeout,
    ResultTooLarge,
    open_query_service,
    run_query,
)
from graph.store import StoreMissing, open_store
from tests.graph.sparql_data import graph_of, quads_of

JSON = "application/sparql-results+json"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c != ?l) }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one graph of 402 triples."""
    place = tmp_path_factory.mktemp("store")
    with open_store(place) as store:
        store.replace_graphs([], quads_of(4655, copies=400))
    return place


@pytest.fixture(scope="module")
def pool(folder: Path) -> Iterator[ProcessPool]:
    """Two processes with a limit of one second."""
    limits = QueryLimits(seconds=1, rows=1000, result_bytes=1_000_000, memory_bytes=300_000_000)
    with ProcessPool(folder, processes=2, limits=limits) as service:
        answer(service, "ASK {}")
        yield service


def answer(service: ProcessPool, query: str, media_type: str = JSON) -> bytes:
    """Return the whole answer."""
    with service.run(QueryRequest(query, media_type)) as run:
        return b"".join(run)


def count_in(body: bytes) -> int:
    """Return the one number of a result."""
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


def test_an_answer_is_streamed_in_order(folder: Path) -> None:
    body = run_query(folder, QueryRequest("SELECT ?o { ?s ?p ?o } ORDER BY ?o", "text/tab-separated-values"))
    assert body.startswith(b"?o\n")
    notes = [int(line) for line in body.splitlines() if line.isdigit()]
    assert [note for note in notes if note > 1] == list(range(2, 400))


def test_a_query_past_its_time_is_ended_and_so_is_its_processor_time(pool: ProcessPool) -> None:
    before = children_of(os.getpid())
    start = time.monotonic()
    with pytest.raises(QueryTimeout):
        answer(pool, ENDLESS)
    waited = time.monotonic() - start
    assert waited < 20
    assert len(before - children_of(os.getpid())) == 1


def children_of(parent: int) -> set[int]:
    """Return the child processes of ``parent``."""
    tasks = Path(f"/proc/{parent}/task")
    if not tasks.exists():
        pytest.skip("no /proc on this system")
    return {int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()}


def test_a_query_does_not_outlive_its_server(folder: Path) -> None:
    """The server is killed in the middle of a query: the system's alarm ends the process that evaluates it."""
    script = f"""
import os, pathlib
from graph.query_pool import ProcessPool
from graph.sparql import QueryLimits, QueryRequest
from tests.graph.test_sparql import ENDLESS, children_of
pool = ProcessPool(pathlib.Path({str(folder)!r}), processes=1, limits=QueryLimits(seconds=2))
pool.run(QueryRequest("ASK {{}}", {JSON!r})).close()
print(*children_of(os.getpid()), flush=True)
pool.run(QueryRequest(ENDLESS, {JSON!r}))
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    server = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment)
    assert server.stdout is not None
    (process,) = map(int, server.stdout.readline().split())
    time.sleep(0.3)
    server.kill()
    server.wait()
    server.stdout.close()
    deadline = time.monotonic() + 30
    while Path(f"/proc/{process}").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not Path(f"/proc/{process}").exists()


def test_a_process_that_ended_while_idle_is_replaced(folder: Path) -> None:
    with ProcessPool(folder, processes=1) as service:
        assert answer(service, "ASK {}")
        (process,) = children_of(os.getpid()) & {service._idle.queue[0]._process.pid}
        os.kill(process, signal.SIGKILL)
        time.sleep(0.2)
        assert answer(service, "ASK {}")


def test_a_process_that_has_answered_is_taken_before_a_new_one(folder: Path) -> None:
    """The next query does not wait for the start of the process that takes the place of a killed one."""
    with ProcessPool(folder, processes=2) as service:
        answer(service, "ASK {}")
        seasoned, killed = service._take(), service._take()
        service.give_back(seasoned, reusable=True)
        service.give_back(killed, reusable=False)
        assert service._take() is seasoned


def test_wrong_queries_are_told_by_line_and_column(pool: ProcessPool) -> None:
    with pytest.raises(QuerySyntaxError) as wrong:
        answer(pool, "SELECT *\nWHERE {\n  ?s ?p }")
    assert wrong.value.line == 3
    assert wrong.value.column in {9, 10}, "at the brace, or behind it: the engine says how far it came"


@pytest.mark.parametrize(
    ("query", "media_type", "limit"),
    [
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", JSON, "rows"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "application/sparql-results+xml", "rows"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "text/csv", "rows"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "text/tab-separated-values", "rows"),
        ("CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }", "application/n-triples", "rows"),
        ("CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }", "text/turtle", "rows"),
        ("CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }", "application/ld+json", "rows"),
        (f"SELECT * {{ VALUES ?x {{ '{'x' * 900_000}' }} BIND(CONCAT(?x, ?x) AS ?y) }}", JSON, "bytes"),
    ],
)
def test_results_past_a_limit_break_off(pool: ProcessPool, query: str, media_type: str, limit: str) -> None:
    with pytest.raises(ResultTooLarge) as large:
        answer(pool, query, media_type)
    assert large.value.limit == limit


@pytest.mark.parametrize(
    ("text", "rows"),
    [('}},{"x":{', 1), ("<result>", 1), ("dòng\nmới", 1)],
)
def test_rows_are_counted_and_not_the_marks_inside_values(folder: Path, text: str, rows: int) -> None:
    literal = json.dumps(text, ensure_ascii=False)
    for media_type in (JSON, "application/sparql-results+xml", "text/tab-separated-values"):
        request = QueryRequest(f"SELECT * {{ VALUES ?x {{ {literal} {literal} }} }}", media_type)
        assert run_query(folder, request, QueryLimits(rows=2 * rows))


@pytest.mark.parametrize("media_type", GRAPH_FORMATS)
def test_triples_are_counted_in_every_format(folder: Path, media_type: str) -> None:
    """Two triples, one of them with a line break in its value: two rows pass, one row is too few."""
    request = QueryRequest(
        "CONSTRUCT { ?s <urn:p> ?o } { VALUES (?s ?o) { (<urn:a> 'x\\ny') (<urn:b> 1) } }", media_type
    )
    assert run_query(folder, request, QueryLimits(rows=2))
    with pytest.raises(ResultTooLarge):
        run_query(folder, request, QueryLimits(rows=1))


def test_an_unknown_graph_is_refused_not_fetched(pool: ProcessPool) -> None:
    for query in ("ASK FROM <file:///etc/passwd> { ?s ?p ?o }", "ASK FROM NAMED <http://127.0.0.1/g> {}"):
        with pytest.raises(QueryRefused) as refused:
            answer(pool, query)
        assert refused.value.rule == "dataset"


def test_from_chooses_among_the_graphs_of_the_store(pool: ProcessPool) -> None:
    assert count_in(answer(pool, f"SELECT (COUNT(*) AS ?n) FROM {graph_of(4655)} {{ ?s ?p ?o }}")) == 402


def test_a_query_process_cannot_open_a_connection(folder: Path) -> None:
    """The second wall: what the engine would fetch, were SERVICE let through, fails in the sandbox."""
    script = (
        "from graph.sandbox import forbid_sockets\n"
        "import socket, sys\n"
        "if not forbid_sockets(): sys.exit(3)\n"
        "try: socket.socket()\n"
        "except PermissionError: sys.exit(0)\n"
        "sys.exit(1)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False)
    if ended.returncode == 3:
        pytest.skip("the system takes no seccomp filter")
    assert ended.returncode == 0


def hostile_queries(port: int) -> list[str]:
    """Return fifty queries that no service should suffer from; ``port`` is where one listens for calls."""
    address = f"http://127.0.0.1:{port}/"
    service = f"SERVICE <{address}> {{ ?x ?y ?z }}"
    calls = [
        f"SELECT * {{ {service} }}",
        f"SELECT * {{ ?s ?p ?o . {service.replace('SERVICE', 'service SILENT')} }}",
        f"SELECT * {{ {{ SELECT * {{ {service} }} }} }}",
        f"ASK {{ FILTER EXISTS {{ {service} }} }}",
        f"ASK {{ BIND(<{address}> AS ?e) SERVICE ?e {{ ?x ?y ?z }} }}",
        f"CONSTRUCT {{ ?x ?y ?z }} {{ {service} }}",
        f"DESCRIBE ?x {{ {service} }}",
        f"PREFIX a: <{address}> SELECT * {{ SERVICEa:x {{ ?x ?y ?z }} }}",
        f"PREFIX a: <{address}> SELECT * {{ ?s ?p 0SERVICE a:x {{ ?x ?y ?z }} }}",
        f"SELECT * {{ ?s ?p ?a FILTER(?a<?p)SERVICE#>\n<{address}>{{?x ?y ?z}} }}",
        f"SELECT * {{ ?s ?p ?a FILTER(1<'>'){service}FILTER(1=1||''='') }}",
        f"SELECT * FROM <{address}> {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <{address}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"LOAD <{address}>",
        f"INSERT {{ ?s ?p ?o }} WHERE {{ {service} }}",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/hostname> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
        "DROP ALL",
        "DELETE WHERE { ?s ?p ?o }",
    ]
    nested = [
        "ASK " + "{" * 5000 + "}" * 5000,
        "ASK { FILTER(" + "(" * 90 + "1" + ")" * 90 + ") }",
        "ASK { FILTER(" + "!" * 20_000 + "true) }",
        "ASK { FILTER(" + "-" * 20_000 + "1 = 1) }",
        "ASK { FILTER(" + "1+" * 20_000 + "1 = 1) }",
        "ASK { FILTER(" + "true && " * 20_000 + "true) }",
        "ASK { " + "{} UNION " * 10_000 + "{} }",
        "ASK { " + "OPTIONAL { ?s ?p ?o } " * 10_000 + "}",
        "ASK { " + "MINUS { ?s ?p ?o } " * 5_000 + "}",
        "ASK { ?s " + "/".join(["<urn:p>"] * 20_000) + " ?o }",
        "ASK { ?s " + "|".join(["<urn:p>"] * 20_000) + " ?o }",
        "ASK { ?s " + "^" * 20_000 + "<urn:p> ?o }",
        "ASK { ?s (((((<urn:p>*)*)*)*)*)* ?o }",
        "ASK { ?s ?p " + "[ ?p " * 5000 + "1" + " ]" * 5000 + " }",
        "ASK { ?s ?p " + "(" * 5000 + "1" + ")" * 5000 + " }",
    ]
    costly = [
        ENDLESS,
        ENDLESS.replace("COUNT(*)", "COUNT(DISTINCT *)"),
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
        "SELECT DISTINCT ?c ?f ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT (GROUP_CONCAT(CONCAT(STR(?b), STR(?e))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT * { ?s (<urn:a>|!<urn:a>)* ?o . ?x (<urn:a>|!<urn:a>)* ?y . ?z (<urn:a>|!<urn:a>)* ?w }",
        "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?x{i} {{ 1 2 3 4 5 6 7 8 9 }}" for i in range(12)) + " }",
        "ASK { VALUES ?x { " + " ".join(f"<urn:{index}>" for index in range(100_000)) + " } ?x ?x ?x }",
        "SELECT * { ?s ?p ?o FILTER REGEX(STR(?p), '(a*)*(a*)*(a*)*(a*)*b') . ?a ?b ?c . ?d ?e ?f }",
        "ASK { FILTER(REGEX('" + "a" * 100_000 + "', '(a|aa)+$')) }",
        "SELECT (REPLACE(?x, 'a', ?x) AS ?y) { BIND('" + "a" * 20_000 + "' AS ?x) }",
    ]
    large = [
        "ASK { " + " " * 10_000_000 + "}",
        "#" * 1_500_000,
        "ASK { ?s ?p '" + "x" * 10_000_000 + "' }",
        "<" * 900_000,
        "\x00" * 1000,
    ]
    return [*calls, *nested, *costly, *large]


def test_hostile_queries_reach_nothing_and_the_next_good_one_is_answered(
    pool: ProcessPool, listener: tuple[int, list[str]]
) -> None:
    """Fifty and more of them: each ends in an answer or a plain error, none calls out, none stops the service."""
    port, calls = listener
    queries = hostile_queries(port)
    assert len(queries) >= 50
    for query in queries:
        media_type = "text/turtle" if query.startswith(("CONSTRUCT", "DESCRIBE")) else JSON
        try:
            answer(pool, query, media_type)
        except QueryError as error:
            assert error.message  # noqa: PT017  # either way is right
        assert count_in(answer(pool, COUNT)) >= 402, query[:80]
    assert calls == []


def test_queries_see_each_commit(tmp_path: Path) -> None:
    with open_store(tmp_path) as store, ProcessPool(tmp_path, processes=1) as service:
        for number in (1, 2, 3):
            store.replace_graphs([], quads_of(number))
            assert count_in(answer(service, "SELECT (COUNT(*) AS ?n) { ?s <urn:note:0> ?o }")) == number


def test_a_busy_service_says_so(folder: Path) -> None:
    with ProcessPool(folder, processes=1, limits=QueryLimits(seconds=0.2)) as service:
        taken = service._take()  # a query that takes the only process
        with pytest.raises(QueryBusy):
            answer(service, "ASK {}")
        service.give_back(taken, reusable=True)


def test_a_run_given_up_frees_its_process(folder: Path) -> None:
    """A client that goes away in the middle of a long result must not hold a process."""
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    with ProcessPool(folder, processes=1) as service:
        with service.run(QueryRequest(query, JSON)) as run:
            assert next(iter(run))
            assert not run.is_whole
        assert answer(service, "ASK {}")


def test_a_missing_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        run_query(tmp_path / "nowhere", QueryRequest("ASK {}", JSON))


def test_the_service_of_a_folder_is_a_pool(folder: Path) -> None:
    with open_query_service(folder, processes=1) as service:
        assert isinstance(service, ProcessPool)
