"""Numbers that share an ending: "Kết luận số 50 và 69-KL/TW", "các Nghị định số 41/2021/NĐ-CP, 108/2021".

Reads the complete numbers and the text around them; writes the incomplete ones before and after them, completed
with the symbols that they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.model import Span
from ingest.numbers import DocumentNumber, NumberMention

_ITEM = r"\d{1,5}(?:/(?:19|20)\d\d)?"
_JOIN = r"(?:, và|,| và|;)\s{1,2}"
_BEFORE = re.compile(
    rf"(?:số|Số|SỐ)\s{{1,2}}(?P<items>{_ITEM}(?:{_JOIN}(?:số\s{{1,2}})?{_ITEM}){{0,8}}){_JOIN}(?:số\s{{1,2}})?$"
)
_AFTER = re.compile(rf"{_JOIN}(?:số\s{{1,2}})?(?P<item>\d{{1,5}}/(?:19|20)\d\d)(?![\w/\-])")
_EACH = re.compile(_ITEM)
_WINDOW = 110
_MOST = 8


def complete_lists(view: str, mentions: Sequence[NumberMention]) -> tuple[NumberMention, ...]:
    """Return ``mentions`` with the incomplete numbers of their lists, in reading order.

    Args:
        view: The text as ``ingest.numbers.view_of`` gives it.
        mentions: The complete numbers, in reading order.
    """
    found = list(mentions)
    end = 0
    for mention in mentions:
        found.extend(_before(view, mention, end))
        found.extend(_after(view, mention))
        end = mention.span.end
    return tuple(sorted(found, key=lambda one: one.span))


def _before(view: str, mention: NumberMention, floor: int) -> Iterator[NumberMention]:
    start = max(floor, mention.span.start - _WINDOW)
    match = _BEFORE.search(view[start : mention.span.start])
    if match is None:
        return
    for place, item in enumerate(_EACH.finditer(match["items"])):
        if ("/" in item[0]) != (mention.number.year is not None):
            return
        low = start + match.start("items") + item.start()
        label = start + match.start() if place == 0 else low
        span = Span(low, low + len(item[0]))
        yield NumberMention(span, Span(label, span.end), _completed(mention.number, item[0]))


def _after(view: str, mention: NumberMention) -> Iterator[NumberMention]:
    position = mention.span.end
    for _ in range(_MOST if mention.number.year is not None else 0):
        match = _AFTER.match(view, position)
        if match is None:
            return
        span = Span(match.start("item"), match.end("item"))
        yield NumberMention(span, span, _completed(mention.number, match["item"]))
        position = match.end()


def _completed(number: DocumentNumber, item: str) -> DocumentNumber:
    serial, _, year = item.partition("/")
    ending = number.canonical[len(number.serial) :]
    if year:
        ending = ending.replace(str(number.year), year, 1)
    return replace(
        number, canonical=serial + ending, serial=serial, year=int(year) if year else number.year, repaired=True
    )
