"""The candidates of a question as SPARQL, to be shown, edited and run.

Reads a ``Question`` and the duties that it admits; writes a query whose rows are the duties that the registers admit,
before any ranking: those of the bodies asked about, in the documents and sections named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from graph.model import Duty
from ontology.vocabulary import Cancu, Dcterms
from search.question import Question
from search.references import SectionReference

_MOST_VALUES: Final = 500


def write_candidates_query(question: Question, duties: Sequence[Duty], documents: Sequence[str] | None = None) -> str:
    """Return the query text; ``duties`` are the admitted ones, ``documents`` the IRIs to keep to (None: all)."""
    bodies = sorted({duty.agency.iri for duty in duties}) if question.subjects else None
    lines = [
        "# Các nhiệm vụ mà câu hỏi có thể nói tới, trước khi xếp hạng.",
        f"PREFIX cancu: <{_namespace(Cancu.ASSIGNMENT)}>",
        f"PREFIX dcterms: <{_namespace(Dcterms.SOURCE)}>",
        "SELECT ?duty ?agency ?printed ?role ?task ?document ?locator WHERE {",
        *_values("agency", bodies),
        *_values("document", documents),
        "  ?duty cancu:assignedTo|cancu:heldBy ?agency ; cancu:printed ?printed ; cancu:inRole ?role ;",
        "    cancu:text ?task ; dcterms:source ?document ; cancu:locator ?locator .",
        *_sections(question.sections),
        "}",
    ]
    return "\n".join(lines)


def _values(name: str, iris: Iterable[str] | None) -> list[str]:
    if iris is None:
        return []
    listed = " ".join(f"<{iri}>" for iri in list(iris)[:_MOST_VALUES] if not re.search(r'[<>"{}|^`\\\s]', iri))
    return [f"  VALUES ?{name} {{ {listed} }}"]


def _sections(sections: Sequence[SectionReference]) -> list[str]:
    if not sections:
        return []
    tests = " || ".join(f'REGEX(STR(?locator), "{_pattern(section)}", "i")' for section in sections)
    return [f"  FILTER({tests})"]


def _pattern(section: SectionReference) -> str:
    """Return the regular expression of the locators that lie in ``section``."""
    inside = "(/.*)?/".join(f"((phu-luc-|điều )?{re.escape(mark)})" for mark in section.marks)
    start = "^phu-luc([^/]*/(.*/)?|-)" if section.annex else "(^|/)"
    return f"{start}{inside}(/|$)".replace("\\", "\\\\") if section.marks else "^phu-luc"


def _namespace(term: str) -> str:
    return term[: max(term.rfind("#"), term.rfind("/")) + 1]
