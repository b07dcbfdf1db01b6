"""The words of the pages, Vietnamese beside English. A template names a key; a missing key is an error."""

from __future__ import annotations

from app.pages.words_work import WORK_WORDS
from app.settings import Language

_WORDS: dict[str, tuple[str, str]] = WORK_WORDS | {
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
    "card.stated": ("theo quy định", "as a provision states"),
    "card.to": ("Báo cáo đến", "Reports to"),
    "card.today": ("Tính đến", "As of"),
    "card.since": ("từ", "since"),
    "card.open": ("Mở văn bản tại câu này", "Open the text at this sentence"),
    "card.open_document": ("Mở văn bản", "Open the document"),
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
    "document.relations": ("Quan hệ với văn bản khác", "Relations to other documents"),
    "document.no_relations": ("Chưa có quan hệ nào.", "No relation yet."),
    "document.more": ("Xem thêm", "More"),
    "document.inferred": ("suy ra", "inferred"),
    "document.sentence": ("nguyên văn", "the sentence"),
    "document.findings": ("Phát hiện", "Findings"),
    "document.text": ("Toàn văn", "Full text"),
    "document.outline": ("Bố cục", "Outline"),
    "document.only_cited": (
        "Văn bản này mới chỉ được biết qua viện dẫn; kho chưa có toàn văn.",
        "This document is known only by citation; its text is not in the store.",
    ),
    "documents.all": ("Tất cả", "All"),
    "documents.stored": ("Có toàn văn", "Full text here"),
    "documents.shown": ("Hiện", "Show"),
    "document.versions": ("Phiên bản", "Versions"),
    "document.version_current": ("đang dùng", "current"),
    "document.version_old": ("đã thay thế", "superseded"),
    "document.legend": ("Chú giải", "Legend"),
    "legend.citation": ("văn bản được viện dẫn", "cited document"),
    "legend.duty": ("nhiệm vụ", "duty"),
    "legend.target": ("chỉ tiêu", "target"),
    "legend.deadline": ("thời hạn", "deadline"),
    "document.data": ("Dữ liệu", "Data"),
    "document.duties": ("Phân công trong văn bản này", "Duties in this document"),
    "lineage.choose": (
        "Chọn một văn bản, hoặc tìm đường giữa hai văn bản",
        "Choose a document, or find the way between two",
    ),
    "lineage.from": ("Từ văn bản", "From document"),
    "lineage.to": ("Đến văn bản", "To document"),
    "lineage.find": ("Tìm đường", "Find the way"),
    "lineage.direction": ("Hướng", "Direction"),
    "lineage.both": ("cả hai", "both"),
    "lineage.up": ("dựa trên gì", "what it rests on"),
    "lineage.down": ("gì dựa trên nó", "what rests on it"),
    "lineage.depth": ("Số bước", "Steps"),
    "lineage.every": ("không giới hạn", "any number"),
    "lineage.relation": ("Quan hệ", "Relation"),
    "lineage.asserted": ("Chỉ quan hệ nêu trong văn bản", "Only what the texts state"),
    "lineage.apply": ("Áp dụng", "Apply"),
    "lineage.graph": ("Sơ đồ", "Graph"),
    "lineage.graph_label": (
        "Sơ đồ đường căn cứ; bảng bên dưới nêu cùng nội dung.",
        "Graph of the lineage; the table below says the same.",
    ),
    "lineage.table": ("Bảng các quan hệ", "Table of relations"),
    "lineage.source": ("Văn bản", "Document"),
    "lineage.target": ("đối với văn bản", "other document"),
    "lineage.kind": ("Cơ sở", "Basis"),
    "lineage.stated": ("nêu trong văn bản", "stated"),
    "lineage.evidence": ("Nguyên văn", "Sentence"),
    "lineage.path": ("Đường căn cứ từng bước", "The way, step by step"),
    "lineage.grounds": ("căn cứ và triển khai", "grounds"),
    "lineage.every_relation": ("mọi quan hệ, kể cả dẫn chiếu", "all, mentions too"),
    "absent.masked": ("nguồn che đi", "masked by the source"),
    "absent.pending": ("nguồn đang cập nhật", "pending at the source"),
    "absent.blank": ("nguồn để trống", "blank at the source"),
    "absent.unreadable": ("không đọc được", "unreadable"),
    "field.number": ("Số hiệu", "Number"),
    "field.date": ("Ngày ban hành", "Date"),
    "field.in_force": ("Ngày có hiệu lực", "In force since"),
    "field.out_of_force": ("Ngày hết hiệu lực", "In force until"),
    "field.subject": ("Lĩnh vực", "Subject"),
    "field.status": ("Tình trạng hiệu lực", "Status"),
    "field.gazette_date": ("Ngày công báo", "Gazette date"),
    "field.gazette_number": ("Số công báo", "Gazette number"),
    "field.signer": ("Người ký", "Signed by"),
    "field.issuer": ("Cơ quan ban hành", "Issuer"),
    "field.title": ("Trích yếu", "Title"),
    "field.type": ("Loại văn bản", "Type"),
    "field.place": ("Nơi ban hành", "Place"),
    "field.recipients": ("Nơi nhận", "Recipients"),
    "lineage.way": ("Đường", "Way"),
    "lineage.steps": ("bước", "steps"),
    "lineage.no_path": ("Không có đường căn cứ nào giữa hai văn bản này.", "No justified path between the two."),
    "lineage.too_many": (
        "Đường căn cứ có quá nhiều văn bản để vẽ; chỉ hiện các bước gần nhất.",
        "Too many documents to draw; only the nearest steps are shown.",
    ),
    "lineage.cycles": ("Vòng lặp căn cứ", "Cycles"),
    "lineage.none": ("Chưa có quan hệ nào với văn bản khác.", "No relation to another document."),
    "lineage.hint": (
        "Chọn một ô hoặc một mũi tên để xem chi tiết. Nét đứt: quan hệ suy ra; khung đứt: chưa có toàn văn.",
        "Select a box or an arrow for details. Dashed arrow: inferred; dashed box: text not in the store.",
    ),
    "lineage.filter": ("Hiện các quan hệ", "Relations shown"),
    "stratum.party": ("Văn bản Đảng", "Party documents"),
    "stratum.normative": ("Văn bản quy phạm pháp luật", "Normative documents"),
    "stratum.administrative": ("Văn bản hành chính", "Administrative documents"),
    "stratum.none": ("Chưa rõ tầng", "Stratum unknown"),
    "trouble.candidates": ("Có thể bạn tìm", "You may mean"),
    "trouble.nothing": (
        "Kho không có văn bản nào đúng như vậy. Các văn bản gần nhất ở bên dưới; toàn bộ danh sách ở trang Văn bản.",
        "The store has no such document. The nearest are below; the page Documents lists all.",
    ),
    "trouble.several": (
        "Có nhiều văn bản mang số hiệu này. Hãy chọn đúng văn bản ở bên dưới.",
        "Several documents bear this number. Choose the right one below.",
    ),
    "trouble.home": ("Về trang hỏi", "Back to the start"),
    "trouble.id": ("Mã yêu cầu", "Request id"),
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


def field_word(field: str, lang: Language) -> str:
    """Return the name of a field of a document's header, or the field itself where it has no word here.

    >>> field_word("in_force", "vi")
    'Ngày có hiệu lực'
    """
    key = f"field.{field}"
    return word(key, lang) if key in _WORDS else field
