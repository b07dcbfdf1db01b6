"""The words around a document and of its letterhead are rows of a register."""

from __future__ import annotations

from dataclasses import fields

import pytest

from graph.registers import load_lexicon
from ingest.form_words import FormWords, compile_form_words
from ingest.text import fold

WORDS = compile_form_words(load_lexicon())
NOWHERE = "(?!)"


def test_every_group_of_words_has_rows() -> None:
    for field in fields(FormWords):
        words = getattr(WORDS, field.name)
        assert words if isinstance(words, frozenset) else NOWHERE not in words.pattern, field.name


@pytest.mark.parametrize("line", ["Đăng nhập | Đăng ký tài khoản", "Bản quyền thuộc về Cổng", "IP: 123.45.6.7"])
def test_a_line_of_a_site_has_its_words(line: str) -> None:
    assert WORDS.site.search(fold(line))


@pytest.mark.parametrize("line", ["1. Đăng ký doanh nghiệp qua mạng", "Số hiệu của tàu: ba", "chia sẻ dữ liệu"])
def test_words_of_a_document_are_not_those_of_a_site(line: str) -> None:
    assert WORDS.site.search(fold(line)) is None
    assert WORDS.fact.match(fold(line)) is None


def test_a_merged_line_is_cut_where_the_inner_body_begins() -> None:
    """A cell that prints both bodies in one line: the Front's committee of a commune and its standing board."""
    line = "ỦY BAN MTTQ VIỆT NAM XÃ LƯƠNG MINH BAN THƯỜNG TRỰC"
    cut = WORDS.inner.search(line)
    assert cut is not None
    assert line[cut.start() :] == "BAN THƯỜNG TRỰC"
