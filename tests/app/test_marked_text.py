"""Document text as HTML: always escaped, always well nested, nothing lost."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from app.marked_text import Mark, render_marks
from ingest.model import Span

TEXT = "Căn cứ Kế hoạch số 116-KH/TU <script>alert('x')</script> & \"Luật\" của Sở"


def plain(marked: str) -> str:
    """Undo the marking: tags off, entities back."""
    return html.unescape(re.sub(r"<[^>]*>", "", marked))


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    """Any number of spans, overlapping as they like."""
    ends = st.integers(0, len(TEXT))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=12))
    kinds = st.sampled_from(["citation", "agency", "duty"])
    return [Mark(Span(min(pair), max(pair)), draw(kinds), title='a "b" <c>') for pair in pairs]


@given(marks())
def test_marking_loses_no_word_and_nests_properly(listed: list[Mark]) -> None:
    marked = render_marks(TEXT, listed)
    assert plain(marked) == TEXT
    open_tags: list[str] = []
    for closing, name in re.findall(r"<(/?)(\w+)", marked):
        if closing:
            assert open_tags.pop() == name
        else:
            open_tags.append(name)
    assert not open_tags


def test_markup_of_a_document_stays_text() -> None:
    marked = render_marks(TEXT, [Mark(Span(7, 28), "citation", target='/van-ban/"x"')])
    assert "<script" not in marked
    assert 'href="/van-ban/&quot;x&quot;"' in marked


def test_right_to_left_overrides_are_shown_as_unreadable() -> None:
    """U+202E would turn the rest of the line around and show another agency than the text has."""
    assert "\u202e" not in render_marks("Sở \u202etài chính", [])


def test_part_of_a_text_can_be_shown_alone() -> None:
    assert render_marks(TEXT, [Mark(Span(0, 6), "citation")], Span(7, 15)) == "Kế hoạch"
