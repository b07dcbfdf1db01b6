"""The same documents in several formats come out with the same words (issue 4)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.read import read_file
from tests.ingest.read.files import CORPUS

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout (../shared)")


def lines_of(file: Path) -> list[str]:
    return [line for line in read_file(file).text.split("\n") if line.strip()]


@needs_corpus
def test_word_html_gives_the_lines_of_the_text() -> None:
    """Ten documents that exist as text and as Word HTML, in the same order of names."""
    pages = sorted((CORPUS / "luong-minh-html").iterdir())
    texts = sorted((CORPUS / "luong-minh").iterdir())
    assert len(pages) == len(texts) == 10
    for page, text in zip(pages, texts, strict=True):
        first, second = lines_of(page), lines_of(text)
        assert len(first) == len(second), page.name
        assert sum(a != b for a, b in zip(first, second, strict=True)) <= 2, page.name


@needs_corpus
def test_legacy_word_files_give_the_words_of_their_twins() -> None:
    """43 files from a public portal, four kinds of content under the name .doc, against Markdown of the same texts."""
    compared = 0
    for file in sorted((CORPUS / "vbpl-tax-doc").iterdir()):
        twin = CORPUS / "vbpl-tax" / f"{file.stem}.md"
        if not twin.is_file():
            continue
        words, wanted = (re.findall(r"[^\W_]{2,}", read_file(path).text) for path in (file, twin))
        missing = len(set(wanted) - set(words))
        assert missing <= 0.03 * len(set(wanted)), f"{file.name}: {missing}"
        compared += 1
    assert compared >= 40


@needs_corpus
def test_no_file_of_the_corpus_is_rejected() -> None:
    for file in sorted(CORPUS.glob("*/*")):
        assert read_file(file).text
