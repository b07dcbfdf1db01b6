"""PDF with a text layer, through PDFium: characters and ruled lines of each page, laid out by ``page_layout``."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.read.geometry import Box, Page, Word
from ingest.read.limits import Limits
from ingest.read.ocr import find_recogniser
from ingest.read.page_layout import order_page
from ingest.read.paragraphs import PageBlocks, print_pages
from ingest.read.reading import Notice, Reading
from ingest.read.rejection import InputRejected

_THIN = 2.6
_LEAST_LETTERS = 12
"""A page with fewer letters than this has no text layer (a stamp or a page number at most)."""
_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})
"""What PDFium gives for the hyphen at the end of a line."""
_RECOGNITION_TIMES = 5
"""Recognising may take so many times as long as reading."""
_SPACES = frozenset({0x20, 0xA0})
_WORD_GAP = 0.35
"""Line heights between letters of one word, where the file writes its spaces: letters may be spaced out."""
_PLACED_GAP = 0.07
"""The same where it writes none and only places words (as browsers print them)."""
_FEWEST_SPACES = 0.05
"""Of the characters of a page, where it writes its spaces; Vietnamese has about one in five."""
_MAX_CHARACTERS = 60_000
_MAX_OBJECTS = 20_000
_MAX_TOLD = 8


def read_pdf(name: str, data: bytes, limits: Limits) -> Reading:
    """Read a pdf with a text layer; a scan through Tesseract where that is installed.

    Raises:
        InputRejected: ``malformed``, ``encrypted``, ``too_many_pages``, ``too_slow``, ``no_text_layer``.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "assword" in str(error) else "malformed"
        raise InputRejected("encrypted" if code == "encrypted" else "malformed", name, "pdf") from error
    try:
        if len(document) > limits.max_pages:
            raise InputRejected("too_many_pages", name, f"{len(document)}, tối đa {limits.max_pages}")
        return _read_document(name, document, limits)
    except pypdfium2.PdfiumError as error:
        raise InputRejected("malformed", name, "pdf") from error
    finally:
        document.close()


def _read_document(name: str, document: pypdfium2.PdfDocument, limits: Limits) -> Reading:
    clock = _Clock(name, limits.max_seconds)
    pages: list[Page] = []
    characters = 0
    for index in range(len(document)):
        clock.check()
        pages.append(_read_page(document, index))
        characters += _count_letters(pages[-1])
        if characters > limits.max_characters:
            raise InputRejected("too_large", name, f"hơn {limits.max_characters} ký tự")
    scanned = [index for index, page in enumerate(pages) if _count_letters(page) < _LEAST_LETTERS]
    notices = _recognise_scanned(name, document, pages, scanned, limits)
    blocks = []
    unread = []
    for number, page in enumerate(pages, 1):
        clock.check()
        layout = order_page(page)
        blocks.append(PageBlocks(page.width, page.height, layout.blocks))
        unread += [number] if layout.unread else []
    return Reading(print_pages(blocks), (*notices, *_tell_unread(unread)))


def _tell_unread(numbers: list[int]) -> Iterator[Notice]:
    """Say where a table without lines was read as running text: its rows may be lost."""
    if numbers:
        shown = ", ".join(map(str, numbers[:_MAX_TOLD])) + (" …" if len(numbers) > _MAX_TOLD else "")
        yield Notice(
            "table_not_understood",
            f"Trang {shown}: có bảng không kẻ khung chưa tách được cột; hãy đối chiếu bản gốc hoặc nạp tệp docx, HTML.",
        )


def _recognise_scanned(
    name: str, document: pypdfium2.PdfDocument, pages: list[Page], scanned: list[int], limits: Limits
) -> tuple[Notice, ...]:
    """Put the words that Tesseract reads into the pages without text.

    Without Tesseract such pages stay empty, with a notice; a document of nothing else is rejected.
    """
    if not scanned:
        return ()
    recogniser = find_recogniser()
    if recogniser is None:
        if len(scanned) == len(pages):
            raise InputRejected("no_text_layer", name)
        return (Notice("pages_without_text", f"{len(scanned)} trang không có lớp chữ."),)
    clock = _Clock(name, limits.max_seconds * _RECOGNITION_TIMES)
    for index in scanned:
        clock.check()
        page = document[index]
        pages[index] = recogniser.recognise(page, limits)
        page.close()
    return (Notice("recognised", f"{len(scanned)} trang nhận dạng từ bản quét; cần đối chiếu bản gốc."),)


@dataclass(frozen=True, slots=True)
class _Clock:
    """Ends the reading of a file that takes too long."""

    name: str
    seconds: float
    start: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        if time.monotonic() - self.start > self.seconds:
            raise InputRejected("too_slow", self.name, f"{self.seconds:.0f} giây")


def _count_letters(page: Page) -> int:
    return sum(len(word.text) for word in page.words)


def _read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    page = document[index]
    try:
        text = page.get_textpage()
        try:
            left, bottom, right, top = page.get_bbox()
            words = tuple(_find_words(text, left, top))
            rulings = tuple(_find_rulings(page, left, top))
            return Page(right - left, top - bottom, words, rulings)
        finally:
            text.close()
    finally:
        page.close()


def _find_words(text: pypdfium2.PdfTextPage, left: float, top: float) -> Iterator[Word]:
    """Yield the words in the order of the file.

    Letters of a second font may be drawn after all others, so that a word comes in parts. PDFium puts spaces of its own
    between such parts: they are believed only between words that stay neighbours on the line, all else is decided by
    the gap (``Line.text``).
    """
    handle = text.raw
    count = min(pdfium.FPDFText_CountChars(handle), _MAX_CHARACTERS)
    box = pdfium.FS_RECTF()
    widest = _WORD_GAP if _writes_spaces(handle, count) else _PLACED_GAP
    letters: list[str] = []
    edge: list[float] = []
    spaced = parted = after_space = broken = False
    place = 0
    for at in range(count):
        code = pdfium.FPDFText_GetUnicode(handle, at)
        char = "-" if code in _HYPHENS else chr(code) if 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF else " "
        if char.isspace() or not pdfium.FPDFText_GetLooseCharBox(handle, at, ctypes.byref(box)):
            broken = True
            after_space = after_space or not pdfium.FPDFText_IsGenerated(handle, at)
            continue
        here = [box.left - left, top - box.top, box.right - left, top - box.bottom]
        if letters and not broken and _adjoins(edge, here, widest):
            edge = [min(edge[0], here[0]), min(edge[1], here[1]), max(edge[2], here[2]), max(edge[3], here[3])]
            letters.append(char)
            continue
        if letters:
            yield Word("".join(letters), Box(*edge), spaced, place, parted)
            place += 1
        follows = bool(edge) and _follows(edge, here)
        spaced, parted = after_space and follows, broken and follows
        letters, edge, after_space, broken = [char], here, False, False
    if letters:
        yield Word("".join(letters), Box(*edge), spaced, place, parted)


def _writes_spaces(handle: pdfium.FPDF_TEXTPAGE, count: int) -> bool:
    """Tell whether the words of a page are parted by characters of the file and not by their places alone."""
    written = sum(
        pdfium.FPDFText_GetUnicode(handle, at) in _SPACES and not pdfium.FPDFText_IsGenerated(handle, at)
        for at in range(count)
    )
    return written > _FEWEST_SPACES * count


def _adjoins(edge: list[float], here: list[float], widest: float) -> bool:
    """Tell whether a character goes on with the word: on the same line, within ``widest`` heights of its end."""
    height = max(1.0, here[3] - here[1])
    same_line = here[1] < edge[3] - 0.2 * height and here[3] > edge[1] + 0.2 * height
    return same_line and -0.6 * height < here[0] - edge[2] < widest * height


def _follows(edge: list[float], here: list[float]) -> bool:
    """Tell whether a character stands a space's width behind the word before it in the file, on the same line."""
    return -1 <= here[0] - edge[2] < 0.6 * (here[3] - here[1]) and abs(here[3] - edge[3]) < 3


def _find_rulings(page: pypdfium2.PdfPage, left: float, top: float) -> Iterator[Box]:
    """Yield thin drawn boxes and lines, and the sides of drawn rectangles."""
    for count, item in enumerate(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=4)):
        if count >= _MAX_OBJECTS:
            return
        low, bottom, high, ceiling = item.get_bounds()
        box = Box(low - left, top - ceiling, high - left, top - bottom)
        if min(box.width, box.height) <= _THIN:
            if max(box.width, box.height) >= 6:
                yield box
        elif _is_outlined(item):
            yield Box(box.left, box.top, box.right, box.top)
            yield Box(box.left, box.bottom, box.right, box.bottom)
            yield Box(box.left, box.top, box.left, box.bottom)
            yield Box(box.right, box.top, box.right, box.bottom)


def _is_outlined(item: pypdfium2.PdfObject) -> bool:
    """Tell a stroked rectangle from a filled background."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item.raw, ctypes.byref(fill), ctypes.byref(stroke)):
        return False
    return bool(stroke.value) and pdfium.FPDFPath_CountSegments(item.raw) in {4, 5}
