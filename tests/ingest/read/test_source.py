"""From a file to its document: what is rejected, when, and with which words."""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path

import pytest

from ingest.read import InputRejected, Limits, read_bytes, read_file
from ingest.read.converters import convert_to_text

TEXT = "Căn cứ Luật Tổ chức chính quyền địa phương;"


def test_the_document_knows_its_text_by_hash(tmp_path: Path) -> None:
    """The hash is of the text, not of the file: the same words in another encoding are the same document."""
    (tmp_path / "a.txt").write_bytes(TEXT.encode("utf-16"))
    document = read_file(tmp_path / "a.txt")
    assert document.name == "a.txt"
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert document.media_type == "text/plain"


def rejection_of(path: Path, limits: Limits | None = None) -> InputRejected:
    with pytest.raises(InputRejected) as rejected:
        read_file(path, limits or Limits())
    return rejected.value


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert rejection_of(tmp_path / "không có.txt").code == "not_found"
    assert rejection_of(tmp_path).code == "not_a_file"
    assert rejection_of(Path("a\x00b.txt")).code == "not_found"


def test_special_files_are_not_opened(tmp_path: Path) -> None:
    """Opening a pipe would wait for ever."""
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert rejection_of(pipe).code == "not_a_file"


def test_a_huge_file_is_rejected_unread(tmp_path: Path) -> None:
    """The file is sparse: its 200 MB would have to be read to be seen."""
    huge = tmp_path / "lớn.txt"
    with huge.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    assert rejection_of(huge).code == "too_large"
    assert "50" in rejection_of(huge).message


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")

    def refuse(*arguments: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert rejection_of(file).code == "unreadable"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\n", "empty"),
        ("a.txt", b"\xef\xbb\xbf", "empty"),
        ("a.html", b"<html><body></body></html>", "empty"),
        ("a.txt", bytes(range(256)) * 8, "binary"),
        ("a.docx", b"PK\x03\x04 not a zip", "malformed"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 50, "unsupported"),
        ("a.txt", b"An ordinary English sentence, of no use here at all.", "not_vietnamese"),
    ],
)
def test_rejected_content(name: str, data: bytes, code: str) -> None:
    with pytest.raises(InputRejected) as rejected:
        read_bytes(name, data)
    assert rejected.value.code == code
    assert rejected.value.name == name


def test_a_rejection_says_what_to_do_in_both_languages() -> None:
    rejection = InputRejected("too_large", "a.txt", "200 MB")
    assert rejection.message == "Tệp quá lớn: 200 MB. Hãy tách nhỏ tệp hoặc nâng giới hạn."
    assert rejection.message_en == "The file is too large: 200 MB. Split it or raise the limit."
    assert str(rejection) == f"a.txt: {rejection.message}"


def test_a_rejection_crosses_processes() -> None:
    """Ingestion runs in several processes; an exception must come back whole."""
    copy = pickle.loads(pickle.dumps(InputRejected("empty", "a.txt")))
    assert (copy.code, copy.name, copy.message) == ("empty", "a.txt", InputRejected("empty", "a.txt").message)


def test_limits_must_be_positive() -> None:
    with pytest.raises(ValueError, match="max_pages"):
        Limits(max_pages=0)


def test_a_missing_converter_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda program: None)
    with pytest.raises(InputRejected) as rejected:
        convert_to_text("a.doc", b"x", ".doc", Limits())
    assert rejected.value.code == "missing_converter"
    assert "libreoffice" in rejected.value.message
