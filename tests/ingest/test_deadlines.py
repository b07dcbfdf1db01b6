"""Words of time, as they stand in sentences and in columns of plans."""

from __future__ import annotations

import pytest

from ingest.deadlines import find_deadlines, parse_deadline
from ingest.model import Deadline, Span


def in_cell(cell: str, year: int | None = None) -> Deadline:
    deadline = parse_deadline(cell, Span(0, len(cell)), year)
    assert deadline is not None
    return deadline


def in_prose(text: str, year: int | None = 2024) -> tuple[Deadline, ...]:
    return find_deadlines(text, Span(0, len(text)), year)


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("Quý II/2024", "2024-04-01", "2024-06-30"),
        ("Quý II năm 2025", "2025-04-01", "2025-06-30"),
        ("Quý I, II/2025", "2025-01-01", "2025-06-30"),
        ("Quý IV/2025 và Quý I/2026", "2025-10-01", "2026-03-31"),
        ("Từ tháng 12/2025 đến quý I/2026", "2025-12-01", "2026-03-31"),
        ("6/2025", "2025-06-01", "2025-06-30"),
        ("01/2025", "2025-01-01", "2025-01-31"),
        ("Tháng 11/2025", "2025-11-01", "2025-11-30"),
        ("Dự kiến tháng 11/2025", "2025-11-01", "2025-11-30"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("Năm 2024-2025", "2024-01-01", "2025-12-31"),
        ("Năm 2026-2030", "2026-01-01", "2030-12-31"),
        ("2025 - 2026", "2025-01-01", "2026-12-31"),
        ("Giai đoạn 2021-2025", "2021-01-01", "2025-12-31"),
        ("6 tháng đầu năm 2025", "2025-01-01", "2025-06-30"),
        ("2025 và những năm tiếp theo", "2025-01-01", None),
        ("Trước ngày 30/6/2025", None, "2025-06-30"),
        ("Đến hết năm 2025", None, "2025-12-31"),
        ("Dự kiến ngày 30/01/2026 (Chậm nhất ngày 03/02/2026 - 40 ngày trước bầu cử)", "2026-01-30", "2026-02-03"),
        ("từ ngày 05/12 đến ngày 20/02/2026", "2025-12-05", "2026-02-20"),
        ("từ năm 2025 đến năm 2030", "2025-01-01", "2030-12-31"),
        ("Q2/2025", "2025-04-01", "2025-06-30"),
        ("III/2025", "2025-07-01", "2025-09-30"),
        ("tháng 9, 10/2025", "2025-09-01", "2025-10-31"),
        ("Giai đoạn 2025-2030, tầm nhìn đến năm 2045", "2025-01-01", "2030-12-31"),
    ],
)
def test_cells_are_intervals(cell: str, start: str | None, end: str | None) -> None:
    deadline = in_cell(cell)
    assert (deadline.start and str(deadline.start), deadline.end and str(deadline.end)) == (start, end)
    assert deadline.surface == cell


@pytest.mark.parametrize(
    ("cell", "recurrence"),
    [
        ("Thường xuyên hàng năm", "P1Y"),
        ("Hằng năm", "P1Y"),
        ("Hàng quý", "P3M"),
        ("Định kỳ 6 tháng", "P6M"),
        ("Thường xuyên", "continuous"),
        ("Nhiệm vụ thường xuyên", "continuous"),
        ("5 năm/lần", "P5Y"),
    ],
)
def test_cells_that_recur(cell: str, recurrence: str) -> None:
    assert in_cell(cell).recurrence == recurrence


def test_a_month_without_a_year_is_of_the_year_of_the_document() -> None:
    assert str(in_cell("Tháng 3", 2025).end) == "2025-03-31"
    assert in_cell("Tháng 3").end is None
    assert str(in_cell("Trước 30/6", 2025).end) == "2025-06-30"


def test_an_empty_cell_is_no_deadline() -> None:
    assert parse_deadline("  ", Span(0, 2), 2025) is None


def test_a_cell_that_cannot_be_read_keeps_its_words() -> None:
    deadline = in_cell("Theo chỉ đạo của Thủ tướng")
    assert (deadline.start, deadline.end, deadline.recurrence) == (None, None, None)
    assert deadline.surface == "Theo chỉ đạo của Thủ tướng"


def test_a_yearly_day_in_a_sentence() -> None:
    (deadline,) = in_prose(
        "hàng năm báo cáo kết quả thực hiện về Sở Khoa học và Công nghệ trước ngày 15/11 để tổng hợp"
    )
    assert (deadline.recurrence, deadline.due, deadline.surface) == ("P1Y", "--11-15", "trước ngày 15/11")


@pytest.mark.parametrize(
    ("text", "surface", "start", "end"),
    [
        (
            "Cơ quan chủ trì cơ bản hoàn thành trong năm 2025.",
            "cơ bản hoàn thành trong năm 2025",
            "2025-01-01",
            "2025-12-31",
        ),
        ("Báo cáo về Ban Thường trực trước ngày 18/3/2026.", "trước ngày 18/3/2026", None, "2026-03-18"),
        ("Tổ chức hội nghị trong tháng 6.", "trong tháng 6", "2024-06-01", "2024-06-30"),
        ("Trình UBND tỉnh trong quý III/2024.", "trong quý III/2024", "2024-07-01", "2024-09-30"),
        ("Gửi hồ sơ chậm nhất ngày 30 tháng 6 năm 2025.", "chậm nhất ngày 30 tháng 6 năm 2025", None, "2025-06-30"),
        ("Nhận hồ sơ trước 17 giờ 00 ngày 01/02/2026.", "trước 17 giờ 00 ngày 01/02/2026", None, "2026-02-01"),
        (
            "Thực hiện từ ngày 05/12/2025 đến ngày 20/02/2026:",
            "từ ngày 05/12/2025 đến ngày 20/02/2026",
            "2025-12-05",
            "2026-02-20",
        ),
    ],
)
def test_intervals_in_sentences(text: str, surface: str, start: str | None, end: str | None) -> None:
    (deadline,) = in_prose(text)
    assert deadline.surface == surface
    assert (deadline.start and str(deadline.start), deadline.end and str(deadline.end)) == (start, end)


def test_a_period_that_counts_from_an_event() -> None:
    (deadline,) = in_prose("Trong thời hạn 20 ngày kể từ ngày nhận đủ hồ sơ, Sở Y tế thẩm định.")
    assert deadline.relative == "20 ngày kể từ ngày nhận đủ hồ sơ"


@pytest.mark.parametrize(
    "text",
    [
        "thực hiện Quyết định số 996/QĐ-TTg ngày 10/8/2018 của Thủ tướng Chính phủ",
        "Kế hoạch số 2225/KH-UBND thực hiện Chiến lược sở hữu trí tuệ đến năm 2030 trên địa bàn tỉnh",
        "thực hiện “Đề án hỗ trợ hệ sinh thái khởi nghiệp đổi mới sáng tạo đến năm 2025”",
        "bầu cử đại biểu Hội đồng nhân dân các cấp nhiệm kỳ 2026 - 2031",
        "Bảo đảm chi thường xuyên của đơn vị.",
    ],
)
def test_times_that_name_a_document_are_no_deadlines(text: str) -> None:
    assert in_prose(text) == ()


def test_spans_lie_in_the_text() -> None:
    text = "Định kỳ 6 tháng báo cáo; hoàn thành trước ngày 31/12/2025."
    for deadline in in_prose(text):
        assert deadline.span.of(text) == deadline.surface


@pytest.mark.parametrize(
    "words",
    ["định kỳ", "định kỳ hoặc đột xuất theo yêu cầu", "định kỳ, đột xuất khi có yêu cầu", "định kỳ và đột xuất"],
)
def test_reports_in_turn_or_on_demand_keep_all_their_words(words: str) -> None:
    (deadline,) = in_prose(f"Tổng hợp, báo cáo Ủy ban nhân dân tỉnh {words}.")
    assert (deadline.surface, deadline.recurrence) == (words, None)
