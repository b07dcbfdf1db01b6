"""Short forms and slips, spelt out by what the corpus says, and by nothing else."""

from __future__ import annotations

import pytest

from search.accents import build_accent_model
from search.index import SearchIndex
from search.responsibilities import ask
from search.spelling import Phrases, build_phrases, mend, open_initials
from search.words import PAIR

TEXTS = (
    "Ngân hàng Nhà nước chỉ đạo các tổ chức tín dụng thanh toán không dùng tiền mặt",
    "tổ chức khảo sát, đăng ký kinh doanh, chuyển giao công nghệ",
    "Sở Kế hoạch và Đầu tư phân bổ kế hoạch vốn; nhiệm vụ khoa học và công nghệ",
)
KNOWN = {"chu", "tri", "cong", "nghe", "thuong", "mai"}
PAIRS = {f"chu{PAIR}tri", f"cong{PAIR}nghe", f"thuong{PAIR}mai"}


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return build_phrases(build_accent_model(TEXTS))


def known(term: str) -> bool:
    return term in KNOWN | PAIRS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # Initials that the documents spell out.
        ("Ai đôn đốc TCTD thanh toán?", "Ai đôn đốc tổ chức tín dụng thanh toán?"),
        ("Sở nào kiểm tra ĐKKD?", "Sở nào kiểm tra đăng ký kinh doanh?"),
        ("Sở nào kiểm tra DKKD?", "Sở nào kiểm tra đăng ký kinh doanh?"),  # a "d" typed for "đ"
        # Initials of nothing that the documents say, marks of parts, and a question in capitals stay.
        ("Ai lập QHXD?", "Ai lập QHXD?"),
        ("Theo mục III, ai làm?", "Theo mục III, ai làm?"),
        ("AI LÀM ĐKKD", "AI LÀM ĐKKD"),
        # Parts of a number are no short forms.
        ("Kế hoạch 116-KH/TU", "Kế hoạch 116-KH/TU"),
        ("CT 22/2008/CT-TTg", "CT 22/2008/CT-TTg"),
        # A missing space, and a missing letter before its neighbour.
        ("ai chutri congnghe", "ai chu tri cong nghe"),
        ("thuog mai", "thuong mai"),
        # A syllable that Vietnamese has is a word that the corpus lacks: it must stay unknown.
        ("pháo hoa", "pháo hoa"),
        ("karaoke", "karaoke"),
    ],
)
def test_what_is_typed_and_what_is_meant(phrases: Phrases, typed: str, meant: str) -> None:
    assert mend(typed, known, lambda: phrases) == meant


def test_the_corpus_overrules_a_meaning_only_when_it_surely_has_another() -> None:
    phrases = build_phrases(build_accent_model(["công tác bầu cử của xã", "nộp báo cáo bầu cử", "soạn nghệ đổi"]))
    meanings = {"BC": "báo cáo"}

    def read(question: str) -> str:
        return mend(question, lambda term: term == "vk", lambda: phrases, meanings=meanings)

    assert read("Ai lo công tác BC của xã?") == "Ai lo công tác bầu cử của xã?"
    assert read("Ai nộp BC?") == "Ai nộp BC?"
    assert read("Ai lo công tác VK của xã?") == "Ai lo công tác VK của xã?"


def test_the_neighbours_decide_between_two_readings(phrases: Phrases) -> None:
    assert open_initials("KH", "bổ", "vốn", phrases) == "kế hoạch"
    assert open_initials("KH", "vụ", "và", phrases) == "khoa học"


def test_what_the_registers_read_stays(phrases: Phrases) -> None:
    assert mend("Ai lập ĐKKD?", known, lambda: phrases, [(7, 11)]) == "Ai lập ĐKKD?"


@pytest.mark.parametrize("hostile", ["A" * 100_000, "ĐK " * 10_000, "xyzw" * 10_000, "bcdf " * 10_000])
def test_hostile_words_are_only_words(phrases: Phrases, hostile: str) -> None:
    assert mend(hostile, known, lambda: phrases) == hostile


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì đầu tư PTN lưu trữ nguồn gen?",
        "ai chutri dau tu phong thinghiem bao ton nguon gen",
        "Sở nào CT đầu tư trang thiết bị PTN bảo tồn nguồn gen?",
    ],
)
def test_a_question_in_short_forms_finds_its_task(index: SearchIndex, question: str) -> None:
    assert ask(index, question).answers[0].duty.locator == "phu-luc/IV/2"
