"""Planted errors: 10 kinds, 10 of each in generated documents, all found and nothing else.

A clean corpus is generated first and has no findings of these kinds; then one error at a time is planted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from graph.documents import read_text
from graph.findings import Finding, find_findings, load_rules
from graph.load import load_extraction
from graph.store_model import GraphStore
from ingest.model import Span, Target, Task
from tests.graph.making import Draft

TODAY = dt.date(2026, 11, 23)
EACH = 10


def clean(row: int) -> Draft:
    """Return a plan without anything to find: a dated, higher ground; each duty has its body, also in the annex."""
    draft = Draft(
        f"{100 + row}/KH-UBND", "Kế hoạch", dt.date(2024, 6, 10), "Ủy ban nhân dân tỉnh Lâm Đồng", "về một việc"
    )
    draft.cite(f"{200 + row}/QĐ-TTg", "based_on", dt.date(2023, 5, 2), kind="Quyết định", issuer="Thủ tướng Chính phủ")
    draft.assign("Sở Tài chính", f"bố trí kinh phí lần {row}", "V/1")
    draft.assign("Sở Tài chính", f"bố trí kinh phí lần {row}", "phu-luc/I/1")
    span = draft.write("II/1", f"Sở Tài chính bảo đảm {row + 2} nhiệm vụ")
    draft.assign("Sở Tài chính", f"bảo đảm {row + 2} nhiệm vụ", "II/1")
    draft.targets.append(Target("II/1", span, span, Decimal(row + 2), None, "nhiệm vụ"))
    return draft


def cite_later(draft: Draft, row: int) -> None:
    draft.cite(
        f"{300 + row}/QĐ-TTg", "cites", dt.date(2024, 6, 11 + row), kind="Quyết định", issuer="Thủ tướng Chính phủ"
    )


def rest_on_lower(draft: Draft, row: int) -> None:
    draft.cite(
        f"{400 + row}/KH-UBND", "based_on", dt.date(2024, 1, 2), kind="Kế hoạch", issuer="UBND thành phố Bảo Lộc"
    )


def cite_without_date(draft: Draft, row: int) -> None:
    draft.cite(f"{500 + row}-KL/TW", "cites", kind="Kết luận")


def leave_duty_without_agency(draft: Draft, row: int) -> None:
    words = f"Đẩy mạnh tuyên truyền lần {row}"
    span = draft.write("III/1", words)
    draft.tasks.append(Task("III/1", span))


def forget_in_annex(draft: Draft, row: int) -> None:
    draft.assign("Sở Y tế", f"theo dõi dịch bệnh lần {row}", "V/2")


def forget_in_body(draft: Draft, row: int) -> None:
    draft.assign("Sở Y tế", f"theo dõi dịch bệnh lần {row}", "phu-luc/I/2")


def set_target_without_owner(draft: Draft, row: int) -> None:
    span = draft.write("II/2", f"Đạt {row + 2} doanh nghiệp")
    draft.targets.append(Target("II/2", span, span, Decimal(row + 2), None, "doanh nghiệp"))


def carry_on_ended(draft: Draft, row: int) -> None:
    draft.cite(None, "cites", name=f"Chương trình hỗ trợ số {row} giai đoạn 2016-2020", kind="Chương trình")


PLANTS: dict[str, Callable[[Draft, int], None]] = {
    "cited-later": cite_later,
    "basis-lower-rank": rest_on_lower,
    "number-without-date": cite_without_date,
    "duty-without-agency": leave_duty_without_agency,
    "agency-not-in-annex": forget_in_annex,
    "agency-only-in-annex": forget_in_body,
    "target-without-owner": set_target_without_owner,
    "period-ended": carry_on_ended,
}


def find(store: GraphStore) -> tuple[Finding, ...]:
    return find_findings(store, TODAY)


def test_a_clean_corpus_has_no_findings(empty_store: GraphStore) -> None:
    for row in range(EACH):
        load_extraction(empty_store, clean(row).extract())
    assert find(empty_store) == ()


@pytest.mark.parametrize("rule", PLANTS)
def test_ten_planted_errors_are_found_and_nothing_else(empty_store: GraphStore, rule: str) -> None:
    planted = set()
    for row in range(EACH):
        draft = clean(row)
        PLANTS[rule](draft, row)
        planted.add(load_extraction(empty_store, draft.extract()).iri)
    found = find(empty_store)
    assert {finding.rule for finding in found} == {rule}
    assert len(found) == EACH
    assert {finding.document for finding in found} == planted
    assert all(finding.evidence and finding.evidence.quote for finding in found)


def test_ten_cycles_are_found(empty_store: GraphStore) -> None:
    """Two plans of one day that rest on each other: a cycle, though no date contradicts it."""
    for row in range(EACH):
        first, second = clean(row), clean(row + 50)
        first.cite(second.number, "based_on", second.date, kind="Kế hoạch")
        second.cite(first.number, "based_on", first.date, kind="Kế hoạch")
        for draft in (first, second):
            load_extraction(empty_store, draft.extract())
    found = find(empty_store)
    assert [finding.rule for finding in found] == ["basis-cycle"] * EACH
    assert all(finding.evidence for finding in found)


def test_ten_numbers_that_are_several_documents(empty_store: GraphStore) -> None:
    """A number such as "20-NQ/TW" without a date, where two documents of that number are known."""
    for row in range(EACH):
        number = f"{20 + row}-NQ/TW"
        for day in (dt.date(2012, 11, 1), dt.date(2017, 10, 25)):
            load_extraction(
                empty_store, Draft(number, "Nghị quyết", day, "Ban Chấp hành Trung ương", "về một việc").extract()
            )
        draft = clean(row)
        draft.cite(number, "cites", kind="Nghị quyết")
        load_extraction(empty_store, draft.extract())
    found = [finding for finding in find(empty_store) if finding.rule == "number-of-several"]
    assert len(found) == EACH
    assert all("2 văn bản" in finding.message for finding in found)
    others = {finding.rule for finding in find(empty_store)} - {"number-of-several"}
    assert others == {"number-without-date"}


def test_every_rule_says_what_why_and_what_to_do() -> None:
    rules = load_rules()
    assert len(rules) == EACH
    assert len({rule.id for rule in rules}) == EACH
    for rule in rules:
        assert rule.title
        assert rule.why
        assert rule.fix


def test_the_plan_has_the_findings_that_a_reader_sees(plan_store: GraphStore) -> None:
    """Domain experts named these by reading the plan: nine bodies of section V have no row in the annex."""
    missing = {
        finding.message.split(" được giao")[0] for finding in find(plan_store) if finding.rule == "agency-not-in-annex"
    }
    assert missing == {
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Y tế",
        "Sở Tài nguyên và Môi trường",
        "Sở Tài chính",
        "Sở Thông tin và Truyền thông",
        "Sở Nội vụ",
        "Đài Phát thanh và Truyền hình tỉnh Lâm Đồng",
        "Báo Lâm Đồng",
        "Cục Thống kê tỉnh Lâm Đồng",
    }


def test_a_period_ends_only_when_it_has_ended(plan_store: GraphStore) -> None:
    before = find_findings(plan_store, dt.date(2025, 12, 31), ["period-ended"])
    after = find_findings(plan_store, dt.date(2026, 1, 1), ["period-ended"])
    assert before == ()
    assert any("giai đoạn 2021-2025" in finding.message for finding in after)


def test_a_quote_of_a_finding_is_in_the_text(plan_store: GraphStore) -> None:
    for finding in find(plan_store):
        assert finding.evidence
        text = read_text(plan_store, finding.evidence.document) or ""
        assert Span(finding.evidence.start, finding.evidence.end).of(text) == finding.evidence.quote
