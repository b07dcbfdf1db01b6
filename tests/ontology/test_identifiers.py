"""IRIs are ASCII, follow from the document alone, and read back to what they were made from."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.identifiers import (
    DocumentKey,
    InvalidKeyError,
    NamedKey,
    TextKey,
    agency_iri,
    agency_key,
    document_iri,
    graph_iri,
    key_of_number,
    named_key,
    node_iri,
    parse_agency_iri,
    parse_document_iri,
    parse_graph_iri,
    parse_part_iri,
    part_iri,
    period_iri,
    quote_iri,
    slug,
    text_key,
)

KINDS = {"KH": "kh", "NQ": "nq", "QĐ": "qd", "NĐ": "nd", "TTLT": "ttlt", "KL": "kl", "TTr": "ttr", "VBHN": "vbhn"}
PLAN = "https://cancu.example/id/eli/vn/lam-dong/ubnd/2024/kh/4655"


@pytest.mark.parametrize(
    ("number", "year", "place", "path"),
    [
        ("4655/KH-UBND", 2024, "lam-dong", "lam-dong/ubnd/2024/kh/4655"),
        ("996/QĐ-TTg", 2018, "", "ttg/2018/qd/996"),
        ("108/2021/NĐ-CP", None, "", "cp/2021/nd/108-2021"),
        ("24/2018/QH14", None, "", "qh14/2018/so/24-2018"),
        ("20-NQ/TW", 2012, "", "dang/tw/2012/nq/20"),
        ("116-KH/TU", 2024, "lam-dong", "dang/lam-dong/tu/2024/kh/116"),
        ("112/2011/TTLT/BTC-BKHCN", None, "", "btc-bkhcn/2011/ttlt/112-2011"),
        ("112/2011/TTLT-BTC-BKHCN", None, "", "btc-bkhcn/2011/ttlt/112-2011"),
        ("30c/NQ-CP", 2011, "", "cp/2011/nq/30c"),
        ("66.25/2026/NQ-CP", None, "", "cp/2026/nq/66.25-2026"),
        ("4011/UBND-VX2", 2023, "lam-dong", "lam-dong/ubnd-vx2/2023/so/4011"),
        ("120/TTr-SNN-STC", 2016, "lam-dong", "lam-dong/snn-stc/2016/ttr/120"),
        ("16/KH-MTTQ-BTT", 2025, "nghe-an/luong-minh", "nghe-an/luong-minh/mttq-btt/2025/kh/16"),
        ("05/KH-UBND", 2024, "lam-dong", "lam-dong/ubnd/2024/kh/5"),
    ],
)
def test_a_number_with_its_year_and_place_is_one_document(number: str, year: int | None, place: str, path: str) -> None:
    key = key_of_number(number, KINDS, year=year, place=place)
    assert key is not None
    assert key.path == path
    assert key.is_dated


def test_a_party_number_is_another_document_in_each_term_and_place() -> None:
    """Party numbers start again with every congress term: "20-NQ/TW" is at least five documents, "20-NQ/TU" others."""
    paths = {
        key.path
        for key in (
            key_of_number("20-NQ/TW", KINDS, year=2012),
            key_of_number("20-NQ/TW", KINDS, year=2017),
            key_of_number("20-NQ/TW", KINDS, term="xi"),
            key_of_number("20-NQ/TU", KINDS, year=2022, place="lam-dong"),
            key_of_number("20-NQ/TW", KINDS),
        )
        if key
    }
    assert len(paths) == 5


def test_a_normative_number_is_another_series_than_an_individual_one() -> None:
    """Here "12/2024/QĐ-UBND" (văn bản quy phạm pháp luật) and "12/QĐ-UBND" of 2024 are two documents."""
    normative = key_of_number("12/2024/QĐ-UBND", KINDS, place="lam-dong")
    individual = key_of_number("12/QĐ-UBND", KINDS, year=2024, place="lam-dong")
    assert normative != individual


def test_a_citation_without_date_has_a_key_that_says_so() -> None:
    key = key_of_number("20-NQ/TW", KINDS)
    assert key is not None
    assert not key.is_dated
    assert key.path == "dang/tw/khong-ngay/nq/20"


def test_a_law_cited_by_name_has_a_key_by_name() -> None:
    key = named_key("luat", "Ngân sách nhà nước")
    assert key is not None
    assert document_iri(key) == "https://cancu.example/id/eli/vn/ten/luat/ngan-sach-nha-nuoc"
    assert named_key("luat", "…") is None


@pytest.mark.parametrize("number", ["", "4655", "KH-UBND", "////", "-/-", "1/2/3/4/5"])
def test_what_has_no_shape_of_a_number_has_no_key(number: str) -> None:
    assert key_of_number(number, KINDS) is None


@pytest.mark.parametrize(
    "parts", [("2024", "kh", "1"), ("ten/luat", "kh", "1"), ("ubnd", "KH", "1"), ("ubnd", "kh", ""), ("", "kh", "1")]
)
def test_a_key_that_could_not_be_read_back_is_not_made(parts: tuple[str, str, str]) -> None:
    with pytest.raises(InvalidKeyError) as raised:
        DocumentKey(*parts)
    assert set(parts) <= set(raised.value.parts)


@pytest.mark.parametrize(
    ("locator", "tail"),
    [
        ("V/1/a", "/V/1/a"),
        ("phu-luc/III/2", "/phu-luc/III/2"),
        ("III/3/a/-2", "/III/3/a/-2"),
        ("Điều 3/2/đ", "/dieu-3/2/%C4%91"),
        ("II~1", "/II~1"),
        ("", ""),
    ],
)
def test_a_part_is_its_document_and_its_marks(locator: str, tail: str) -> None:
    iri = part_iri(PLAN, locator)
    assert iri == PLAN + tail
    assert parse_part_iri(iri) == (DocumentKey("lam-dong/ubnd", "kh", "4655", 2024), locator)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1), min_size=1))
def test_any_locator_reads_back_from_an_ascii_iri(marks: list[str]) -> None:
    locator = "/".join(marks)
    iri = part_iri(PLAN, locator)
    assert iri.isascii()
    assert parse_part_iri(iri) == (DocumentKey("lam-dong/ubnd", "kh", "4655", 2024), locator)


SEGMENT = st.from_regex(r"[a-z][a-z0-9]{0,12}(-[a-z0-9]{1,5})?", fullmatch=True).filter(
    lambda word: word not in {"ten", "van-ban", "khong-ngay"} and not word.startswith("khoa-")
)
WHEN = st.one_of(
    st.tuples(st.integers(1000, 9999), st.none()),
    st.tuples(st.none(), st.sampled_from(["x", "xi", "xiv"])),
    st.just((None, None)),
)


@given(st.lists(SEGMENT, min_size=1, max_size=4), SEGMENT, st.integers(1, 99999), WHEN, st.sampled_from(["", "/V/1"]))
def test_every_key_reads_back_from_its_iri_and_from_its_parts(
    issuer: list[str], kind: str, number: int, when: tuple[int | None, str | None], tail: str
) -> None:
    key = DocumentKey("/".join(issuer), kind, str(number), *when)
    assert parse_document_iri(document_iri(key) + tail) == key


@given(st.text())
def test_no_number_however_odd_makes_an_iri_that_is_not_ascii_or_not_readable(number: str) -> None:
    key = key_of_number(f"{number}/KH-UBND", KINDS, year=2024)
    if key is not None:
        assert document_iri(key).isascii()
        assert parse_document_iri(document_iri(key)) == key


@pytest.mark.parametrize("key", [NamedKey("luat", "dat-dai"), TextKey("0123456789abcdef")])
def test_documents_without_a_number_read_back_too(key: NamedKey | TextKey) -> None:
    assert parse_document_iri(document_iri(key)) == key


@pytest.mark.parametrize(
    "iri",
    [
        "",
        "https://cancu.example/id/eli/vn/",
        "https://cancu.example/id/eli/vn/ubnd",
        "https://cancu.example/id/eli/vn/ubnd/2024",
        "https://cancu.example/id/eli/vn/ubnd/2024/kh",
        "https://cancu.example/id/eli/vn/2024/kh/1",
        "https://cancu.example/id/org/lam-dong/so-y-te",
        "https://other.example/id/eli/vn/ttg/2018/qd/996",
    ],
)
def test_other_iris_hold_no_key(iri: str) -> None:
    assert parse_document_iri(iri) is None


def test_the_base_is_a_setting_and_reads_back_with_itself_only() -> None:
    iri = document_iri(DocumentKey("ttg", "qd", "996", 2018), "http://localhost:8000")
    assert iri == "http://localhost:8000/id/eli/vn/ttg/2018/qd/996"
    assert parse_document_iri(iri, "http://localhost:8000") is not None
    assert parse_document_iri(iri) is None


def test_the_same_name_before_and_after_a_merger_is_another_agency() -> None:
    """Sở Tài chính of 10/06/2024, of 01/03/2025 and of the merged province of 01/07/2025 are three bodies."""
    keys = {
        agency_key("lam-dong", "Sở Tài chính", end=dt.date(2025, 2, 28)),
        agency_key("lam-dong", "Sở Tài chính", start=dt.date(2025, 3, 1), end=dt.date(2025, 6, 30)),
        agency_key("lam-dong", "Sở Tài chính", start=dt.date(2025, 7, 1)),
    }
    assert len(keys) == 3
    assert all(parse_agency_iri(agency_iri(key)) == key for key in keys)


def test_a_graph_is_named_after_its_document_and_version() -> None:
    sha = text_key("AB" * 32).digest
    assert parse_graph_iri(graph_iri(PLAN, sha * 4)) == (PLAN, sha)
    assert parse_graph_iri(PLAN) is None


@given(st.text(), st.text())
def test_nodes_are_ascii_and_differ_where_their_marks_differ(left: str, right: str) -> None:
    nodes = {node_iri(PLAN, "task", left), node_iri(PLAN, "task", right)}
    assert all(node.isascii() for node in nodes)
    assert len(nodes) == len({left, right})


def test_an_open_period_says_where_it_is_open() -> None:
    assert period_iri(PLAN, dt.date(2026, 1, 1), None) == f"{PLAN}#period-2026-01-01-.."


def test_the_words_of_a_text_are_a_range_of_it() -> None:
    assert quote_iri(f"{PLAN}#vie", 0, 7) == f"{PLAN}#char=0,7"


@given(st.text())
def test_a_slug_is_plain_short_and_its_own_slug(name: str) -> None:
    words = slug(name)
    assert words.isascii()
    assert len(words) <= 120
    assert slug(words) == words
