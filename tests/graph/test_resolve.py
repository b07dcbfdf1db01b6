"""Which document a citation means, and which body a name."""

from __future__ import annotations

import datetime as dt

import pytest

from graph.known import load_known
from graph.registers import load_agencies
from graph.resolution import ResolvedCitation
from graph.resolve import resolve_extraction
from tests.graph.making import Draft, plan_of_lam_dong


def resolve(draft: Draft) -> tuple[ResolvedCitation, ...]:
    return resolve_extraction(draft.extract(), load_agencies(), load_known()).citations


@pytest.mark.parametrize(
    ("number", "day", "issuer", "key"),
    [
        # an individual state number is of one issuer and year: the province comes from who cites
        ("1819/KH-UBND", dt.date(2019, 4, 2), None, "lam-dong/ubnd/2019/kh/1819"),
        ("7886/KH-UBND", dt.date(2019, 12, 3), "UBND tỉnh", "lam-dong/ubnd/2019/kh/7886"),
        # another province is named: it wins
        ("385/KH-UBND", dt.date(2020, 11, 2), "UBND tỉnh Hà Tĩnh", "ha-tinh/ubnd/2020/kh/385"),
        # a central body needs no place, and a normative number has its year in it
        ("996/QĐ-TTg", dt.date(2018, 8, 10), "Thủ tướng Chính phủ", "ttg/2018/qd/996"),
        ("108/2021/NĐ-CP", None, "Chính phủ", "cp/2021/nd/108-2021"),
        ("24/2018/QH14", None, None, "qh14/2018/so/24-2018"),
        # Party numbers: the Centre's, and the province's own committee
        ("69-KL/TW", dt.date(2024, 1, 11), "Bộ Chính trị", "dang/tw/2024/kl/69"),
        ("20-NQ/TU", dt.date(2022, 7, 25), "Tỉnh ủy", "dang/lam-dong/tu/2022/nq/20"),
        ("116-KH/TU", dt.date(2024, 4, 23), "Ban Thường vụ Tỉnh ủy", "dang/lam-dong/tu/2024/kh/116"),
        # laws and ordinances of before 1997 are printed in the Party's order of signs: the body tells the state's
        ("35-L/CTN", dt.date(1994, 7, 5), "Quốc hội", "ctn/1994/luat/35"),
        ("21-LCT/HĐNN8", dt.date(1990, 12, 21), "Quốc hội", "hdnn8/1990/lenh/21"),
        ("34-PL/HĐNN8", dt.date(1989, 9, 25), None, "hdnn8/1989/phap-lenh/34"),
        ("37-QĐ/UBND", dt.date(1996, 5, 2), "UBND tỉnh", "lam-dong/ubnd/1996/qd/37"),
        # decrees of that time print the body alone
        ("60-CP", dt.date(1994, 7, 5), "Chính phủ", "cp/1994/so/60"),
    ],
)
def test_number_issuer_and_year_make_one_key(number: str, day: dt.date | None, issuer: str | None, key: str) -> None:
    draft = plan_of_lam_dong()
    draft.cite(number, "cites", day, issuer=issuer)
    (resolved,) = resolve(draft)
    assert resolved.document.key == key
    assert not resolved.document.partial
    assert not resolved.inferred


@pytest.mark.parametrize("number", ["35-L/CTN", "21-LCT/HĐNN8", "34-PL/HĐNN8", "12-NQ/QH8"])
def test_an_old_law_is_no_party_document(number: str) -> None:
    """The President, the Council of State (Hội đồng Nhà nước) and the National Assembly are bodies of the state."""
    draft = plan_of_lam_dong()
    draft.cite(number, "cites", dt.date(1990, 12, 21))
    (resolved,) = resolve(draft)
    assert resolved.document.stratum in {"normative", "administrative"}


def test_a_party_number_without_date_or_term_stays_partial() -> None:
    draft = plan_of_lam_dong()
    draft.cite("20-NQ/TW", "cites")
    (resolved,) = resolve(draft)
    assert resolved.document.partial
    assert resolved.document.key == "dang/tw/khong-ngay/nq/20"


def test_a_local_number_cited_by_the_centre_without_its_issuer_has_no_place() -> None:
    draft = Draft("12/BC-BKHCN", "Báo cáo", dt.date(2024, 7, 1), "Bộ Khoa học và Công nghệ", "về một việc")
    draft.cite("4655/KH-UBND", "cites", dt.date(2024, 6, 10))
    (resolved,) = resolve(draft)
    assert resolved.document.partial
    assert resolved.document.key == "khong-ro-noi/ubnd/2024/kh/4655"


def test_a_commune_cites_its_own_committee_and_its_province() -> None:
    draft = Draft("16/KH-UBND", "Kế hoạch", dt.date(2025, 11, 18), "UBND xã Lương Minh, tỉnh Quảng Ninh", "về một việc")
    draft.cite("15/KH-UBND", "cites", dt.date(2025, 11, 1), issuer="UBND xã")
    draft.cite("99/KH-UBND", "cites", dt.date(2025, 10, 1), issuer="UBND tỉnh")
    own, above = resolve(draft)
    assert own.document.key == "quang-ninh/luong-minh/ubnd/2025/kh/15"
    assert above.document.key == "quang-ninh/ubnd/2025/kh/99"


def test_a_plenum_with_one_resolution_on_the_subject_is_identified_with_its_reason() -> None:
    """The name "Nghị quyết Trung ương 6 Khóa XI" is 20-NQ/TW of 2012 by the register, not by the text: inferred."""
    draft = plan_of_lam_dong()
    draft.cite(None, "continues", name="Nghị quyết Trung ương 6 Khóa XI về phát triển KH&CN phục vụ sự nghiệp công "
               "nghiệp hóa, hiện đại hóa", kind="Nghị quyết")  # fmt: skip
    (resolved,) = resolve(draft)
    assert resolved.document.key == "dang/tw/2012/nq/20"
    assert resolved.inferred
    assert "khóa XI" in (resolved.reason or "")


def test_another_term_is_another_family_with_several_candidates() -> None:
    """The sixth plenum of the twelfth term issued four resolutions: nothing tells which."""
    draft = plan_of_lam_dong()
    draft.cite(None, "implements", name="Nghị quyết Trung ương 6 khóa XII", kind="Nghị quyết")
    (resolved,) = resolve(draft)
    assert not resolved.inferred
    assert resolved.document.partial
    assert {candidate.key for candidate in resolved.candidates} >= {"dang/tw/2017/nq/18", "dang/tw/2017/nq/20"}
    assert "dang/tw/2012/nq/20" not in {candidate.key for candidate in resolved.candidates}


def test_a_name_means_the_numbered_document_of_the_same_text_with_that_title() -> None:
    draft = plan_of_lam_dong()
    title = "phát triển khoa học và công nghệ phục vụ sự nghiệp đổi mới"
    draft.cite("33-NQ/TU", "cites", dt.date(2022, 5, 1), name=f"về {title}", kind="Nghị quyết", issuer="Tỉnh ủy")
    draft.cite(
        None, "cites", name="Nghị quyết của tỉnh về phát triển KH&CN phục vụ sự nghiệp đổi mới", kind="Nghị quyết"
    )
    _, named = resolve(draft)
    assert named.document.key == "dang/lam-dong/tu/2022/nq/33"
    assert named.inferred
    assert "33-NQ/TU" in (named.reason or "")


def test_a_department_is_the_one_of_that_province_on_that_day() -> None:
    draft = plan_of_lam_dong()
    draft.assign("Sở KH&CN", "theo dõi", "V/1")
    before = resolve_extraction(draft.extract(), load_agencies(), load_known()).agencies
    draft.date = dt.date(2025, 8, 1)
    after = resolve_extraction(draft.extract(), load_agencies(), load_known()).agencies
    names = [next(one for one in agencies if one.printed == "Sở KH&CN") for agencies in (before, after)]
    assert [one.agency.label for one in names] == ["Sở Khoa học và Công nghệ"] * 2
    assert names[0].agency.iri != names[1].agency.iri


def test_a_body_that_no_register_has_keeps_its_printed_name() -> None:
    draft = plan_of_lam_dong()
    draft.assign("Tổ công tác liên ngành về giống cây", "theo dõi", "V/1")
    linked = resolve_extraction(draft.extract(), load_agencies(), load_known()).agencies[-1]
    assert not linked.registered
    assert linked.agency.label == "Tổ công tác liên ngành về giống cây"
    assert linked.agency.iri.startswith("https://cancu.example/id/org/lam-dong/")


def test_bodies_of_an_undated_document_are_those_of_the_latest_document_that_it_cites() -> None:
    """A document cannot be older than what it cites: undated, it is read as of that day."""
    draft = Draft("55/KH-UBND", "Kế hoạch", None, "Ủy ban nhân dân tỉnh Lâm Đồng", "về một việc")
    draft.cite("996/QĐ-TTg", "based_on", dt.date(2018, 8, 10))
    draft.cite("108/2021/NĐ-CP", "cites")
    (issuer,) = resolve_extraction(draft.extract(), load_agencies(), load_known()).agencies
    assert issuer.registered
    assert issuer.agency.iri.endswith("/lam-dong/uy-ban-nhan-dan-tinh/den-2025-06")
