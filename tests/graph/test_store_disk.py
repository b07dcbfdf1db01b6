"""The store on disk among processes: one writer, readers beside it, kills at any moment."""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from graph.embedded import EmbeddedReader, EmbeddedStore
from graph.migrations import Migrations
from graph.store import (
    GraphStore,
    StoreError,
    StoreLocked,
    StoreMissing,
    StoreOutdated,
    StoreReadOnly,
    StoreUnavailable,
    open_store,
)
from tests.graph.sparql_data import NUMBER, graph_of, quads_of

ROOT = Path(__file__).parents[2]
KILLS = 6
"""How often the writer is killed here; ``bench/durability.py`` does it a hundred times."""
PARTS = 200
"""Notes of each document that the killed writer stores: all of them are there, or none."""


def run_writer(folder: Path) -> subprocess.Popen[bytes]:
    """Start a process that stores and replaces documents until it is killed."""
    script = f"""
import itertools
from graph.store import open_store
from tests.graph.sparql_data import graph_of, quads_of
with open_store({str(folder)!r}) as store:
    print("open", flush=True)
    for number in itertools.count():
        document = number % 7
        store.replace_graphs([graph_of(document)], quads_of(document, copies={PARTS}))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment)


def sizes_of(store: GraphStore) -> set[int]:
    """Return the sizes of all documents: one size when each is whole."""
    return {len(list(store.quads(graph))) for graph in store.graph_names()}


def test_a_reader_and_a_writer_share_the_store(tmp_path: Path) -> None:
    with open_store(tmp_path) as writer, open_store(tmp_path, read_only=True) as reader:
        assert reader.version() == writer.version()
        writer.replace_graphs([], quads_of(4655))
        assert reader.version() == writer.version()
        assert reader.graph_names() == [graph_of(4655)]


def test_a_reader_finishes_on_the_state_that_it_began_with(tmp_path: Path) -> None:
    """A long read is not disturbed by commits, nor by the removal of the states they leave behind."""
    with open_store(tmp_path) as writer, open_store(tmp_path, read_only=True) as reader:
        writer.replace_graphs([], quads_of(1, copies=500))
        reading = reader.quads()
        first = next(reading)
        for number in range(2, 6):
            writer.replace_graphs([graph_of(1)], quads_of(number))
        assert {quad.graph_name for quad in (first, *reading)} == {graph_of(1)}
        assert graph_of(1) not in reader.graph_names()


def test_old_states_are_removed_when_nobody_reads_them(tmp_path: Path) -> None:
    with open_store(tmp_path) as writer:
        for number in range(5):
            writer.replace_graphs([], quads_of(number))
        assert len(list((tmp_path / "graph" / "snapshots").iterdir())) == 1


def test_a_lost_snapshot_is_published_again(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.replace_graphs([], quads_of(4655))
    shutil.rmtree(tmp_path / "graph" / "snapshots")
    with open_store(tmp_path, read_only=True) as reader:
        assert reader.graph_names() == [graph_of(4655)]


def test_a_second_writer_waits_and_then_is_told_who_writes(tmp_path: Path) -> None:
    with open_store(tmp_path):
        with pytest.raises(StoreLocked) as locked:
            EmbeddedStore(tmp_path, wait_seconds=0.1)
        assert f"PID {os.getpid()}" in locked.value.message
        assert "PID" in locked.value.message_en
    EmbeddedStore(tmp_path, wait_seconds=0.1).close()


def test_reading_what_is_not_there_is_told_and_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        open_store(tmp_path / "kho", read_only=True)
    assert not (tmp_path / "kho").exists()


def test_a_place_that_cannot_hold_a_store(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("không phải thư mục", encoding="utf-8")
    with pytest.raises(StoreUnavailable):
        open_store(tmp_path / "tep")


def test_damaged_files_are_told(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    for manifest in (tmp_path / "graph" / "live").glob("MANIFEST*"):
        manifest.write_bytes(b"\x00" * 100)
    with pytest.raises(StoreUnavailable) as damaged:
        open_store(tmp_path)
    assert "cancu import" in damaged.value.message


def test_a_reader_does_not_write(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with open_store(tmp_path, read_only=True) as reader:
        with pytest.raises(StoreReadOnly):
            reader.replace_graphs([], quads_of(1))
        with pytest.raises(StoreReadOnly):
            reader.clear()
        with pytest.raises(StoreReadOnly):
            reader.bulk_load(io.BytesIO(b""), RdfFormat.N_QUADS)


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.close()
    store.close()
    with pytest.raises(StoreError):
        store.version()


def test_a_bulk_load_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    good = "".join(f"<urn:{number}> <urn:p> <urn:o> <urn:g> .\n" for number in range(5000))
    with open_store(tmp_path) as store:
        store.replace_graphs([], quads_of(4655))
        before = store.version()
        with pytest.raises((StoreError, SyntaxError)):
            store.bulk_load(io.BytesIO(f"{good}<urn:broken> .\n".encode()), RdfFormat.N_QUADS)
        assert store.version() == before
        assert store.graph_names() == [graph_of(4655)]
        store.bulk_load(io.BytesIO(good.encode()), RdfFormat.N_QUADS)
        assert len(list(store.quads(NamedNode("urn:g")))) == 5000


def test_a_bulk_load_that_was_killed_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    """The state on disk in the middle of a load: some of the file in ``live``, the mark beside it."""
    with open_store(tmp_path) as store:
        store.replace_graphs([], quads_of(4655))
    with EmbeddedStore(tmp_path) as store:
        (tmp_path / "graph" / "loading").touch()
        store._native().add(Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal(1), NamedNode("urn:part")))
    with open_store(tmp_path, read_only=True) as reader:
        assert reader.graph_names() == [graph_of(4655)]
    with open_store(tmp_path) as store:
        assert store.graph_names() == [graph_of(4655)]


def test_older_data_is_migrated_when_opened(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path, migrations=Migrations(1)) as store:
        store.replace_graphs([], quads_of(4655))
    newer = Migrations(
        2, {2: f"DELETE {{ GRAPH ?g {{ ?s {NUMBER} ?n }} }} INSERT {{ GRAPH ?g {{ ?s <urn:number> ?n }} }} "
               f"WHERE {{ GRAPH ?g {{ ?s {NUMBER} ?n }} }}"}
    )  # fmt: skip
    with EmbeddedReader(tmp_path, migrations=newer) as reader:
        assert reader.ask("ASK { ?s <urn:number> '4655/KH-UBND' }")
        assert not reader.ask(f"ASK {{ ?s {NUMBER} ?n }}")
    with pytest.raises(StoreOutdated) as outdated:
        EmbeddedStore(tmp_path, migrations=Migrations(1))
    assert "bản 2" in outdated.value.message


def test_kill_9_during_ingestion_leaves_every_document_whole(tmp_path: Path) -> None:
    chance = random.Random(4655)
    for _ in range(KILLS):
        writer = run_writer(tmp_path)
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"open\n"
        time.sleep(chance.uniform(0.05, 0.4))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        with open_store(tmp_path, read_only=True) as reader:
            assert sizes_of(reader) <= {PARTS + 2}
            version = reader.version()
        with open_store(tmp_path) as store:
            assert sizes_of(store) <= {PARTS + 2}
            assert store.version() == version


def test_readers_during_ingestion_see_whole_documents(tmp_path: Path) -> None:
    """Four readers beside thirty replacements: no error, never a part of a document."""
    torn: list[str] = []
    done = threading.Event()

    def read() -> None:
        query = "SELECT ?graph (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
        with open_store(tmp_path, read_only=True) as reader:
            while not done.is_set():
                rows = [(row["graph"].value, row["n"].value) for row in reader.select(query)]
                torn.extend(graph for graph, count in rows if graph.startswith("https:") and count != "22")

    with open_store(tmp_path) as store:
        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for number in range(30):
            store.replace_graphs([graph_of(number % 5)], quads_of(number % 5, copies=20))
        done.set()
        for reader in readers:
            reader.join()
    assert torn == []


def test_a_copied_folder_is_a_store(tmp_path: Path) -> None:
    """A backup by copying files, with no writer at work, opens like the original."""
    with open_store(tmp_path / "kho") as store:
        store.replace_graphs([], quads_of(4655))
    shutil.copytree(tmp_path / "kho", tmp_path / "ban-sao")
    with open_store(tmp_path / "ban-sao") as copy:
        assert copy.graph_names() == [graph_of(4655)]
