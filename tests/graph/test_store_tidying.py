"""A writer merges the engine's files when it has written its share: queries then look into few files, not many."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from graph import bulk, tidying
from graph.store import open_store
from graph.tidying import Untidiness
from tests.graph.sparql_data import graph_of, quads_of

COMMITS = 3
"""Fewer than the four files of a table at which the engine begins to merge by itself, sooner or later."""
INDEXES = 12
"""Sorted tables of the engine: nine orders of quads, strings, graph names, and the default one of RocksDB."""
LEFT = 4
"""Small files that the engine may leave beside them (pyoxigraph 0.5.13: one or two); without merging it leaves ten."""


def published_files(folder: Path) -> int:
    """Return how many sorted files a reader opens."""
    name = (folder / "graph" / "current").read_text(encoding="ascii")
    return len(list((folder / "graph" / "snapshots" / name).glob("*.sst")))


def write(folder: Path, *numbers: int) -> None:
    """Store one document a commit."""
    with open_store(folder) as store:
        for number in numbers:
            store.replace_graphs([], quads_of(number, copies=50))


def test_leaving_the_store_merges_what_the_commits_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "as-it-came", *range(COMMITS))
    monkeypatch.setattr(tidying, "SMALL_BYTES", 0)
    write(tmp_path / "merged", *range(COMMITS))
    assert published_files(tmp_path / "merged") < published_files(tmp_path / "as-it-came")
    with open_store(tmp_path / "merged", read_only=True) as reader:
        assert reader.graph_names() == [graph_of(number) for number in range(COMMITS)]
        assert reader.version() == COMMITS


def test_a_small_store_is_left_as_it_is(tmp_path: Path) -> None:
    """Merging would take longer than it saves."""
    write(tmp_path, 4655)
    assert not (tmp_path / "graph" / "current").read_text(encoding="ascii").endswith("tidy")


def test_a_load_in_portions_ends_in_one_file_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(f"<urn:{number}> <urn:p> <urn:o> <urn:g> .\n" for number in range(2000)).encode()
    monkeypatch.setattr(bulk, "PORTION_BYTES", 5_000)
    with open_store(tmp_path) as store:
        store.bulk_load(io.BytesIO(lines), RdfFormat.N_QUADS)
    assert published_files(tmp_path) <= INDEXES + LEFT


@pytest.mark.parametrize(
    ("kept", "written", "due"),
    [
        pytest.param(None, 0, False, id="nothing written"),
        pytest.param(None, 1_000_000, False, id="a tenth"),
        pytest.param(None, 1_250_000, True, id="an eighth"),
        pytest.param("1000000", 250_000, True, id="an eighth with what former writers left"),
        pytest.param("2000000", 0, False, id="a writer that only looked"),
        pytest.param("?", 1_250_000, True, id="a record that cannot be read"),
    ],
)
def test_merging_is_due_by_the_share_written(tmp_path: Path, kept: str | None, written: int, due: bool) -> None:
    record = tmp_path / "untidiness"
    (tmp_path / "000001.sst").write_bytes(bytes(10_000_000))
    if kept:
        record.write_text(kept, encoding="ascii")
    untidiness = Untidiness(record, tmp_path)
    untidiness.add(written)
    assert untidiness.is_due is due


def test_single_documents_add_up(tmp_path: Path) -> None:
    (tmp_path / "000001.sst").write_bytes(bytes(10_000_000))
    for turn in range(2):
        writer = Untidiness(tmp_path / "untidiness", tmp_path)
        writer.add(700_000)
        assert writer.is_due is (turn == 1)
        writer.save()
    writer.clear()
    assert not (tmp_path / "untidiness").exists()


def test_a_file_that_the_engine_merges_meanwhile_counts_nothing(tmp_path: Path) -> None:
    """The engine merges beside us: a file that was listed may be gone when its size is asked for."""
    (tmp_path / "000035.sst").symlink_to(tmp_path / "merged away")
    untidiness = Untidiness(tmp_path / "record", tmp_path)
    untidiness.add(1)
    assert not untidiness.is_due
