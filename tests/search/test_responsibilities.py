"""Questions about the sample plan, as people ask them, and what must come back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.queries import holders_on
from graph.store import open_store
from search.index import SearchIndex
from search.rank import load_ranker
from search.responsibilities import ask, rank_duties

GENES = ("Sở KH&CN", "phu-luc/IV/2")
WASTE = ("Sở Công Thương", "phu-luc/III/2")


@pytest.mark.parametrize(
    ("question", "body", "locator"),
    [
        # The plain question, and the same as it is really typed.
        ("Ai chủ trì đầu tư phòng thí nghiệm lưu trữ, bảo tồn nguồn gen?", *GENES),
        ("ai chu tri dau tu phong thi nghiem luu tru, bao ton nguon gen?", *GENES),
        ("Cái phòng lab giữ nguồn gen ấy bên nào mua máy móc?", *GENES),
        ("Who leads the investment in laboratory equipment for gene storage?", *GENES),
        # An abbreviation of the topic meets the words in full, and the reverse.
        ("Ai đề xuất đặt hàng nhiệm vụ khoa học và công nghệ?", "Các sở, ban, ngành, địa phương", "phu-luc/III/5"),
        ("Sở nào chủ trì công nghệ năng lượng xanh, chất thải tái chế?", *WASTE),
        # A body named: its own duties.
        ("Cục Thống kê tỉnh phải làm gì?", "Cục Thống kê tỉnh", "V/7"),
        ("so noi vu co nhiem vu gi", "Sở Nội vụ", "V/5"),
        ("What must the Department of Home Affairs do?", "Sở Nội vụ", "V/5"),
        # A section named.
        ("Mục III số 2 phụ lục Kế hoạch 4655 ai chủ trì?", *WASTE),
        # A period named: one task has it.
        ("Nhiệm vụ nào giai đoạn 2026-2030, ai chủ trì?", *GENES),
        # A yearly date: the report.
        ("Ai phải báo cáo trước ngày 15/11?", "các sở, ban, ngành, địa phương", "ket/1"),
    ],
)
def test_the_body_and_its_place_come_first(index: SearchIndex, question: str, body: str, locator: str) -> None:
    response = ask(index, question)
    assert not response.abstained
    assert (response.answers[0].duty.printed, response.answers[0].duty.locator) == (body, locator)


@pytest.mark.parametrize(
    "question",
    [
        "Sở Y tế tỉnh Đắk Lắk phải làm gì?",  # right body, another province
        "Sở Khoa học và Công nghệ tỉnh Gia Lai đầu tư phòng thí nghiệm nguồn gen nào?",  # right topic, wrong province
        "UBND tỉnh Hà Giang đầu tư thiết bị phòng thí nghiệm nào?",
        "Theo Kế hoạch 9999/KH-UBND, Sở Tài chính phải làm gì?",  # a document that is not there
        "Ai phụ trách cấp sổ đỏ cho người dân?",  # no such topic
        "ai phu trach tiem chung mo rong cho tre em",
        "Cục Thống kê tỉnh viết bài, đưa tin về khoa học phải không?",  # right topic, wrong body
        "",
        "?????",
    ],
)
def test_what_the_corpus_does_not_say_is_refused(index: SearchIndex, question: str) -> None:
    response = ask(index, question)
    assert response.abstained
    assert response.answers == ()


def test_a_member_is_found_through_its_collective(index: SearchIndex) -> None:
    """Huyện Đức Trọng is one of "các huyện, thành phố"; nothing names it."""
    duty = ask(index, "UBND huyện Đức Trọng có nhiệm vụ gì?").answers[0].duty
    assert "huyện" in duty.printed


def test_a_body_of_today_has_the_duties_of_those_before_it(index: SearchIndex) -> None:
    """Sở Nông nghiệp và Môi trường was made of two bodies of the plan on 01/03/2025."""
    answers = ask(index, "Sở Nông nghiệp và Môi trường phải làm gì?", 20).answers
    before = {"Sở Nông nghiệp và Phát triển nông thôn", "Sở Tài nguyên và Môi trường"}
    own = [answer.duty.printed for answer in answers if answer.duty.printed in before]
    assert set(own) == before
    assert [answer.duty.printed for answer in answers[: len(own)]] == own  # collectives come after


def test_today_is_told_when_a_date_is_given(index: SearchIndex) -> None:
    question = "Ai tuyên truyền Kết luận 69 thay cho Sở Thông tin và Truyền thông hiện nay?"
    answer = ask(index, question, as_of=dt.date(2026, 11, 23), successor=holders_on).answers[0]
    assert answer.duty.printed == "Sở Thông tin và Truyền thông"
    assert answer.today is not None
    assert [holder.agency.label for holder in answer.today.holders] == ["Sở Khoa học và Công nghệ"]


def test_a_sentence_says_who_what_when_and_where(index: SearchIndex) -> None:
    sentence = ask(index, "Ai chủ trì nghiên cứu công nghệ năng lượng xanh?").answers[0].sentence
    assert sentence.startswith("Sở Công Thương chủ trì: Tập trung nghiên cứu")
    assert "Năm 2024-2025" in sentence
    assert sentence.endswith("(Phụ lục, mục III, số 2; 4655/KH-UBND).")


def test_every_answer_carries_its_words(index: SearchIndex) -> None:
    for answer in ask(index, "Sở Tài chính phải làm gì?", 10).answers:
        assert answer.duty.evidence.quote
        assert 0 <= answer.score <= 1


def test_understanding_is_shown_back(index: SearchIndex) -> None:
    understood = ask(index, "Sở Công Thương chủ trì gì trong năm 2024-2025?").understood
    assert [agency.label for agency in understood.agencies] == ["Sở Công Thương"]
    assert understood.roles == ("lead",)
    assert understood.period == (dt.date(2024, 1, 1), dt.date(2025, 12, 31))


@pytest.mark.parametrize(
    "question",
    [
        "Sở Tài chính phải làm gì?",
        "UBND huyện Đức Trọng có nhiệm vụ gì?",
        "Theo Kế hoạch 4655/KH-UBND, Sở Y tế phải làm gì?",
        "Mục III số 2 phụ lục Kế hoạch 4655 ai chủ trì?",
        "Sở Nông nghiệp và Môi trường phải làm gì?",
    ],
)
def test_the_query_gives_the_same_candidates(index: SearchIndex, store_folder: Path, question: str) -> None:
    with open_store(store_folder, read_only=True) as store:
        rows = {row["duty"].value for row in store.select(ask(index, question).sparql)}
    assert rows == {duty.iri for duty in rank_duties(index, question, load_ranker()).duties}
    assert rows


def test_a_hostile_question_is_only_a_question(index: SearchIndex) -> None:
    for question in ("a" * 100_000, "Căn cứ " * 10_000, "\0\u202e<script>", "/" * 50_000, "1" * 50_000):
        assert ask(index, question).understood.documents == ()


def test_who_is_told_comes_before_who_tells(index: SearchIndex) -> None:
    """The receiver answers "về cơ quan nào"; the condition of the duty is part of what it says."""
    response = ask(index, "Gặp khó khăn, vướng mắc khi thực hiện thì thông tin về cơ quan nào?")
    first = response.answers[0]
    assert (first.duty.printed, first.duty.role, first.duty.locator) == ("Sở Khoa học và Công nghệ", "inform", "ket/1")
    assert first.duty.agency.iri == next(
        duty.agency.iri for duty in index.duties if duty.printed == "Sở Khoa học và Công nghệ"
    )
    assert first.duty.counterparts == ("các sở, ban, ngành, địa phương",)
    assert first.sentence.startswith("Sở Khoa học và Công nghệ nhận từ các sở, ban, ngành, địa phương: thông tin")


def test_a_body_that_only_supports_leads_nothing(index: SearchIndex) -> None:
    assert ask(index, "Cục Thống kê tỉnh chủ trì nhiệm vụ nào?").abstained


@pytest.mark.parametrize(
    "question",
    [
        "Cục Thống kê tỉnh chủ trì đánh giá tỷ trọng đóng góp nào?",  # it supports that
        "Ủy ban Dân tộc chủ trì nhiệm vụ nào?",  # no "Ủy ban nhân dân"
        "Nhiệm vụ nào có hạn năm 2041, giao cơ quan nào?",
        "Kế hoạch 4655 được cấp bao nhiêu tỷ đồng?",  # no amount is said
        "Sở Khoa học và Công nghệ đầu tư phòng thí nghiệm hết bao nhiêu tiền?",
        "Ai làm tổ trưởng tổ giúp việc đầu tư phòng thí nghiệm?",  # a position, no duty
        "Hội Cựu chiến binh tỉnh phối hợp với ai tuyên truyền về khoa học và công nghệ?",  # a body that is not named
    ],
)
def test_near_misses_are_refused(index: SearchIndex, question: str) -> None:
    assert ask(index, question).abstained


def test_a_section_is_that_of_the_plan_where_the_body_has_a_duty_there(index: SearchIndex) -> None:
    response = ask(index, "Sở Y tế được giao những việc gì tại mục V tổ chức thực hiện?")
    assert {answer.duty.locator.partition("/")[0] for answer in response.answers} == {"V"}


def test_a_body_without_duties_has_none(index: SearchIndex) -> None:
    assert ask(index, "Trường Đại học Đà Lạt được giao chủ trì nhiệm vụ nào?").abstained
