"""Damaged documents: whatever the text is, ``extract`` answers, and what it says can be found in the text.

The texts are sentences of real kinds of documents and stretches of the sample plan, broken in the ways that files are
broken: parts left out, doubled, swapped, characters replaced, the end cut off. ``bench.fuzz`` searches longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.registers import load_lexicon
from ingest.model import Deadline, Extraction, SourceDocument, Span
from ingest.pipeline import extract
from ingest.text import normalise

SAMPLE: Final = Path(__file__).parents[2] / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"
PLAN: Final = normalise(SAMPLE.read_text(encoding="utf-8"))
SENTENCES: Final = (
    "ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG\nSố: 4655/KH-UBND\nLâm Đồng, ngày 10 tháng 6 năm 2024\nKẾ HOẠCH\n",
    "Căn cứ Kế hoạch số 116-KH/TU ngày 23/4/2024 của Ban Thường vụ Tỉnh ủy thực hiện Kết luận số 69-KL/TW;\n",
    "Căn cứ các Nghị định số 41/2021, 108/2021/NĐ-CP ngày 07/12/2021 của Chính phủ (sau đây gọi tắt là “Nghị định”);\n",
    "Điều 2. Quyết định này thay thế Quyết định số 30/2019/QĐ-UBND và bãi bỏ Điều 19 Luật Khoa học và công nghệ.\n",
    "Giao Sở Y tế chủ trì, phối hợp với các Sở: Tài chính; Xây dựng; Công Thương báo cáo trước ngày 15/11 hằng năm.\n",
    "| TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |\n| 1 | Xây dựng đề án | Sở Y tế, UBND các xã | Quý II/2025 |\n",
    "II. MỤC TIÊU\n1. Đến năm 2030: 02-03 nhiệm vụ cấp quốc gia, ít nhất 60% doanh nghiệp; tăng 5,5%/năm.\n",
    "PHỤ LỤC I\nSTT\nNội dung\nĐơn vị thực hiện\n1\nTuyên truyền\nCác sở, ban, ngành\n2\nĐào tạo\nSở Nội vụ\n",
    "a) Như Khoản 3 mục III Kế hoạch này;\nđ) Đơn vị chủ trì: Văn phòng; Thời gian hoàn thành: thường xuyên.\n",
    "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nPhạm S\n",
)
AWKWARD: Final = (
    "", "\n", "\n\n", " ", "\t", "|", "| ", "“", "”", '"', "(", ")", "/", "-", "- ", ".", ";", ":", ",", "<br>",
    "Điều 1.", "I.", "1.", "a)", "số ", "Căn cứ ", "ngày 31/02/2024", "99999/QĐ-UBND",
    "\u0301", "\u0323", "İ", "ß", "Ω", "𝟙", "٣",
    "²", "\u200b", "\u2028", "\x00", "\ufffd", "😀", "中",
)  # fmt: skip
EFFORT: Final = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

Edit = Callable[[str], str]


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """Draw one way to break a text; places are shares of its length, so that any text can be broken by it."""
    low, high = sorted((draw(st.floats(0, 1)), draw(st.floats(0, 1))))
    kind = draw(st.sampled_from(("leave out", "double", "swap", "put in", "cut off", "replace")))
    words = draw(st.one_of(st.sampled_from(AWKWARD), st.text(max_size=8)))

    def edit(text: str) -> str:
        start = int(low * len(text))
        end = min(int(high * len(text)), start + 200)
        part = text[start:end]
        return {
            "leave out": text[:start] + text[end:],
            "double": text[:end] + part + text[end:],
            "swap": text[:start] + part[::-1] + text[end:],
            "put in": text[:start] + words + text[start:],
            "cut off": text[: max(start, 1)],
            "replace": text[:start] + words + text[start + len(words) :],
        }[kind]

    return edit


@st.composite
def broken_texts(draw: st.DrawFn) -> str:
    """Draw a document: some sentences in any order, or a stretch of the plan, broken a few times."""
    if draw(st.booleans()):
        text = "".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8)))
    else:
        start = draw(st.integers(0, len(PLAN) - 1))
        text = PLAN[start : start + draw(st.integers(1, 3000))]
    for edit in draw(st.lists(edits(), max_size=6)):
        text = edit(text)
    return text


def extract_text(raw: str) -> Extraction:
    """Extract ``raw`` as a reader would hand it over."""
    return extract(SourceDocument("broken.txt", normalise(raw), "0" * 64, "text/plain"), load_lexicon())


def spans_of(found: Extraction) -> Iterator[tuple[str, Span]]:
    """Yield every span of an extraction with what it is of."""
    yield from (("header", span) for _, span in found.header.spans)
    yield from (("absent value", one.span) for one in found.header.absent)
    for provision in found.provisions:
        yield from (("provision", provision.span), ("extent", provision.extent))
        if provision.heading is not None:
            yield "heading", provision.heading
    for citation in found.citations:
        for mention in citation.mentions:
            yield from (("mention", mention.span), ("evidence of a mention", mention.evidence))
    yield from (("evidence of an edge", edge.evidence) for edge in found.edges)
    yield from (("reference", reference.span) for reference in found.references)
    yield from (("task", task.span) for task in found.tasks)
    for duty in found.assignments:
        yield from (("agency", duty.agency_span), ("task of a duty", duty.task_span), ("evidence", duty.evidence))
        if duty.when is not None:
            yield "deadline of a duty", duty.when.span
    for target in found.targets:
        yield from (("target", target.span), ("evidence of a target", target.evidence))
    yield from (("deadline", deadline.span) for deadline in found.deadlines)
    yield from (("issue", issue.span) for issue in found.issues)


@EFFORT
@given(broken_texts())
def test_every_span_lies_in_the_text(raw: str) -> None:
    """No exception leaves ``extract``, and every quote can be cut out of the text."""
    found = extract_text(raw)
    outside = [(of, span) for of, span in spans_of(found) if span.end > len(found.source.text)]
    assert outside == []


@EFFORT
@given(broken_texts())
def test_evidence_holds_what_it_is_evidence_of(raw: str) -> None:
    """The sentence shown behind a mention or a quantity has its words in it, and a deadline is printed as it says."""
    found = extract_text(raw)
    text = found.source.text
    for citation in found.citations:
        assert all(mention.evidence.holds(mention.span) for mention in citation.mentions)
    assert all(target.evidence.holds(target.span) for target in found.targets)
    deadlines: list[Deadline] = [*found.deadlines, *(duty.when for duty in found.assignments if duty.when is not None)]
    assert [one.surface for one in deadlines] == [one.span.of(text) for one in deadlines]


@EFFORT
@given(broken_texts())
def test_provisions_tile_the_text(raw: str) -> None:
    """In order, without a gap or an overlap, so that printing the parts gives the text back."""
    found = extract_text(raw)
    assert "".join(part.span.of(found.source.text) for part in found.provisions) == found.source.text
    assert all(part.extent.holds(part.span) for part in found.provisions)


@EFFORT
@given(broken_texts())
def test_locators_are_unique_and_known(raw: str) -> None:
    """A locator names one part, and what is found stands in a part that there is."""
    found = extract_text(raw)
    locators = [part.locator for part in found.provisions]
    assert len(locators) == len(set(locators))
    known = {*locators, ""}
    used = {part.parent for part in found.provisions} | {duty.locator for duty in found.assignments}
    used |= {mention.locator for citation in found.citations for mention in citation.mentions}
    used |= {target.locator for target in found.targets} | {task.locator for task in found.tasks}
    used |= {reference.target or "" for reference in found.references}
    assert used <= known


@EFFORT
@given(broken_texts())
def test_the_same_text_gives_the_same(raw: str) -> None:
    """Nothing of a document stays behind in the tables that all documents share."""
    assert extract_text(raw) == extract_text(raw)


@EFFORT
@given(broken_texts())
def test_ends_of_an_edge_are_cited(raw: str) -> None:
    """An edge between two other documents names documents that are in the list, and citations have one id each."""
    found = extract_text(raw)
    ids = [citation.id for citation in found.citations]
    assert len(ids) == len(set(ids))
    assert {end for edge in found.edges for end in (edge.source, edge.target)} <= set(ids)


@settings(EFFORT, max_examples=150)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_characters_are_a_text(raw: str) -> None:
    """Not Vietnamese, not language at all: still an answer, if only that there is one part."""
    found = extract_text(raw)
    assert "".join(part.span.of(found.source.text) for part in found.provisions) == found.source.text


@pytest.mark.parametrize("unit", ["“", "(", "|", "| |\n", "Điều 1.\n", "PHỤ LỤC I\n", "1/QĐ-UBND ", "Căn cứ\n", "a)\n"])
def test_one_thing_over_and_over(unit: str) -> None:
    """A part that only repeats is read, and still tiles the text."""
    found = extract_text(unit * 300)
    assert "".join(part.span.of(found.source.text) for part in found.provisions) == found.source.text
