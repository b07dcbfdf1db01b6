"""The evaluation questions are well-formed, and no document is both learned from and tested on."""

from __future__ import annotations

from collections import Counter

from bench.answer_cases import UNSEEN, read_cases


def test_the_questions_are_many_and_of_all_kinds() -> None:
    cases = read_cases()
    kinds = Counter(case.kind for case in cases)
    assert len(cases) >= 390
    assert kinds["refuse"] >= 90
    assert {"plain", "bare", "abbrev", "english", "colloquial", "multi", "today", "locator", "refuse"} == set(kinds)
    assert len({case.question for case in cases}) == len(cases)
    assert len({case.id for case in cases}) == len(cases)


def test_refusals_have_no_answer_and_questions_have_one() -> None:
    for case in read_cases():
        assert bool(case.agencies) == bool(case.locators) == (case.kind != "refuse")


def test_no_document_is_in_both_splits() -> None:
    cases = read_cases()
    learned = {case.document for case in cases if case.split == "development"}
    tested = {case.document for case in cases if case.split == "test"}
    assert not learned & tested


def test_bare_questions_have_no_diacritics() -> None:
    assert all(case.question.isascii() for case in read_cases() if case.kind == "bare")


def test_the_unseen_questions_are_not_learned_from() -> None:
    unseen = read_cases(UNSEEN)
    assert {case.split for case in unseen} == {"unseen"}
    assert not {case.question for case in unseen} & {case.question for case in read_cases()}
