"""Which mandates the plan and its sisters carry out, and what hangs in the air."""

from __future__ import annotations

import datetime as dt

from graph.coverage import measure_coverage
from graph.load import load_extraction
from graph.store_model import GraphStore
from tests.graph.making import plan_of_lam_dong


def test_the_resolution_is_carried_out_over_three_steps(plan_store: GraphStore) -> None:
    report = measure_coverage(plan_store)
    cover = next(one for one in report.covered if one.mandate.number == "20-NQ/TW")
    assert {node.number for node in cover.direct} == {"69-KL/TW", "50-KL/TW"}
    assert {node.number for node in cover.indirect} == {"116-KH/TU", "4655/KH-UBND", "101-KH/TU", "7886/KH-UBND"}


def test_a_mandate_that_nothing_carries_out(plan_store: GraphStore) -> None:
    """The plan orders 20-NQ/TU to be carried on, but nothing known was issued to carry it out."""
    report = measure_coverage(plan_store)
    assert "20-NQ/TU" in {node.number for node in report.mandates_without_followers}
    assert "69-KL/TW" not in {node.number for node in report.mandates_without_followers}


def test_a_document_without_grounds(empty_store: GraphStore) -> None:
    loose, grounded = plan_of_lam_dong("1/KH-UBND"), plan_of_lam_dong("2/KH-UBND")
    loose.cite("996/QĐ-TTg", "cites", dt.date(2018, 8, 10))
    grounded.cite("996/QĐ-TTg", "based_on", dt.date(2018, 8, 10))
    for draft in (loose, grounded):
        load_extraction(empty_store, draft.extract())
    report = measure_coverage(empty_store)
    assert [node.number for node in report.documents_without_grounds] == ["1/KH-UBND"]


def test_an_empty_store_covers_nothing(empty_store: GraphStore) -> None:
    report = measure_coverage(empty_store)
    assert (report.covered, report.mandates_without_followers, report.documents_without_grounds) == ((), (), ())
