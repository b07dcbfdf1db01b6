"""When to answer and when to be silent, on a store that holds the sample plan alone.

The confidence must not depend on what else is stored, must not be fooled by a word or two in common, and must never
fall because an answer holds more of the question.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from search.confidence import NAMED, NAMED_OTHER_ROLE, NAMED_OTHERWISE, confidence_in, confidence_row, named_confidence
from search.index import SearchIndex
from search.rank import CONFIDENCE, load_ranker
from search.responsibilities import ask, rank_duties


@pytest.mark.parametrize(
    ("question", "body", "locator"),
    [
        # "thay thế" is a cue of succession only beside a body; here it is the topic.
        ("Ai chủ trì nghiên cứu công nghệ thay thế?", "Sở Công Thương", "phu-luc/III/2"),
        (
            "cơ quan nào chủ trì nghiên cứu phát triển công nghệ thay thế, công nghệ năng lượng xanh?",
            "Sở Công Thương",
            "phu-luc/III/2",
        ),
        ("Who researches alternative technologies and green energy?", "Sở Công Thương", "phu-luc/III/2"),
        # Names alone: the body asked about has these duties, so there is nothing to doubt.
        ("Sở Tài chính làm gì", "Sở Tài chính", "V/3"),
        ("Sở Y tế phải làm gì trong kế hoạch 4655?", "Sở Y tế", "V/2/d"),
        ("What must the Department of Finance do?", "Sở Tài chính", "V/3"),
        # A section that the duty stands in, and one that it is about.
        ("Khoản 7 mục V giao cho cơ quan nào?", "Cục Thống kê tỉnh", "V/7"),
        ("Ai lồng ghép kinh phí để thực hiện nhiệm vụ tại khoản 3 mục III?", "Sở Công Thương", "V/2/a"),
        # Plain questions about a row each.
        ("Ai phụ trách chuyển giao công nghệ của các viện, trường?", "Sở Công Thương", "phu-luc/III/3"),
        ("ai bố trí kinh phí chi thường xuyên", "Sở Tài chính", "V/3"),
        ("khen thuong sang kien do ai", "Các sở, ban, ngành, địa phương", "phu-luc/I/2"),
        ("Ai đầu tư phòng thí nghiệm cho Trung tâm Ứng dụng?", "Sở KH&CN", "phu-luc/IV/2"),
    ],
)
def test_the_obvious_is_answered(index: SearchIndex, question: str, body: str, locator: str) -> None:
    response = ask(index, question)
    assert not response.abstained
    at_the_top = [answer for answer in response.answers if answer.duty.locator == response.answers[0].duty.locator]
    assert (body, locator) in [(answer.duty.printed, answer.duty.locator) for answer in at_the_top]


@pytest.mark.parametrize(
    "question",
    [
        "Ai chịu trách nhiệm phòng chống cháy rừng?",  # "phòng" is also in "phòng thí nghiệm"
        "Ai trao giải Festival Hoa Đà Lạt?",  # "Đà Lạt" is also in the name of a brand
        "Ai chủ trì xây dựng nhà máy điện hạt nhân?",
        "Cơ quan nào xây dựng đường cao tốc Bảo Lộc?",
        "Ai thu phí vệ sinh môi trường?",
        "Who issues driving licences?",
        "co quan nao quan ly gia xang dau",
        "Sở Công Thương tỉnh Đồng Nai phải làm gì?",  # right body, wrong province
        "Bộ Công an có nhiệm vụ gì trong kế hoạch này?",  # a body without duties here
        "Sở Công Thương thống kê đóng góp của KH&CN vào GRDP phải không?",  # right topic, another body
    ],
)
def test_what_the_plan_does_not_say_is_refused(index: SearchIndex, question: str) -> None:
    assert ask(index, question).abstained


def test_more_of_the_topic_never_makes_an_answer_less_sure(index: SearchIndex) -> None:
    ranker = load_ranker()
    ranked = rank_duties(index, "Ai đầu tư phòng thí nghiệm bảo tồn nguồn gen?", ranker)
    row = confidence_row(index, ranked)
    for at, (name, column) in enumerate(CONFIDENCE.items()):
        more, less = row.copy(), row.copy()
        more[at], less[at] = column.high, column.low
        difference = ranker.probability(more) - ranker.probability(less)
        assert difference * column.sign >= 0, name


def test_columns_stay_within_what_was_learned_from(index: SearchIndex) -> None:
    """A store of one document has a wide lead over nothing: that must not count for more than a clear lead."""
    ranker = load_ranker()
    ranked = rank_duties(index, "Ai đầu tư phòng thí nghiệm bảo tồn nguồn gen?", ranker)
    alone = dataclasses.replace(
        ranked, duties=ranked.duties[:1], rows=ranked.rows[:1] * 1000, scores=ranked.scores[:1] * 1000
    )
    row = confidence_row(index, alone)
    assert np.all(row >= [column.low for column in CONFIDENCE.values()])
    assert np.all(row <= [column.high for column in CONFIDENCE.values()])


@pytest.mark.parametrize(
    ("question", "confidence"),
    [
        ("Sở Nội vụ có nhiệm vụ gì?", NAMED),
        ("Khoản 7 mục V do ai chủ trì?", NAMED_OTHER_ROLE),  # the section says "phối hợp"
        ("Cục Thống kê tỉnh chủ trì nhiệm vụ nào?", NAMED_OTHERWISE),  # it supports only
        ("Sở Nội vụ tham mưu chính sách gì?", None),  # a topic that has to fit
    ],
)
def test_names_alone_have_their_own_confidence(index: SearchIndex, question: str, confidence: float | None) -> None:
    ranker = load_ranker()
    ranked = rank_duties(index, question, ranker)
    assert named_confidence(ranked) == confidence
    if confidence is not None:
        assert confidence_in(index, ranked, ranker) == confidence
