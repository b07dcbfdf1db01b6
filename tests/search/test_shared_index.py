"""The index on PostgreSQL: the same answers as beside the store, whole generations, nothing of a question in SQL."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from psycopg.errors import ReadOnlySqlTransaction

from graph.model import AgencyRef, Duty, Evidence, Passage
from search.index import Corpus, SearchIndex, write_index
from search.lexical import TermIndex
from search.postgres import database as connections
from search.postgres import writing
from search.postgres.address import parse_address
from search.postgres.editions import edition_for
from search.postgres.faults import IndexUnavailable
from search.postgres.index import open_shared, write_shared
from search.responsibilities import ask, find_passages
from tests.search.conftest import CountingEncoder
from tests.search.postgres_server import run_postgres
from tests.search.shared_index import EmptyDatabase, database, postgres

__all__ = ["database", "postgres"]

HOSTILE = (
    "'; DROP SCHEMA cancu CASCADE; --",
    '" OR 1=1 --',
    "%s %(number)s {units} $1 \\' E'\\x27'",
    "ai chủ trì \x00 nguồn gen",
    "nguồn " * 500,
    "x" * 100_000,
)


def _passage(document: str, number: int, words: str = "bố trí kinh phí") -> Passage:
    text = f"Khoản {number} của {document}: {words}."
    return Passage(f"{document}#{number}", document, None, str(number), "", text, Evidence(document, "", 0, 1, text))


def _duty(document: str, number: int, task: str) -> Duty:
    agency = AgencyRef(f"https://cancu.example/id/org/{number}", f"Sở số {number}")
    evidence = Evidence(document, str(number), 0, len(task), task)
    return Duty(
        f"{document}#d{number}", agency, agency.label, "lead", task, document, None, str(number), "", None, evidence
    )


def _corpus(*documents: str, words: str = "bố trí kinh phí") -> Corpus:
    passages = tuple(_passage(document, number, words) for document in documents for number in range(5))
    duties = tuple(_duty(document, number, f"{words} việc {number}") for document in documents for number in range(3))
    return Corpus((), duties, passages, ",".join((*documents, words)))


@pytest.fixture(autouse=True)
def _reopen_with_the_same_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.index.load_encoder", lambda _=None: CountingEncoder())


@pytest.fixture
def shared(database: EmptyDatabase, plan: Corpus, counting: CountingEncoder) -> SearchIndex:
    """The sample plan's duties on the server, with the hashed words for vectors."""
    return write_shared(database.address, plan, counting)


@pytest.mark.parametrize(
    "question",
    [
        "Cơ quan nào chủ trì bảo tồn nguồn gen?",
        "so nong nghiep lam gi ve cong nghe cao",
        "Sở Tài chính bố trí kinh phí ra sao trong giai đoạn 2026-2030?",
        "UBND huyện Đức Trọng phải làm gì?",
        "ai phụ trách tàu ngầm nguyên tử",
        "mục III",
    ],
)
def test_the_answers_are_those_of_the_index_on_disk(
    question: str,
    shared: SearchIndex,
    plan: Corpus,
    counting: CountingEncoder,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The whole response is equal: answers, scores to the last digit shown, abstention, the SPARQL query."""
    local = write_index(tmp_path_factory.mktemp("local"), plan, counting)
    assert ask(shared, question) == ask(local, question)
    assert find_passages(shared, question) == find_passages(local, question)


def test_adding_a_document_encodes_and_writes_that_document_only(
    database: EmptyDatabase, counting: CountingEncoder
) -> None:
    write_shared(database.address, _corpus("a", "b"), counting)
    counting.encoded.clear()
    index = write_shared(database.address, _corpus("a", "b", "c"), counting)
    assert sorted({text.partition(" của ")[2][:1] for text in counting.encoded if " của " in text}) == ["c"]
    assert len(index.passages) == 15
    with database.connect() as connection:
        schema = edition_for(counting.name, counting.dimension).schema
        versions = connection.execute(f"SELECT iri, code FROM {schema}.document ORDER BY code").fetchall()
    assert versions == [("a", 1), ("b", 2), ("c", 3)]


def test_equal_words_are_encoded_once(database: EmptyDatabase, counting: CountingEncoder) -> None:
    write_shared(database.address, Corpus((), (_duty("a", 1, "x y"), _duty("b", 1, "x y")), (), "1"), counting)
    assert counting.encoded == ["x y"]


def test_a_document_that_went_is_not_found_any_more(database: EmptyDatabase, counting: CountingEncoder) -> None:
    write_shared(database.address, _corpus("a", "b"), counting)
    index = write_shared(database.address, _corpus("b"), counting)
    assert {passage.document for passage in index.passages} == {"b"}
    terms = index.analyser.terms("kinh phí")
    assert {index.windows.units[row].document for row in index.windows.lexical.search(terms, "text", 50).positions} == {
        "b"
    }
    query = counting.encode_query("kinh phí")
    assert {index.windows.units[row].document for row in index.windows.vectors.search(query, 50).positions} == {"b"}


def test_rarity_follows_what_is_there(database: EmptyDatabase, counting: CountingEncoder) -> None:
    """Counts of words are kept as differences, so they must be those of an index written in one go."""
    write_shared(database.address, _corpus("a", "b", "c"), counting)
    stepwise = write_shared(database.address, _corpus("b", "c", "d", words="mua sắm"), counting).windows.lexical
    fresh = write_without_a_past(_corpus("b", "c", "d", words="mua sắm"), database)
    for word in ("mua", "mua_sam", "kinh_phi", "khoan", "d"):
        assert stepwise.rarity(word) == fresh.rarity(word)


def write_without_a_past(corpus: Corpus, database: EmptyDatabase) -> TermIndex:
    """Return the words of ``corpus`` in an edition of its own, which has no past."""
    other = CountingEncoder()
    other.name = "test/without-a-past"
    return write_shared(database.address, corpus, other).windows.lexical


def test_another_model_is_another_edition(database: EmptyDatabase, counting: CountingEncoder) -> None:
    """Vectors of two models never meet, even of two lengths; the reader of the first is not disturbed."""
    first = write_shared(database.address, _corpus("a"), counting)
    other = CountingEncoder()
    other.name, other.dimension = "test/longer", 24
    second = write_shared(database.address, _corpus("a"), other)
    assert second.manifest.model == "test/longer"
    assert second.manifest.encoded == first.manifest.encoded
    assert len(second.windows.vectors.search(other.encode_query("kinh phí"), 3).positions) == 3
    assert len(first.windows.vectors.search(counting.encode_query("kinh phí"), 3).positions) == 3


def test_a_reader_sees_before_or_after(database: EmptyDatabase, counting: CountingEncoder) -> None:
    """While documents are replaced again and again, whoever opened a generation keeps finding it whole."""
    states = {f"a,b,{words}": words for words in ("một", "hai", "ba", "bốn")}
    held = write_shared(database.address, _corpus("a", "b", words="một"), counting)
    faults: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            index = open_shared(database.address)
            assert index is not None
            words = states[index.manifest.state]
            texts = [passage.text for passage in index.passages]
            if len(texts) != 10 or not all(text.endswith(f": {words}.") for text in texts):
                faults.append(f"{index.manifest.state}: {texts}")

    reader = threading.Thread(target=read)
    reader.start()
    for words in ("hai", "ba", "bốn", "một", "hai"):
        write_shared(database.address, _corpus("a", "b", words=words), counting)
    done.set()
    reader.join()
    assert faults == []
    assert [passage.text[-4:] for passage in held.passages] == ["một."] * 10


def test_a_crash_while_writing_leaves_the_index_as_it_was(
    database: EmptyDatabase, counting: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was computed before the crash is kept, so the next try computes nothing."""
    write_shared(database.address, _corpus("a"), counting)

    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(writing, "_make_search_indexes", fail)
        with pytest.raises(RuntimeError):
            write_shared(database.address, _corpus("a", "b"), counting)
    before = open_shared(database.address)
    assert before is not None
    assert len(before.passages) == 5
    counting.encoded.clear()
    assert len(write_shared(database.address, _corpus("a", "b"), counting).passages) == 10
    assert counting.encoded == []


def test_what_no_reader_holds_is_removed(
    database: EmptyDatabase, counting: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that slept for longer than generations are kept is told to ask again; it never gets a part."""
    held = write_shared(database.address, _corpus("a", words="một"), counting)
    monkeypatch.setattr(writing, "KEPT", "0 seconds")
    write_shared(database.address, _corpus("a", words="hai"), counting)
    write_shared(database.address, _corpus("a", words="ba"), counting)
    with pytest.raises(IndexUnavailable) as raised:
        held.passages[0]
    assert raised.value.reason == "outdated"
    assert len(held.home.newest().passages) == 5
    with database.connect() as connection:
        schema = edition_for(counting.name, counting.dimension).schema
        assert connection.execute(f"SELECT count(*) FROM {schema}.document").fetchone() == (2,)


@pytest.mark.parametrize("text", HOSTILE)
def test_questions_never_become_statements(text: str, shared: SearchIndex, database: EmptyDatabase) -> None:
    ask(shared, text)
    find_passages(shared, text)
    shared.tasks.lexical.search([text], "text", 10, [text])
    assert shared.tasks.lexical.rarity(text.replace("\x00", " ")) > 0
    with database.connect() as connection:
        assert connection.execute("SELECT count(*) FROM cancu.edition WHERE current").fetchone() == (1,)


@pytest.mark.parametrize("text", [part for part in HOSTILE if "\x00" not in part])
def test_documents_never_become_statements(text: str, database: EmptyDatabase, counting: CountingEncoder) -> None:
    """Names of documents, headings and tasks are stored as they are."""
    passage = replace(_passage("a", 1), document=text[:200], heading=text, text=text)
    duty = replace(_duty("a", 1, text), document=text[:200], heading=text)
    index = write_shared(database.address, Corpus((), (duty,), (passage,), text[:50]), counting)
    assert index.passages[0] == passage
    assert index.duties[0] == duty
    assert index.manifest.state == text[:50]


def test_statements_of_questions_cannot_write(
    shared: SearchIndex, database: EmptyDatabase, counting: CountingEncoder
) -> None:
    schema = edition_for(counting.name, counting.dimension).schema
    reader = connections.Database(database.address, schema)
    with pytest.raises(ReadOnlySqlTransaction):
        reader.rows("DELETE FROM document RETURNING code")


def test_a_slow_statement_is_ended(
    shared: SearchIndex, database: EmptyDatabase, counting: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "STATEMENT_SECONDS", 1)
    connections.close_pools()
    reader = connections.Database(database.address, edition_for(counting.name, counting.dimension).schema)
    with pytest.raises(IndexUnavailable) as raised:
        reader.rows("SELECT pg_sleep(60)")
    assert raised.value.reason == "timeout"


def test_a_server_that_went_away_is_said(
    plan: Corpus, counting: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_WAIT_SECONDS", 1)
    with run_postgres() as server:
        index = write_shared(parse_address(server.location()), plan, counting)
    with pytest.raises(IndexUnavailable) as raised:
        ask(index, "Cơ quan nào chủ trì bảo tồn nguồn gen?")
    connections.close_pools()
    assert raised.value.reason == "unreachable"


def test_an_empty_database_has_no_index(database: EmptyDatabase) -> None:
    assert open_shared(database.address) is None


def test_an_empty_corpus_is_an_index(database: EmptyDatabase, counting: CountingEncoder) -> None:
    index = write_shared(database.address, Corpus((), (), (), "0"), counting)
    assert ask(index, "ai chủ trì?").abstained
    assert find_passages(index, "ai chủ trì?") == ()


def test_two_writers_take_turns(database: EmptyDatabase) -> None:
    """Both write the same state; the second finds it written, and neither fails."""
    write_shared(database.address, _corpus("a"), CountingEncoder())
    faults: list[BaseException] = []

    def write() -> None:
        try:
            write_shared(database.address, _corpus("a", "b", "c"), CountingEncoder())
        except BaseException as fault:
            faults.append(fault)

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    index = open_shared(database.address)
    assert index is not None
    assert len(index.passages) == 15
