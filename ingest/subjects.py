"""The title printed after a document's number (trích yếu).

Reads the words after one phrase; writes the span of the title ("… của Chính phủ về *phương pháp xác định giá đất*;").
It ends with the clause, and before the next document that stands beside this one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from ingest.clause_signs import OPENER
from ingest.model import Span
from ingest.phrases import Phrase

_END = re.compile(r"[;|\n]|[.:](?=\s|$)|\((?:sau day|viet tat|goi tat|duoi day|da duoc)|[.,]? ?(?:nhu sau|cu the)")
_ABOUT = re.compile(r"[\s,:*]{0,4}(?:ve viec(?= )|ve |v ?/ ?v )?[\s\"“]{0,2}(?:ve viec(?= )|ve |v ?/ ?v )?")
_BESIDE = re.compile(r"(?:[,;]|\bva\b|\bva cac\b|, cac)\s{0,2}$")
_GOES_ON = re.compile(
    r" (?!(?:va|tai|duoc|co|da|het|nay|neu|noi|tren|la|thi|phai|cho|den|de|theo|cua|khong|bi|hoac|cung|do|trong|ngay|"
    r"ky|so|kem|nhu|voi|trinh|cac|nhung|sau|khi|thuoc|gom|bao gom|vao|de nghi)\b)[a-z]"
)
"""Words that go on after date and issuer: in grounds they are the title, whatever their verb."""
_JOINT = re.compile(r"[\s,;*]{0,4}(?:va )?(?:cac )?")
_LONGEST, _SHORTEST = 700, 8


def find_titles(
    folded: str, unit: Span, phrases: Sequence[Phrase], nested: Mapping[int, Collection[int]], *, grounds: bool
) -> dict[int, Span]:
    """Return the titles of the numbered phrases of a unit, by place.

    Args:
        folded: The whole text folded.
        unit: The paragraph.
        phrases: Its phrases.
        nested: For each place the places of phrases that its title names.
        grounds: Whether the unit gives grounds, where every document is followed by its title.
    """
    found: dict[int, Span] = {}
    for place, phrase in reversed(list(enumerate(phrases))):
        if phrase.kind != "numbered" or phrase.name is not None:
            continue
        title = find_title(folded, unit, phrases, place, nested.get(place, ()), grounds=grounds)
        if title is None and place + 1 in found and _shares(folded, phrase, phrases[place + 1]):
            title = found[place + 1]
        if title is not None:
            found[place] = title
    return found


def _shares(folded: str, phrase: Phrase, following: Phrase) -> bool:
    """Tell "Nghị định A ngày …, Nghị định B ngày … của Chính phủ ban hành Quy chế …": what B has is A's too."""
    elliptic = phrase.issuer is None and following.issuer is not None and phrase.type == following.type
    return elliptic and _JOINT.fullmatch(folded, phrase.span.end, following.span.start) is not None


def find_title(
    folded: str, unit: Span, phrases: Sequence[Phrase], place: int, nested: Collection[int], *, grounds: bool = False
) -> Span | None:
    """Return the title of the numbered phrase at ``place``, or None.

    Args:
        folded: The whole text folded.
        unit: The paragraph.
        phrases: Its phrases.
        place: Which one is asked for.
        nested: The places of phrases that its title names.
        grounds: Whether the unit gives grounds for the document.
    """
    start = phrases[place].span.end
    told = phrases[place].issuer is not None or phrases[place].date is not None
    goes_on = grounds and told and _GOES_ON.match(folded, start, unit.end) is not None
    opens = OPENER.match(folded, start, unit.end) is not None
    if not (opens or goes_on) or folded[start : start + 3].strip().startswith("("):
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
    if folded[low:limit].count("“") > folded[low:limit].count("”") and folded[limit : limit + 1] == "”":
        limit += 1
    if limit > low and folded[limit - 1] == ")" and "(" not in folded[low:limit]:
        limit -= 1
    return Span(low, limit) if limit - low >= _SHORTEST else None
