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
