"""Documents by the names that people give them, duties, targets and passages as nouns."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from graph.documents import Ambiguous, Found, NotFound, find_document, list_documents, read_text
from graph.load import load_extraction
from graph.reading import list_agencies, read_competences, read_duties, read_passages, read_targets
from graph.store_model import GraphStore
from ingest.model import Role
from tests.graph.making import plan_of_lam_dong

PLAN = "https://cancu.example/id/eli/vn/lam-dong/ubnd/2024/kh/4655"


@pytest.mark.parametrize(
    "name",
    [
        "4655/KH-UBND",
        "Kế hoạch số 4655/KH-UBND",
        "4655/KH-UBND ngày 10/6/2024",
        "4655/KH-UBND 10/06/2024",
        "lam-dong/ubnd/2024/kh/4655",
        PLAN,
    ],
)
def test_the_plan_by_its_names(plan_store: GraphStore, name: str) -> None:
    found = find_document(plan_store, name)
    assert isinstance(found, Found)
    assert found.document.iri == PLAN
    assert found.document.in_corpus


def test_a_number_is_never_matched_fuzzily(plan_store: GraphStore) -> None:
    """The plan cites both 20-NQ/TW and 20-NQ/TU: one letter apart, different level, date and subject."""
    centre, province = (find_document(plan_store, name) for name in ("20-NQ/TW", "20-NQ/TU"))
    assert isinstance(centre, Found)
    assert isinstance(province, Found)
    assert centre.document.date == dt.date(2012, 11, 1)
    assert province.document.date == dt.date(2022, 7, 25)


def test_an_unknown_number_gives_the_nearest_of_its_kind(plan_store: GraphStore) -> None:
    missing = find_document(plan_store, "4656/KH-UBND")
    assert isinstance(missing, NotFound)
    assert missing.nearest[0].number == "4655/KH-UBND"
    assert {(node.number or "").partition("/")[2] for node in missing.nearest} == {"KH-UBND"}


def test_a_wrong_date_is_another_document(plan_store: GraphStore) -> None:
    missing = find_document(plan_store, "4655/KH-UBND ngày 10/6/2023")
    assert isinstance(missing, NotFound)
    assert [node.iri for node in missing.nearest] == [PLAN]


def test_the_same_number_of_two_provinces_is_ambiguous(empty_store: GraphStore) -> None:
    for issuer in ("Ủy ban nhân dân tỉnh Lâm Đồng", "Ủy ban nhân dân tỉnh Hà Tĩnh"):
        draft = plan_of_lam_dong("385/KH-UBND", dt.date(2020, 11, 2))
        draft.issuer = issuer
        draft.title = f"về một việc của {issuer}"
        load_extraction(empty_store, draft.extract())
    found = find_document(empty_store, "385/KH-UBND")
    assert isinstance(found, Ambiguous)
    assert [node.key for node in found.candidates] == ["ha-tinh/ubnd/2020/kh/385", "lam-dong/ubnd/2020/kh/385"]


@pytest.mark.parametrize("name", ["", " ", "???", "x" * 5000, "http://not an iri", "\x00", "-" * 3000])
def test_nonsense_is_not_found(plan_store: GraphStore, name: str) -> None:
    assert isinstance(find_document(plan_store, name), NotFound)


def test_the_law_by_its_name(plan_store: GraphStore) -> None:
    found = find_document(plan_store, "luật ngân sách nhà nước")
    assert isinstance(found, Found)
    assert not found.document.in_corpus


@pytest.mark.parametrize("name", ["Nghị quyết Trung ương 6 khóa XI", "Nghị quyết Hội nghị lần thứ sáu BCHTW khóa XI"])
def test_the_resolution_by_its_nickname(plan_store: GraphStore, name: str) -> None:
    found = find_document(plan_store, name)
    assert isinstance(found, Found)
    assert (found.document.number, found.document.date) == ("20-NQ/TW", dt.date(2012, 11, 1))


def test_a_nickname_of_another_family_is_not_found(plan_store: GraphStore) -> None:
    assert isinstance(find_document(plan_store, "Nghị quyết Trung ương 6 khóa XII"), NotFound)


def test_what_is_only_cited_is_marked(plan_store: GraphStore) -> None:
    assert [node.iri for node in list_documents(plan_store)] == [PLAN]
    cited = list_documents(plan_store, cited=True)
    assert len([node for node in cited if node.number]) == 17
    assert not any(node.in_corpus for node in cited)


def test_a_party_document_is_of_the_party_stratum(plan_store: GraphStore) -> None:
    strata = {node.number: node.stratum for node in list_documents(plan_store, cited=True)}
    assert strata["69-KL/TW"] == strata["20-NQ/TU"] == "party"
    assert strata["996/QĐ-TTg"] == "administrative"


@pytest.mark.parametrize(
    ("roles", "agency", "expected"),
    [
        (["lead"], "Sở Công Thương", {"phu-luc/III/2", "phu-luc/III/3"}),
        (["support"], "Cục Thống kê tỉnh Lâm Đồng", {"V/7"}),
        (["fund"], "Sở Y tế", {"V/2/a"}),
    ],
)
def test_duties_by_role_and_body(plan_store: GraphStore, roles: list[Role], agency: str, expected: set[str]) -> None:
    iris = [use.agency.iri for use in list_agencies(plan_store) if use.agency.label == agency]
    assert {duty.locator for duty in read_duties(plan_store, agencies=iris, roles=roles)} == expected


def test_duties_of_a_period(plan_store: GraphStore) -> None:
    late = read_duties(plan_store, period=(dt.date(2026, 1, 1), dt.date(2030, 12, 31)))
    assert [duty.locator for duty in late] == ["phu-luc/IV/2"]
    assert late[0].when
    assert late[0].when.start == dt.date(2026, 1, 1)


def test_duties_as_of_a_day_before_the_plan(plan_store: GraphStore) -> None:
    assert read_duties(plan_store, as_of=dt.date(2024, 6, 9)) == ()
    assert read_duties(plan_store, as_of=dt.date(2024, 6, 10))


def test_no_agency_asked_for_means_none(plan_store: GraphStore) -> None:
    assert read_duties(plan_store, agencies=[]) == ()


def test_collectives_are_bodies_of_their_own(plan_store: GraphStore) -> None:
    collectives = {use.agency.label for use in list_agencies(plan_store) if use.collective}
    assert {"Các sở, ban, ngành", "Ủy ban nhân dân các huyện, thành phố"} <= collectives


def test_duties_know_their_headings(plan_store: GraphStore) -> None:
    duty = next(one for one in read_duties(plan_store) if one.locator == "V/7")
    assert duty.heading.startswith("TỔ CHỨC THỰC HIỆN")
    assert "Sở Khoa học và Công nghệ" in duty.counterparts


def test_targets_are_ranges_with_units(plan_store: GraphStore) -> None:
    target = next(one for one in read_targets(plan_store, [PLAN]) if one.printed.startswith("02-03"))
    assert (target.min, target.max, target.by_year) == (Decimal(2), Decimal(3), 2025)


def test_passages_are_the_words_of_the_text(plan_store: GraphStore) -> None:
    text = read_text(plan_store, PLAN) or ""
    passages = read_passages(plan_store, [PLAN])
    assert len(passages) > 80
    for passage in passages:
        assert text[passage.evidence.start : passage.evidence.end] == passage.text


def test_a_document_that_is_not_there_has_no_text(plan_store: GraphStore) -> None:
    assert read_text(plan_store, f"{PLAN}0") is None


def test_what_a_provision_states_is_no_duty(empty_store: GraphStore) -> None:
    """A competence is read apart: lists and counts of duties hold what was assigned only."""
    draft = plan_of_lam_dong()
    draft.assign("Sở Tài chính", "Bố trí kinh phí", "V/1", "fund")
    draft.state("Sở Công Thương", "Cấp giấy phép trong năm", "V/2", "decide", "hằng năm")
    load_extraction(empty_store, draft.extract())
    assert [duty.printed for duty in read_duties(empty_store)] == ["Sở Tài chính"]
    (stated,) = read_competences(empty_store)
    assert (stated.printed, stated.role, stated.locator, stated.stated) == ("Sở Công Thương", "decide", "V/2", True)
    assert stated.evidence.quote.startswith("Sở Công Thương")
    assert stated.when is not None
    assert [use.agency.label for use in list_agencies(empty_store)] == ["Sở Tài chính"]
