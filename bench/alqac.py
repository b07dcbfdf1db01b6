"""Article retrieval on ALQAC-2024: what each part of the passage search adds, and the weights of passages.

Reads the 2,249 articles and 525 questions of the shared data (law name + article, the same text for every system),
indexes them as the product indexes passages, and asks the product's own passage search. Nothing is tuned by hand: the
ranking is linear and measured by ten-fold cross-validation over the questions, so that no question is ranked by weights
that saw it. ``--learn`` writes the weights learned on all questions into ``search/weights.json``. The index is kept in
``--cache``: encoding takes minutes.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bench.answer_corpus import DATA
from bench.answers import WEIGHTS
from bench.learning import Group, Weights, learn_ranking
from graph.model import DocumentNode, Evidence, Passage
from ingest.text import normalise
from search.index import Corpus, IndexMissing, SearchIndex, load_index, write_index
from search.passage_ranking import Candidates, find_candidates
from search.question import understand
from search.rank import PASSAGE_COLUMNS

FOLDS: Final = 10
SEEDS: Final = (0, 1, 2)
PENALTY: Final = 1.0
STATE: Final = "alqac-2024"
_FRAME = re.compile(
    r",?\s*(?:đúng hay sai|đúng không|phải không|dung hay sai|dung khong|phai khong)\s*\??\s*$", re.IGNORECASE
)
PARTS: Final[dict[str, tuple[str, ...]]] = {
    "bm25 of the text": ("bm25_text",),
    "dense, best window": ("above",),
    "fusion of the two": ("bm25_share", "bm25_text", "above", "below_best"),
    "+ headings": ("bm25_heading", "heading_covered"),
    "+ coverage of words, pairs, triples": ("words_covered", "pairs_covered", "triples_covered", "numbers_covered",
                                            "above_by_pairs"),
    "+ best clause": ("clause_words", "clause_pairs"),
    "+ all windows": ("second", "bm25_all"),
    "+ document named, article cited": ("document_named", "section_cited"),
    "+ other passages of the document": ("support",),
}  # fmt: skip
"""Parts in the order in which they are added; each row of the report has all the columns up to it."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The index of the articles, the questions, and for each the articles that answer it (rows of passages)."""

    index: SearchIndex
    queries: tuple[str, ...]
    right: tuple[frozenset[int], ...]


def load_bench(cache: Path) -> Bench:
    """Return the data, indexed into ``cache`` when it is not there yet."""
    folder = DATA / "alqac-2024"
    stored = [json.loads(line) for line in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = [json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = {article["_id"]: row for row, article in enumerate(stored)}
    right: dict[str, set[int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, article, _ = line.split("\t")
        right.setdefault(query, set()).add(rows[article])
    return Bench(
        _open(cache, stored),
        tuple(_FRAME.sub("", normalise(query["text"])) for query in asked),
        tuple(frozenset(right[query["_id"]]) for query in asked),
    )


def find_all(index: SearchIndex, queries: Sequence[str]) -> tuple[list[Candidates], float]:
    """Return the candidates of each question, and the median milliseconds of finding them, encoder included."""
    found, seconds = [], []
    for query in queries:
        start = time.perf_counter()
        found.append(find_candidates(index, understand(query, index.reader)))
        seconds.append(time.perf_counter() - start)
    return found, 1000 * float(np.median(seconds))


def cross_validate(found: Sequence[Candidates], right: Sequence[frozenset[int]], columns: Sequence[str]) -> list[float]:
    """Return R@1, R@10 and MRR, the mean over ``SEEDS`` of ten-fold cross-validation with ``columns``."""
    figures = [_figures(rank_unseen(found, right, columns, seed)) for seed in SEEDS]
    return [round(float(value), 4) for value in np.mean(figures, axis=0)]


def rank_unseen(
    found: Sequence[Candidates], right: Sequence[frozenset[int]], columns: Sequence[str], seed: int
) -> npt.NDArray[np.int64]:
    """Return the rank of the first right article of each question (0: none), by weights learned on other questions."""
    kept = [PASSAGE_COLUMNS.index(name) for name in columns]
    groups = make_groups(found, right, kept)
    order = np.random.default_rng(seed).permutation(len(groups))
    ranks = np.zeros(len(groups), dtype=np.int64)
    for part in range(FOLDS):
        held = set(order[part::FOLDS].tolist())
        weights = learn_ranking([group for at, group in enumerate(groups) if at not in held], PENALTY)
        for at in held:
            ranks[at] = _rank(found[at].passages, weights.score(groups[at].rows), right[at])
    return ranks


def make_groups(found: Sequence[Candidates], right: Sequence[frozenset[int]], columns: Sequence[int]) -> list[Group]:
    """Return the candidates as groups to learn from."""
    return [
        Group(one.columns[:, columns], np.asarray([row in answers for row in one.passages.tolist()], dtype=np.bool_))
        for one, answers in zip(found, right, strict=True)
    ]


def strip_marks(text: str) -> str:
    """Return ``text`` as typed without diacritics, capitals kept."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def _open(cache: Path, stored: Sequence[dict[str, Any]]) -> SearchIndex:
    try:
        index = load_index(cache)
    except IndexMissing:
        index = None
    if index is not None and index.manifest.state == STATE:
        return index
    laws = dict.fromkeys(article["law"] for article in stored)
    nodes = tuple(DocumentNode(law, law, None, "luat", None, None, normalise(law), "normative", True) for law in laws)
    return write_index(cache, Corpus(nodes, (), tuple(map(_passage, stored)), STATE))


def _passage(article: dict[str, Any]) -> Passage:
    law, locator, text = article["law"], f"Điều {article['article']}", normalise(article["text"])
    heading = normalise(f"{law}. {locator}. {article['title']}")
    evidence = Evidence(law, locator, 0, len(text), text)
    return Passage(article["_id"], law, None, locator, heading, text, evidence)


def _rank(passages: npt.NDArray[np.int64], scores: npt.NDArray[np.float64], right: frozenset[int]) -> int:
    ordered = passages[np.argsort(-scores, kind="stable")].tolist()
    return next((place for place, row in enumerate(ordered, 1) if row in right), 0)


def _figures(ranks: npt.NDArray[np.int64]) -> list[float]:
    found = ranks > 0
    reciprocal = np.where(found, 1 / np.maximum(ranks, 1), 0.0)
    return [float((ranks == 1).mean()), float((found & (ranks <= 10)).mean()), float(reciprocal.mean())]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table of parts, with and without diacritics."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--learn", action="store_true")
    options = parser.parse_args(arguments)
    bench = load_bench(options.cache)
    found, milliseconds = find_all(bench.index, bench.queries)
    pool = [bool(right & set(one.passages.tolist())) for one, right in zip(found, bench.right, strict=True)]
    print(f"in the pool: {np.mean(pool):.4f}; p50 {milliseconds:.0f} ms with the encoder")
    used: tuple[str, ...] = ()
    for part, names in PARTS.items():
        used = (*used, *names) if part.startswith("+") else names
        print(f"{part:42} R@1 R@10 MRR {cross_validate(found, bench.right, used)}")
    bare, _ = find_all(bench.index, [strip_marks(query) for query in bench.queries])
    print(f"{'without diacritics, all parts':42} R@1 R@10 MRR {cross_validate(bare, bench.right, used)}")
    if options.learn:
        _store_weights(learn_ranking(make_groups(found, bench.right, range(len(PASSAGE_COLUMNS))), PENALTY))


def _store_weights(weights: Weights) -> None:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    stored["passages"] = weights.to_json(PASSAGE_COLUMNS)
    WEIGHTS.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
