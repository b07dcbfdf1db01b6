"""Pdf with a text layer: paragraphs, letterheads, tables and columns from places on the page."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ingest.read import InputRejected, Limits, read_bytes
from ingest.read.geometry import Box, Page, Word
from tests.ingest.read.files import Placed, make_pdf

LEFT, RIGHT = 60.0, 535.0


def words_of(*pages: list[Placed], rulings: list[tuple[float, float, float, float]] | None = None) -> list[str]:
    return read_bytes("a.pdf", make_pdf(pages, rulings or [])).text.split("\n")


def test_wrapped_lines_become_one_paragraph() -> None:
    """A line goes on with the next one when that one's first word had no room on it."""
    page = [
        Placed(90, 100, "1. Triển khai thực hiện có hiệu quả các nhiệm vụ khoa học và công nghệ trên"),
        Placed(60, 118, "địa bàn tỉnh theo Quyết định số 996/QĐ-TTg ngày 10/8/2018 của Thủ tướng Chính"),
        Placed(60, 136, "phủ."),
        Placed(90, 154, "2. Báo cáo."),
    ]
    assert words_of(page) == [
        (
            "1. Triển khai thực hiện có hiệu quả các nhiệm vụ khoa học và công nghệ trên địa bàn tỉnh theo "
            "Quyết định số 996/QĐ-TTg ngày 10/8/2018 của Thủ tướng Chính phủ."
        ),
        "2. Báo cáo.",
    ]


def test_a_paragraph_goes_on_over_the_page_without_the_page_number() -> None:
    first = [
        Placed(90, 700, "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành và địa phương khẩn trương tổ"),
        Placed(60, 718, "chức thực hiện Kế hoạch này, định kỳ hàng năm báo cáo kết quả về Sở Khoa học"),
    ]
    second = [Placed(290, 40, "2"), Placed(60, 80, "và Công nghệ để tổng hợp.")]
    assert "\n".join(words_of(first, second)) == (
        "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành và địa phương khẩn trương tổ chức thực hiện Kế hoạch này, "
        "định kỳ hàng năm báo cáo kết quả về Sở Khoa học và Công nghệ để tổng hợp."
    )


def test_the_letterhead_is_one_row() -> None:
    """Two sides by a stripe that no line crosses; the centred title below ends them."""
    page = [
        Placed(70, 60, "ỦY BAN NHÂN DÂN"), Placed(270, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        Placed(70, 76, "TỈNH LÂM ĐỒNG"), Placed(310, 76, "Độc lập - Tự do - Hạnh phúc"),
        Placed(70, 100, "Số: 4655/KH-UBND"), Placed(290, 108, "Lâm Đồng, ngày 10 tháng 6 năm 2024"),
        Placed(265, 150, "KẾ HOẠCH"),
        Placed(60, 180, "Căn cứ Kế hoạch số 116-KH/TU ngày 22 tháng 4 năm 2024 của Ban Thường vụ Tỉnh"),
        Placed(60, 198, "ủy."),
    ]  # fmt: skip
    assert words_of(page)[:2] == [
        (
            "| ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG Số: 4655/KH-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM "
            "Độc lập - Tự do - Hạnh phúc Lâm Đồng, ngày 10 tháng 6 năm 2024 |"
        ),
        "KẾ HOẠCH",
    ]


def test_a_list_mark_before_a_tab_is_no_side() -> None:
    """Word sets automatic numbers apart by a tab as wide as the gap of a letterhead."""
    page = [
        Placed(60, 100, "II."), Placed(110, 100, "NỘI DUNG, TRÌNH TỰ"),
        Placed(60, 118, "1."), Placed(110, 118, "Rà soát"),
        Placed(60, 136, "Ủy ban nhân dân tỉnh giao các sở, ban, ngành và địa phương tổ chức thực hiện."),
    ]  # fmt: skip
    assert words_of(page)[:2] == ["II. NỘI DUNG, TRÌNH TỰ", "1. Rà soát"]


def test_words_drawn_in_parts() -> None:
    """Letters of a substitute font come after all others of the page; their place tells where they belong."""
    page = [
        Placed(66.6, 100, "y ban nhân dân t"), Placed(60, 130, "Kế hoạch năm 2024 của Ủy ban nhân dân tỉnh"),
        Placed(60, 100, "Ủ"),
    ]  # fmt: skip
    assert words_of(page)[0].startswith("Ủy ban nhân dân t")


def test_words_that_only_their_places_part() -> None:
    """Browsers print no spaces: a gap of a quarter of the height parts words, which spaced letters would not."""
    left, page = 60.0, []
    for word in ["Sở", "Tư", "pháp", "chủ", "trì"]:
        page.append(Placed(left, 100, word))
        left += 6.6 * len(word) + 3.3
    assert words_of(page) == ["Sở Tư pháp chủ trì"]


def grid(columns: list[float], rows: list[float]) -> list[tuple[float, float, float, float]]:
    across = [(columns[0], row, columns[-1], row) for row in rows]
    return across + [(column, rows[0], column, rows[-1]) for column in columns]


def test_a_ruled_table() -> None:
    """Lines wrapped inside a cell are joined, items stay apart."""
    page = [
        Placed(64, 112, "TT"), Placed(104, 112, "Nhiệm vụ"), Placed(304, 112, "Chủ trì"),
        Placed(64, 142, "1"), Placed(104, 142, "Rà soát các văn bản về"), Placed(104, 158, "khoa học;"),
        Placed(104, 174, "- Báo cáo"), Placed(304, 142, "Sở Tư pháp"),
    ]  # fmt: skip
    rulings = grid([60, 100, 300, 500], [95, 125, 185])
    assert words_of(page, rulings=rulings) == [
        "| TT | Nhiệm vụ | Chủ trì |",
        "| 1 | Rà soát các văn bản về khoa học;<br>- Báo cáo | Sở Tư pháp |",
    ]


def test_merged_cells_keep_the_columns() -> None:
    """Where no line stands between two places of the grid they are one cell, printed in the first."""
    page = [
        Placed(64, 112, "TT"), Placed(160, 112, "Thời gian thực hiện"), Placed(104, 142, "2025"),
        Placed(304, 142, "2026"), Placed(64, 172, "1"), Placed(104, 172, "x"),
    ]  # fmt: skip
    rulings = [
        (60, 95, 500, 95), (100, 125, 500, 125), (60, 155, 500, 155), (60, 185, 500, 185),
        (60, 95, 60, 185), (100, 95, 100, 185), (300, 125, 300, 185), (500, 95, 500, 185),
    ]  # fmt: skip
    assert words_of(page, rulings=[(float(a), float(b), float(c), float(d)) for a, b, c, d in rulings]) == [
        "| TT | Thời gian thực hiện |  |",
        "|  | 2025 | 2026 |",
        "| 1 | x |  |",
    ]


def test_a_table_row_that_goes_on_over_the_page() -> None:
    """The rest of a row has no number of its own; the repeated header row is left out."""
    rulings = grid([60, 100, 300, 500], [95, 125, 155])
    first = [
        Placed(64, 112, "TT"), Placed(104, 112, "Nhiệm vụ"), Placed(304, 112, "Chủ trì"),
        Placed(64, 142, "1"), Placed(104, 142, "Rà soát các văn bản"), Placed(304, 142, "Sở Tư pháp"),
    ]  # fmt: skip
    second = [
        Placed(64, 112, "TT"), Placed(104, 112, "Nhiệm vụ"), Placed(304, 112, "Chủ trì"),
        Placed(104, 142, "về khoa học"),
    ]  # fmt: skip
    assert words_of(first, second, rulings=rulings) == [
        "| TT | Nhiệm vụ | Chủ trì |",
        "| 1 | Rà soát các văn bản về khoa học | Sở Tư pháp |",
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"dòng trái {number} của văn bản này ở" for number in range(20)]
    right = [f"dòng phải {number} của văn bản này ở" for number in range(20)]
    page = [Placed(60, 100 + 16 * at, text) for at, text in enumerate(left)]
    page += [Placed(320, 100 + 16 * at, text) for at, text in enumerate(right)]
    text = " ".join(words_of(page))
    assert text.index("trái 19") < text.index("phải 0")


def test_running_heads_are_left_out() -> None:
    words = ("một", "hai", "ba")
    pages = [
        [
            Placed(60, 30, f"CÔNG BÁO/Số 12/Trang {number}"),
            Placed(90, 120, f"{number}. Nội dung trang {word} của Kế hoạch này được viết cho dài đến hết"),
            Placed(60, 138, "dòng."),
        ]
        for number, word in enumerate(words, 1)
    ]
    assert words_of(*pages) == [
        f"{number}. Nội dung trang {word} của Kế hoạch này được viết cho dài đến hết dòng."
        for number, word in enumerate(words, 1)
    ]


def test_annexes_that_begin_alike_keep_their_heads() -> None:
    """Every page begins with "PHỤ LỤC" and a number at the same place."""
    pages = [
        [Placed(260, 60, f"PHỤ LỤC {number}"), Placed(60, 120, "Nội dung của phụ lục này.")]
        for number in ("I", "II", "III")
    ]
    text = "\n".join(words_of(*pages))
    assert [text.count(f"PHỤ LỤC {number} ") + text.count(f"PHỤ LỤC {number}\n") for number in ("I", "II", "III")] == [
        1
    ] * 3


def test_a_scan_is_rejected_where_tesseract_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda program: None)
    with pytest.raises(InputRejected) as rejected:
        read_bytes("quét.pdf", make_pdf([[]]))
    assert rejected.value.code == "no_text_layer"
    assert "không có lớp chữ" in rejected.value.message


@dataclass(frozen=True, slots=True)
class Reader:
    """Stands for Tesseract: sees the same words on every page."""

    def recognise(self, page: object, limits: Limits) -> Page:
        words = [
            Word(text, Box(60 + 60 * at, 60, 110 + 60 * at, 72)) for at, text in enumerate(["Kế", "hoạch", "tỉnh"])
        ]
        return Page(595, 842, tuple(words))


def test_scanned_pages_are_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words go through the same layout, and the user is told to compare them with the original."""
    monkeypatch.setattr("ingest.read.pdf.find_recogniser", Reader)
    document = read_bytes("quét.pdf", make_pdf([[]]))
    assert document.text == "Kế hoạch tỉnh"
    assert [issue.rule for issue in document.issues] == ["recognised"]


def test_a_page_without_text_among_others_is_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda program: None)
    document = read_bytes("a.pdf", make_pdf([[Placed(60, 100, "Kế hoạch của Ủy ban")], []]))
    assert [issue.rule for issue in document.issues] == ["pages_without_text"]


def test_pages_are_bounded() -> None:
    with pytest.raises(InputRejected) as rejected:
        read_bytes("a.pdf", make_pdf([[Placed(60, 60, "Kế hoạch")]] * 4), Limits(max_pages=3))
    assert rejected.value.code == "too_many_pages"


def test_a_damaged_pdf_is_rejected() -> None:
    with pytest.raises(InputRejected) as rejected:
        read_bytes("a.pdf", b"%PDF-1.7\n" + b"\x00\x01" * 300)
    assert rejected.value.code == "malformed"


OPEN = [
    Placed(60, 100, "TT"), Placed(100, 100, "Nhiệm vụ"), Placed(300, 100, "Chủ trì"),
    Placed(60, 130, "I"), Placed(100, 130, "Tuyên truyền"),
    Placed(60, 160, "1"), Placed(100, 160, "Rà soát các văn bản"), Placed(300, 160, "Sở Tư pháp"),
    Placed(100, 176, "về khoa học"),
    Placed(60, 206, "2"), Placed(100, 206, "Báo cáo"), Placed(300, 206, "Sở Nội vụ"),
]  # fmt: skip


def test_a_table_without_lines_is_read_by_its_columns() -> None:
    """White stripes that all lines leave free part the columns; wrapped words stay in their row."""
    page = [Placed(60, 60, "Danh mục nhiệm vụ kèm theo Kế hoạch này:"), *OPEN, Placed(60, 260, "Nơi nhận: như trên.")]
    assert words_of(page) == [
        "Danh mục nhiệm vụ kèm theo Kế hoạch này:",
        "| TT | Nhiệm vụ | Chủ trì |",
        "| I | Tuyên truyền |  |",
        "| 1 | Rà soát các văn bản về khoa học | Sở Tư pháp |",
        "| 2 | Báo cáo | Sở Nội vụ |",
        "Nơi nhận: như trên.",
    ]


def test_a_number_in_the_middle_of_its_row() -> None:
    """Where room parts the rows, the number belongs to its part, wherever it stands there."""
    page = [
        *OPEN[:3],
        Placed(100, 130, "Rà soát các văn bản"), Placed(300, 130, "Sở Tư"),
        Placed(60, 138, "1"), Placed(100, 146, "về khoa học"), Placed(300, 146, "pháp"),
        Placed(60, 190, "2"), Placed(100, 190, "Báo cáo"), Placed(300, 190, "Sở Nội vụ"),
    ]  # fmt: skip
    assert words_of(page)[1:] == ["| 1 | Rà soát các văn bản về khoa học | Sở Tư pháp |", "| 2 | Báo cáo | Sở Nội vụ |"]


def test_a_table_without_lines_that_cannot_be_read_is_an_issue() -> None:
    """A head without columns that the lines below it keep: its rows may be lost, and the user is told where."""
    page = [*OPEN[:3], Placed(60, 130, "Các nhiệm vụ sau đây được giao cho nhiều cơ quan cùng thực hiện trong năm")]
    document = read_bytes("a.pdf", make_pdf([page]))
    assert [issue.rule for issue in document.issues] == ["table_not_understood"]
    assert "Trang 1" in document.issues[0].message
