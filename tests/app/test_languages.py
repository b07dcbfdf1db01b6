"""English pages speak English, Vietnamese ones Vietnamese; what documents say is marked as Vietnamese (WCAG 3.1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from lxml import html

from app.invalid_parameters import describe_invalid
from app.pages.english import QUESTIONS, RULES
from app.pages.figures import load_figures
from app.settings import Settings
from app.web import create_app
from graph.findings import load_rules
from graph.query_library import load_library
from graph.wording import load_readings

PLAN = "lam-dong/ubnd/2024/kh/4655"
PAGES = [
    "/", f"/?hoi={quote('Sở Công Thương phải làm gì?')}", "/van-ban", f"/van-ban/{PLAN}",
    "/van-ban/dang/tw/2012/nq/20", "/duong-can-cu", f"/duong-can-cu/{PLAN}", f"/duong-can-cu/{PLAN}?den=20-NQ/TW",
    "/phan-cong", "/phan-cong?xem=danh-sach&ngay=2026-11-23", "/tien-do", "/sparql", "/chat-luong", "/nap", "/docs",
    "/ontology", "/khong-co-trang-nay", "/van-ban/9999/KH-UBND", "/van-ban?trang=0", "/van-ban?loai=la",
]  # fmt: skip
VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
ENGLISH = re.compile(r"\b(the|of|and|is|with|this|not|found|should|must|from|by|or|greater|input)\b", re.IGNORECASE)
NOT_READ = {"script", "style", "option", "textarea", "pre", "title"}
"""Elements without words, or whose words cannot be marked one by one."""
Element: TypeAlias = Any
"""A parsed element: lxml's types do not say what its parts are."""
NAMES = re.compile("Căn Cứ|Tiếng Việt")


@pytest.fixture(scope="module")
def client(sample_store: Path) -> Iterator[TestClient]:
    settings = Settings(store=str(sample_store), rate_limit=100_000)
    with TestClient(create_app(settings), headers={"accept": "text/html"}) as started:
        yield started


def read_words(element: Element, language: str) -> Iterator[tuple[str, str]]:
    """Yield every piece of text with the language that it is marked as."""
    if not isinstance(element.tag, str) or element.tag in NOT_READ:
        return
    own = element.get("lang") or language
    for words in (element.text, *(element.get(name) for name in ("aria-label", "placeholder", "alt"))):
        if words and words.strip():
            yield own, NAMES.sub("", words)
    for child in element:
        yield from read_words(child, own)
        if child.tail and child.tail.strip():
            yield own, NAMES.sub("", child.tail)


@pytest.mark.parametrize("path", PAGES)
def test_no_vietnamese_is_passed_off_as_english(client: TestClient, path: str) -> None:
    page = html.fromstring(client.get(path, headers={"cookie": "lang=en"}).text)
    assert page.get("lang") == "en"
    assert [words for lang, words in read_words(page, "en") if lang == "en" and VIETNAMESE.search(words)] == []


@pytest.mark.parametrize("path", PAGES)
def test_no_english_is_left_on_vietnamese_pages(client: TestClient, path: str) -> None:
    page = html.fromstring(client.get(path, headers={"cookie": "lang=vi"}).text)
    spoken = (words for lang, words in read_words(page, "vi") if lang == "vi")
    assert [words for words in spoken if ENGLISH.search(words) and not VIETNAMESE.search(words)] == []


def test_questions_rules_relations_and_figures_have_both_languages() -> None:
    assert {query.name for query in load_library()} == QUESTIONS.keys()
    assert {rule.id for rule in load_rules()} == RULES.keys()
    readings = load_readings("en").values()
    assert not any(VIETNAMESE.search(reading.active + reading.passive) for reading in readings)
    assert all(figure.label("en") != figure.name for figure in load_figures().metrics)


@pytest.mark.parametrize(
    ("error", "vietnamese"),
    [
        ({"type": "missing", "msg": "Field required"}, "còn thiếu"),
        ({"type": "int_parsing", "msg": "Input should be…"}, "phải là số nguyên"),
        (
            {"type": "literal_error", "msg": "Input should be…", "ctx": {"expected": "'up' or 'down'"}},
            "phải là một trong: 'up', 'down'",
        ),
        ({"type": "a_new_kind", "msg": "Strange"}, "không dùng được (Strange)"),
    ],
)
def test_what_is_wrong_with_a_parameter_is_told_in_vietnamese(error: dict[str, Any], vietnamese: str) -> None:
    found = {"loc": ("query", "limit"), **error}
    assert describe_invalid([found], "vi")[0].problem == vietnamese
    assert describe_invalid([found], "en")[0].problem == error["msg"]
