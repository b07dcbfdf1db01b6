"""The candidates of a question as SPARQL, to be shown, edited and run.

Reads a ``Question``; writes a query whose rows are the duties that the registers admit, before any ranking.
"""

from __future__ import annotations

from ontology.vocabulary import Cancu
from search.question import Question


def write_candidates_query(question: Question, document: str | None = None) -> str:
    """Return the query text; it selects ``?duty ?agency ?role ?task ?document``."""
    lines = [
        "# Các nhiệm vụ mà câu hỏi có thể nói tới, trước khi xếp hạng.",
        f"PREFIX cancu: <{Cancu.ASSIGNMENT.rpartition('#')[0]}#>",
        "SELECT ?duty ?printed ?role ?text ?document WHERE {",
        "  GRAPH ?document {",
        "    ?duty a cancu:Assignment ;",
        f"      <{Cancu.PRINTED}> ?printed ; <{Cancu.IN_ROLE}> ?role ; <{Cancu.TEXT}> ?text .",
        "  }",
    ]
    names = [name for subject in question.subjects for name in (subject.label,)]
    if names:
        tests = " || ".join(f'CONTAINS(LCASE(STR(?printed)), LCASE("{_escape(name)}"))' for name in names)
        lines.append(f"  FILTER({tests})")
    iris = [iri for reference in question.documents for iri in reference.documents] or ([document] if document else [])
    if iris:
        tests = " || ".join(f'CONTAINS(STR(?duty), "{_escape(iri)}")' for iri in iris)
        lines.append(f"  FILTER({tests})")
    return "\n".join((*lines, "}"))


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
