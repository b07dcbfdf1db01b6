"""Article retrieval on ALQAC-2024: what each part adds, and the weights of passages.

Reads the 2,249 articles and 525 questions of the shared data (law name + article, the same text for every system).
Nothing is tuned by hand: the reranking head is linear and learned by ten-fold cross-validation over the questions, so
that no question is ranked by weights that saw it. ``--learn`` then writes the weights of passages, learned on all
questions with the general columns alone, into ``search/weights.json``. Vectors are kept in ``--cache``: encoding takes
minutes.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bench.answer_corpus import DATA
from bench.answers import WEIGHTS
from bench.learning import Group, Matrix, learn_ranking
from graph.registers import load_lexicon
from ingest.text import fold, normalise
from search.accents import build_accent_model
from search.embedding import Vectors, load_encoder
from search.features import FEATURES, Probe, measure
from search.lexical import LexicalEntry, LexicalIndex
from search.passages import Unit, split_windows
from search.shelf import Shelf, open_shelf
from search.shelf_writer import write_shelf
from search.words import Analyser

FOLDS: Final = 10
SEEDS: Final = (0, 1, 2)
PENALTY: Final = 5.0
POOL: Final = 60
_FRAME = re.compile(
    r",?\s*(?:đúng hay sai|đúng không|phải không|dung hay sai|dung khong|phai khong)\s*\??\s*$", re.IGNORECASE
)
_CITED = re.compile(r"\bdieu (\d{1,3})\b")
LAW_COLUMNS: Final = ("law_named", "other_law_named", "article_cited", "law_support")
WINDOW_COLUMNS: Final = ("window_above", "window_below_best", "second_window", "window_by_pairs")
PARTS: Final[dict[str, tuple[str, ...]]] = {
    "bm25 of the text": ("bm25_share",),
    "dense, best window": ("window_above",),
    "fusion of the two": ("bm25_share", "bm25_text", "window_above", "window_below_best"),
    "+ article titles": ("bm25_heading", "heading_covered", "dense_above", "dense_below_best", "dense"),
    "+ coverage of words, pairs, triples": ("words_covered", "pairs_covered", "triples_covered", "numbers_covered",
                                            "length", "window_by_pairs"),
    "+ best clause": ("clause_words", "clause_pairs"),
    "+ second window": ("second_window",),
    "+ law names, cited articles": LAW_COLUMNS,
}  # fmt: skip
"""Parts in the order in which they are added; each row of the report has all the columns up to it."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Articles and questions, and two shelves: whole articles (vectors of their titles), and windows of them."""

    articles: tuple[Unit, ...]
    whole: Shelf
    windows: Shelf
    owner: npt.NDArray[np.int64]
    queries: tuple[str, ...]
    right: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """The candidates of one question: rows of articles and their columns."""

    rows: npt.NDArray[np.int64]
    columns: Matrix
    window_columns: Matrix


def load_bench(cache: Path, analyser: Analyser) -> Bench:
    """Return the data, encoded into ``cache`` when it is not there yet."""
    folder = DATA / "alqac-2024"
    stored = [json.loads(line) for line in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = [json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = {article["_id"]: row for row, article in enumerate(stored)}
    articles = tuple(_article(article) for article in stored)
    windows = tuple(
        Unit(article.document, article.locator, article.heading, window, (), (row,))
        for row, article in enumerate(articles)
        for window in split_windows(article.text)
    )
    titles = tuple(Unit(unit.document, unit.locator, "", unit.heading, (), unit.members) for unit in articles)
    encoder = load_encoder()
    for name, units in (("titles", titles), ("windows", windows)):
        if not (cache / name / "prints.npy").exists():
            before = cache / f"{name}-before"
            write_shelf(cache / name, units, analyser, encoder, before if before.exists() else None)
    whole = LexicalIndex.build(
        LexicalEntry(
            row, unit.document, analyser.terms(unit.heading), analyser.terms(f"{unit.document} {unit.text}"), ()
        )
        for row, unit in enumerate(articles)
    )
    shelf = open_shelf(cache / "titles")
    right: dict[str, set[int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, article, _ = line.split("\t")
        right.setdefault(query, set()).add(rows[article])
    return Bench(
        articles,
        replace(shelf, units=articles, lexical=whole),
        open_shelf(cache / "windows"),
        np.asarray([unit.members[0] for unit in windows], dtype=np.int64),
        tuple(_FRAME.sub("", normalise(query["text"])) for query in asked),
        tuple(frozenset(right[query["_id"]]) for query in asked),
    )


def score(bench: Bench, query: str, vector: Vectors, analyser: Analyser) -> Scored:
    """Return the candidates of ``query`` with all columns."""
    probe = Probe(analyser.words(query), vector)
    cosines = bench.windows.vectors.cosines(vector, np.arange(len(bench.owner)))
    best = np.full(len(bench.articles), -1.0)
    np.maximum.at(best, bench.owner, cosines)
    lexical = bench.whole.lexical.search(probe.terms, "text", POOL)
    rows = np.union1d(lexical.positions, np.argsort(-best)[:POOL])
    general = measure(probe, bench.whole, rows, analyser)
    named = dict(zip(FEATURES, general.T, strict=True))
    above = (best[rows] - best.mean()) / best.std()
    second = _second(bench.owner, cosines, rows) - best.max()
    windows = np.column_stack((above, best[rows] - best.max(), second, above * named["pairs_covered"]))
    fused = 0.4 * named["bm25_share"] + 0.6 * (best[rows] - best.min()) / (best.max() - best.min())
    laws = _law_columns(bench, probe.words, query, rows, fused)
    return Scored(rows, np.column_stack((general, windows, laws)), windows)


def cross_validate(
    bench: Bench, groups: Sequence[Group], scored: Sequence[Scored], columns: Sequence[int]
) -> list[float]:
    """Return R@1, R@10 and MRR, the mean over ``SEEDS`` of ten-fold cross-validation with ``columns``."""
    figures = []
    for seed in SEEDS:
        order = np.random.default_rng(seed).permutation(len(groups))
        ranks = np.zeros(len(groups), dtype=np.int64)
        for fold_number in range(FOLDS):
            held = set(order[fold_number::FOLDS].tolist())
            kept = [Group(group.rows[:, columns], group.right) for at, group in enumerate(groups) if at not in held]
            weights = learn_ranking(kept, PENALTY)
            for at in held:
                scores = weights.score(scored[at].columns[:, columns])
                ranks[at] = _rank(scored[at].rows[np.argsort(-scores, kind="stable")], bench.right[at])
        figures.append(_figures(ranks))
    return [round(float(value), 4) for value in np.mean(figures, axis=0)]


def _article(stored: dict[str, Any]) -> Unit:
    law, number, title = stored["law"], stored["article"], stored["title"]
    text = normalise(stored["text"])
    return Unit(law, f"Điều {number}", normalise(f"{law}. Điều {number}. {title}"), text, (), (0,))


def _second(owner: npt.NDArray[np.int64], cosines: Matrix, rows: npt.NDArray[np.int64]) -> Matrix:
    """Return the cosine of the second-best window of each article, that of the best where it has one only."""
    seconds = []
    for row in rows:
        own = np.sort(cosines[owner == row])
        seconds.append(own[-2] if len(own) > 1 else own[-1])
    return np.asarray(seconds)


def _law_columns(bench: Bench, words: Sequence[str], query: str, rows: npt.NDArray[np.int64], fused: Matrix) -> Matrix:
    """Return what the question says of the law itself, and how its other articles fit."""
    text = f" {fold(query)} "
    named = {unit.document for unit in bench.articles if f" {fold(unit.document)}" in text}
    cited = set(_CITED.findall(" ".join(words)))
    fit = dict(zip(rows.tolist(), fused.tolist(), strict=True))
    by_law: dict[str, list[float]] = {}
    for row in sorted(fit, key=lambda row: -fit[row])[:30]:
        by_law.setdefault(bench.articles[row].document, []).append(fit[row])
    table = []
    for row in rows.tolist():
        law = bench.articles[row].document
        table.append(
            (
                float(law in named),
                float(bool(named) and law not in named),
                float(bench.articles[row].locator.removeprefix("Điều ") in cited),
                sum(by_law.get(law, [])[1:4]),
            )
        )
    return np.asarray(table, dtype=np.float64)


def _rank(ordered: npt.NDArray[np.int64], right: frozenset[int]) -> int:
    return next((place for place, row in enumerate(ordered.tolist(), 1) if row in right), 0)


def _figures(ranks: npt.NDArray[np.int64]) -> list[float]:
    hits = ranks[ranks > 0]
    return [
        float((ranks == 1).mean()),
        float(((ranks > 0) & (ranks <= 10)).mean()),
        float((1 / hits).sum() / len(ranks)),
    ]


def _bare(text: str) -> str:
    """Return ``text`` as typed without diacritics, capitals kept."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def _score_all(
    bench: Bench, queries: Sequence[str], encode: Callable[[str], Vectors], analyser: Analyser
) -> list[Scored]:
    return [score(bench, query, encode(query), analyser) for query in queries]


def _groups(bench: Bench, scored: Sequence[Scored]) -> list[Group]:
    return [
        Group(one.columns, np.asarray([row in right for row in one.rows.tolist()]))
        for one, right in zip(scored, bench.right, strict=True)
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table of parts, with and without diacritics."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--learn", action="store_true")
    options = parser.parse_args(arguments)
    analyser = Analyser(load_lexicon().abbreviations)
    bench, encoder = load_bench(options.cache, analyser), load_encoder()
    accents = build_accent_model(f"{unit.heading} {unit.text}" for unit in bench.articles)
    scored = _score_all(bench, bench.queries, encoder.encode_query, analyser)
    groups = _groups(bench, scored)
    every = (*FEATURES, *WINDOW_COLUMNS, *LAW_COLUMNS)
    print(f"in the pool: {np.mean([group.right.any() for group in groups]):.4f}")
    used: list[int] = []
    validate = partial(cross_validate, bench, groups)
    for part, names in PARTS.items():
        if part == "fusion of the two":
            used = []
        used = [*used, *(every.index(name) for name in names)] if part.startswith(("+", "fusion")) else []
        columns = used or [every.index(name) for name in names]
        print(f"{part:42} R@1 R@10 MRR {validate(scored, columns)}")
    restored = _score_all(
        bench,
        [_bare(query) for query in bench.queries],
        lambda text: encoder.encode_query(accents.restore(text)),
        analyser,
    )
    print(f"{'without diacritics, all parts':42} R@1 R@10 MRR {validate(restored, used)}")
    if options.learn:
        _store_passage_weights(groups)


def _store_passage_weights(groups: Sequence[Group]) -> None:
    """Learn the general columns on all questions, with the best window's cosine, and store them."""
    rows = [Group(_as_passage(group.rows), group.right) for group in groups]
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    stored["passages"] = learn_ranking(rows, PENALTY).to_json(FEATURES)
    WEIGHTS.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _as_passage(rows: Matrix) -> Matrix:
    """Return the general columns with the cosines of the best window in place of the title's."""
    general = rows[:, : len(FEATURES)].copy()
    for name, window in (("dense_above", 0), ("dense_below_best", 1)):
        general[:, FEATURES.index(name)] = rows[:, len(FEATURES) + window]
    general[:, FEATURES.index("dense")] = 0.0
    return general


if __name__ == "__main__":
    main()
