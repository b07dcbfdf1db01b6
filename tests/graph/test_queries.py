"""The query library: each question is answered on the plan as a reader of it would answer."""

from __future__ import annotations

import pytest

from graph.query_library import LibraryQuery, UnknownParameter, fill_query, load_library
from graph.store_model import GraphStore

Row = tuple[str | None, ...]


def query(name: str) -> LibraryQuery:
    return next(one for one in load_library() if one.name == name)


def ask(store: GraphStore, name: str, **values: str) -> list[Row]:
    rows = store.select(fill_query(query(name), values))
    return [tuple(None if term is None else term.value for term in row) for row in rows]


def column(rows: list[Row], place: int = 0) -> list[str | None]:
    return [row[place] for row in rows]


@pytest.mark.parametrize("one", load_library(), ids=lambda one: one.name)
def test_every_query_says_its_question_and_runs(plan_store: GraphStore, one: LibraryQuery) -> None:
    assert one.question.endswith("?")
    plan_store.select(one.text)


def test_every_parameter_has_its_line() -> None:
    for one in load_library():
        for parameter in one.parameters:
            assert f"VALUES ?{parameter.name} {{ {parameter.default} }}" in one.text, one.name


def test_what_the_plan_rests_on(plan_store: GraphStore) -> None:
    assert [row[:2] for row in ask(plan_store, "can-cu-truc-tiep")] == [
        ("căn cứ", "116-KH/TU"),
        ("thực hiện", "69-KL/TW"),
    ]


def test_where_it_comes_from(plan_store: GraphStore) -> None:
    assert [row[:2] for row in ask(plan_store, "nguon-goc")] == [("20-NQ/TW", "2012-11-01")]


def test_two_plans_of_the_province_carry_out_one_resolution(plan_store: GraphStore) -> None:
    assert column(ask(plan_store, "cung-thuc-hien")) == ["7886/KH-UBND", "4655/KH-UBND"]


def test_what_is_to_be_carried_on(plan_store: GraphStore) -> None:
    assert set(column(ask(plan_store, "tiep-tuc-thuc-hien"))) == {
        "20-NQ/TU", "1819/KH-UBND", "6736/KH-UBND", "7886/KH-UBND", "5267/KH-UBND", "5472/KH-UBND", "2225/KH-UBND",
        "8206/KH-UBND", "9025/KH-UBND", "892/QĐ-UBND",
    }  # fmt: skip


def test_who_leads_a_row_of_the_annex(plan_store: GraphStore) -> None:
    assert [row[:2] for row in ask(plan_store, "ai-lam-viec-nay")] == [("Sở Công Thương", "chủ trì")]
    assert column(ask(plan_store, "ai-lam-viec-nay", place="phu-luc/V/2")) == ["Ủy ban nhân dân các huyện, thành phố"]


def test_the_annex_has_fourteen_rows(plan_store: GraphStore) -> None:
    rows = ask(plan_store, "phan-cong-phu-luc")
    assert len(rows) == 14
    leads = column(rows, 2)
    assert {lead: leads.count(lead) for lead in leads} == {
        "Sở Khoa học và Công nghệ": 5,
        "Các sở, ban, ngành, địa phương": 4,
        "Các sở, ban, ngành": 2,
        "Sở Công Thương": 2,
        "Ủy ban nhân dân các huyện, thành phố": 1,
    }
    times = column(rows, 3)
    assert {time: times.count(time) for time in times} == {
        "Thường xuyên hàng năm": 8,
        "Năm 2024-2025": 5,
        "Năm 2026-2030": 1,
    }


def test_the_one_task_of_2026_to_2030(plan_store: GraphStore) -> None:
    assert column(ask(plan_store, "viec-theo-giai-doan"), 3) == ["phu-luc/IV/2"]
    assert len(ask(plan_store, "viec-theo-giai-doan", **{"from": "2024-01-01", "to": "2025-12-31"})) == 5


def test_the_yearly_report_and_the_one_that_it_feeds(plan_store: GraphStore) -> None:
    rows = ask(plan_store, "bao-cao")
    assert ("Các sở, ban, ngành, địa phương", "Sở Khoa học và Công nghệ", "trước ngày 15/11", "--11-15") in {
        row[:4] for row in rows
    }
    assert ("Sở Khoa học và Công nghệ", "Bộ Khoa học và Công nghệ") in {row[:2] for row in rows}


def test_a_range_is_read_as_a_range(plan_store: GraphStore) -> None:
    rows = {row[1]: row[2:4] for row in ask(plan_store, "chi-tieu")}
    assert rows["02-03 nhiệm vụ KH&CN cấp quốc gia"] == ("2", "3")


def test_the_step_that_is_concluded(plan_store: GraphStore) -> None:
    assert [row[:3] for row in ask(plan_store, "quan-he-suy-ra")] == [
        ("50-KL/TW", "tiếp tục thực hiện", "20-NQ/TW"),
    ]


def test_the_misprint_is_told(plan_store: GraphStore) -> None:
    assert column(ask(plan_store, "so-in-khac-chuan"), 1) == ["50-KL/TW"]


def test_what_the_site_hides_is_absent_with_its_reason(plan_store: GraphStore) -> None:
    rows = {row[0]: row[1:] for row in ask(plan_store, "gia-tri-vang")}
    assert ("Đã biết", "masked") in rows.values()
    assert ("Đang cập nhật", "pending") in rows.values()


def test_who_signed_for_whom(plan_store: GraphStore) -> None:
    assert {row[2] for row in ask(plan_store, "nguoi-ky")} == {"TM.", "KT."}
    assert set(column(ask(plan_store, "nguoi-ky"))) == {"Phạm S"}


def test_references_within_the_plan(plan_store: GraphStore) -> None:
    assert ("V/2/a", "III/3") in {row[:2] for row in ask(plan_store, "dan-chieu-noi-bo")}


def test_another_agency_can_be_asked_for(plan_store: GraphStore) -> None:
    rows = ask(plan_store, "nhiem-vu-cua-co-quan", agency="Sở Tài chính")
    assert [row[0] for row in rows] == ["V/3"]


def test_a_value_cannot_break_out_of_its_place() -> None:
    filled = fill_query(query("nhiem-vu-cua-co-quan"), {"agency": '"} DROP ALL # \\'})
    assert '"\\"} DROP ALL # \\\\"@vi }' in filled


@pytest.mark.parametrize(("name", "value"), [("nobody", "x"), ("document", "not an iri"), ("document", "a b>")])
def test_a_wrong_parameter_is_the_callers_error(name: str, value: str) -> None:
    with pytest.raises(UnknownParameter) as caught:
        fill_query(query("chi-tieu"), {name: value})
    assert caught.value.name == name
    assert "tham số" in caught.value.message


def test_what_became_of_a_body_by_which_instrument(plan_store: GraphStore) -> None:
    """Sở TT&TT went into Sở KH&CN on 01/03/2025; a part of its duties, which is told, went elsewhere."""
    rows = ask(plan_store, "ke-thua")
    whole = [row for row in rows if row[3] is None]
    assert {row[:2] for row in whole} == {("Sở Khoa học và Công nghệ", "2025-03-01")}
    assert any("45/2025/NĐ-CP" in (row[2] or "") for row in whole)
    assert {row[0] for row in rows if row[3]} == {"Sở Văn hóa, Thể thao và Du lịch"}
