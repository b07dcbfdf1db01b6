"""What a document promulgates by name: the regulation, programme or price table that it carries.

Reads enacting sentences ("Ban hành kèm theo Quyết định này Quy định về …", "Phê duyệt Đề án …"); writes named
phrases.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from ingest.lexicon import DocumentType, Lexicon
from ingest.model import Span
from ingest.phrases import Phrase
from ingest.text import fold
from ingest.units import Unit

_ENACTS = re.compile(
    r"[\s\-*“\"]{0,6}(?:dieu \w{1,3}\s{0,4}[.:]?\s{0,4})?(?:\d{1,2}[.)] )?(?:nay )?"
    r"(?:tan thanh |nhat tri |thong nhat )?(?:ban hanh(?: kem theo [a-z ]{5,24}nay)?|phe duyet|thong qua|"
    r"cong bo)"
    r"(?: kem theo)?(?: la)?[:\s]{1,3}(?:(?:ban|cac|noi dung|toan van) ){0,2}[“\"]?"
)
_END = re.compile(
    r"[“”\"]|[.;:|\n](?!\d)| ?\((?:co|kem|dinh kem|nhu|sau)| (?:ban hanh |dinh )?kem theo| "
    r"(?:gom|bao gom|voi cac noi dung|voi noi dung|nhu sau|"
    r"de ap dung|de lam|de tinh|cho phu hop|voi nhung|theo (?:to trinh|de nghi|quyet dinh|van ban|cac)|"
    r"thay the|de thuc hien|"
    r"duoc quoc hoi|da duoc)\b"
)
_ARTICLE = re.compile(r"Điều \d{1,3}(?:/1)?")
_NEXT = re.compile(r"[;,] ?(?:va )?(?:cac |ban )?| va (?:cac |ban )?")
_REGULATES = re.compile(r"\bso \d|\bdieu \d")
_MIN_NAME = 12
_MAX_NAME = 700


def find_attachments(
    text: str, folded: str, unit: Unit, phrases: Sequence[Phrase], lexicon: Lexicon
) -> tuple[Phrase, ...]:
    """Return the documents that the unit promulgates by name, unless they bear a number."""
    if unit.place == "title":
        return ()
    start = _ENACTS.match(folded, unit.span.start, unit.span.end)
    if start is None or not (" nay" in start[0] or unit.place == "preamble" or _ARTICLE.fullmatch(unit.locator)):
        return ()
    types = _nameable(lexicon.document_types)
    found: list[Phrase] = []
    numbers = [phrase.surface.start for phrase in phrases if phrase.kind == "numbered" and phrase.name is None]
    position = start.end()
    if " nay" in start[0] and types[0].match(folded, position) is None and text[position : position + 1].isupper():
        end = _name_end(folded, position, unit.span.end)
        if end - position > _MIN_NAME and _REGULATES.search(folded, position, end) is None:
            return (Phrase("named", Span(position, end), Span(position, end), None, name=Span(position, end)),)
    while head := types[0].match(folded, position, unit.span.end):
        end = _name_end(folded, head.end(), unit.span.end)
        at = bisect_left(numbers, head.end())
        if at < len(numbers) and numbers[at] < head.end() + 4:
            break
        if end - head.end() > 6:
            span = Span(head.start(), end)
            found.append(Phrase("named", span, span, types[1][" ".join(head[0].split())], name=span))
        following = _NEXT.match(folded, end, unit.span.end)
        if following is None:
            break
        position = following.end()
    return tuple(found)


def _name_end(folded: str, start: int, limit: int) -> int:
    stop = _END.search(folded, start, min(limit, start + _MAX_NAME))
    end = stop.start() if stop else min(limit, start + _MAX_NAME)
    while folded[end - 1] in " ,*/\n.":
        end -= 1
    return end


@lru_cache(maxsize=8)
def _nameable(types: tuple[DocumentType, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    words = {fold(word): row.label for row in types if row.nameable for word in (row.label, *row.aliases)}
    body = "|".join(re.escape(word).replace(r"\ ", r"\s{1,3}") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:{body})\b"), words
