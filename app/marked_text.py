"""Document text as safe HTML with its spans marked: escaped, overlaps split, nothing of the document is markup."""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.model import Extraction, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to show: ``kind`` becomes the class, ``title`` the hover text, ``target`` the link, ``anchor`` the id."""

    span: Span
    kind: str
    title: str = ""
    target: str | None = None
    anchor: str | None = None


def render_marks(text: str, marks: Iterable[Mark], within: Span | None = None) -> str:
    """Return ``text`` (of ``within``) as HTML with every mark around its own words.

    Overlapping marks are split at each other's ends, so the result nests properly whatever the spans are.

    >>> render_marks("theo Luật <A>", [Mark(Span(5, 13), "citation", "cites")])
    'theo <mark class="citation" title="cites">Luật &lt;A&gt;</mark>'
    """
    whole = within or Span(0, len(text))
    inside = sorted(
        (mark for mark in marks if whole.holds(mark.span) and mark.span.end > mark.span.start),
        key=lambda mark: (mark.span.start, -mark.span.end),
    )
    cuts = sorted({whole.start, whole.end, *(m.span.start for m in inside), *(m.span.end for m in inside)})
    parts: list[str] = []
    active: list[Mark] = []
    waiting = iter(inside)
    upcoming = next(waiting, None)
    for start, end in itertools.pairwise(cuts):
        active = [mark for mark in active if mark.span.end > start]
        while upcoming is not None and upcoming.span.start <= start:
            active.append(upcoming)
            upcoming = next(waiting, None)
        words = _safe(text[start:end])
        for mark in reversed(active):
            words = _open(mark, first=mark.span.start == start) + words + _close(mark)
        parts.append(words)
    return "".join(parts)


def extraction_marks(extraction: Extraction) -> list[Mark]:
    """Return all that an extraction found, as marks: citations, duties, agencies, targets, deadlines, issues."""
    marks = [
        Mark(mention.span, "citation", f"{mention.relation} → {citation.number or citation.name or ''}".strip())
        for citation in extraction.citations
        for mention in citation.mentions
    ]
    for duty in extraction.assignments:
        marks.append(Mark(duty.agency_span, "agency", f"{duty.role}: {duty.label or duty.agency}"))
        marks.append(Mark(duty.task_span, "duty", f"{duty.role}: {duty.label or duty.agency} ({duty.locator})"))
    marks += [Mark(target.span, "target", f"{target.unit} ({target.locator})") for target in extraction.targets]
    marks += [Mark(item.span, "deadline", item.recurrence or str(item.end or "")) for item in extraction.deadlines]
    marks += [Mark(item.span, "reference", item.target or "?") for item in extraction.references]
    marks += [Mark(issue.span, "issue", f"{issue.rule}: {issue.message}") for issue in extraction.issues]
    return list(dict.fromkeys(marks))


def extraction_page(extraction: Extraction) -> str:
    """Return a self-contained HTML page of the text with every span marked (``cancu extract --html``)."""
    title = html.escape(extraction.header.number or extraction.source.name)
    body = render_marks(extraction.source.text, extraction_marks(extraction))
    return (
        f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"</head><body><h1>{title}</h1><p>{_LEGEND}</p><pre>{body}</pre></body></html>\n"
    )


_KINDS = ("citation", "agency", "duty", "target", "deadline", "reference", "issue")
_LEGEND = " ".join(f'<mark class="{kind}">{kind}</mark>' for kind in _KINDS)
_STYLE = (
    "body{font:16px/1.6 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "pre{white-space:pre-wrap;font:inherit}mark{color:inherit;background:none}"
    ".citation{background:#fde68a80;border-bottom:2px solid #d97706}.agency{background:#bfdbfe80}"
    ".duty{border-bottom:1px dotted #2563eb}.target{background:#bbf7d080}.deadline{background:#ddd6fe80}"
    ".reference{border-bottom:1px dashed}.issue{background:#fecaca80}"
)
_HIDDEN = dict.fromkeys((*range(8234, 8239), *range(8294, 8298), *range(9), *range(14, 32)), "�")


def _safe(words: str) -> str:
    return html.escape(words.translate(_HIDDEN), quote=True)


def _open(mark: Mark, *, first: bool) -> str:
    anchor = f' id="{html.escape(mark.anchor)}"' if mark.anchor and first else ""
    title = f' title="{_safe(mark.title)}"' if mark.title else ""
    link = f'<a href="{html.escape(mark.target)}">' if mark.target else ""
    return f'<mark class="{html.escape(mark.kind)}"{anchor}{title}>{link}'


def _close(mark: Mark) -> str:
    return ("</a>" if mark.target else "") + "</mark>"
