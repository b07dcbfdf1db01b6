"""From one text to everything that it says: the product, from top to bottom.

Each stage is a pure function of the text, what earlier stages found, and the registers. None reads back from a later
one, none raises on bad text: what cannot be read becomes an ``Issue``.
"""

from __future__ import annotations

from ingest.assignments import find_assignments
from ingest.citations import find_citations
from ingest.competences import find_competences
from ingest.header import parse_header
from ingest.lexicon import Lexicon
from ingest.model import Extraction, SourceDocument
from ingest.structure import parse_provisions
from ingest.targets import find_targets


def extract(source: SourceDocument, lexicon: Lexicon) -> Extraction:
    """Read header, provisions, citations, tasks, duties, competences, targets and deadlines of ``source``."""
    text = source.text
    provisions = parse_provisions(text, lexicon)
    header = parse_header(text, provisions, lexicon)
    cited = find_citations(text, provisions, header, lexicon)
    assigned = find_assignments(text, provisions, header, lexicon)
    return Extraction(
        source=source,
        header=header,
        provisions=provisions,
        citations=cited.citations,
        edges=cited.edges,
        references=cited.references,
        tasks=assigned.tasks,
        assignments=assigned.assignments,
        deadlines=assigned.deadlines,
        targets=find_targets(text, provisions, lexicon),
        competences=find_competences(text, provisions, header, lexicon, assigned.assignments),
        issues=source.issues + cited.issues + assigned.issues,
    )
