"""The words of the pages, Vietnamese beside English. A template names a key; a missing key is an error."""

from __future__ import annotations

from app.settings import Language

_WORDS: dict[str, tuple[str, str]] = {
    "site.description": (
        "Lần theo đường căn cứ, hỏi ai chịu trách nhiệm, truy vấn: với nguyên văn đứng sau mỗi quan hệ.",
        "Trace mandates, ask who is responsible, query: with the exact sentence behind every relation.",
    ),
    "skip": ("Đến nội dung chính", "Skip to content"),
    "nav": ("Điều hướng chính", "Main navigation"),
    "nav.ask": ("Hỏi", "Ask"),
    "nav.documents": ("Văn bản", "Documents"),
    "nav.lineage": ("Đường căn cứ", "Lineage"),
    "nav.duties": ("Phân công", "Duties"),
    "nav.progress": ("Tiến độ", "Timeline"),
    "nav.sparql": ("SPARQL", "SPARQL"),
    "nav.quality": ("Chất lượng", "Quality"),
    "theme.dark": ("Nền tối", "Dark"),
    "theme.light": ("Nền sáng", "Light"),
    "ontology": ("Từ vựng", "Vocabulary"),
    "ask.title": ("Ai chịu trách nhiệm?", "Who is responsible?"),
    "ask.label": ("Câu hỏi", "Question"),
    "ask.placeholder": ("Hỏi bằng tiếng Việt, có dấu hay không dấu đều được", "Ask in Vietnamese or English"),
    "ask.go": ("Hỏi", "Ask"),
    "ask.as_of": ("Tính đến ngày", "As of"),
    "ask.hint": (
        "Mỗi câu trả lời kèm nguyên văn và vị trí trong văn bản. Không tìm thấy thì nói không tìm thấy. Thử hỏi:",
        "Every answer comes with its sentence and its place. If nothing is found, it says so. Try:",
    ),
    "ask.documents": ("Văn bản trong kho", "Documents in the store"),
    "ask.empty_store": (
        "Kho chưa có văn bản nào. Hãy nạp: cancu ingest ĐƯỜNG_DẪN",
        "The store is empty: cancu ingest PATH",
    ),
    "ask.understood": ("Hiểu câu hỏi là", "Understood as"),
    "ask.none": ("Không tìm thấy.", "Not found."),
    "ask.none_why": (
        "Không có cơ quan nào được giao việc này trong các văn bản đã nạp, hoặc không đủ chắc chắn để trả lời.",
        "No body has this duty in the ingested documents, or nothing is sure enough to answer.",
    ),
    "ask.nearest": ("Các đoạn gần nhất, chỉ để tham khảo", "The nearest passages, for reference only"),
    "ask.answers": ("Câu trả lời", "Answers"),
    "ask.run_sparql": ("Chạy truy vấn này", "Run this query"),
    "chip.agency": ("Cơ quan", "Agency"),
    "chip.role": ("Vai trò", "Role"),
    "chip.period": ("Thời gian", "When"),
    "chip.document": ("Văn bản", "Document"),
    "chip.place": ("Vị trí", "Place"),
    "card.with": ("Cùng với", "Together with"),
    "card.to": ("Báo cáo đến", "Reports to"),
    "card.today": ("Tính đến", "As of"),
    "card.since": ("từ", "since"),
    "card.open": ("Mở văn bản tại câu này", "Open the text at this sentence"),
    "unknown": ("chưa rõ", "unknown"),
    "documents.search": ("Tìm theo số hiệu, trích yếu, cơ quan", "Find by number, title, issuer"),
    "documents.go": ("Tìm", "Find"),
    "documents.count": ("văn bản", "documents"),
    "documents.number": ("Số hiệu", "Number"),
    "documents.date": ("Ngày ban hành", "Date"),
    "documents.issuer": ("Cơ quan ban hành", "Issuer"),
    "documents.title": ("Trích yếu", "Title"),
    "documents.cited": ("chỉ được viện dẫn", "known by citation only"),
    "documents.none": ("Không có văn bản nào phù hợp.", "No document fits."),
    "documents.pages": ("Các trang", "Pages"),
    "document.signer": ("Người ký", "Signed by"),
    "document.key": ("Khóa", "Key"),
    "document.absent": ("nguồn không cho biết", "not given by the source"),
    "document.relations": ("Quan hệ với văn bản khác", "Relations to other documents"),
    "document.no_relations": ("Chưa có quan hệ nào.", "No relation yet."),
    "document.inferred": ("suy ra", "inferred"),
    "document.sentence": ("nguyên văn", "the sentence"),
    "document.findings": ("Phát hiện", "Findings"),
    "document.text": ("Toàn văn", "Full text"),
    "document.outline": ("Bố cục", "Outline"),
    "document.only_cited": (
        "Văn bản này mới chỉ được biết qua viện dẫn; kho chưa có toàn văn.",
        "This document is known only by citation; its text is not in the store.",
    ),
    "foot": (
        "Căn Cứ không phải nguồn chính thức; bản gốc có chữ ký, con dấu mới có giá trị.",
        "Căn Cứ is not an official source; the signed and sealed original prevails.",
    ),
}


def word(key: str, lang: Language) -> str:
    """Return the word ``key`` in ``lang``.

    >>> word("nav.ask", "en")
    'Ask'
    """
    vietnamese, english = _WORDS[key]
    return english if lang == "en" else vietnamese
