"""Words that a command cannot read: told before the store is looked for, with what may be written instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import main
from tests.app.conftest import SAMPLE, Run


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("duties", "--role", "chef"), "lead (chủ trì)"),
        (("duties", "--as-of", "2026-13-01"), "không phải ngày"),
        (("duties", "--period", "hôm nào đó"), "Không hiểu thời gian"),
        (("trace", "4655/KH-UBND", "--relation", "nothing"), "based_on (căn cứ)"),
        (("trace", "4655/KH-UBND", "--as-of", "hôm qua"), "không phải ngày"),
        (("search", ""), "Chưa có lời nào để tìm"),
        (("search", "  …?! "), "Chưa có lời nào để tìm"),
        (("who", ""), "Chưa có lời nào để tìm"),
        (("who", "ai lập báo cáo?", "--as-of", "mai"), "không phải ngày"),
    ],
)
def test_wrong_words_are_told_before_a_store_is_missed(
    words: tuple[str, ...], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--store", str(tmp_path / "kho"), *words]) == 2
    assert told in " ".join(capsys.readouterr().err.split())


def test_right_words_then_miss_the_store(tmp_path: Path) -> None:
    assert main(["--store", str(tmp_path / "kho"), "duties", "--role", "lead"]) == 4


def test_an_empty_name_is_wrong_usage(run: Run) -> None:
    code, answer = run("trace", " ")
    assert (code, answer["error"]["code"]) == (2, "wrong-usage")


def test_a_role_and_a_relation_may_be_written_in_vietnamese_without_marks(run: Run) -> None:
    assert run("duties", "--role", "bao cao")[1] == run("duties", "--role", "report")[1]
    relations = {edge["relation"] for edge in run("trace", "4655/KH-UBND", "--relation", "Căn cứ")[1]["edges"]}
    assert relations == {"based_on"}


def test_a_folder_without_files_says_that_nothing_was_read(tmp_path: Path, run: Run) -> None:
    empty = tmp_path / "rỗng"
    empty.mkdir()
    code, answer = run("ingest", str(empty), store=tmp_path / "kho")
    assert (code, answer["documents"]) == (1, [])
    assert not (tmp_path / "kho").exists()


def test_the_message_names_the_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", str(tmp_path / "kho"), "ingest", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    assert "Không có tệp nào để đọc" in captured.err
    assert captured.out == ""


def test_what_was_extracted_is_said_in_plain_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(SAMPLE)]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "Ngày có hiệu lực: nguồn che đi (“Đã biết”)" in printed
    for internal in ("in_force", "masked", "ten-loai", "mo-dau", "phu-luc"):
        assert internal not in printed


@pytest.mark.parametrize("name", ["4655", "kế hoạch 4655", "Kế hoạch số 4655", "van ban so 4655", "4655-KH/UBND"])
def test_a_bare_number_names_the_document_that_begins_with_it(name: str, run: Run) -> None:
    """It is not taken for that document, for another province may have one of the same number."""
    code, answer = run("trace", name)
    assert (code, [candidate["number"] for candidate in answer["candidates"]]) == (1, ["4655/KH-UBND"])


@pytest.mark.parametrize("name", ["quyết định 4655", "Luật Đất đai 4655", "46"])
def test_a_bare_number_of_another_type_or_length_names_nothing(name: str, run: Run) -> None:
    code, answer = run("trace", name)
    assert (code, answer["candidates"]) == (1, [])


def test_a_path_of_grounds_goes_before_a_bare_mention(run: Run) -> None:
    """The title of the plan mentions 20-NQ/TW; what justifies the plan is that it implements 69-KL/TW."""
    edges = run("path", "4655/KH-UBND", "20-NQ/TW 01/11/2012")[1]["edges"]
    assert [edge["relation"] for edge in edges] == ["implements", "continues"]


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (("69-KL/TW", "4655/KH-UBND"), "mà ngược lại"),
        (("4655/KH-UBND", "4655/kh-ubnd"), "cùng một văn bản"),
        (("20-NQ/TU", "996/QĐ-TTg"), "cũng không có đường ngược lại"),
    ],
)
def test_no_path_says_why(ends: tuple[str, str], told: str, run: Run) -> None:
    code, answer = run("path", *ends)
    assert code == 1
    assert told in answer["error"]["message"]


def test_lineage_and_paths_read_in_english(sample_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", str(sample_store), "--lang", "en", "trace", "4655/KH-UBND", "--direction", "up"]) == 0
    assert main(["--store", str(sample_store), "--lang", "en", "path", "4655/KH-UBND", "69-KL/TW", "--limit", "3"]) == 0
    printed = capsys.readouterr().out
    assert "is based on Kế hoạch 116-KH/TU of 23/04/2024 [only cited]" in printed
    assert "Path 1, steps: 1" in printed
    assert "căn cứ Kế hoạch" not in printed.split("“")[0]
