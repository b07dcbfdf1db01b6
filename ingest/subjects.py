"""The title printed after a document's number (trích yếu).

Reads the words after one phrase; writes the span of the title ("… của Chính phủ về *phương pháp xác định giá đất*;").
It ends with the clause, and before the next document that stands beside this one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.clause_signs import OPENER
from ingest.model import Span
from ingest.phrases import Phrase

_END = re.compile(r"[;|\n]|[.:](?=\s|$)|\((?:sau day|viet tat|goi tat|duoi day|da duoc)|[.,]? ?(?:nhu sau|cu the)")
_ABOUT = re.compile(r"[\s,:*]{0,4}(?:ve viec(?= )|ve |v ?/ ?v )?[\s\"“]{0,2}")
_BESIDE = re.compile(r"(?:[,;]|\bva\b|\bva cac\b|, cac)\s{0,2}$")
_LONGEST, _SHORTEST = 700, 8


def find_title(folded: str, unit: Span, phrases: Sequence[Phrase], place: int, nested: Collection[int]) -> Span | None:
    """Return the title of the numbered phrase at ``place``, or None.

    Args:
        folded: The whole text folded.
        unit: The paragraph.
        phrases: Its phrases.
        place: Which one is asked for.
        nested: The places of phrases that its title names.
    """
    start = phrases[place].span.end
    if OPENER.match(folded, start, unit.end) is None or folded[start : start + 3].strip().startswith("("):
        return None
    limit = min(unit.end, start + _LONGEST)
    if stop := _END.search(folded, start, limit):
        limit = stop.start()
    for other in range(place + 1, len(phrases)):
        begins = phrases[other].span.start
        if begins >= limit:
            break
        if other not in nested and _BESIDE.search(folded[max(start, begins - 12) : begins]):
            limit = begins
            break
    about = _ABOUT.match(folded, start, limit)
    low = about.end() if about else start
    while limit > low and (folded[limit - 1] in ' ,*"“”.' or folded.endswith((" va", " cac"), low, limit)):
        limit -= 1 if folded[limit - 1] in ' ,*"“”.' else 3
    if limit > low and folded[limit - 1] == ")" and "(" not in folded[low:limit]:
        limit -= 1
    return Span(low, limit) if limit - low >= _SHORTEST else None
