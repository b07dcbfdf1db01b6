"""What is doubtful in the documents themselves: findings, each by a rule of its own, each with the words behind it.

A rule is a query under ``graph/queries/findings``: its comment lines say title, severity, message, why and what to do,
and ``docs/findings.md`` is made from them. Two rules need the whole network and are computed here. Unlike a violation
of a shape, which is a fault of this program, a finding is about the texts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal as OneOf
from typing import get_args

from pyoxigraph import QuerySolution

from graph.atlas import open_atlas
from graph.lineage import read_steps
from graph.model import DocumentEdge, Evidence
from graph.network import allow_edges
from graph.paths import find_loops
from graph.query_files import prefix_query
from graph.ranks import outranks
from graph.rows import date_of, need_text, number_of, text_of
from graph.store_model import GraphStore
from graph.wording import name_document

Severity = OneOf["info", "warning"]
_HEADER = re.compile(r"^# (title|severity|message|why|fix): (.+)$", re.MULTILINE)
_HOLE = re.compile(r"\{(\w+)\}")
_TODAY = re.compile(r"\?today\b")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of doubt. ``query`` is None where the rule is computed from the network."""

    id: str
    title: str
    severity: Severity
    message: str
    why: str
    fix: str
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubt about one document (by IRI), with its evidence where a sentence is behind it."""

    rule: str
    severity: Severity
    message: str
    document: str
    subject: str
    evidence: Evidence | None


CYCLE = Rule(
    "basis-cycle",
    "Vòng lặp căn cứ",
    "warning",
    "Các văn bản căn cứ lẫn nhau thành vòng: {cycle}.",
    "Căn cứ là quan hệ từ văn bản sau đến văn bản trước; một vòng cho biết có số hoặc ngày bị đọc nhầm hay ghi nhầm.",
    "Đối chiếu từng bước của vòng với bản gốc.",
)
LOWER_RANK = Rule(
    "basis-lower-rank",
    "Căn cứ vào văn bản cấp dưới",
    "warning",
    "{citing} căn cứ {cited}, là văn bản của cấp thấp hơn.",
    "Căn cứ ban hành là văn bản có hiệu lực pháp lý cao hơn hoặc ngang (Luật 64/2025/QH15, NĐ 30/2020/NĐ-CP).",
    "Kiểm tra lại văn bản được ghi ở phần căn cứ.",
)


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return all rules, by id.

    >>> [rule.id for rule in load_rules()][:3]
    ['agency-not-in-annex', 'agency-only-in-annex', 'basis-cycle']
    """
    folder = resources.files("graph").joinpath("queries", "findings")
    files = [path for path in folder.iterdir() if path.name.endswith(".rq")]
    read = [_read_rule(path.name.removesuffix(".rq"), path.read_text(encoding="utf-8")) for path in files]
    return tuple(sorted([*read, CYCLE, LOWER_RANK], key=lambda rule: rule.id))


def find_findings(store: GraphStore, as_of: dt.date, rules: Iterable[str] | None = None) -> tuple[Finding, ...]:
    """Return what is doubtful in the documents of ``store``; periods are compared with ``as_of``."""
    wanted = None if rules is None else set(rules)
    found: dict[tuple[str, str, str, str], Finding] = {}
    for rule in load_rules():
        if wanted is None or rule.id in wanted:
            for finding in _apply(store, rule, as_of):
                found.setdefault((finding.rule, finding.document, finding.subject, finding.message), finding)
    return tuple(found.values())


def _apply(store: GraphStore, rule: Rule, as_of: dt.date) -> Iterator[Finding]:
    if rule.query is not None:
        query = _TODAY.sub(f'"{as_of.isoformat()}"^^xsd:date', rule.query)
        for row in store.select(prefix_query(query)):
            yield _finding_of(row, rule)
    elif rule is CYCLE:
        yield from _find_cycles(store)
    else:
        yield from _find_lower_bases(store)


def _find_cycles(store: GraphStore) -> Iterator[Finding]:
    network = open_atlas(store).network
    based = allow_edges(network, ["based_on"])
    for rows in find_loops(network, based):
        steps = read_steps(store, rows)
        names = [name_document(steps.nodes[edge.source]) for edge in steps.edges]
        text = _fill(CYCLE.message, {"cycle": " → ".join([*names, names[0]])})
        first = steps.edges[0]
        yield Finding(CYCLE.id, CYCLE.severity, text, _stating(first), first.source, first.evidence)


def _find_lower_bases(store: GraphStore) -> Iterator[Finding]:
    network = open_atlas(store).network
    rows = [int(row) for row in allow_edges(network, ["based_on"]).nonzero()[0] if _is_lower(network.edge(int(row)))]
    steps = read_steps(store, rows)
    for edge in steps.edges:
        names = {"citing": name_document(steps.nodes[edge.source]), "cited": name_document(steps.nodes[edge.target])}
        text = _fill(LOWER_RANK.message, names)
        yield Finding(LOWER_RANK.id, LOWER_RANK.severity, text, _stating(edge), edge.source, edge.evidence)


def _is_lower(edge: tuple[str, str, str]) -> bool:
    return outranks(edge[0], edge[2])


def _stating(edge: DocumentEdge) -> str:
    return edge.evidence.document if edge.evidence else edge.source


def _finding_of(row: QuerySolution, rule: Rule) -> Finding:
    document = need_text(row, "document")
    quote = text_of(row, "quote")
    evidence = None
    if quote is not None:
        evidence = Evidence(
            document, text_of(row, "locator") or "", number_of(row, "start"), number_of(row, "end"), quote
        )
    words = {name: _show(row, name) for name in _HOLE.findall(rule.message)}
    return Finding(rule.id, rule.severity, _fill(rule.message, words), document, need_text(row, "subject"), evidence)


def _show(row: QuerySolution, name: str) -> str:
    value = text_of(row, name) or ""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return f"{date_of(row, name):%d/%m/%Y}"
    return " ".join(value.split())


def _fill(message: str, words: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda match: words.get(match[1], ""), message)


def _read_rule(name: str, text: str) -> Rule:
    said = dict(_HEADER.findall(text))
    severity = next(kind for kind in get_args(Severity) if kind == said["severity"])
    return Rule(name, said["title"], severity, said["message"], said["why"], said["fix"], text)
