"""A task sheet as a document (DOCX), to be printed, signed and sent: a table a body, each line with its clause."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from app.downloads.task_sheet import BodySheet, TaskSheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEADS = (("TT", 10), ("Vai trò", 28), ("Nhiệm vụ và nguyên văn", 140), ("Thời hạn", 32), ("Căn cứ", 46))


def write_letter(sheet: TaskSheet) -> bytes:
    """Return the bytes of the document, in A4 landscape, Times New Roman 12 (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    document = Document()
    _set_page(document)
    document.add_heading("PHIẾU GIAO VIỆC", level=0)
    document.add_paragraph(f"Tính đến ngày {sheet.as_of:%d/%m/%Y}. Lập tự động từ văn bản; bản gốc có giá trị pháp lý.")
    for body in sheet.bodies:
        _write_body(document, body)
    if sheet.dropped:
        document.add_paragraph(f"Còn {sheet.dropped} nhiệm vụ không in ở đây; hãy lọc hẹp hơn.")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_page(document: DocumentFile) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (Mm(20),) * 4
    for name in ("Normal", "Heading 1", "Title"):
        style = document.styles[name]
        style.font.name = "Times New Roman"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Times New Roman")
    document.styles["Normal"].font.size = Pt(12)


def _write_body(document: DocumentFile, body: BodySheet) -> None:
    document.add_heading(body.agency, level=1)
    holders = dict.fromkeys(line.holders for line in body.lines if line.holders)
    for words in holders:
        document.add_paragraph(f"Nay thuộc: {words}")
    table = document.add_table(rows=1, cols=len(_HEADS))
    table.style = "Table Grid"
    table.autofit = False
    for cell, (head, _) in zip(table.rows[0].cells, _HEADS, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for number, line in enumerate(body.lines, start=1):
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[3].text = str(number), line.role, line.when
        cells[2].text = line.task
        if line.quote != line.task:
            cells[2].add_paragraph().add_run(f"“{line.quote}”").italic = True
        cells[4].text = f"{line.document}, {line.clause}"
        if line.partners:
            cells[4].add_paragraph(f"Cùng: {line.partners}")
    _set_widths([list(row.cells) for row in table.rows])


def _set_widths(rows: list[list[_Cell]]) -> None:
    for row in rows:
        for cell, (_, width) in zip(row, _HEADS, strict=True):
            cell.width = Mm(width)
