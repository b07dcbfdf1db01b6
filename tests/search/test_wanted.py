"""Amounts and positions: what a duty must say to answer a question that wants them."""

from __future__ import annotations

import pytest

from graph.model import AgencyRef, Duty, Evidence
from search.wanted import has_title, tells_wanted


def duty(printed: str, task: str, *, stated: bool = True) -> Duty:
    """Return what ``printed`` does, said in one sentence."""
    return Duty(
        iri="d", agency=AgencyRef("a", printed), printed=printed, role="lead", task=task, when=None, counterparts=(),
        recipients=(), document="x", number=None, locator="Điều 1/1", heading="",
        evidence=Evidence("x", "Điều 1/1", 0, 1, task),
        stated=stated,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "task", "title", "has"),
    [
        ("Bà Trần Thị Hoa", "Bà Trần Thị Hoa - Phó Chủ tịch UBND xã - Tổ trưởng.", "to truong", True),
        ("một Phó Chủ tịch", "một Phó Chủ tịch làm Trưởng ban", "truong ban", True),
        ("Giám đốc Sở Y tế", "Phó Trưởng ban: Giám đốc Sở Y tế", "pho truong ban", True),
        # A deputy is no head.
        ("Giám đốc Sở Y tế", "Giám đốc Sở Y tế - Phó Trưởng ban", "truong ban", False),
        ("Phó Trưởng ban Dân tộc", "chuẩn bị tài liệu", "truong ban", False),
        ("Giám đốc Sở Y tế", "Phó Trưởng ban: Giám đốc Sở Y tế", "truong ban", False),
        ("Giám đốc Sở Y tế", "Phó Trưởng ban thường trực: Giám đốc Sở Y tế", "pho truong ban", True),
        ("các tổ chức thành viên", "triệu tập các Phó Trưởng ban, thành viên dự họp", "thanh vien", False),
        # Whoever reports to the head is not the head.
        ("Sở Y tế", "báo cáo Trưởng ban kết quả", "truong ban", False),
    ],
)
def test_who_has_a_title(printed: str, task: str, title: str, has: bool) -> None:
    assert has_title(duty(printed, task), title) is has


def test_an_assigned_task_gives_nobody_a_title() -> None:
    assert not has_title(duty("Sở Y tế", "phân công ông Nam làm Tổ trưởng", stated=False), "to truong")


def test_a_question_without_such_wishes_is_told_by_any_duty() -> None:
    assert tells_wanted("Ai lo việc này?", duty("Sở Y tế", "lo việc này"))
    assert not tells_wanted("Ai làm tổ trưởng?", duty("Sở Y tế", "lo việc này"))
    assert not tells_wanted("Được cấp bao nhiêu triệu đồng?", duty("Sở Y tế", "cấp kinh phí"))
