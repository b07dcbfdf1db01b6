"""The registers in Turtle reach ingest as plain rows: a new row there is enough."""

import datetime as dt
from typing import get_args

import pytest

from graph.registers import load_congress_terms, load_lexicon
from ingest.model import Relation, Role


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("NQ", "Nghị quyết"),
        ("QĐ", "Quyết định"),
        ("KH", "Kế hoạch"),
        ("KL", "Kết luận"),
        ("TTr", "Tờ trình"),
        ("ĐA", "Đề án"),
        ("NĐ", "Nghị định"),
        ("TTLT", "Thông tư liên tịch"),
        ("CTHĐ", "Chương trình hành động"),
    ],
)
def test_a_code_in_a_number_stands_for_its_kind_of_document(code: str, label: str) -> None:
    assert label in {kind.label for kind in load_lexicon().document_types if code in kind.codes}


def test_the_29_kinds_of_decree_30_are_there_with_their_27_codes() -> None:
    """Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III: two of the 29, công văn and thư công, have no code there."""
    codes = [
        "NQ",
        "QĐ",
        "CT",
        "QC",
        "QyĐ",
        "TC",
        "TB",
        "HD",
        "CTr",
        "KH",
        "PA",
        "ĐA",
        "DA",
        "BC",
        "BB",
        "TTr",
        "HĐ",
        "CĐ",
        "BGN",
        "BTT",
        "GUQ",
        "GM",
        "GGT",
        "GNP",
        "PG",
        "PC",
        "PB",
    ]
    known = {code for kind in load_lexicon().document_types for code in kind.codes}
    labels = {kind.label for kind in load_lexicon().document_types}
    assert len(codes) == 27
    assert set(codes) <= known
    assert {"Công văn", "Thư công"} <= labels


@pytest.mark.parametrize(
    ("code", "label", "stratum"),
    [
        ("TTg", "Thủ tướng Chính phủ", "administrative"),
        ("UBND", "Ủy ban nhân dân", "administrative"),
        ("UB", "Ủy ban nhân dân", "administrative"),
        ("QH", "Quốc hội", "normative"),
        ("TW", "Trung ương Đảng", "party"),
        ("TU", "Tỉnh ủy", "party"),
        ("BKHCN", "Bộ Khoa học và Công nghệ", "administrative"),
    ],
)
def test_an_issuer_code_stands_for_a_body_in_its_stratum(code: str, label: str, stratum: str) -> None:
    row = next(row for row in load_lexicon().issuer_codes if row.code == code)
    assert (row.label, row.stratum) == (label, stratum)


def test_every_role_and_relation_has_cues_and_longer_ones_come_first() -> None:
    lexicon = load_lexicon()
    assert {cue.role for cue in lexicon.role_cues} == set(get_args(Role))
    assert {cue.relation for cue in lexicon.relation_cues} == set(get_args(Relation))
    for lengths in ([len(cue.phrase) for cue in lexicon.role_cues], [len(cue.phrase) for cue in lexicon.relation_cues]):
        assert lengths == sorted(lengths, reverse=True)


def test_a_cue_signals_one_role_and_a_key_names_one_agency() -> None:
    lexicon = load_lexicon()
    for names in (
        [cue.phrase for cue in lexicon.role_cues],
        [cue.phrase for cue in lexicon.relation_cues],
        [(agency.key, agency.province) for agency in lexicon.agencies],
        [issuer.code for issuer in lexicon.issuer_codes],
        [kind.slug for kind in lexicon.document_types],
    ):
        assert len(names) == len(set(names))


def test_an_ambiguous_abbreviation_has_a_row_for_each_reading() -> None:
    """The short form "KH" is kế hoạch in "Sở KH&ĐT" and khoa học in "Sở KH&CN": the register does not choose."""
    readings = {row.long for row in load_lexicon().abbreviations if row.short == "KH"}
    assert readings == {"Kế hoạch", "khoa học"}


def test_all_provinces_of_before_and_after_the_mergers_are_named() -> None:
    provinces = load_lexicon().provinces
    assert {"Lâm Đồng", "Đắk Nông", "Bình Thuận", "Huế", "Thừa Thiên Huế"} <= set(provinces)


def test_a_newspaper_is_named_with_its_province() -> None:
    """Nobody says "Báo tỉnh": the name is "Báo Lâm Đồng", so the register knows it in each province."""
    named = {agency.label: agency for agency in load_lexicon().agencies}
    assert named["Báo Lâm Đồng"].province == "Lâm Đồng"
    assert named["Báo Kon Tum"].key == named["Báo Lâm Đồng"].key


@pytest.mark.parametrize(
    ("day", "term"), [("2008-01-28", "x"), ("2012-11-01", "xi"), ("2017-10-25", "xii"), ("2022-06-16", "xiii")]
)
def test_a_day_lies_in_one_congress_term(day: str, term: str) -> None:
    found = [row.numeral for row in load_congress_terms() if row.validity.holds(dt.date.fromisoformat(day))]
    assert found == [term]
