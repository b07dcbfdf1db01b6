"""How sure the best answer is: what of the question it holds, what it lacks, and what speaks against it.

Reads a ranking; gives one row with the columns of ``search.rank.CONFIDENCE``, and a probability. The columns are shares
or clipped, so that a store of one plan and a store of a thousand are judged alike; which way each may count is fixed in
``CONFIDENCE``: more of the topic in the answer never makes it less sure.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from graph.model import Duty
from search.evidence import STRUCTURE
from search.features import FEATURES, Matrix
from search.index import SearchIndex
from search.question import Question
from search.rank import CONFIDENCE, Ranker
from search.words import PAIR

NAMED: Final = 0.95
"""The confidence in an answer to which names alone lead: the body, section or period asked about has these duties."""
NAMED_OTHER_ROLE: Final = 0.7
"""The same where the duty has another role than the question: "chủ trì" was asked, the section says "phối hợp"."""
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
    found = best["body"] or best["member"] or ranked.question.sections or best["period"]
    if ranked.question.topic or not found or best["other_period"]:
        return None
    return NAMED_OTHER_ROLE if best["other_role"] else NAMED


def confidence_row(index: SearchIndex, ranked: Ranked) -> Matrix:
    """Return the columns of ``CONFIDENCE`` for the best answer."""
    question = ranked.question
    best = _columns(ranked)
    values = {
        **best,
        **_cover(index, question.topic, ranked.duties[0]),
        "score": float(ranked.scores[0]),
        "premise": best["other_role"] if question.subjects else 0.0,
        "margin": float(np.log1p(max(0.0, _margin(ranked)))),
        "elsewhere": ranked.elsewhere,
        "english": float(question.english),
    }
    row = [np.clip(values[name], column.low, column.high) for name, column in CONFIDENCE.items()]
    return np.asarray(row, dtype=np.float64)


def _columns(ranked: Ranked) -> dict[str, float]:
    """Return what the best answer was ranked by."""
    return dict(zip((*FEATURES, *STRUCTURE), (float(value) for value in ranked.rows[0]), strict=True))


def _margin(ranked: Ranked) -> float:
    """Return the lead of the best answer over the first one that stands elsewhere."""
    first = ranked.duties[0]
    others = (
        score
        for duty, score in zip(ranked.duties, ranked.scores, strict=True)
        if (duty.document, duty.locator) != (first.document, first.locator)
    )
    best_other = next(others, None)
    return float(ranked.scores[0] - best_other) if best_other is not None else _ALONE


def _cover(index: SearchIndex, topic: tuple[str, ...], duty: Duty) -> dict[str, float]:
    """Return the shares of the words and pairs of the topic, by rarity, that the answer holds, and that nothing holds.

    The answer is the task under its headings, its body, and the title and issuer of its document: a plan about an
    election need not say so in each task.
    """
    lexical = index.tasks.lexical
    setting = index.settings.get(duty.document)
    parts = [index.analyser.words(part) for part in (duty.heading, duty.task, duty.printed, duty.agency.label)]
    parts.append(setting.words if setting else ())
    held = set(itertools.chain.from_iterable(parts))
    words = {word: lexical.rarity(word) for word in set(topic)}
    pairs = {pair: lexical.rarity(PAIR.join(pair)) for pair in set(itertools.pairwise(topic))}
    return {
        "covered": _share(words, held),
        "pairs": _share(pairs, set(_pairs(parts))),
        "unknown": _share(words, {word for word in words if word not in held and not lexical.knows(word)}),
    }


def _pairs(parts: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, str]]:
    return itertools.chain.from_iterable(itertools.pairwise(part) for part in parts)


def _share(weights: Mapping[Any, float], held: Set[Any]) -> float:
    total = sum(weights.values())
    return sum(weight for item, weight in weights.items() if item in held) / total if total else 0.0
