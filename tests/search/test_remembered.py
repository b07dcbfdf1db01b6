"""Answers remembered: the last ones, made once, failures never."""

from __future__ import annotations

import pytest

from search.remembered import Remembered


def test_the_oldest_goes_first_and_use_makes_young() -> None:
    made: list[str] = []
    answers: Remembered[str, str] = Remembered(size=2)

    def ask(question: str) -> str:
        def make() -> str:
            made.append(question)
            return question.upper()

        return answers.get(question, make)

    assert [ask(question) for question in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]


def test_a_failure_is_not_remembered() -> None:
    answers: Remembered[str, int] = Remembered(size=2)
    with pytest.raises(ValueError, match="invalid literal"):
        answers.get("a", lambda: int("không"))
    assert answers.get("a", lambda: 1) == 1
