"""Which document is of a higher level than which: the ladder of state bodies and that of the Party, never mixed.

The ladder follows the order of legal force (Luật 64/2025/QH15, Điều 4): the National Assembly, its Standing Committee
and the President, the Government, the Prime Minister, other central bodies, then province and commune. Before 1992 the
Council of State (Hội đồng Nhà nước) and the Council of Ministers (Hội đồng Bộ trưởng) stood in their places.
"""

from __future__ import annotations

import re
from typing import Final

from ontology.identifiers import PARTY_PLACE, UNKNOWN_PLACE, DocumentKey, parse_document_iri

_CENTRAL: Final = (
    (re.compile(r"qh\d{0,2}"), 1),
    (re.compile(r"ubtvqh\d{0,2}|ctn|hdnn\d{0,2}"), 2),
    (re.compile(r"cp|hdbt"), 3),
    (re.compile(r"ttg"), 4),
)
_OTHER_CENTRAL, _PROVINCE, _LOCAL = 5, 6, 7


def outranks(document: str, basis: str) -> bool:
    """Tell whether ``document`` is of a strictly higher level than ``basis`` (both IRIs); false when not comparable.

    >>> plan = "https://cancu.example/id/eli/vn/lam-dong/ubnd/2024/kh/4655"
    >>> outranks(plan, "https://cancu.example/id/eli/vn/lam-dong/bao-loc/ubnd/2024/kh/12")
    True
    >>> outranks(plan, "https://cancu.example/id/eli/vn/ttg/2018/qd/996")
    False
    """
    own, other = find_rank(document), find_rank(basis)
    return own is not None and other is not None and own[0] == other[0] and own[1] < other[1]


def find_rank(document: str) -> tuple[str, int] | None:
    """Return the ladder ("state" or "party") and the step of a document, the highest first; None when not known."""
    key = parse_document_iri(document)
    if not isinstance(key, DocumentKey):
        return None
    segments = key.issuer.split("/")
    if UNKNOWN_PLACE in segments:
        return None
    if segments[0] == PARTY_PLACE:
        return "party", len(segments) - 1
    if len(segments) == 1:
        return "state", next((step for form, step in _CENTRAL if form.fullmatch(segments[0])), _OTHER_CENTRAL)
    return "state", _PROVINCE if len(segments) == 2 else _LOCAL
