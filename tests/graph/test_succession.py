"""Who holds a duty of 10/06/2024 today, by which instrument; and what a body of today took over."""

import datetime as dt

import pytest

from graph.agencies import Found
from graph.model import Succession
from graph.registers import load_agencies, load_changes
from graph.succession import find_predecessors, find_successors
from graph.turtle import read_rows
from ontology.identifiers import agency_iri
from ontology.vocabulary import Cancu, Dcterms, Org

PLAN_DAY = dt.date(2024, 6, 10)
TODAY = dt.date(2026, 11, 23)


def succession_of(name: str, as_of: dt.date = TODAY, province: str = "Lâm Đồng", day: dt.date = PLAN_DAY) -> Succession:
    register = load_agencies()
    found = register.find_by_name(name, province, day)
    assert isinstance(found, Found), found
    return find_successors(register, register.iri_of(found.agency), as_of)


@pytest.mark.parametrize(
    ("named", "heir"),
    [
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("Sở TT&TT", "Sở Khoa học và Công nghệ"),
        ("Sở NN&PTNT", "Sở Nông nghiệp và Môi trường"),
        ("Sở TN&MT", "Sở Nông nghiệp và Môi trường"),
        ("Sở Tài chính", "Sở Tài chính"),
        ("Sở KH&ĐT", "Sở Tài chính"),
        ("Sở Nội vụ", "Sở Nội vụ"),
        ("Sở LĐTBXH", "Sở Nội vụ"),
        ("Sở GTVT", "Sở Xây dựng"),
        ("Ban Dân tộc", "Sở Dân tộc và Tôn giáo"),
        ("Sở Công Thương", "Sở Công Thương"),
        ("Sở Y tế", "Sở Y tế"),
        ("Cục Thống kê tỉnh", "Thống kê tỉnh Lâm Đồng"),
        ("Báo Lâm Đồng", "Báo và Phát thanh, Truyền hình Lâm Đồng"),
        ("Đài PT&TH tỉnh", "Báo và Phát thanh, Truyền hình Lâm Đồng"),
    ],
)
def test_each_body_of_the_plan_has_one_heir_in_the_merged_province(named: str, heir: str) -> None:
    succession = succession_of(named)
    assert succession.one_to_one
    (holder,) = succession.holders
    assert holder.agency.label == heir
    assert "/lam-dong/" in holder.agency.iri
    assert holder.agency.iri.endswith("/2025-07")
    assert holder.since == dt.date(2025, 7, 1)
    assert any("202/2025/QH15" in basis for basis in holder.basis)


def test_the_chain_names_both_events_with_their_legal_basis() -> None:
    """Sở TT&TT → Sở KH&CN on 01/03/2025 (six new sở of Lâm Đồng) → that of the merged province on 01/07/2025."""
    succession = succession_of("Sở Thông tin và Truyền thông")
    assert len(succession.events) == 2
    (holder,) = succession.holders
    assert any("45/2025/NĐ-CP" in basis for basis in holder.basis)
    assert any("190/2025/QH15" in basis for basis in holder.basis)
    assert any("202/2025/QH15" in basis for basis in holder.basis)
    assert 0.9 <= holder.confidence < 1
    assert "báo chí" in (succession.note or "")


def test_between_the_two_events_the_heir_is_that_of_the_old_province() -> None:
    succession = succession_of("Sở TT&TT", dt.date(2025, 4, 1))
    (holder,) = succession.holders
    assert holder.agency.iri.endswith("/lam-dong/so-khoa-hoc-va-cong-nghe/2025-03")
    assert len(succession.events) == 1


def test_a_body_holds_its_own_duties_while_it_exists() -> None:
    succession = succession_of("Sở TT&TT", dt.date(2025, 2, 28))
    assert [holder.agency for holder in succession.holders] == [succession.named]
    assert succession.events == ()


@pytest.mark.parametrize("named", ["UBND các huyện, thành phố", "UBND huyện Cát Tiên", "UBND thành phố Đà Lạt"])
def test_districts_have_no_single_heir_and_the_answer_says_among_whom_they_were_split(named: str) -> None:
    succession = succession_of(named)
    assert not succession.one_to_one
    assert [holder.agency.label for holder in succession.holders] == [
        "Ủy ban nhân dân tỉnh Lâm Đồng",
        "Ủy ban nhân dân các xã, phường",
    ]
    assert "Không có một cơ quan kế thừa duy nhất" in (succession.note or "")
    assert "124 đơn vị hành chính cấp xã" in (succession.note or "")


def test_three_districts_became_one_on_the_first_of_december_2024() -> None:
    succession = succession_of("UBND huyện Cát Tiên", dt.date(2025, 1, 1))
    (holder,) = succession.holders
    assert holder.agency.label == "Ủy ban nhân dân huyện Đạ Huoai"
    assert holder.basis == ("Nghị quyết 1245/NQ-UBTVQH15 ngày 24/10/2024",)


@pytest.mark.parametrize(
    ("province", "merged"), [("Đắk Nông", "lam-dong"), ("Bình Dương", "ho-chi-minh"), ("Quảng Nam", "da-nang")]
)
def test_the_rule_holds_in_every_province_with_less_certainty(province: str, merged: str) -> None:
    succession = succession_of("Sở Nông nghiệp và PTNT", province=province)
    (holder,) = succession.holders
    assert f"/{merged}/so-nong-nghiep-va-moi-truong/" in holder.agency.iri
    assert holder.confidence <= 0.8


@pytest.mark.parametrize(
    ("named", "heirs"),
    [
        ("Sở Quy hoạch - Kiến trúc", ["Sở Xây dựng"]),
        ("Sở Xây dựng", ["Sở Xây dựng"]),
        ("Sở Giao thông vận tải", ["Sở Xây dựng"]),
    ],
)
def test_a_city_that_went_its_own_way_has_rows_of_its_own(named: str, heirs: list[str]) -> None:
    """Thành phố Hồ Chí Minh merged planning into construction, and transport only on 01/07/2025."""
    succession = succession_of(named, province="Hồ Chí Minh")
    assert [holder.agency.label for holder in succession.holders] == heirs


def test_a_province_that_was_not_merged_keeps_its_bodies() -> None:
    succession = succession_of("Sở Y tế", province="Nghệ An")
    assert [holder.agency for holder in succession.holders] == [succession.named]


def test_ministries_merged_too() -> None:
    succession = succession_of("Bộ Thông tin và Truyền thông")
    assert [holder.agency.label for holder in succession.holders] == ["Bộ Khoa học và Công nghệ"]


def test_old_departments_lead_to_today_through_2008_and_2025() -> None:
    succession = succession_of("Sở Bưu chính, Viễn thông", day=dt.date(2006, 5, 1))
    assert [holder.agency.label for holder in succession.holders] == ["Sở Khoa học và Công nghệ"]
    assert len(succession.events) == 3


def test_what_no_source_tells_is_said_not_guessed() -> None:
    unknown = find_successors(load_agencies(), agency_iri("lam-dong/to-giup-viec"), TODAY)
    assert unknown.holders == ()
    assert "chưa có cơ quan này" in (unknown.note or "")
    ended = succession_of("Trung tâm Ứng dụng KH&CN tỉnh")
    assert ended.holders == ()
    assert "chưa có nguồn" in (ended.note or "")
    not_yet = succession_of("Sở Nông nghiệp và Môi trường", PLAN_DAY, day=TODAY)
    assert not_yet.holders == ()
    assert "sau ngày được hỏi" in (not_yet.note or "")


def test_a_body_of_today_answers_for_its_predecessors() -> None:
    """Who asks for Sở Nông nghiệp và Môi trường means the duties of Sở NN&PTNT and Sở TN&MT of the three provinces."""
    found = {body.iri.split("/org/")[1] for body in find_predecessors(load_agencies(), "Sở NN&MT", TODAY, "Lâm Đồng")}
    assert {
        "lam-dong/so-nong-nghiep-va-phat-trien-nong-thon/den-2025-02",
        "lam-dong/so-tai-nguyen-va-moi-truong/2003-01",
        "dak-nong/so-tai-nguyen-va-moi-truong/2003-01",
        "binh-thuan/so-nong-nghiep-va-moi-truong/2025-03",
    } <= found
    assert not any("so-tai-chinh" in key for key in found)


def test_predecessors_and_successors_are_each_others_reverse() -> None:
    register = load_agencies()
    for heir in register.agencies_of("lam-dong"):
        if heir.validity.holds(TODAY) and not heir.row.collective:
            for body in find_predecessors(register, register.iri_of(heir), TODAY):
                holders = find_successors(register, body.iri, TODAY).holders
                assert register.iri_of(heir) in {holder.agency.iri for holder in holders}, (body, heir.key)


def test_a_name_that_nobody_bears_has_no_predecessors() -> None:
    assert find_predecessors(load_agencies(), "Sở Ngôi sao", TODAY, "Lâm Đồng") == ()


def test_nothing_is_in_the_register_of_changes_without_basis_source_and_confidence() -> None:
    sources = {row.iri for row in read_rows("sources")}
    rows = [row for row in read_rows("changes") if row.is_a(Org.CHANGE_EVENT)]
    assert len(rows) > 60
    for row in rows:
        assert row.all(Cancu.LEGAL_BASIS), row.iri
        assert row.need(Dcterms.SOURCE) in sources, row.iri
        assert 0 < float(row.need(Cancu.CONFIDENCE)) < 1, row.iri


def test_an_event_names_only_rows_that_exist_and_that_begin_or_end_on_its_day() -> None:
    register = load_agencies()
    validity = {name: row.validity for name, row in register.rows.items()}
    validity |= {name: province.validity for name, province in register.provinces.items()}
    for event in load_changes():
        for name in (*event.originals, *event.results, *event.only_in, *event.except_in):
            assert name in validity, (event.name, name)
        if not event.partial and event.level is None:
            ends = {validity[name].end for name in event.originals}
            assert ends == {event.date - dt.timedelta(days=1)}, event.name
