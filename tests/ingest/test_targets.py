"""Quantified aims: ranges, bounds, shares, periods, and the year by which they are due."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from graph.registers import load_lexicon
from ingest.model import Target
from ingest.structure import parse_provisions
from ingest.targets import find_targets
from ingest.text import normalise

LEXICON = load_lexicon()
PLAN = normalise(
    (Path(__file__).parents[2] / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt").read_text(encoding="utf-8")
)


def targets_of(text: str) -> tuple[Target, ...]:
    return find_targets(text, parse_provisions(text, LEXICON), LEXICON)


def bounds(target: Target) -> tuple[str | None, str | None]:
    return (None if target.min is None else str(target.min), None if target.max is None else str(target.max))


def in_section(sentence: str) -> tuple[Target, ...]:
    return targets_of(f"II. MỤC TIÊU\n1. Đến năm 2025\na) {sentence}\n")


def test_the_plan_has_seventeen_targets() -> None:
    targets = targets_of(PLAN)
    assert len(targets) == 17
    assert {one.by_year for one in targets} == {2025, 2030}
    assert all(one.locator.startswith("II/") for one in targets)


@pytest.mark.parametrize(
    ("surface", "low", "high", "unit", "percent", "year", "per"),
    [
        ("02-03 nhiệm vụ KH&CN cấp quốc gia", "2", "3", "nhiệm vụ KH&CN cấp quốc gia", False, 2025, None),
        ("ít nhất 5 ý tưởng, dự án khởi nghiệp", "5", None, "ý tưởng, dự án khởi nghiệp", False, 2025, None),
        ("trên 60% nhiệm vụ KH&CN", "60", None, "nhiệm vụ KH&CN", True, 2030, None),
        ("100% các văn bản quy phạm phát luật", "100", "100", "các văn bản quy phạm phát luật", True, 2025, None),
        (
            "5-10 ý tưởng, dự án khởi nghiệp đổi mới sáng tạo/năm",
            "5",
            "10",
            "ý tưởng, dự án khởi nghiệp đổi mới sáng tạo",
            False,
            2030,
            "P1Y",
        ),
    ],
)
def test_targets_of_the_plan(
    surface: str,
    low: str | None,
    high: str | None,
    unit: str,
    percent: bool,
    year: int,
    per: str | None,
) -> None:
    target = next(one for one in targets_of(PLAN) if one.span.of(PLAN) == surface)
    assert (*bounds(target), target.unit) == (low, high, unit)
    assert (target.percent, target.by_year, target.per) == (percent, year, per)
    assert surface in target.evidence.of(PLAN)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Thu hút 1.000 doanh nghiệp mới.", [("1000", "1000", "doanh nghiệp mới")]),
        ("Diện tích đạt 2,5 ha mỗi xã.", [("2.5", "2.5", "ha mỗi xã")]),
        ("Tỷ lệ hộ nghèo còn dưới 3%.", [(None, "3", "Tỷ lệ hộ nghèo")]),  # what is measured stands before
        ("Kinh tế số đạt tối thiểu 30% GDP.", [("30", None, "GDP")]),
        ("Tăng từ 20-30 tổ chức, cá nhân; 5 xã.", [("20", "30", "tổ chức, cá nhân"), ("5", "5", "xã")]),
        ("Thuộc nhóm 3 nước dẫn đầu Đông Nam Á.", [(None, "3", "nước dẫn đầu Đông Nam Á")]),
    ],
)
def test_quantities_in_sentences(sentence: str, expected: list[tuple[str | None, str | None, str]]) -> None:
    assert [(*bounds(one), one.unit) for one in in_section(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Nghị quyết số 20-NQ/TW ngày 01/11/2012.",
        "Sản phẩm từ 4 sao trở lên được bảo hộ.",
        "Phủ sóng 5G, ứng dụng công nghệ 4.0 trong quản lý.",
        "Theo khoản 3 Điều 5 Luật số 24/2018/QH14.",
        "Triển khai trong quý 2 và tháng 6 năm 2025.",
    ],
)
def test_numbers_that_name_something_are_no_targets(sentence: str) -> None:
    assert in_section(sentence) == ()


def test_numbers_outside_sections_of_aims_are_no_targets() -> None:
    assert targets_of("I. NHIỆM VỤ\n1. Tổ chức 05 hội nghị.\n") == ()


def test_a_year_after_each_value() -> None:
    targets = in_section("Tăng trưởng xuất khẩu đạt 17% giai đoạn 2026 - 2030 và 15% giai đoạn 2031 - 2035.")
    assert [(one.min, one.by_year) for one in targets] == [(Decimal(17), 2030), (Decimal(15), 2035)]


def test_a_table_of_indicators() -> None:
    text = (
        "PHỤ LỤC I\nDANH MỤC CÁC CHỈ TIÊU\n| TT | Chỉ tiêu | Đơn vị | Kết quả | Cơ quan chủ trì |\n"
        "|---|---|---|---|---|\n"
        "| I | Đến năm 2030 | | | |\n| 1 | Quy mô kinh tế số | % GDP | ≥ 30 | Bộ A |\n"
        "| 2 | Xếp hạng | Thứ bậc | ≤ 3 Đông Nam Á; ≤ 50 Thế giới | Bộ A |\n"
        "| 3 | Số đơn sáng chế tăng | %/năm | 16 - 18 | Bộ A |\n| 4 | Hạ tầng số | | Tiên tiến, 5G | Bộ A |\n"
    )
    found = [(one.locator, *bounds(one), one.unit, one.percent, one.by_year, one.per) for one in targets_of(text)]
    assert found == [
        ("phu-luc-I/I/1", "30", None, "Quy mô kinh tế số (% GDP)", True, 2030, None),
        ("phu-luc-I/I/2", None, "3", "Thứ bậc Đông Nam Á", False, 2030, None),
        ("phu-luc-I/I/2", None, "50", "Thứ bậc Thế giới", False, 2030, None),
        ("phu-luc-I/I/3", "16", "18", "Số đơn sáng chế tăng", True, 2030, "P1Y"),
    ]


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("100% sản phẩm OCOP từ 4 sao trở lên được bảo hộ.", ["sản phẩm OCOP từ 4 sao trở lên"]),
        ("Có ít nhất 50 hợp tác xã có từ 20 thành viên trở lên.", ["hợp tác xã có từ 20 thành viên trở lên"]),
        ("90% cơ quan từ năm 2025 dùng chữ ký số.", ["cơ quan"]),
    ],
)
def test_a_unit_keeps_the_threshold_of_what_counts(words: str, units: list[str]) -> None:
    """The threshold is no target of its own; a year is none of the unit."""
    assert [one.unit for one in in_section(words)] == units
