"""Files that are no documents: a clear message, exit 3, and the store exactly as before."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main
from tests.app.conftest import SAMPLE, Run


def huge(path: Path) -> None:
    """A sparse file of 200 MB: refused by its size, before it is read."""
    with path.open("wb") as out:
        out.truncate(200_000_000)


def write(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (write(b""), "empty"),
        (write(b" \n\t \n"), "empty"),
        (write(os.urandom(5000)), "binary"),
        (write(b"The quick brown fox jumps over the lazy dog. " * 40), "not_vietnamese"),
        (huge, "too_large"),
    ],
    ids=["empty", "blank", "binary", "english", "200 MB"],
)
def test_a_file_that_is_no_document_is_rejected(
    make: Callable[[Path], object], code: str, tmp_path: Path, run: Run
) -> None:
    file = tmp_path / "tep.txt"
    make(file)
    store = tmp_path / "kho"
    exit_code, answer = run("ingest", str(file), store=store)
    assert exit_code == 3
    assert answer["documents"][0]["status"] == "rejected"
    assert answer["documents"][0]["code"] == code
    assert answer["documents"][0]["reason"]
    assert not store.exists(), "nothing was accepted, so nothing is made"


def test_a_missing_file_is_rejected(tmp_path: Path, run: Run) -> None:
    assert run("ingest", str(tmp_path / "khong-co.txt"), store=tmp_path / "kho")[0] == 3


def test_good_files_are_kept_beside_bad_ones(tmp_path: Path, run: Run) -> None:
    bad = tmp_path / "rong.txt"
    bad.touch()
    code, answer = run("ingest", str(bad), str(SAMPLE), store=tmp_path / "kho")
    assert code == 3
    assert [document["status"] for document in answer["documents"]] == ["rejected", "added"]


def test_reading_without_a_store_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["documents", "--store", str(tmp_path / "khong-co")]) == 4
    assert "cancu ingest" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["trace"], ["duties", "--role", "chef"], ["who", "ai?", "--as-of", "hôm nay"]])
def test_wrong_usage_is_exit_two(words: list[str], sample_store: Path) -> None:
    assert main([*words, "--store", str(sample_store)]) == 2
