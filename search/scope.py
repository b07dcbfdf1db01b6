"""Which documents a question keeps to: those that it names by number or date, describes, or names the object of.

Reads a question taken apart; gives IRIs, None for all documents, nothing when the one named is not in the corpus.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ingest.text import key_of
from search.described import find_described
from search.index import SearchIndex
from search.question import Question
from search.references import DocumentReference, cites

_MOST_UNITS: Final = 4000
"""Tasks looked through for one that cites a number."""


def find_scope(index: SearchIndex, question: Question, document: str | None) -> tuple[str, ...] | None:
    """Return the documents to keep to, None for all, nothing when the one named is not in the corpus.

    "Theo Kế hoạch 4655, ai tuyên truyền Kết luận 69?" is about the plan alone; "Ai tuyên truyền Kết luận 69?" about
    whatever cites the conclusion, and itself.
    """
    if document is not None:
        return (document,)
    if not question.documents:
        described = find_described(question.text, index.documents, index.surroundings, index.analyser)
        return tuple(sorted(described)) or None
    about = [reference for reference in question.documents if reference.binding]
    named = {iri for reference in about or question.documents for iri in reference.documents}
    if named and any(reference.cited for reference in question.documents) and about:
        return tuple(sorted(named))
    return tuple(sorted(named.union(_citing(index, about or question.documents))))


def _citing(index: SearchIndex, references: Iterable[DocumentReference]) -> tuple[str, ...]:
    """Return the documents whose duties or titles cite one of the numbers that the question names."""
    found: set[str] = set()
    for reference in references:
        terms = key_of(reference.surface).split()
        rows = index.tasks.lexical.search([term for term in terms if term[0].isdigit()], "text", _MOST_UNITS).positions
        units = (index.tasks.units[row] for row in rows.tolist())
        found.update(unit.document for unit in units if cites(f"{unit.heading} {unit.text}", reference))
        found.update(node.iri for node in index.documents if cites(node.title or "", reference))
    return tuple(sorted(found))
