"""A generated legal corpus in N-Quads: documents that cite older ones, with tasks; the same for the same seed.

Twenty-five quads a document, one named graph each: 40 000 documents are 1 000 000 quads.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from ontology.vocabulary import Cancu, Dcterms, Eli, Rdf

BASE = "https://cancu.example/id/eli/vn"
QUADS_A_DOCUMENT = 25
_ISSUERS = [f"https://cancu.example/id/org/tinh-{number}/ubnd" for number in range(63)]
_AGENCIES = [f"https://cancu.example/id/org/so-{number}" for number in range(400)]
_SUBJECTS = ("khoa học và công nghệ", "chuyển đổi số", "nông nghiệp", "giáo dục", "y tế", "môi trường", "du lịch")
_SEED = 4655


def document_iri(number: int) -> str:
    """Return the IRI of the generated document ``number``."""
    return f"{BASE}/tinh-{number % 63}/ubnd/{2005 + number % 20}/kh/{number}"


def write_corpus(path: Path, documents: int) -> int:
    """Write the corpus to ``path``; return how many quads it has."""
    chance = random.Random(_SEED)
    with path.open("w", encoding="utf-8") as file:
        for number in range(documents):
            graph = f"<{document_iri(number)}/graph>"
            file.writelines(f"{triple} {graph} .\n" for triple in _triples(number, chance))
    return documents * QUADS_A_DOCUMENT


def _triples(number: int, chance: random.Random) -> Iterator[str]:
    document = f"<{document_iri(number)}>"
    day = f"{2005 + number % 20}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    subject = _SUBJECTS[chance.randrange(len(_SUBJECTS))]
    yield f"{document} <{Rdf.TYPE}> <{Eli.LEGAL_RESOURCE}>"
    yield f'{document} <{Eli.NUMBER}> "{number}/KH-UBND"'
    yield f'{document} <{Eli.TITLE}> "Kế hoạch số {number} về phát triển {subject}"@vi'
    yield f'{document} <{Eli.DATE_DOCUMENT}> "{day}"^^<http://www.w3.org/2001/XMLSchema#date>'
    yield f"{document} <{Eli.PASSED_BY}> <{_ISSUERS[number % 63]}>"
    yield f"{document} <{Eli.TYPE_DOCUMENT}> <https://cancu.example/ontology/type/kh>"
    older = [chance.randrange(max(1, number // 2), max(2, number)) for _ in range(2)]
    yield f"{document} <{Eli.BASED_ON}> <{document_iri(older[0])}>"
    yield f"{document} <{Eli.ENSURES_IMPLEMENTATION_OF}> <{document_iri(older[1])}>"
    yield f'{document} <{Dcterms.TITLE}> "{day}"'
    for task in range(4):
        assignment = f"<{document_iri(number)}/task/{task}>"
        yield f"{assignment} <{Rdf.TYPE}> <{Cancu.ASSIGNMENT}>"
        yield f"{assignment} <{Cancu.ASSIGNED_TO}> <{_AGENCIES[chance.randrange(400)]}>"
        yield f"{assignment} <{Cancu.OF_TASK}> {document}"
        yield f'{assignment} <{Cancu.PRINTED}> "Chủ trì nhiệm vụ {task} về {subject}"@vi'
