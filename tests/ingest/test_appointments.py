"""Who holds which title: members of teams, heads named in a sentence, and what is none."""

from __future__ import annotations

import pytest

from graph.registers import load_lexicon
from ingest.model import Assignment
from ingest.pipeline import extract
from ingest.read import read_bytes

DECISION = """ỦY BAN NHÂN DÂN XÃ AN PHÚ
Số: 12/QĐ-UBND
An Phú, ngày 12 tháng 01 năm 2026
QUYẾT ĐỊNH
Về việc thành lập Tổ kiểm tra liên ngành
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Điều 1. Thành lập Tổ kiểm tra liên ngành gồm các thành viên:
{members}
Điều 2. Tổ kiểm tra tự giải thể sau khi hoàn thành nhiệm vụ.
"""


def appointed(members: str) -> list[Assignment]:
    """Return the appointments of a decision with these lines."""
    text = DECISION.format(members=members)
    found = extract(read_bytes("qd.txt", text.encode()), load_lexicon())
    for one in found.competences:
        assert text[one.task_span.start : one.task_span.end] == one.task
        assert one.evidence.start <= one.agency_span.start
        assert one.agency_span.end <= one.evidence.end
    return [one for one in found.competences if one.rule == "appointed"]


@pytest.mark.parametrize(
    ("line", "holder", "role"),
    [
        ("1. Bà Trần Thị Hoa - Phó Chủ tịch UBND xã - Tổ trưởng.", "Bà Trần Thị Hoa - Phó Chủ tịch UBND xã", "lead"),
        ("1. Ông Lê Văn Nam, Trưởng phòng Kinh tế - Tổ phó;", "Ông Lê Văn Nam, Trưởng phòng Kinh tế", "support"),
        ("1. Trưởng đoàn là đại diện lãnh đạo UBND xã.", "đại diện lãnh đạo UBND xã", "lead"),
        ("1. Chánh Thanh tra Bộ - Uỷ viên;", "Chánh Thanh tra Bộ", "do"),
        ("1. Các Phó Trưởng ban: Giám đốc Sở Y tế.", "Giám đốc Sở Y tế", "support"),
        ("1. Phó Trưởng ban thường trực: Giám đốc Sở Y tế.", "Giám đốc Sở Y tế", "support"),
        ("1. Trưởng đoàn: Ông Nguyễn Văn Minh, Chủ tịch UBND xã", "Ông Nguyễn Văn Minh, Chủ tịch UBND xã", "lead"),
        ("1. Giúp việc Tổ kiểm tra do một Phó Chủ tịch UBND xã làm Tổ trưởng.", "một Phó Chủ tịch UBND xã", "lead"),
    ],
)  # fmt: skip
def test_a_holder_is_printed_with_its_office(line: str, holder: str, role: str) -> None:
    (found,) = appointed(line)
    assert (found.agency, found.role, found.locator) == (holder, role, "Điều 1/1")


def test_a_sentence_names_several() -> None:
    found = appointed(
        "1. Tổ do một Phó Chủ tịch UBND xã làm Tổ trưởng, Trưởng phòng Kinh tế làm Tổ phó và thành viên là cán bộ xã."
    )
    assert [(one.agency, one.role) for one in found] == [
        ("một Phó Chủ tịch UBND xã", "lead"),
        ("Trưởng phòng Kinh tế", "support"),
        ("cán bộ xã", "do"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "1. Ông (bà) ………………………… - Tổ trưởng.",
        "1. Biên bản làm việc - Thành viên.",
        "1. Kết quả kiểm tra - Tổ trưởng ký.",
        "1. Chủ tịch Hội đồng triệu tập và chủ trì họp với các Phó Chủ tịch, Thư ký.",
        "1. Một số quy định đối với tổ trưởng, thành viên.",
        "1. Trưởng ban, Phó Trưởng ban - thành viên.",
        "1. Phó Chủ tịch Hội đồng nhân dân là đại biểu hoạt động chuyên trách.",
    ],
)
def test_blanks_papers_and_other_sentences_appoint_nobody(line: str) -> None:
    assert appointed(line) == []
