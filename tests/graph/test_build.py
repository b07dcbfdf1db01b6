"""The triples of one document: what is asserted directly, how it is proved, what stays absent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from graph.build import build_document
from graph.known import load_known
from graph.load import ingest_source
from graph.periods import find_stated_period
from graph.registers import load_agencies
from graph.resolve import resolve_extraction
from graph.store import open_store
from graph.validate import validate_store, verify_evidence
from ingest.model import Extraction
from ingest.read import read_bytes
from ontology.vocabulary import Cancu, Eli, Oa, Rdf
from tests.graph.making import Draft, plan_of_lam_dong

BASE = "https://cancu.example/id/eli/vn"
PLAN = f"{BASE}/lam-dong/ubnd/2024/kh/10"
DECISION = f"{BASE}/ttg/2018/qd/996"


def build(draft: Draft) -> list[Quad]:
    extraction: Extraction = draft.extract()
    return list(build_document(extraction, resolve_extraction(extraction, load_agencies(), load_known())))


def values(quads: list[Quad], subject: str, term: str) -> list[str]:
    found = (quad.object for quad in quads if (quad.subject, quad.predicate.value) == (NamedNode(subject), term))
    return [term.value for term in found if isinstance(term, NamedNode | Literal)]


@pytest.fixture
def draft() -> Draft:
    plan = plan_of_lam_dong()
    plan.cite("996/QĐ-TTg", "based_on", dt.date(2018, 8, 10), kind="Quyết định", issuer="Thủ tướng Chính phủ")
    plan.assign("Sở Tài chính", "bố trí kinh phí", "V/1", role="fund", when="hàng năm")
    return plan


def test_one_named_graph_a_version(draft: Draft) -> None:
    names = {str(quad.graph_name) for quad in build(draft)}
    assert names == {
        f"<https://cancu.example/id/graph/eli/vn/lam-dong/ubnd/2024/kh/10@{draft.extract().source.sha256[:16]}>"
    }


def test_the_same_document_gives_the_same_triples(draft: Draft) -> None:
    assert build(draft) == build(draft)


def test_a_relation_is_a_direct_triple_and_a_proved_statement(draft: Draft) -> None:
    quads = build(draft)
    assert values(quads, PLAN, Eli.BASED_ON) == [DECISION]
    (statement,) = (str(quad.subject)[1:-1] for quad in quads if quad.object == NamedNode(Cancu.RELATION_STATEMENT))
    assert values(quads, statement, Rdf.SUBJECT) == [PLAN]
    assert values(quads, statement, Rdf.PREDICATE) == [Eli.BASED_ON]
    assert values(quads, statement, Rdf.OBJECT) == [DECISION]
    assert values(quads, statement, Cancu.INFERRED) == ["false"]
    (evidence,) = values(quads, statement, Cancu.EVIDENCE)
    (selector,) = values(quads, evidence, Oa.HAS_SELECTOR)
    start, end = (int(values(quads, selector, term)[0]) for term in (Oa.START, Oa.END))
    assert values(quads, selector, Oa.EXACT) == [draft.extract().source.text[start:end]]
    assert evidence == f"{PLAN}#char={start},{end}"


def test_the_text_is_in_the_same_graph(draft: Draft) -> None:
    quads = build(draft)
    assert values(quads, f"{PLAN}#vie", Cancu.TEXT) == [draft.extract().source.text]


def test_the_cited_document_is_known_by_number_and_date(draft: Draft) -> None:
    quads = build(draft)
    assert values(quads, DECISION, Eli.NUMBER) == ["996/QĐ-TTg"]
    assert values(quads, DECISION, Eli.DATE_DOCUMENT) == ["2018-08-10"]
    assert values(quads, DECISION, Eli.IS_REALIZED_BY) == []


def test_a_bare_mention_beside_a_ground_is_no_second_relation(draft: Draft) -> None:
    draft.cite("996/QĐ-TTg", "cites", dt.date(2018, 8, 10), locator="III/1")
    quads = build(draft)
    assert values(quads, PLAN, Eli.CITES) == []
    mentions = [quad for quad in quads if quad.object == NamedNode(Cancu.MENTION)]
    assert len(mentions) == 2


def test_what_the_body_orders_to_carry_on_is_operative(draft: Draft) -> None:
    draft.cite("1819/KH-UBND", "continues", dt.date(2019, 4, 2), locator="III/6/-1")
    quads = build(draft)
    flags = [str(quad.object) for quad in quads if quad.predicate.value == Cancu.OPERATIVE]
    assert sum("true" in flag for flag in flags) == 1


def test_a_document_does_not_cite_itself(draft: Draft) -> None:
    draft.cite("10/KH-UBND", "cites", dt.date(2024, 6, 10), issuer="UBND tỉnh Lâm Đồng")
    assert PLAN not in values(build(draft), PLAN, Eli.CITES)


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("Chương trình năng suất chất lượng giai đoạn 2021-2025", 2021, 2025),
        ("Đề án giai đoạn đến năm 2025, định hướng đến năm 2030", None, 2025),
        ("Kế hoạch giai đoạn 2020-2025, định hướng đến năm 2030", 2020, 2025),
        ("Kế hoạch 5 năm 2021 – 2025", 2021, 2025),
    ],
)
def test_the_hard_horizon_ends_the_stated_period(title: str, first: int | None, last: int) -> None:
    period = find_stated_period(title)
    assert period
    assert (period.start.year if period.start else None, period.end.year) == (first, last)


@pytest.mark.parametrize(
    "title", ["", "về phát triển", "định hướng đến năm 2030", "giai đoạn 2025-2021", "năm 0000-0001"]
)
def test_no_period_is_invented(title: str) -> None:
    assert find_stated_period(title) is None


WORDS = st.sampled_from(
    [
        "Căn cứ",
        "Kế hoạch số 12/KH-UBND ngày 1/2/2024",
        "20-NQ/TW",
        "Điều 1.",
        "I. MỤC TIÊU",
        "1.",
        "a)",
        "-",
        "Sở Y tế:",
        "chủ trì",
        "phối hợp",
        "của UBND tỉnh",
        "Nghị quyết Trung ương 6 khóa XII",
        "\n",
        "trước ngày 15/11",
        "50%",
        "PHỤ LỤC",
        "TT",
        "Nơi nhận:",
        "./.",
        "“",
        "”",
        ";",
        "Luật Đất đai",
        "thay thế",
        "thực hiện",
        "Lâm Đồng, ngày 99 tháng 99 năm 9999",
        "Số: /KH-UBND",
    ]
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, min_size=20, max_size=120))
def test_any_text_is_taken_in_whole_and_proved(words: list[str]) -> None:
    """Broken documents become issues, never exceptions; whatever is stored has its form and its words."""
    text = "ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG\nKế hoạch của tỉnh về một số nhiệm vụ\n" + " ".join(words)
    source = read_bytes("thu.txt", text.encode())
    with TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        ingest_source(store, source)
        assert ingest_source(store, source).status == "unchanged"
        assert verify_evidence(store).broken == ()
        assert validate_store(store, dt.date(2026, 11, 23)).violations == ()
