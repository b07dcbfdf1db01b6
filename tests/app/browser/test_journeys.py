"""The ten journeys of ``docs/journeys.md``, clicked through in Chromium on a live server."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook

from tests.app.browser.conftest import TOKEN, Visit, watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Download, FilePayload

HOSTILE = """ỦY BAN NHÂN DÂN
TỈNH LÂM ĐỒNG
-------

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------

Số: 77/KH-UBND

Lâm Đồng, ngày 5 tháng 3 năm 2024

KẾ HOẠCH

TRIỂN KHAI <script>document.title='bị chiếm'</script> "TRONG NGOẶC" \u202eNGƯỢC

Căn cứ Kết luận số 69-KL/TW ngày 11/01/2024 của Bộ Chính trị về phát triển khoa học và công nghệ.

I. TỔ CHỨC THỰC HIỆN

1. Sở Công Thương

a) Chủ trì xây dựng =HYPERLINK("http://a.vn") <img src=x onerror="document.title='bị chiếm'"> trước ngày 15/11/2025.

b) Phối hợp với Sở Tài chính thực hiện các nhiệm vụ được giao.
"""


def read(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def fetch(visit: Visit, words: str) -> bytes:
    """Click the link of these words and return the file that comes."""
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("link", name=words, exact=True).first.click()
    return read(waiting.value)


def test_1_from_a_question_to_the_highlighted_sentence(visit: Visit) -> None:
    visit.open("/")
    visit.page.get_by_role("searchbox").fill("Ai phải báo cáo trước ngày 15/11?")
    visit.page.get_by_role("button", name="Hỏi").click()
    card = visit.page.locator(".answer").first
    assert "15/11" in card.inner_text()
    visit.keep("hanh-trinh-1-tra-loi")
    card.get_by_role("link", name="Mở văn bản tại câu này").click()
    found = " ".join(visit.page.locator("mark.found").all_inner_texts())
    assert "15/11" in found
    assert visit.page.locator("#trich-dan").is_visible()
    # The sentence, not the top of the page, is what one sees.
    assert visit.page.evaluate("window.scrollY") > 500


def test_2_from_the_plan_to_resolution_20_with_the_quote_of_every_step(visit: Visit) -> None:
    visit.open("/van-ban")
    visit.page.get_by_role("link", name="4655/KH-UBND").first.click()
    visit.page.locator("main").get_by_role("link", name="Đường căn cứ", exact=True).click()
    visit.page.get_by_label("Đến văn bản").fill("20-NQ/TW")
    visit.page.get_by_role("button", name="Áp dụng").click()
    steps = visit.page.locator("ol.steps").first.locator("> li")
    assert steps.count() >= 2
    assert "4655/KH-UBND" in steps.first.inner_text()
    assert "20-NQ/TW" in steps.last.inner_text()
    for step in steps.all():
        assert len(step.locator("blockquote").inner_text()) > 40
    steps.first.get_by_role("link", name="Mở văn bản tại câu này").click()
    assert "69-KL/TW" in " ".join(visit.page.locator("mark.found").all_inner_texts()).upper()


def test_3_the_graph_is_drawn_filtered_and_taken_away(visit: Visit) -> None:
    visit.open("/duong-can-cu/lam-dong/ubnd/2024/kh/4655?quan_he=moi")
    assert visit.page.locator("#so-do canvas").first.is_visible()
    assert not visit.page.locator("#hinh-tinh").is_visible()
    visit.keep("hanh-trinh-3-so-do")
    visit.page.locator("#loc-quan-he").get_by_label("dẫn chiếu").uncheck()
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="PNG").click()
    assert read(waiting.value).startswith(b"\x89PNG")
    graph = nx.read_graphml(BytesIO(fetch(visit, "GraphML")))
    assert len(graph) > 4
    assert b"<svg" in fetch(visit, "SVG")


def test_4_the_task_sheet_of_one_body(visit: Visit) -> None:
    visit.open("/phan-cong")
    visit.page.get_by_role("combobox", name="Cơ quan").fill("Sở Công Thương")
    visit.page.get_by_role("button", name="Lọc").click()
    visit.keep("hanh-trinh-4-phan-cong")
    letter = Document(BytesIO(fetch(visit, "DOCX")))
    rows = [[cell.text for cell in row.cells] for table in letter.tables for row in table.rows[1:]]
    assert any("Sở Công Thương" in paragraph.text for paragraph in letter.paragraphs)
    assert any("công nghệ thay thế" in row[2] for row in rows)
    assert all("4655/KH-UBND" in row[4] for row in rows)
    book = load_workbook(BytesIO(fetch(visit, "XLSX")))
    assert book.active is not None
    assert len(list(book.active.iter_rows())) == len(rows) + 1


def test_5_who_holds_the_duty_of_a_dissolved_body(visit: Visit) -> None:
    visit.open("/")
    visit.page.get_by_role("link", name=re.compile("Sở TT&TT")).click()
    card = visit.page.locator(".answer").first
    assert "Sở Thông tin và Truyền thông" in card.inner_text()
    assert "Sở Khoa học và Công nghệ" in card.locator("dl").inner_text()
    visit.keep("hanh-trinh-5-co-quan-nay")


def test_6_what_is_past_and_the_calendar(visit: Visit) -> None:
    visit.open("/tien-do")
    visit.page.get_by_label("Tính đến ngày").fill("2026-01-01")
    visit.page.get_by_role("button", name="Lọc").click()
    assert "Đã qua thời hạn" in visit.page.inner_text("main")
    visit.keep("hanh-trinh-6-tien-do")
    calendar = Calendar.from_ical(fetch(visit, "Tải lịch (.ics)"))
    assert len(list(calendar.walk("VEVENT"))) > 3


def test_7_a_question_of_the_library_in_the_editor(visit: Visit) -> None:
    visit.open("/sparql?cau=chi-tieu")
    visit.page.locator(".yasqe_queryButton").click()
    visit.page.locator(".yasr table tbody tr").first.wait_for()
    visit.keep("hanh-trinh-7-sparql")
    assert visit.page.locator(".yasr table tbody tr").count() > 3


def test_7_a_question_of_the_library_without_scripts(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    visit = watch(context, site)
    visit.open("/sparql")
    visit.page.get_by_label("Thư viện câu hỏi").select_option("chi-tieu")
    visit.page.get_by_role("button", name="Đưa vào ô truy vấn").click()
    visit.page.get_by_role("button", name="Chạy").click()
    assert visit.page.locator("#ket-qua-tinh tbody tr").count() > 3
    visit.check()
    context.close()


def test_8_a_document_is_previewed_then_stored_and_shown_as_text(visit: Visit) -> None:
    visit.open("/nap")
    file: FilePayload = {"name": "ke-hoach-77.txt", "mimeType": "text/plain", "buffer": HOSTILE.encode()}
    visit.page.locator("input[type=file]").set_input_files([file])
    visit.page.get_by_label("Mã truy cập").fill(TOKEN)
    visit.page.get_by_role("button", name="Xem trước").click()
    visit.page.get_by_role("button", name="Lưu vào kho").wait_for()
    assert "77/KH-UBND" in visit.page.inner_text("main")
    assert "<script>" in visit.page.inner_text("main")
    visit.keep("hanh-trinh-8-xem-truoc")
    visit.page.get_by_label("Mã truy cập").fill(TOKEN)
    visit.page.get_by_role("button", name="Lưu vào kho").click()
    visit.page.get_by_role("link", name=re.compile("Mở văn bản")).click()
    visit.page.wait_for_load_state("networkidle")
    assert "<img src=x" in visit.page.inner_text("main")
    assert "bị chiếm" not in visit.page.title()
    for path in ("/phan-cong?co_quan=Sở Công Thương", "/tien-do", "/duong-can-cu/lam-dong/ubnd/2024/kh/77"):
        visit.open(path)
        assert visit.page.locator("main img[src=x]").count() == 0
        assert "bị chiếm" not in visit.page.title()


def test_9_english_and_the_dark_theme_are_kept(visit: Visit) -> None:
    visit.open("/van-ban")
    visit.page.get_by_role("link", name="English").click()
    visit.page.get_by_role("link", name="Dark").click()
    visit.page.get_by_role("link", name="Duties", exact=True).click()
    assert visit.page.locator("html").get_attribute("lang") == "en"
    assert visit.page.locator("html").get_attribute("data-theme") == "dark"
    assert visit.page.inner_text("h1") == "Duties"
    visit.keep("hanh-trinh-9-english-dark")


def test_10_with_the_keyboard_alone(visit: Visit) -> None:
    visit.open("/van-ban")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.className") == "skip"
    visit.open("/")
    # The question has the focus from the start.
    visit.page.keyboard.type("So Cong Thuong phai lam gi")
    visit.page.keyboard.press("Enter")
    visit.page.locator(".answer").first.wait_for()
    for _ in range(40):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.textContent") == "Mở văn bản tại câu này":
            break
    visit.page.keyboard.press("Enter")
    visit.page.locator("#trich-dan").wait_for()
    assert visit.page.locator("mark.found").count() > 0
