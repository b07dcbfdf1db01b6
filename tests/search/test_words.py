"""The same thing, however it is typed, becomes the same words."""

from __future__ import annotations

import pytest

from graph.registers import load_lexicon
from ingest.lexicon import Abbreviation
from search.accents import build_accent_model
from search.words import Analyser, find_words


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser(load_lexicon().abbreviations)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở KH&CN", "sở khoa học và công nghệ"),
        ("Sở KHCN", "so khoa hoc va cong nghe"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
        ("UBND tỉnh", "Uỷ ban nhân dân tỉnh"),  # the tone mark on the other vowel
        ("công nghiệp hoá", "công nghiệp hóa"),
        ("kỹ thuật", "kĩ thuật"),
    ],
)
def test_spellings_of_one_name_are_equal(analyser: Analyser, one: str, other: str) -> None:
    assert analyser.words(one) == analyser.words(other)


def test_a_short_form_that_is_a_word_counts_only_in_capitals() -> None:
    analyser = Analyser((Abbreviation("TU", "Tỉnh ủy"),))
    assert analyser.words("Kế hoạch của TU")[-2:] == ("tinh", "uy")
    assert analyser.words("từ ngày") == ("tu", "ngay")


def test_a_short_form_of_several_meanings_is_left_alone(analyser: Analyser) -> None:
    """TT is thông tư, thường trực and thông tin."""
    assert analyser.words("TT")[0] == "tt"


def test_words_know_where_they_stand() -> None:
    text = "Đề án, số 5"
    assert [text[word.start : word.end] for word in find_words(text)] == ["Đề", "án", "số", "5"]


def test_diacritics_come_back_from_the_corpus() -> None:
    model = build_accent_model(["Sở Tài chính bố trí kinh phí", "bổ trợ tư pháp", "tài sản chính"])
    assert model.restore("so tai chinh bo tri kinh phi") == "sở tài chính bố trí kinh phí"


@pytest.mark.parametrize("text", ["Sở Tài chính", "", "12/2025", "xyz qwerty"])
def test_what_has_diacritics_or_is_unknown_is_left_alone(text: str) -> None:
    assert build_accent_model(["Sở Tài chính bố trí kinh phí"]).restore(text) == text
