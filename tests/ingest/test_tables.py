"""Tables in pipe rows and tables flattened to lines give the same rows, and task tables the same duties."""

from __future__ import annotations

from collections import Counter

import pytest

from ingest.tables import find_tables
from ingest.text import key_of
from tests.ingest.documents import PLAN, Read, gold_rows, read_document, read_shared, read_words

PIPED = """PHỤ LỤC
| TT | Tên nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Kết quả | Thời gian hoàn thành |
|---|---|---|---|---|---|
| I | Nâng cao nhận thức |  |  |  |  |
| 1 | Xây dựng kế hoạch tuyên truyền | Sở Y tế<br>Sở Nội vụ | Các sở, ban, ngành | Kế hoạch | 6/2025 |
| 2 | Rà soát văn bản | Sở Tư pháp |  |  | Thường xuyên |
"""

TURNED = """PHỤ LỤC
| STT | Thời hạn | Đơn vị thực hiện | Nội dung công việc |
|---|---|---|---|
| 1 | Quý II/2025 | UBND các huyện, thành phố | Ban hành kế hoạch |
"""

CONTINUED = """PHỤ LỤC
| TT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |
|---|---|---|---|---|
| 1 | Hoàn thành việc cấp | Bộ Công an, Bộ Nông nghiệp và Phát triển nông thôn |  | 2025 |
|  | căn cước cho công dân |  | nghiệp và phát triển nông thôn |  |
"""


def test_a_piped_table_has_heads_and_rows() -> None:
    read = read_words(PIPED)
    (table,) = find_tables(read.text, read.provisions)
    assert [cell.of(read.text) for cell in table.heads[0]][:3] == ["TT", "Tên nhiệm vụ", "Cơ quan chủ trì"]
    assert [row.mark for row in table.rows] == ["I", "1", "2"]


def test_the_columns_say_who_leads_who_supports_and_when() -> None:
    read = read_words(PIPED)
    assert read.triples() == [
        ("Sở Y tế", "lead", "Xây dựng kế hoạch tuyên truyền"),
        ("Sở Nội vụ", "lead", "Xây dựng kế hoạch tuyên truyền"),
        ("Các sở, ban, ngành", "support", "Xây dựng kế hoạch tuyên truyền"),
        ("Sở Tư pháp", "lead", "Rà soát văn bản"),
    ]
    assert [one.when.surface for one in read.findings.assignments if one.when] == ["6/2025"] * 3 + ["Thường xuyên"]


def test_a_row_of_a_heading_is_the_group_of_the_rows_below_it() -> None:
    tasks = read_words(PIPED).findings.tasks
    assert [(task.group, task.result) for task in tasks] == [
        ("Nâng cao nhận thức", "Kế hoạch"),
        ("Nâng cao nhận thức", None),
    ]


def test_columns_are_known_by_name_not_by_place() -> None:
    read = read_words(TURNED)
    assert read.triples() == [("UBND các huyện, thành phố", "lead", "Ban hành kế hoạch")]
    assert [one.when.surface for one in read.findings.assignments if one.when] == ["Quý II/2025"]


def test_a_continued_row_adds_no_task_and_a_torn_name_is_an_issue() -> None:
    """The remains of a cell that was torn inside a name are reported, not read as an agency."""
    read = read_words(CONTINUED)
    assert [task.locator for task in read.findings.tasks] == ["phu-luc/1"]
    assert [(agency, role) for agency, role, _ in read.triples()] == [
        ("Bộ Công an", "lead"),
        ("Bộ Nông nghiệp và Phát triển nông thôn", "lead"),
    ]
    assert [issue.span.of(read.text) for issue in read.findings.issues] == ["nghiệp và phát triển nông thôn"]


@pytest.mark.parametrize(
    "cell",
    [
        "Chủ trì: Sở Y tế; phối hợp: Sở Nội vụ, Công an tỉnh",
        "Sở Y tế (chủ trì), Sở Nội vụ (phối hợp), Công an tỉnh (phối hợp)",
    ],
)
def test_a_cell_may_say_the_roles_itself(cell: str) -> None:
    read = read_words(f"PHỤ LỤC\n| TT | Nhiệm vụ | Cơ quan thực hiện |\n|---|---|---|\n| 1 | Rà soát | {cell} |\n")
    assert [(agency, role) for agency, role, _ in read.triples()] == [
        ("Sở Y tế", "lead"),
        ("Sở Nội vụ", "support"),
        ("Công an tỉnh", "support"),
    ]


@pytest.fixture(scope="module")
def plan() -> Read:
    return read_document(PLAN)


def test_the_flattened_annex_of_the_plan_has_fourteen_tasks(plan: Read) -> None:
    """Counted by hand in the plan: one line a cell, no column of support."""
    rows = [one for one in plan.findings.assignments if one.locator.startswith("phu-luc/")]
    assert Counter(one.agency for one in rows) == {
        "Sở KH&CN": 5,
        "Sở Công Thương": 2,
        "Các sở, ban, ngành": 2,
        "Các sở, ban, ngành, địa phương": 4,
        "UBND các huyện, thành phố": 1,
    }
    assert Counter(one.when.surface for one in rows if one.when) == {
        "Thường xuyên hàng năm": 8,
        "Năm 2024-2025": 5,
        "Năm 2026-2030": 1,
    }
    assert {one.role for one in rows} == {"lead"}


def test_a_published_table_of_140_tasks_is_read_whole() -> None:
    """Phụ lục II of 03/NQ-CP against the rows that were annotated by hand: every lead, support, result and time."""
    gold = gold_rows("tasks-03-NQ-CP.jsonl")
    read = read_shared("national-chain/03-NQ-CP_day_du_kem_PL1_PL2.md")
    tasks = {task.locator.rpartition("/")[2]: task for task in read.findings.tasks if "phu-luc-II/" in task.locator}
    for row in gold:
        task = tasks[str(row["no"])]
        duties = [one for one in read.findings.assignments if one.locator == task.locator]
        for role in ("lead", "support"):
            named = row[role]
            assert isinstance(named, list)
            assert {key_of(one.agency) for one in duties if one.role == role} == set(map(key_of, named)), row
        assert {one.when.surface if one.when else None for one in duties} == {row["deadline_surface"]}, row
        assert task.result == row["result"], row


@pytest.mark.parametrize(
    "words",
    [
        "| Nhiệm vụ |\n| Rà soát |\n",
        "| TT | Họ và tên | Chức vụ |\n| 1 | Nguyễn Văn A | Giám đốc |\n",
        "| | |\n",
        "|",
    ],
)
def test_a_table_that_assigns_nothing_gives_nothing(words: str) -> None:
    assert read_words(words).findings.assignments == ()


def test_a_table_that_was_interrupted_keeps_its_head() -> None:
    """Words that a page break put between the rows end the table; the rest has a number and as many columns."""
    read = read_words(
        "PHỤ LỤC\n\n| TT | Nhiệm vụ | Cơ quan chủ trì |\n| 1 | Rà soát các văn bản | Sở Tư pháp |\n\nTrang sau\n\n"
        "| 2 | Báo cáo kết quả hằng năm | Sở Nội vụ |\n"
    )
    assert [(agency, role) for agency, role, _ in read.triples()] == [("Sở Tư pháp", "lead"), ("Sở Nội vụ", "lead")]


def test_a_table_of_indicators_says_who_follows_them_and_by_when() -> None:
    read = read_words(
        "PHỤ LỤC\n| TT | Chỉ tiêu | Đơn vị | Kết quả | Cơ quan chủ trì theo dõi, đánh giá |\n|---|---|---|---|---|\n"
        "| I | Đến năm 2030 |  |  |  |\n| 1 | Quy mô kinh tế số | % GDP | ≥ 30 | Bộ Tài chính |\n"
        "| II | Các chỉ tiêu theo Nghị quyết năm 2022 |  |  |  |\n| 2 | Xếp hạng | Thứ bậc | 50 | Bộ Nội vụ |\n"
    )
    found = [(one.agency, one.role, one.task, one.when and str(one.when.end)) for one in read.findings.assignments]
    assert found == [
        ("Bộ Tài chính", "monitor", "Quy mô kinh tế số", "2030-12-31"),
        ("Bộ Nội vụ", "monitor", "Xếp hạng", None),  # the heading speaks of more than a time
    ]
