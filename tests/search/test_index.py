"""The index on disk: what is encoded again, what survives a crash, what an unknown index says."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from graph.model import Evidence, Passage
from graph.store import open_store
from search.index import FORMAT, Corpus, IndexMissing, load_index, open_index, write_index
from tests.search.conftest import CountingEncoder


def _passage(document: str, number: int) -> Passage:
    text = f"Khoản {number} của {document}: bố trí kinh phí."
    return Passage(f"{document}#{number}", document, None, str(number), "", text, Evidence(document, "", 0, 1, text))


def _corpus(*documents: str) -> Corpus:
    passages = tuple(_passage(document, number) for document in documents for number in range(5))
    return Corpus((), (), passages, ",".join(documents))


@pytest.fixture(autouse=True)
def _reopen_with_the_same_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.index.load_encoder", lambda _=None: CountingEncoder())


def test_adding_a_document_encodes_that_document_only(tmp_path: Path, counting: CountingEncoder) -> None:
    write_index(tmp_path, _corpus("a", "b"), counting)
    assert len(counting.encoded) == 10
    counting.encoded.clear()
    index = write_index(tmp_path, _corpus("a", "b", "c"), counting)
    assert all(text.endswith("của c: bố trí kinh phí.") for text in counting.encoded)
    assert index.manifest.encoded == 5
    assert len(index.passages) == 15


def test_another_model_encodes_everything_again(tmp_path: Path, counting: CountingEncoder) -> None:
    write_index(tmp_path, _corpus("a"), counting)
    other = CountingEncoder()
    other.name = "test/other"
    assert write_index(tmp_path, _corpus("a"), other).manifest.encoded == 5


@pytest.mark.parametrize(
    "step",
    [
        "search.index.write_records",
        "search.shelf_writer.write_records",
        "search.shelf_writer._write_vectors",
        "search.shelf_writer.LexicalIndex.build",
        "search.shelf_writer._write_neighbours",
        "search.index.save_accent_model",
        "search.index._switch",
    ],
)
def test_a_crash_while_writing_leaves_the_index_as_it_was(
    tmp_path: Path, counting: CountingEncoder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whatever step the power fails in: the old index answers, and the next writing clears what was left."""
    write_index(tmp_path, _corpus("a"), counting)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(step, fail)
    with pytest.raises(KeyboardInterrupt):
        write_index(tmp_path, _corpus("a", "b"), counting)
    assert load_index(tmp_path).manifest.state == "a"
    monkeypatch.undo()
    monkeypatch.setattr("search.index.load_encoder", lambda _=None: CountingEncoder())
    counting.encoded.clear()
    assert write_index(tmp_path, _corpus("a", "b"), counting).manifest.state == "a,b"
    assert len(counting.encoded) == 5  # what the old index knew is still taken over
    assert len(list(tmp_path.glob("g-*"))) == 1  # what the crash left is gone


@pytest.mark.parametrize("left", ["", "g-missing", "../../etc"])
def test_no_index_is_said(tmp_path: Path, left: str) -> None:
    (tmp_path / "current").write_text(left)
    with pytest.raises(IndexMissing) as raised:
        load_index(tmp_path)
    assert raised.value.folder == tmp_path


def test_an_index_of_another_format_is_missing(tmp_path: Path, counting: CountingEncoder) -> None:
    write_index(tmp_path, _corpus("a"), counting)
    [manifest] = tmp_path.glob("g-*/manifest.json")
    manifest.write_text(manifest.read_text().replace(f'"format": {FORMAT}', '"format": 0'))
    with pytest.raises(IndexMissing):
        load_index(tmp_path)


def test_duties_are_read_back_as_they_were(tmp_path: Path, counting: CountingEncoder, plan: Corpus) -> None:
    index = write_index(tmp_path, replace(plan, duties=plan.duties[:10]), counting)
    assert tuple(index.duties) == plan.duties[:10]
    assert index.documents == plan.documents


WRITER = """
import sys, time
from pathlib import Path
from tests.search import test_index
from tests.search.conftest import CountingEncoder

class Slow(CountingEncoder):
    def encode_passages(self, texts):
        print("encoding", flush=True)
        time.sleep(60)

test_index.write_index(Path(sys.argv[1]), test_index._corpus("a", "b"), Slow())
"""


def test_a_writer_that_is_killed_leaves_the_old_index(tmp_path: Path, counting: CountingEncoder) -> None:
    write_index(tmp_path, _corpus("a"), counting)
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"encoding\n"
        writer.kill()
    index = load_index(tmp_path)
    assert (index.manifest.state, len(index.passages)) == ("a", 5)


def test_another_model_is_taken_up_with_the_next_question(
    tmp_path: Path, counting: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``CANCU_MODEL`` set anew: vectors of the former model would answer in another space."""
    with open_store(tmp_path / "store") as store:
        assert open_index(store, counting).manifest.model == counting.name
        monkeypatch.setenv("CANCU_MODEL", "test/other")
        other = CountingEncoder()
        other.name = "test/other"
        monkeypatch.setattr("search.index.load_encoder", lambda _=None: other)
        assert open_index(store).manifest.model == "test/other"
