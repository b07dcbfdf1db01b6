"""The index on disk: what is encoded again, what survives a crash, what an unknown index says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.model import Evidence, Passage
from search.index import Corpus, IndexMissing, load_index, write_index
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


def test_a_crash_while_writing_leaves_the_index_as_it_was(
    tmp_path: Path, counting: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_index(tmp_path, _corpus("a"), counting)

    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("search.index.save_accent_model", fail)
    with pytest.raises(OSError):  # noqa: PT011
        write_index(tmp_path, _corpus("a", "b"), counting)
    assert load_index(tmp_path).manifest.state == "a"
    monkeypatch.undo()
    assert write_index(tmp_path, _corpus("a", "b"), counting).manifest.state == "a,b"
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
    manifest.write_text(manifest.read_text().replace('"format": 2', '"format": 0'))
    with pytest.raises(IndexMissing):
        load_index(tmp_path)


def test_duties_are_read_back_as_they_were(tmp_path: Path, counting: CountingEncoder, plan: Corpus) -> None:
    index = write_index(tmp_path, replace(plan, duties=plan.duties[:10]), counting)
    assert tuple(index.duties) == plan.duties[:10]
    assert index.documents == plan.documents
