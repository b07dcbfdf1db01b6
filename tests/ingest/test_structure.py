"""Every line of a document has a place: locators, nesting, formal parts, tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.registers import load_lexicon
from ingest.model import Provision
from ingest.read import read_file
from ingest.structure import parse_provisions, print_provisions
from ingest.text import normalise

LEXICON = load_lexicon()
ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
PLAN = normalise((ROOT / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt").read_text(encoding="utf-8"))


def parse(text: str) -> tuple[Provision, ...]:
    return parse_provisions(text, LEXICON)


def locators(text: str) -> list[str]:
    return [provision.locator for provision in parse(text)]


def words_at(text: str, locator: str) -> str:
    return next(one.span.of(text).strip() for one in parse(text) if one.locator == locator)


# --- the sample plan, a saved web page ------------------------------------------------------------------------------


def test_the_plan_has_its_sections_and_its_annex() -> None:
    top = [one.locator for one in parse(PLAN) if one.kind in ("section", "annex")]
    assert top == ["I", "II", "III", "IV", "V", "phu-luc"]


@pytest.mark.parametrize(
    ("locator", "begins"),
    [
        ("V/1/a", "a) Là cơ quan thường trực"),
        ("III/3/a/-2", "- Nghiên cứu, ứng dụng KH&CN nâng cao giá trị"),  # the second dash
        ("III/2/đ", "đ) Tăng cường mối liên kết"),  # đ follows d in the Vietnamese order
        ("phu-luc/III/2", "2\n\nTập trung nghiên cứu phát triển công nghệ thay thế"),  # a row flattened to lines
        ("ket/1", "Yêu cầu các sở, ban, ngành, địa phương"),  # the closing is not part of V/8/d
    ],
)
def test_a_locator_is_the_path_of_printed_marks(locator: str, begins: str) -> None:
    assert words_at(PLAN, locator).startswith(begins)


def test_the_annex_of_the_plan_has_fourteen_tasks_in_five_groups() -> None:
    rows = [one.locator for one in parse(PLAN) if one.kind == "row"]
    assert len([row for row in rows if row.count("/") == 2]) == 14
    assert [row for row in rows if row.count("/") == 1] == [
        f"phu-luc/{group}" for group in ("I", "II", "III", "IV", "V")
    ]


def test_menus_and_login_banners_are_boilerplate() -> None:
    site = "".join(one.span.of(PLAN) for one in parse(PLAN) if one.kind == "boilerplate")
    assert "Đăng nhập" in site
    assert site.count("Bạn Chưa Đăng Nhập Thành Viên!") == 5
    assert "Hợp tác về KH&CN" not in site


# --- forms of marks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Điều 1. Phạm vi\n1. Một\na) Hai\nb) Ba\nĐiều 2. Đối tượng\n",
            ["Điều 1", "Điều 1/1", "Điều 1/1/a", "Điều 1/1/b", "Điều 2"],
        ),
        (
            "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. A\nChương II\nB\nĐiều 2. C\n",
            ["Chương I", "Điều 1", "Chương II", "Điều 2"],
        ),
        (
            "A- TÌNH HÌNH\nI- KẾT QUẢ\n1- Một\n2- Hai\nB- QUAN ĐIỂM\n",
            ["A", "A/I", "A/I/1", "A/I/2", "B"],
        ),  # the Party's form
        ("I. A\n1. B\n1.1. C\n1.2. D\n1.2.1. E\n2. F\n", ["I", "I/1", "I/1/1.1", "I/1/1.2", "I/1/1.2/1.2.1", "I/2"]),
        ("I. A\n- B\n+ C\n+ D\n- E\n", ["I", "I/-1", "I/-1/+1", "I/-1/+2", "I/-2"]),
        (
            "BƯỚC MỘT\nA. B\nI. C\nBƯỚC HAI\nA. D\n",
            ["Bước một", "Bước một/A", "Bước một/A/I", "Bước hai", "Bước hai/A"],
        ),
        ("Phần thứ nhất\nQUY ĐỊNH\nĐiều 1. A\n", ["Phần thứ nhất", "Điều 1"]),
        ("I. a\nIi. b\nVii. c\n", ["I", "II", "VII"]),  # headings that the source lower-cased
        ("Điều l. Nay ban hành\nĐiều 2. Bãi bỏ\n", ["Điều 1", "Điều 2"]),  # an old scan's l for 1
    ],
)
def test_marks_nest(text: str, expected: list[str]) -> None:
    assert locators(text) == expected


def test_a_printed_mark_may_occur_twice() -> None:
    # a plan of 2025 prints II for its third section
    assert locators("I. A\n1. B\nII. C\nII. D\nIV. E\n") == ["I", "I/1", "II", "II_2", "IV"]


def test_numbers_at_the_beginning_of_a_line_are_not_always_marks() -> None:
    text = "Điều 1. Thời gian\n15/11/2024 là hạn cuối\n100.000 đồng mỗi người\nĐiều 5 của Luật Đất đai được áp dụng\n"
    assert locators(text) == ["Điều 1"]


def test_a_paragraph_after_dashes_stands_beside_them() -> None:
    text = "I. A\n1. B:\n- c.\n- d.\nMột đoạn chung cho cả hai.\n2. E\n"
    assert locators(text) == ["I", "I/1", "I/1/-1", "I/1/-2", "I/1~1", "I/2"]


def test_the_rest_of_a_broken_line_stays_with_its_provision() -> None:
    text = "I. A\n- nâng cao trình độ của doanh\n\nnghiệp đạt mức trên trung bình\n- b\n"
    assert words_at(text, "I/-1").endswith("trên trung bình")


def test_a_ground_may_run_over_lines() -> None:
    text = (
        "Quyết định về việc giao kế hoạch\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 của\n"
        "Quốc hội;\nTheo đề nghị của Giám đốc Sở\ntài chính,\nQuyết định:\nĐiều 1. A\n"
    )
    assert locators(text) == ["ten-loai", "mo-dau/1", "mo-dau/2", "mo-dau/3", "Điều 1"]


def test_an_amending_law_quotes_articles_under_its_own_clause() -> None:
    text = (
        "Điều 1. Sửa đổi một số điều\n1. Sửa đổi Điều 9 như sau:\n“Điều 9. Phân bổ\n1. Một;\n2. Hai.”.\n"
        "2. Bãi bỏ Điều 10.\nĐiều 2. Hiệu lực\n"
    )
    assert locators(text) == [
        "Điều 1", "Điều 1/1", "Điều 1/1/Điều 9", "Điều 1/1/Điều 9/1", "Điều 1/1/Điều 9/2", "Điều 1/2", "Điều 2",
    ]  # fmt: skip


def test_a_quotation_that_never_closes_opens_nothing() -> None:
    assert locators("Điều 1. A\n“Điều 9. B\nĐiều 2. C\n") == ["Điều 1", "Điều 9", "Điều 2"]


def test_annexes_are_named_by_their_printed_number() -> None:
    text = "Điều 1. A\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn A\nPHỤ LỤC I\nDANH MỤC\n1. B\nPhụ lục II\n1. C\n"
    assert [one for one in locators(text) if one.startswith("phu-luc")] == [
        "phu-luc-I",
        "phu-luc-I/1",
        "phu-luc-II",
        "phu-luc-II/1",
    ]


def test_rows_of_a_pipe_table_carry_their_numbers() -> None:
    text = (
        "PHỤ LỤC II\nNHIỆM VỤ\n| TT | Tên nhiệm vụ | Thời gian |\n|---|---|---|\n| I. | Nhóm | |\n| 1. | A | 6/2025 |\n"
        "| 2. | B | 2025 |\n| II. | Nhóm hai | |\n| 3. | C | 2026 |\n"
    )
    rows = [one.locator for one in parse(text) if one.kind == "row"]
    assert rows == ["phu-luc-II/I", "phu-luc-II/I/1", "phu-luc-II/I/2", "phu-luc-II/II", "phu-luc-II/II/3"]


def test_an_attached_programme_has_its_own_root() -> None:
    text = (
        "NGHỊ QUYẾT\nBan hành Chương trình hành động\nCăn cứ Luật Tổ chức Chính phủ;\nQUYẾT NGHỊ:\n"
        "Điều 1. Ban hành kèm theo.\nTM. CHÍNH PHỦ\nTHỦ TƯỚNG\nNguyễn Văn A\n"
        "CHƯƠNG TRÌNH HÀNH ĐỘNG\n(Kèm theo Nghị quyết số 03/NQ-CP)\nI. QUAN ĐIỂM\n1. B\n"
    )
    assert locators(text)[-3:] == ["kem-theo", "kem-theo/I", "kem-theo/I/1"]


def test_a_signature_is_no_heading_of_an_empty_chapter() -> None:
    assert [one.kind for one in parse("Chương II\nTM. ỦY BAN") if one.heading] == []


def test_headings_leave_out_the_mark() -> None:
    text = "II. MỤC TIÊU\n1. Đến năm 2025\na) Sở Tài chính: Chủ trì, phối hợp bố trí kinh phí.\n"
    headings = [one.heading.of(text) for one in parse(text) if one.heading]
    assert headings == ["MỤC TIÊU", "Đến năm 2025", "Sở Tài chính"]


# --- laws that hold for any text ------------------------------------------------------------------------------------


def assert_tiles(text: str) -> None:
    provisions = parse(text)
    assert print_provisions(text, provisions) == text
    assert [one.span.start for one in provisions[1:]] == [one.span.end for one in provisions[:-1]]
    assert len({one.locator for one in provisions}) == len(provisions)
    assert all(one.extent.holds(one.span) for one in provisions)
    assert all(one.heading is None or one.extent.holds(one.heading) for one in provisions)


MARKS = "Điều 1. ;Chương II;I. ;1. ;1.1. ;a) ;đ) ;- ;+ ;| a | b |;|---|;PHỤ LỤC;TT;1;“;”.;Căn cứ Luật;TM. ỦY BAN"
REST = "Nơi nhận:;Nguyễn Văn A;KẾ HOẠCH;Số: 1/KH-UBND;\n;\n\n; ;xong:;đăng nhập"
PIECES = st.sampled_from([*MARKS.split(";"), *REST.split(";")])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_spans_tile_any_text_made_of_marks(text: str) -> None:
    assert_tiles(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_spans_tile_any_text(text: str) -> None:
    assert_tiles(text)


def test_an_empty_text_has_no_provisions() -> None:
    assert parse("") == ()


@pytest.mark.skipif(not SHARED.exists(), reason="the corpus lies beside the repository and is absent here")
def test_every_document_of_the_corpus_is_tiled() -> None:
    for path in sorted((SHARED / "data" / "corpus").glob("*/*")):
        if path.suffix in (".txt", ".md"):
            assert_tiles(read_file(path).text)


@pytest.mark.skipif(not SHARED.exists(), reason="the gold lies beside the repository and is absent here")
def test_sections_annexes_and_articles_agree_with_the_gold() -> None:
    agreeing = total = 0
    for line in (SHARED / "gold" / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        provisions = parse(read_file(SHARED / "data" / "corpus" / gold["file"]).text)
        roots = ("", "kem-theo")
        found = (
            len(
                [
                    one
                    for one in provisions
                    if one.kind in ("section", "chapter", "part") and one.parent in roots and one.mark
                ]
            ),
            len([one for one in provisions if one.kind == "annex"]),
            len([one for one in provisions if one.kind == "article" and "/" not in one.locator]),
        )
        wanted = gold["structure"]
        expected = (len(wanted["sections"]), wanted["annexes"], wanted["articles"])
        agreeing += sum(one == two for one, two in zip(found, expected, strict=True))
        total += 3
    assert agreeing >= 0.97 * total
