"""What a reader takes away opens in the programs it is made for, and no word of a document does anything there."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook

from app.downloads.calendar import DueDay, find_due_day, write_calendar
from app.downloads.letter import write_letter
from app.downloads.task_sheet import MAX_LINES, build_task_sheet, describe_holders
from app.downloads.workbook import write_workbook
from graph.model import AgencyRef, Duty, Evidence, Holder, Succession
from ingest.model import Deadline, Span

DAY = dt.date(2026, 11, 23)
PLAN = "https://cancu.example/id/eli/vn/lam-dong/ubnd/2024/kh/4655"
HOSTILE = '=HYPERLINK("http://x") <script>alert(1)</script> \u202eđảo\x00\x07; \' " ]]> \n+1'


def duty(task: str = "Chủ trì xây dựng kế hoạch", agency: str = "Sở Công Thương", when: Deadline | None = None) -> Duty:
    evidence = Evidence(PLAN, "V/2/a", 10, 40, f"Câu: {task}")
    ref = AgencyRef("https://cancu.example/id/org/lam-dong/so-cong-thuong", agency)
    return Duty(f"{PLAN}#assignment-1", ref, agency, "lead", task, PLAN, "4655/KH-UBND", "V/2/a", "", when, evidence)


def deadline(**values: object) -> Deadline:
    return Deadline("trước ngày 15/11", Span(0, 5), **values)  # type: ignore[arg-type]


def test_a_workbook_has_a_row_a_duty_with_its_clause() -> None:
    sheet = build_task_sheet([(duty(), None), (duty("Phối hợp"), None)], DAY, "vi")
    page = load_workbook(BytesIO(write_workbook(sheet))).active
    assert page is not None
    rows = list(page.iter_rows(values_only=True))
    assert rows[0][1:4] == ("Cơ quan", "Vai trò", "Nhiệm vụ")
    assert rows[1][1:4] == ("Sở Công Thương", "chủ trì", "Chủ trì xây dựng kế hoạch")
    assert rows[1][6:8] == ("4655/KH-UBND", "điểm a khoản 2 mục V")
    assert len(rows) == 3


@pytest.mark.parametrize("words", [HOSTILE, "=1+1", "+84", "-1", "@SUM(A1)", "\tx", "x" * 40_000])
def test_no_cell_is_a_formula(words: str) -> None:
    sheet = build_task_sheet([(duty(words, agency=words), None)], DAY, "vi")
    page = load_workbook(BytesIO(write_workbook(sheet))).active
    assert page is not None
    for row in page.iter_rows(min_row=2):
        for cell in row:
            assert cell.data_type == ("n" if cell.value is None else "s")
            assert cell.value is None or isinstance(cell.value, str)
            assert cell.value is None or cell.quotePrefix


def test_a_letter_holds_hostile_words_as_words() -> None:
    sheet = build_task_sheet([(duty(HOSTILE, agency=HOSTILE), None)], DAY, "vi")
    letter = Document(BytesIO(write_letter(sheet)))
    words = letter.tables[0].rows[1].cells[2].text
    assert "<script>alert(1)</script>" in words
    assert "\u202e" not in words


def test_a_letter_has_a_table_a_body() -> None:
    sheet = build_task_sheet([(duty(), None), (duty(agency="Sở Y tế"), None)], DAY, "vi")
    letter = Document(BytesIO(write_letter(sheet)))
    assert len(letter.tables) == 2
    styled = [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in letter.paragraphs]
    assert [words for style, words in styled if style == "Heading 1"] == ["Sở Công Thương", "Sở Y tế"]
    assert letter.tables[0].rows[1].cells[4].text == "4655/KH-UBND, điểm a khoản 2 mục V"


def test_a_sheet_says_how_many_duties_it_leaves_out() -> None:
    sheet = build_task_sheet([(duty(), None)] * (MAX_LINES + 7), DAY, "vi")
    assert sheet.dropped == 7
    assert sum(len(body.lines) for body in sheet.bodies) == MAX_LINES


def test_the_holder_of_today_is_named_when_it_is_another_body() -> None:
    named, heir = AgencyRef("a", "Sở Thông tin và Truyền thông"), AgencyRef("b", "Sở Khoa học và Công nghệ")
    holder = Holder(heir, dt.date(2025, 3, 1), (), 1.0)
    moved = Succession(named, DAY, (holder,), (), one_to_one=True)
    assert describe_holders(moved, "vi") == "Sở Khoa học và Công nghệ (từ 01/03/2025)"
    assert describe_holders(moved, "en") == "Sở Khoa học và Công nghệ (since 01/03/2025)"
    same = Succession(named, DAY, (Holder(named, None, (), 1.0),), (), one_to_one=True)
    assert describe_holders(same, "vi") == ""


@pytest.mark.parametrize(
    ("when", "due"),
    [
        (deadline(end=dt.date(2025, 12, 31)), DueDay(dt.date(2025, 12, 31), yearly=False)),
        # Yearly, and this year's day has passed.
        (deadline(recurrence="P1Y", due="--11-15"), DueDay(dt.date(2027, 11, 15), yearly=True)),
        (deadline(recurrence="P1Y", due="--12-01"), DueDay(dt.date(2026, 12, 1), yearly=True)),
        # 29 February comes in 2028.
        (deadline(recurrence="P1Y", due="--02-29"), DueDay(dt.date(2028, 2, 29), yearly=True)),
        # "hàng năm" and "20 ngày kể từ ngày …" name no day: none is invented.
        (deadline(recurrence="P1Y"), None),
        (deadline(relative="P20D"), None),
    ],
)
def test_the_day_on_which_something_is_due(when: Deadline, due: DueDay | None) -> None:
    assert find_due_day(when, DAY) == due


def test_a_calendar_is_read_by_its_library() -> None:
    duties = [duty(HOSTILE, when=deadline(recurrence="P1Y", due="--11-15")), duty(when=deadline(recurrence="P1Y"))]
    calendar = Calendar.from_ical(write_calendar(duties, DAY, "vi", "http://localhost"))
    events: list[Any] = list(calendar.walk("VEVENT"))
    assert len(events) == 1
    assert events[0].decoded("dtstart") == dt.date(2027, 11, 15)
    assert events[0]["rrule"]["FREQ"] == ["YEARLY"]
    assert "<script>alert(1)</script>" in str(events[0]["summary"])
    assert "\x00" not in str(events[0]["summary"])


def test_words_cannot_begin_a_line_of_a_calendar() -> None:
    written = write_calendar([duty("x\r\nBEGIN:VALARM\r\nx", when=deadline(end=DAY))], DAY, "vi", "http://localhost")
    assert b"\r\nBEGIN:VALARM" not in written
