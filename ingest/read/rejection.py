"""Why a file is not read: one exception, its reasons as a table of Vietnamese and English messages."""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "not_found", "not_a_file", "unreadable", "empty", "too_large", "binary", "unsupported", "malformed", "encrypted",
    "too_deep", "unsafe_xml", "archive_bomb", "too_many_pages", "too_slow", "no_text_layer", "missing_converter",
    "conversion_failed", "legacy_font", "not_vietnamese",
]  # fmt: skip
"""The codes of :class:`InputRejected`."""

_MESSAGES: dict[Reason, tuple[str, str]] = {
    "not_found": (
        "Không tìm thấy tệp. Hãy kiểm tra lại đường dẫn.",
        "No such file. Check the path.",
    ),
    "not_a_file": (
        "Đường dẫn không phải là tệp thường (có thể là thư mục hoặc thiết bị). Hãy chỉ đến một tệp văn bản.",
        "Not a regular file (a directory or a device). Point to one document file.",
    ),
    "unreadable": (
        "Không đọc được tệp: {detail}. Hãy kiểm tra quyền đọc.",
        "The file cannot be read: {detail}. Check its permissions.",
    ),
    "empty": (
        "Tệp không có nội dung chữ. Hãy kiểm tra lại tệp gốc.",
        "The file has no text. Check the original.",
    ),
    "too_large": (
        "Tệp quá lớn: {detail}. Hãy tách nhỏ tệp hoặc nâng giới hạn.",
        "The file is too large: {detail}. Split it or raise the limit.",
    ),
    "binary": (
        "Tệp là dữ liệu nhị phân, không phải văn bản. Hãy dùng txt, md, html, docx, doc, rtf hoặc pdf có lớp chữ.",
        "The file is binary data, not a document. Use txt, md, html, docx, doc, rtf or a pdf with text.",
    ),
    "unsupported": (
        "Chưa đọc được định dạng {detail}. Hãy lưu lại thành docx, pdf có lớp chữ hoặc txt.",
        "The format {detail} is not read. Save it as docx, pdf with text, or txt.",
    ),
    "malformed": (
        "Tệp bị hỏng hoặc không đúng định dạng: {detail}. Hãy mở bằng phần mềm soạn thảo và lưu lại.",
        "The file is damaged or not what it claims to be: {detail}. Open it in an editor and save it again.",
    ),
    "encrypted": (
        "Tệp được đặt mật khẩu. Hãy gỡ mật khẩu rồi nạp lại.",
        "The file is protected by a password. Remove it and try again.",
    ),
    "too_deep": (
        "Bảng hoặc thẻ lồng nhau quá sâu ({detail}). Hãy lưu lại tệp ở dạng đơn giản hơn.",
        "Tables or tags are nested too deeply ({detail}). Save the file in a simpler form.",
    ),
    "unsafe_xml": (
        "Tệp chứa khai báo XML không an toàn (DTD hoặc thực thể). Hãy lưu lại bằng phần mềm soạn thảo.",
        "The file holds unsafe XML (a DTD or entities). Save it again with an editor.",
    ),
    "archive_bomb": (
        "Tệp nén bung ra quá lớn ({detail}). Hãy lưu lại tệp bằng phần mềm soạn thảo.",
        "The packed file unpacks to too much ({detail}). Save it again with an editor.",
    ),
    "too_many_pages": (
        "Tệp có quá nhiều trang: {detail}. Hãy tách nhỏ tệp hoặc nâng giới hạn.",
        "The file has too many pages: {detail}. Split it or raise the limit.",
    ),
    "too_slow": (
        "Đọc tệp mất quá nhiều thời gian ({detail}). Hãy tách nhỏ tệp.",
        "Reading the file takes too long ({detail}). Split it.",
    ),
    "no_text_layer": (
        "Tệp pdf không có lớp chữ (bản quét). Hãy dùng bản có chữ, hoặc cài tesseract-ocr và tesseract-ocr-vie.",
        "The pdf has no text layer (a scan). Use one with text, or install tesseract-ocr and tesseract-ocr-vie.",
    ),
    "missing_converter": (
        "Cần một chương trình để đọc tệp này: {detail}. Hãy cài đặt rồi nạp lại.",
        "A program is needed to read this file: {detail}. Install it and try again.",
    ),
    "conversion_failed": (
        "Chuyển đổi tệp không thành công: {detail}. Hãy lưu lại thành docx rồi nạp lại.",
        "The file could not be converted: {detail}. Save it as docx and try again.",
    ),
    "legacy_font": (
        "Văn bản dùng phông chữ cũ không nhận ra được ({detail}). Hãy chuyển mã sang Unicode (ví dụ bằng UniKey).",
        "The text uses a legacy font encoding that is not recognised ({detail}). Convert it to Unicode.",
    ),
    "not_vietnamese": (
        "Văn bản không phải tiếng Việt, hoặc bảng mã bị hỏng. Hãy kiểm tra lại tệp.",
        "The text is not Vietnamese, or its encoding is damaged. Check the file.",
    ),
}  # fmt: skip


class InputRejected(ValueError):
    """A file that is not read, with the reason and what to do (tệp bị từ chối).

    ``code`` is one of :data:`Reason`, ``name`` the file, ``message`` Vietnamese, ``message_en`` English.

    >>> InputRejected("empty", "trống.txt").message
    'Tệp không có nội dung chữ. Hãy kiểm tra lại tệp gốc.'
    """

    def __init__(self, code: Reason, name: str, detail: str = "") -> None:
        vietnamese, english = _MESSAGES[code]
        self.code: Reason = code
        self.name = name
        self.detail = detail
        self.message = vietnamese.replace("{detail}", detail)
        self.message_en = english.replace("{detail}", detail)
        super().__init__(f"{name}: {self.message}")

    def __reduce__(self) -> tuple[type[InputRejected], tuple[Reason, str, str]]:
        return type(self), (self.code, self.name, self.detail)
