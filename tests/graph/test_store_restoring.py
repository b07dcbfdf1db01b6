"""Restoring a backup is one switch: before it everyone sees the old dataset, after it the new one, whatever happens."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from graph.store import StoreReadOnly, open_store
from graph.store_model import STORE_GRAPH
from tests.graph.sparql_data import graph_of, quads_of

ROOT = Path(__file__).parents[2]
OLD, NEW = 4655, 7886


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """The backup of a store that holds plan 7886 only."""
    path = tmp_path / "sao-luu.nq"
    with open_store(tmp_path / "other") as other, path.open("wb") as file:
        other.replace_graphs([], quads_of(NEW, copies=50))
        other.dump(file, RdfFormat.N_QUADS)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store that holds plan 4655 only."""
    with open_store(tmp_path / "kho") as store:
        store.replace_graphs([], quads_of(OLD, copies=50))
    return tmp_path / "kho"


def test_a_reader_goes_from_the_old_dataset_to_the_new(folder: Path, backup: Path) -> None:
    with open_store(folder, read_only=True) as reader, open_store(folder) as writer:
        reading = reader.quads()
        first = next(reading)
        before = writer.version()
        assert writer.restore(backup, RdfFormat.N_QUADS) > before
        assert writer.graph_names() == reader.graph_names() == [graph_of(NEW)]
        assert reader.version() == writer.version()
        assert {quad.graph_name for quad in (first, *reading)} == {graph_of(OLD)}


def test_the_store_is_written_on_after_a_restoration(folder: Path, backup: Path) -> None:
    with open_store(folder) as writer:
        restored = writer.restore(backup, RdfFormat.N_QUADS)
        assert writer.replace_graphs([], quads_of(1)) == restored + 1
    with open_store(folder, read_only=True) as reader:
        assert reader.graph_names() == sorted([graph_of(1), graph_of(NEW)], key=lambda name: name.value)


def test_bookkeeping_in_the_file_is_not_taken_over(folder: Path, backup: Path) -> None:
    """A file dumped by another program has the counter of another store."""
    with backup.open("a", encoding="utf-8") as file:
        file.write(f'{STORE_GRAPH} <urn:cancu:store#changes> "999" {STORE_GRAPH} .\n')
    with open_store(folder) as writer:
        before = writer.version()
        assert writer.restore(backup, RdfFormat.N_QUADS) == before + 1 == writer.version()


def test_a_file_that_is_no_backup_changes_nothing(folder: Path, backup: Path) -> None:
    backup.write_text("<urn:a> <urn:b> <urn:c> <urn:g> .\n<urn:broken> .\n", encoding="utf-8")
    with open_store(folder) as writer:
        before = writer.version()
        with pytest.raises(SyntaxError):
            writer.restore(backup, RdfFormat.N_QUADS)
        assert (writer.version(), writer.graph_names()) == (before, [graph_of(OLD)])
        writer.replace_graphs([], quads_of(1))


@pytest.mark.parametrize(
    ("killed_before", "document"),
    [
        ("publish_instead", OLD),
        ("begin_loading", OLD),
        ("_point_to", OLD),
        ("_prune", NEW),
        ("restore", NEW),
        ("end_loading", NEW),
    ],
)
def test_a_killed_restoration_leaves_the_old_dataset_or_the_new(
    folder: Path, backup: Path, killed_before: str, document: int
) -> None:
    """The process ends at once, before each step in turn; naming the new state in ``current`` is the switch."""
    script = f"""
import os
from pathlib import Path
from pyoxigraph import RdfFormat
from graph.snapshots import SnapshotShelf
from graph.store import open_store
store = open_store({str(folder)!r})
setattr(SnapshotShelf, {killed_before!r}, lambda *_: os._exit(9))
store.restore(Path({str(backup)!r}), RdfFormat.N_QUADS)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", script], env=environment, check=False)
    assert run.returncode == 9
    with open_store(folder, read_only=True) as reader:
        assert reader.graph_names() == [graph_of(document)]
    with open_store(folder) as writer:
        assert writer.graph_names() == [graph_of(document)]
        writer.replace_graphs([], quads_of(1))
        writer.restore(backup, RdfFormat.N_QUADS)
        assert writer.graph_names() == [graph_of(NEW)]
    with open_store(folder, read_only=True) as reader:
        assert len(list(reader.quads())) == 52


def test_a_reader_does_not_restore(folder: Path, backup: Path) -> None:
    with open_store(folder, read_only=True) as reader, pytest.raises(StoreReadOnly):
        reader.restore(backup, RdfFormat.N_QUADS)
