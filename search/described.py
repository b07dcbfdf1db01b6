"""Documents that a question tells by their type and what they say of themselves, without a number.

"Theo Hướng dẫn của MTTQ xã Lương Minh, ai …" is about the guidance of that front; "theo kế hoạch kiểm tra, giám sát
bầu cử, ai …" about the plan with such a title. Reads the question; gives the documents whose type, issuer and title
have every word that is said of them, and nothing where none has or where that tells no document from another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from graph.model import DocumentNode
from ingest.text import fold, key_of
from search.words import Analyser

_TOLD: Final = re.compile(
    r"(?:^|\b(?:theo|trong|tai|can cu)(?: cai| ban)? )"
    r"(?P<type>ke hoach|quyet dinh|huong dan|nghi quyet|chi thi|chuong trinh|thong bao|ket luan|cong van|quy che|"
    r"de an)(?P<words>(?: [^\s,:;.?]{1,20}){2,16})"
)
_END: Final = re.compile(
    r" (?:ai|thi|do ai|co quan nao|don vi nao|so nao|bo nao|ban nao|nhung ai|bao gio|khi nao|phai|can|duoc|co)(?: |$)"
)
_UNTOLD: Final = frozenset(
    {
        "cua",
        "ve",
        "viec",
        "thuc",
        "hien",
        "cho",
        "cac",
        "cong",
        "tac",
        "nay",
        "va",
        "do",
        "o",
        "tai",
        "tren",
        "dia",
        "ban",
    }
)
"""Words that tell nothing of a document."""
_FEWEST: Final = 2


def find_described(
    question: str, corpus: Sequence[DocumentNode], surroundings: Mapping[str, tuple[str, ...]], analyser: Analyser
) -> tuple[str, ...]:
    """Return the documents (IRIs) that the question describes, none where it describes none or any.

    Args:
        question: as typed.
        corpus: the documents that there are.
        surroundings: what each document (by its IRI) says of itself, as analysed words.
        analyser: the one that made those words.
    """
    folded = fold(question)
    match = _TOLD.search(folded)
    if match is None or (match.start("type") == 0 and question[match.end() : match.end() + 1] != ":"):
        return ()
    start, end = match.span("words")
    cut = _END.search(folded[start:end])
    told = set(analyser.words(question[start : start + cut.start() if cut else end])) - _UNTOLD
    if len(told) < _FEWEST:
        return ()
    alike = [node.iri for node in corpus if key_of(node.type or "") == match["type"]]
    found = tuple(iri for iri in alike if told.issubset(surroundings.get(iri, ())))
    return found if len(found) < len(corpus) else ()
