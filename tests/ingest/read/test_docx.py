"""Word documents: what is printed, in the order in which it is printed."""

from __future__ import annotations

import io

import docx
import pytest

from ingest.read import InputRejected, Limits, read_bytes
from ingest.read.docx import read_docx
from tests.ingest.read.files import make_docx, make_zip, paragraph

NUMBERING = (
    "<w:numbering>"
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)


def words_of(body: str, **parts: str) -> list[str]:
    data = make_docx(body, {f"word/{name}.xml": content for name, content in parts.items()})
    return read_docx("a.docx", data, Limits()).text.split("\n")


def item(text: str, level: int, list_id: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_a_document_made_with_python_docx() -> None:
    """Headings, built-in list styles and a table with merged cells, as another program writes them."""
    made = docx.Document()
    made.add_paragraph("KẾ HOẠCH")
    made.add_paragraph("Rà soát văn bản của Ủy ban", style="List Number")
    made.add_paragraph("Báo cáo kết quả", style="List Number")
    made.add_paragraph("Sở Y tế", style="List Bullet")
    table = made.add_table(2, 3)
    for at, text in enumerate(["TT", "Nhiệm vụ", "", "1", "Rà soát\nBáo cáo", "Sở Nội vụ"]):
        table.cell(at // 3, at % 3).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    target = io.BytesIO()
    made.save(target)
    assert read_bytes("a.docx", target.getvalue()).text.split("\n") == [
        "KẾ HOẠCH",
        "1. Rà soát văn bản của Ủy ban",
        "2. Báo cáo kết quả",
        "- Sở Y tế",
        "| TT | Nhiệm vụ |  |",
        "| 1 | Rà soát<br>Báo cáo | Sở Nội vụ |",
    ]


def test_automatic_numbers_are_printed() -> None:
    """Lower levels begin again under a new parent; a bullet of a symbol font is a dash."""
    body = (
        item("Mục đích", 0) + item("Một", 1) + item("Hai", 1) + item("nhỏ", 2) + item("gạch", 3) + item("Nhiệm vụ", 0)
    )
    body += item("Ba", 1)
    assert words_of(body, numbering=NUMBERING) == [
        "I. Mục đích", "1. Một", "2. Hai", "a) nhỏ", "- gạch", "II. Nhiệm vụ", "1. Ba",
    ]  # fmt: skip


def test_a_list_that_starts_elsewhere() -> None:
    assert words_of(item("năm", 1, 2) + item("sáu", 1, 2), numbering=NUMBERING) == ["5. năm", "6. sáu"]


def test_lists_through_paragraph_styles() -> None:
    """A style may carry the list, and inherit it from the style that it is based on."""
    styles = (
        '<w:styles><w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style></w:styles>'
    )
    body = paragraph("Mục đích", '<w:pStyle w:val="Muc"/>') + paragraph("Yêu cầu", '<w:pStyle w:val="MucCon"/>')
    assert words_of(body, numbering=NUMBERING, styles=styles) == ["I. Mục đích", "II. Yêu cầu"]


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ('<w:t xml:space="preserve">Số: </w:t><w:tab/><w:t>12</w:t>', "Số: 12"),
        ("<w:t>NĐ</w:t><w:noBreakHyphen/><w:t>CP</w:t>", "NĐ-CP"),
        ("<w:t>về khoa học</w:t><w:br/><w:t>và công nghệ</w:t>", "về khoa học và công nghệ"),
        ("<w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t>", ""),
        ('<w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr><w:t>céng hoµ</w:t>', "CỘNG HOÀ"),
    ],
)
def test_runs(run: str, expected: str) -> None:
    assert words_of(f"<w:p><w:r>{run}</w:r></w:p>") == [expected]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>hạn </w:t></w:r><w:del><w:r><w:delText>2024</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>2025</w:t></w:r></w:ins></w:p>"
    )
    assert words_of(body) == ["hạn 2025"]


def test_text_boxes_follow_their_paragraph_once() -> None:
    """Word writes a text box twice, for new and for old programs."""
    box = f"<w:txbxContent>{paragraph('Mẫu số 01')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Phụ lục</w:t></w:r><w:r><w:AlternateContent><w:Choice><w:drawing>"
        f"{box}</w:drawing></w:Choice><w:Fallback><w:pict>{box}</w:pict></w:Fallback></w:AlternateContent></w:r></w:p>"
    )
    assert words_of(body) == ["Phụ lục", "Mẫu số 01"]


def test_footnotes_stand_at_the_end() -> None:
    notes = (
        f'<w:footnotes><w:footnote w:type="separator" w:id="0">{paragraph("---")}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph("Nghị quyết số 57-NQ/TW")}</w:footnote></w:footnotes>'
    )
    assert words_of(paragraph("Căn cứ"), footnotes=notes) == ["Căn cứ", "Nghị quyết số 57-NQ/TW"]


def test_content_controls_are_looked_into() -> None:
    assert words_of(f"<w:sdt><w:sdtContent>{paragraph('KẾ HOẠCH')}</w:sdtContent></w:sdt>") == ["KẾ HOẠCH"]


def test_entities_are_rejected_before_they_are_expanded() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        "<d>&b;</d>"
    )
    with pytest.raises(InputRejected) as rejected:
        read_bytes("a.docx", make_zip({"word/document.xml": bomb.encode()}))
    assert rejected.value.code == "unsafe_xml"


@pytest.mark.parametrize(
    ("members", "limits"),
    [
        ({"word/document.xml": b"<a/>", "word/media/x.bin": bytes(30_000_000)}, Limits()),  # packed a thousandfold
        ({"word/document.xml": b"<a/>", "x": bytes(3_000)}, Limits(max_unpacked=2_000)),
        ({f"m{at}": b"" for at in range(50)}, Limits(max_members=10)),
    ],
)
def test_zip_bombs_are_rejected_unopened(members: dict[str, bytes], limits: Limits) -> None:
    with pytest.raises(InputRejected) as rejected:
        read_bytes("a.docx", make_zip(members), limits)
    assert rejected.value.code == "archive_bomb"


def test_deep_nesting_is_rejected() -> None:
    table = "<w:tbl><w:tr><w:tc>" * 30 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 30
    with pytest.raises(InputRejected) as rejected:
        words_of(table)
    assert rejected.value.code == "too_deep"


def test_other_zip_packages_are_not_supported() -> None:
    with pytest.raises(InputRejected) as rejected:
        read_bytes("a.docx", make_zip({"xl/workbook.xml": b"<workbook/>"}))
    assert rejected.value.code == "unsupported"
