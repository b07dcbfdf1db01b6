"""Markdown: the words without the marks of the format, also from sloppy converters."""

from __future__ import annotations

import pytest

from ingest.read import Limits, read_bytes
from ingest.read.markdown import print_markdown


def words_of(source: str) -> str:
    return print_markdown("a.md", source, Limits())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# **NGHỊ QUYẾT**", "NGHỊ QUYẾT"),
        (r"Số 57\-NQ/TW", "Số 57-NQ/TW"),
        (r"1\. Mục tiêu", "1. Mục tiêu"),
        (r"R\&D", "R&D"),
        ("*Hà Nội*, *ngày 22 tháng 12 năm 2024*", "Hà Nội, ngày 22 tháng 12 năm 2024"),
        ("**Điều 1*.* Giao Sở", "Điều 1. Giao Sở"),  # unbalanced, as converters leave it
        ("*(đã ký)", "(đã ký)"),
        ("__Nơi nhận:__", "Nơi nhận:"),
        ("[Luật 64/2025/QH15](https://example.org/luat)", "Luật 64/2025/QH15"),
        ("Số:&nbsp;&nbsp;12", "Số:\xa0\xa012"),
        ("m<sup>2</sup> <u>đất</u>", "m2 đất"),
        ("> Trích dẫn", "Trích dẫn"),
    ],
)
def test_marks_of_the_format_go(source: str, expected: str) -> None:
    assert words_of(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "- Rà soát",
        "1. Mục tiêu",
        "+ Sở Y tế",
        "* Ghi chú",
        "Số liệu có dấu (*)",
        "2*3",
        "TT_BTC",
        "[1] Chỉ thị 46-CT/TW",
    ],
)
def test_printed_marks_stay(source: str) -> None:
    """A dash, a number, a footnote star are of the document, not of Markdown."""
    assert words_of(source) == source


def test_tables_are_pipe_rows_without_their_delimiter() -> None:
    source = "| **TT** | Nhiệm vụ  |\n| :--- | ---: |\n| 1 | Rà soát<br>báo cáo |\n| 2 | a | \n| 3 | b |\n| 4 | c |"
    assert words_of(source).split("\n")[:2] == ["| TT | Nhiệm vụ |", "| 1 | Rà soát<br>báo cáo |"]


def test_a_row_broken_over_lines_is_mended() -> None:
    """Google's converter leaves the line ends of a cell in the row."""
    source = "| BAN CHẤP HÀNH TRUNG ƯƠNG\n\\-------- | ĐẢNG CỘNG SẢN VIỆT NAM\n\\------- |\n| :---- | :---- |"
    assert words_of(source) == "| BAN CHẤP HÀNH TRUNG ƯƠNG -------- | ĐẢNG CỘNG SẢN VIỆT NAM ------- |"


def test_html_tables_inside_become_pipe_rows() -> None:
    source = "Phụ lục\n<table><tr><td>TT</td><td>Việc</td><td>Hạn</td></tr></table>\nHết"
    assert words_of(source).split("\n") == ["Phụ lục", "", "| TT | Việc | Hạn |", "", "Hết"]


def test_the_media_type_is_that_of_markdown() -> None:
    assert read_bytes("nghị quyết.md", "# Nghị quyết của Bộ Chính trị".encode()).media_type == "text/markdown"
