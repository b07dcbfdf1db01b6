"""A task sheet as a workbook (XLSX). Every cell is text: ``=``, ``+``, ``-`` or ``@`` begin no formula."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.downloads.task_sheet import TaskSheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADS = (
    ("TT", 6), ("Cơ quan", 30), ("Vai trò", 16), ("Nhiệm vụ", 70), ("Thời hạn", 20), ("Phối hợp, gửi đến", 30),
    ("Văn bản", 20), ("Điều khoản", 14), ("Nguyên văn", 80), ("Nay thuộc", 40),
)  # fmt: skip


def write_workbook(sheet: TaskSheet) -> bytes:
    """Return the bytes of a workbook with one row a duty, ready for filters and print."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Phiếu giao việc"
    rows: list[tuple[str, ...]] = [tuple(head for head, _ in _HEADS)]
    for body in sheet.bodies:
        for line in body.lines:
            rows.append(
                (str(len(rows)), body.agency, line.role, line.task, line.when, line.partners, line.document,
                 line.clause, line.quote, line.holders)
            )  # fmt: skip
    for number, row in enumerate(rows, start=1):
        for column, words in enumerate(row, start=1):
            _write_text(page.cell(number, column), words, bold=number == 1)
    for column, (_, width) in enumerate(_HEADS, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = "D2"
    page.auto_filter.ref = page.dimensions
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write_text(cell: Cell, words: str, bold: bool) -> None:
    cell.value = words or None
    cell.data_type = "s" if words else "n"
    # Stays text when the cell is edited, too.
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(name="Times New Roman", size=12, bold=bold)
