"""Ways of asking: what is a cue, and what only looks like one."""

from __future__ import annotations

import pytest

from graph.turtle import read_rows
from ingest.model import Role
from ingest.text import key_of
from ontology.vocabulary import Skos
from search.cues import find_cues, find_everyday, load_cues, translate
from search.words import find_words


def roles_of(text: str, *, english: bool = False) -> set[Role]:
    found = find_cues(find_words(text), text, load_cues(), english=english)
    return {role for cue in found for role in cue.roles}


def asks_of(text: str) -> set[str]:
    return {ask for cue in find_cues(find_words(text), text, load_cues()) for ask in cue.asks} - {"filler"}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Ai trình Thủ tướng?", {"advise"}),
        ("Ai xây dựng chương trình?", set()),  # a compound: nothing is submitted
        ("Ai tập huấn cho báo cáo viên?", {"guide"}),
        ("Sở nào CT?", {"lead"}),
        ("Tiền đâu?", {"fund"}),
    ],
)
def test_roles(text: str, roles: set[str]) -> None:
    assert roles_of(text) == roles


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Ông nào lo?", {"agency"}),
        ("CQ nào làm?", {"agency"}),
        ("Sở nào?", {"kind"}),
        ("Chừng nào xong?", {"time"}),
        ("Sở Y tế phải làm j?", {"task"}),
        # English words that fold like Vietnamese ones are read in English questions only.
        ("Tổ công tác", set()),
    ],
)
def test_what_is_asked(text: str, asks: set[str]) -> None:
    assert asks_of(text) == asks


def test_a_cue_is_spelt_with_its_marks_or_without_any() -> None:
    """The words "cho hội" of "cho hội viên" are not "cho hỏi"."""
    assert {cue.end - cue.start for cue in find_cues(find_words("cho hội viên"), "cho hội viên", load_cues())} <= {1}
    spelt = find_cues(find_words("cho hỏi ai làm"), "cho hỏi ai làm", load_cues())
    assert max(cue.end - cue.start for cue in spelt) > 1


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("Who collects taxes?", "who thu thue"),
        ("Who drafts policies on rare earths?", "who xay dung chinh sach on dat hiem"),
        ("Who supervises polling stations?", "who giam sat diem bo phieu"),
    ],
)
def test_english_terms_become_those_of_the_documents(english: str, vietnamese: str) -> None:
    words = translate(find_words(english), english, load_cues())
    assert " ".join(word.text for word in words) == vietnamese


@pytest.mark.parametrize(
    ("text", "formal"),
    [
        ("Ai gỡ vướng cho doanh nghiệp?", ["thao go kho khan vuong mac"]),
        ("ai go vuong cho doanh nghiep", ["thao go kho khan vuong mac"]),  # two syllables: safe without marks
        ("Ai thúc đẩy khởi nghiệp?", []),
        ("Điều kiện là gì?", []),
    ],
)
def test_everyday_words(text: str, formal: list[str]) -> None:
    assert [" ".join(phrase.formal) for phrase in find_everyday(text, load_cues())] == formal


@pytest.mark.parametrize(
    ("register", "kind"),
    [("glossary", "/glossary/"), ("glossary_general", "/glossary/"), ("questions", "/colloquial/")],
)
def test_a_row_has_one_phrase_and_one_meaning(register: str, kind: str) -> None:
    """Two rows under one name would become one row that keeps the first phrase only."""
    rows = [row for row in read_rows(register, frozenset({None, "vi", "en"})) if kind in row.iri]
    labelled = [row for row in rows if row.one(Skos.ALT_LABEL)]
    assert len(labelled) > 300
    assert all(len(row.all(Skos.PREF_LABEL)) == len(row.all(Skos.ALT_LABEL)) == 1 for row in labelled)


def test_the_two_halves_of_the_glossary_share_no_row() -> None:
    first, second = (
        {row.iri for row in read_rows(name, frozenset({"en"}))} for name in ("glossary", "glossary_general")
    )
    assert first.isdisjoint(second)


@pytest.mark.parametrize(
    ("role", "task", "said"),
    [
        ("fund", "Chủ trì, phối hợp với các cơ quan tham mưu bố trí kinh phí thực hiện Kế hoạch", True),
        ("monitor", "Là cơ quan thường trực chịu trách nhiệm theo dõi, đôn đốc việc thực hiện", True),
        ("fund", "Chủ trì đầu tư trang thiết bị phòng thí nghiệm", False),
        ("report", "Rà soát, hoàn thiện quy hoạch mạng lưới", False),
    ],
)
def test_a_task_may_say_another_role_than_its_own(role: str, task: str, said: bool) -> None:
    assert (load_cues().said[role].search(key_of(task)) is not None) is said


@pytest.mark.parametrize(
    ("english", "terms"),
    [
        ("province's organizations", "tinh to chuc"),  # every form, either spelling, no possessive
        ("startups and start-ups", "khoi nghiep and khoi nghiep"),
        ("it is IT", "it is cong nghe thong tin"),  # capitals tell an acronym
    ],
)
def test_a_term_is_known_in_each_of_its_forms(english: str, terms: str) -> None:
    words = translate(find_words(english), english, load_cues())
    assert " ".join(word.text for word in words) == terms
