"""Chất lượng: what is known only by citation, ambiguous or doubtful, what came in last, how good it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from app.lookup import today
from app.pages.english import rule_words
from app.pages.figures import load_figures
from app.pages.findings import known_findings
from app.pages.frame import page_language, render
from app.pages.links import document_link, sentence_link
from app.served import Served
from app.settings import Language
from graph.findings import Finding, Rule, load_rules
from graph.lineage import rank_documents
from graph.model import DocumentNode
from graph.query_files import read_query
from graph.reading import list_agencies, list_documents
from graph.rows import need_text, text_of
from graph.wording import name_document

router = APIRouter(include_in_schema=False)
MAX_SHOWN = 200


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """The findings of one rule."""

    rule: Rule
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Loading:
    """When a text came in, from which file."""

    document: str
    file: str
    at: str


@router.get("/chat-luong")
def quality(request: Request) -> Response:
    """Show how far the data can be trusted, and where to look."""
    served: Served = request.app.state.served
    lang = page_language(request)
    stored, cited = list_documents(served.store), list_documents(served.store, cited=True)
    findings = known_findings(served.store, today())
    return render(
        request,
        "quality.html",
        stored=stored,
        cited=cited,
        agencies=len(list_agencies(served.store)),
        findings=len(findings),
        rules=group_findings(findings),
        relied=[one for one in rank_documents(served.store, 100) if not one.document.in_corpus][:20],
        ambiguous=find_shared_numbers((*stored, *cited)),
        loadings=_latest_loadings(served),
        figures=load_figures(),
        shown=MAX_SHOWN,
        percent=lambda share: _percent(share, lang),
        rule_words=lambda rule: rule_words(rule, lang),
        name_document=name_document,
        document_link=document_link,
        sentence_link=sentence_link,
    )


def group_findings(findings: Iterable[Finding]) -> tuple[RuleFindings, ...]:
    """Return findings by rule, warnings first."""
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_rule[finding.rule].append(finding)
    groups = [RuleFindings(rule, tuple(by_rule[rule.id])) for rule in load_rules() if rule.id in by_rule]
    return tuple(sorted(groups, key=lambda group: (group.rule.severity != "warning", group.rule.id)))


def find_shared_numbers(documents: Iterable[DocumentNode]) -> tuple[tuple[str, tuple[DocumentNode, ...]], ...]:
    """Return the numbers that several documents bear: naming them needs a date or an issuer."""
    bearers: dict[str, list[DocumentNode]] = defaultdict(list)
    for node in documents:
        if node.number:
            bearers[node.number].append(node)
    return tuple((number, tuple(nodes)) for number, nodes in sorted(bearers.items()) if len(nodes) > 1)


def _percent(share: float, lang: Language) -> str:
    """Return a share as a percentage: "99,0 %" in Vietnamese, "99.0 %" in English."""
    words = f"{share * 100:.1f} %"
    return words if lang == "en" else words.replace(".", ",")


def _latest_loadings(served: Served) -> tuple[Loading, ...]:
    rows = served.store.select(read_query("loadings"))
    return tuple(
        Loading(need_text(row, "document"), text_of(row, "file") or "—", need_text(row, "loaded")) for row in rows
    )
