"""HTML from browsers and from Word."""

from __future__ import annotations

import pytest

from ingest.read import InputRejected, Limits, read_bytes
from ingest.read.html import print_html


def words_of(source: str) -> list[str]:
    return print_html("a.htm", source, Limits()).split("\n")


def test_word_html_in_windows_1252_with_entities() -> None:
    """Word writes the letters of the code page as bytes and all others as entities, in conditional comments too."""
    page = (
        b"<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1252'><title>x</title>"
        b"<!--[if gte mso 9]><xml><o:Author>L\xea</o:Author></xml><![endif]--><style>p {color:red}</style></head><body>"
        b"<p class=MsoNormal>K&#7870; HO&#7840;CH</p><p>C&#259;n c&#7913; Ngh&#7883; quy&#7871;t s&#7889;\r\n 57-NQ/TW"
        b" c\xfa s&#7917;a</p></body></html>"
    )
    document = read_bytes("kế hoạch.htm", page)
    assert document.text == "KẾ HOẠCH\nCăn cứ Nghị quyết số 57-NQ/TW cú sửa"
    assert document.media_type == "text/html"


def test_a_wrong_charset_declaration_is_not_believed() -> None:
    page = "<html><meta charset=windows-1252><p>Kế hoạch của Ủy ban nhân dân tỉnh</p>".encode()
    assert read_bytes("a.html", page).text == "Kế hoạch của Ủy ban nhân dân tỉnh"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<nav>Trang chủ</nav><p>Nội dung</p><script>x()</script>", ["Nội dung"]),
        ("<p style='display:none'>ẩn</p><p>hiện</p>", ["hiện"]),
        ("<p>a<div>b</div>c", ["a", "b", "c"]),
        ("<p>Điều 1. Giao Sở.<br>Điều 2. Hiệu lực.</p>", ["Điều 1. Giao Sở.", "Điều 2. Hiệu lực."]),
        ("<p>về phát triển khoa học<br>và công nghệ</p>", ["về phát triển khoa học và công nghệ"]),
        ("<p>10 m<sup>2</sup> đất</p>", ["10 m2 đất"]),
        ("<ol type=a><li>một</li><li>hai</li></ol><ul><li>ba</li></ul>", ["a. một", "b. hai", "- ba"]),
        ("<ol start=3><li>ba</li></ol>", ["3. ba"]),
    ],
)
def test_blocks_are_lines(source: str, expected: list[str]) -> None:
    assert words_of(source) == expected


def test_word_list_marks_are_words_of_the_paragraph() -> None:
    source = (
        "<p><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]>Rà soát</p>"
    )
    assert words_of(source) == ["1. Rà soát"]


def test_merged_header_cells_keep_the_columns() -> None:
    source = (
        "<tr><td rowspan=2>TT</td><td rowspan=2>Nhiệm vụ</td><td colspan=2>Thời gian</td></tr>"
        "<tr><td>2025</td><td>2026</td></tr><tr><td>1</td><td>Rà soát<p>Báo cáo</p></td><td>x</td><td></td></tr>"
    )
    assert words_of(f"<table>{source}</table>") == [
        "| TT | Nhiệm vụ | Thời gian |  |",
        "|  |  | 2025 | 2026 |",
        "| 1 | Rà soát<br>Báo cáo | x |  |",
    ]


def test_a_letterhead_is_one_row_of_words() -> None:
    """Lines inside a layout table are joined by a space: the form that text files of the same documents have."""
    source = (
        "<table><tr><td>ỦY BAN NHÂN DÂN<br>TỈNH LÂM ĐỒNG<p>Số: 4655/KH-UBND</td>"
        "<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<p>Độc lập - Tự do - Hạnh phúc</td></tr></table>"
    )
    assert "\n".join(words_of(source)) == (
        "| ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG Số: 4655/KH-UBND "
        "| CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc |"
    )


def test_a_pipe_in_a_cell_is_escaped() -> None:
    assert words_of("<table><tr><td>a|b<td>c<td>d</table>") == [r"| a\|b | c | d |"]


def test_legacy_font_runs_are_converted_as_they_look() -> None:
    """.VnTimeH draws small letters as capitals."""
    assert words_of("<p><span style='font-family:\".VnTimeH\"'>céng hoµ</span> Việt Nam</p>") == ["CỘNG HOÀ Việt Nam"]


def test_single_file_web_page() -> None:
    page = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n'
        "<html><p>K=E1=BA=BF ho=E1=BA=A1ch c=E1=BB=A7a S=E1=BB=9F</p></html>\n--b--\n"
    )
    assert read_bytes("a.doc", page.encode()).text == "Kế hoạch của Sở"


def test_nested_tables_are_bounded() -> None:
    with pytest.raises(InputRejected) as rejected:
        words_of("<table><tr><td>" * 20 + "Kế hoạch")
    assert rejected.value.code == "too_deep"


def test_wide_spans_do_not_fill_the_memory() -> None:
    row = "<tr><td colspan=1000000000>Sở</td><td>Y tế</td><td rowspan=99999>x</td></tr>"
    lines = words_of(f"<table>{row * 3}</table>")
    assert len(lines) == 3
    assert max(map(len, lines)) < 2000
