"""How sure the best answer is: what of the question it holds, what it lacks, and what speaks against it.

Reads a ranking; gives one row with the columns of ``search.rank.CONFIDENCE``, and a probability. The columns are shares
or clipped, so that a store of one plan and a store of a thousand are judged alike; which way each may count is fixed in
``CONFIDENCE``: more of the topic in the answer never makes it less sure.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from graph.model import Duty
from search.conditions import wording_of
from search.evidence import STRUCTURE
from search.features import FEATURES, Matrix
from search.index import SearchIndex
from search.ordinals import numbers_among
from search.periods import STATED
from search.question import LOCAL_UNITS, Question
from search.rank import CONFIDENCE, Ranker
from search.wanted import tells_wanted
from search.words import PAIR

NAMED: Final = 0.95
"""The confidence in an answer to which names alone lead: the body, section or period asked about has these duties."""
NAMED_OTHER_ROLE: Final = 0.7
"""The same where the section asked about gives the duty in another role: the question says "giao", it "phối hợp"."""
NAMED_OTHERWISE: Final = 0.05
"""The same where the duty has no time and a time was asked, or the body asked about has it in another role or place."""
_WORKS_END: Final = frozenset(
    {"luat", "dinh", "an", "trinh", "luoc", "tang", "lieu", "quy", "tam", "lenh", "mang", "phieu", "san", "khu"}
)
"""Last syllables of what is made or issued: luật, nghị định, đề án, chương trình, chiến lược, nền tảng, cơ sở dữ liệu …

What follows tells one from another: "Luật Trí tuệ nhân tạo" is not "Luật Năng lượng nguyên tử".
"""
_NEAR: Final = 5.0
"""Deviations above the corpus at which a task says the same as the question."""
_UNTOLD: Final = 1.5
"""The lead that counts where a body is asked about: only its own duties compete, so a lead tells nothing."""
_ALONE: Final = 20.0
"""The lead over the next answer where there is none."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The duties that do not contradict the question, best first, with their columns and scores."""

    question: Question
    duties: tuple[Duty, ...]
    rows: Matrix
    scores: Matrix
    elsewhere: float = 0.0
    """How much better a task of another body fits the topic."""
    placed: bool = True
    """Whether the best duty's document is of a place that the question names."""
    documents: tuple[str, ...] | None = None
    """The documents that the question keeps to (IRIs), None for all."""


def confidence_in(index: SearchIndex, ranked: Ranked, ranker: Ranker) -> float:
    """Return the probability that the best answer is right; 0 when there is none."""
    if not ranked.duties:
        return 0.0
    named = named_confidence(ranked)
    return ranker.probability(confidence_row(index, ranked)) if named is None else named


def named_confidence(ranked: Ranked) -> float | None:
    """Return the confidence where names alone lead to the answer, None where a topic has to fit as well.

    There is no topic, and its body, section or period was asked about: nothing is left to be wrong about but the role.
    """
    best = _columns(ranked)
    if _only_supports(ranked, best) or not tells_wanted(ranked.question.text, ranked.duties[0]):
        return NAMED_OTHERWISE
    found = best["body"] or best["member"] or ranked.question.sections or best["period"]
    if ranked.question.topic or not found or best["other_period"]:
        return None
    of_body = best["body"] or best["member"]
    if (
        _is_untimed(ranked)
        or _is_of_another_year(ranked, best)
        or (of_body and best["other_role"])
        or (best["member"] and _is_of_another_place(ranked))
    ):
        return NAMED_OTHERWISE
    return NAMED_OTHER_ROLE if best["other_role"] else NAMED


def confidence_row(index: SearchIndex, ranked: Ranked) -> Matrix:
    """Return the columns of ``CONFIDENCE`` for the best answer."""
    question = ranked.question
    best = _columns(ranked)
    cover = _cover(index, question, ranked.duties[0])
    elsewhere, others = (_UNTOLD, _UNTOLD) if question.subjects else _margins(ranked)
    values = {
        **best,
        **cover,
        "untimed": float(_is_untimed(ranked)),
        "score": float(ranked.scores[0]),
        "premise": best["other_role"] if question.subjects else 0.0,
        "margin": float(np.log1p(max(0.0, elsewhere))),
        "lead_over_others": float(np.log1p(max(0.0, others))),
        "covered_and_near": cover["covered"] * min(max(best["dense_above"], 0.0) / _NEAR, 1.0),
        "elsewhere": ranked.elsewhere,
        "english": float(question.english),
        "place": float(bool(question.places) and ranked.placed),
        "rephrased": float(question.rephrased),
        "covered_rephrased": cover["covered"] * question.rephrased,
    }
    row = [np.clip(values[name], column.low, column.high) for name, column in CONFIDENCE.items()]
    return np.asarray(row, dtype=np.float64)


def _only_supports(ranked: Ranked, best: Mapping[str, float]) -> bool:
    """Tell whether a body is asked what it leads, and the best that is found is a task that it supports."""
    role = ranked.duties[0].role
    return bool(best["body"] and best["other_role"]) and ranked.question.roles == ("lead",) and role == "support"


def _is_of_another_year(ranked: Ranked, best: Mapping[str, float]) -> bool:
    """Tell whether one year was asked, and the best duty only has not ended by then ("2025 và những năm tiếp theo")."""
    period = ranked.question.period
    if period is None or period.start is None or period.end is None or period.start.year != period.end.year:
        return False
    return best["period"] < STATED and not best["body"]


def _is_of_another_place(ranked: Ranked) -> bool:
    """Tell whether a department of one province is asked about, and what is found is a duty of all departments."""
    return not ranked.placed and not any(place.unit in LOCAL_UNITS for place in ranked.question.places)


def _is_untimed(ranked: Ranked) -> bool:
    """Tell whether a time was asked, other than a recurrence, that the best answer does not confirm."""
    period = ranked.question.period
    return period is not None and period.recurrence is None and not _columns(ranked)["period"]


def _columns(ranked: Ranked) -> dict[str, float]:
    """Return what the best answer was ranked by."""
    return dict(zip((*FEATURES, *STRUCTURE), (float(value) for value in ranked.rows[0]), strict=True))


def _margins(ranked: Ranked) -> tuple[float, float]:
    """Return the lead of the best answer over the first one that stands elsewhere, and over the first of other bodies.

    Bodies that share the best one's task are no others.
    """
    first = ranked.duties[0]
    beside = {
        duty.printed for duty in ranked.duties if (duty.document, duty.locator) == (first.document, first.locator)
    }
    elsewhere = others = _ALONE
    for duty, score in zip(ranked.duties, ranked.scores, strict=True):
        lead = float(ranked.scores[0] - score)
        if (duty.document, duty.locator) != (first.document, first.locator):
            elsewhere = min(elsewhere, lead)
            if duty.printed not in beside:
                return elsewhere, min(others, lead)
    return elsewhere, others


def _cover(index: SearchIndex, question: Question, duty: Duty) -> dict[str, float]:
    """Return the shares of the topic that the answer holds, by rarity, and that nothing holds.

    The answer is the task under its headings, its bodies, its time, and the title, number and issuer of its document: a
    plan about an election need not say so in each task. Names and numbers are told apart: with them a question about
    another zone or another term of office has most of its words in common with the answer.
    """
    lexical = index.tasks.lexical
    topic = question.topic
    setting = index.settings.get(duty.document)
    when = duty.when.surface if duty.when else ""
    said = (duty.heading, wording_of(duty), when)
    printed = (*said, duty.printed, duty.agency.label, *duty.counterparts, *duty.recipients)
    parts = [index.analyser.words(part) for part in printed]
    parts.append(setting.words if setting else ())
    held = set(itertools.chain.from_iterable(parts))
    words = {word: lexical.rarity(word) for word in set(topic)}
    pairs = {pair: lexical.rarity(PAIR.join(pair)) for pair in set(itertools.pairwise(topic))}
    names, named = dict.fromkeys(question.names, 1.0), dict.fromkeys(_named_pairs(question), 1.0)
    numbers = dict.fromkeys(numbers_among(topic), 1.0)
    works = {pair: 1.0 for pair in pairs if pair[0] in _WORKS_END}
    return {
        "covered": _share(words, held),
        "pairs": _share(pairs, set(_pairs(parts))),
        "unknown": _share(words, {word for word in words if word not in held and not lexical.knows(word)}),
        "names": _share(names, held) if names else 1.0,
        "name_pairs": _share(named, set(_pairs(parts))) if named else 1.0,
        "run": _longest_run(topic, held) / (len(topic) or 1),
        "works": _share(works, set(_pairs(parts))) if works else 1.0,
        "numbers": _share(numbers, set(itertools.chain.from_iterable(map(numbers_among, parts)))) if numbers else 1.0,
    }


def _longest_run(topic: Sequence[str], held: Set[str]) -> int:
    """Return the most words of the topic in a row that the answer lacks: what the question is really about."""
    longest = run = 0
    for word in topic:
        run = 0 if word in held else run + 1
        longest = max(longest, run)
    return longest


def _named_pairs(question: Question) -> tuple[tuple[str, str], ...]:
    """Return the pairs of neighbours in the topic that begin with a word written with a capital: "Luật Điện"."""
    names = set(question.names)
    return tuple(pair for pair in itertools.pairwise(question.topic) if pair[0] in names)


def _pairs(parts: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, str]]:
    return itertools.chain.from_iterable(itertools.pairwise(part) for part in parts)


def _share(weights: Mapping[Any, float], held: Set[Any]) -> float:
    total = sum(weights.values())
    return sum(weight for item, weight in weights.items() if item in held) / total if total else 0.0
