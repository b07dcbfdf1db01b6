"""Documents told by their type and what they say of themselves."""

from __future__ import annotations

import pytest

from graph.model import DocumentNode
from search.described import find_described
from search.index import SearchIndex

TITLES = {
    "guidance": ("Hướng dẫn", "Mặt trận Tổ quốc xã Lương Minh công tác bầu cử"),
    "inspection": ("Kế hoạch", "Kiểm tra, giám sát công tác bầu cử xã Lương Minh"),
    "consultation": ("Kế hoạch", "Hội nghị hiệp thương xã Lương Minh"),
}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Theo Hướng dẫn của MTTQ xã Lương Minh, ai báo cáo?", ("guidance",)),
        ("theo huong dan cua mttq xa luong minh thi ai bao cao", ("guidance",)),
        ("Ai báo cáo trong kế hoạch kiểm tra, giám sát bầu cử ở xã Lương Minh?", ("inspection",)),
        ("Kế hoạch hiệp thương xã Lương Minh: ai báo cáo?", ("consultation",)),
        ("Hướng dẫn MTTQ xã Lương Minh là việc của ai?", ()),
        ("Theo kế hoạch của xã Lương Minh, ai báo cáo?", ("inspection", "consultation")),
        ("Theo Hướng dẫn của MTTQ xã Ba Chẽ, ai báo cáo?", ()),  # no such guidance: nothing is ruled out
        ("Theo kế hoạch, ai báo cáo?", ()),
        ("Ai hướng dẫn MTTQ xã Lương Minh?", ()),  # a task, not a document
    ],
)
def test_which_documents_are_described(index: SearchIndex, question: str, found: tuple[str, ...]) -> None:
    corpus = [
        DocumentNode(name, name, None, kind, None, None, title, "administrative", in_corpus=True)
        for name, (kind, title) in TITLES.items()
    ]
    words = {name: index.analyser.words(title) for name, (_, title) in TITLES.items()}
    assert find_described(question, corpus, words, index.analyser) == found
