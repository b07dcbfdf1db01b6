"""Pointers into the same document ("Khoản 3 mục III Kế hoạch này", "Như mục V").

Reads the text and the provisions; writes ``InternalReference``s with the locator of the part meant, or None where no part
or more than one fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import InternalReference, Provision, Span

_MARK = r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[a-zđ]?|[IVXLCivxlc]{1,6}|[a-zđ])"
_POINTER = re.compile(
    rf"(?:(?:tiết|điểm|khoản|điều|mục|chương|phần|phụ lục)\s{{1,2}}{_MARK}\b,?\s{{1,2}}(?:của\s{{1,2}})?){{1,5}}"
    r"(?:nghị quyết|nghị định|quyết định|thông tư|thông tư liên tịch|kế hoạch|chỉ thị|luật|bộ luật|pháp lệnh|quy định|quy chế|"
    r"hướng dẫn|chương trình|đề án|kết luận|điều|khoản|điều lệ|phương án|văn bản)\s{1,2}này\b"
    rf"|như\s{{1,2}}mục\s{{1,2}}{_MARK}\b",
    re.IGNORECASE,
)
_PART = re.compile(rf"(tiết|điểm|khoản|điều|mục|chương|phần|phụ lục)\s{{1,2}}({_MARK})\b", re.IGNORECASE)
_RANK = {"phụ lục": 0, "phần": 1, "chương": 2, "mục": 3, "điều": 4, "khoản": 5, "điểm": 6, "tiết": 7}

_MAX_DEPTH = 12


def find_references(text: str, folded: str, provisions: Sequence[Provision]) -> tuple[InternalReference, ...]:
    """Return the pointers of a text in order.

    Args:
        text: The one text.
        folded: Its folded form, of the same length (only searched for quick rejection).
        provisions: The parts that can be meant.
    """
    if " nay" not in folded and "nhu muc" not in folded:
        return ()
    by_locator = {provision.locator for provision in provisions}
    by_ending = _by_ending(provisions)
    starts = [provision.span.start for provision in provisions]
    found: list[InternalReference] = []
    at = 0
    for match in _POINTER.finditer(text):
        while at + 1 < len(starts) and starts[at + 1] <= match.start():
            at += 1
        here = provisions[at].locator if provisions else ""
        parts = sorted(
            ((_RANK[one[1].lower()], one[1].lower(), one[2]) for one in _PART.finditer(match[0])), key=lambda part: part[0]
        )
        target = _locate([(kind, mark) for _, kind, mark in parts], by_locator, by_ending, here, match[0])
        found.append(InternalReference(Span(match.start(), match.end()), here, target))
    return tuple(found)


def _by_ending(provisions: Sequence[Provision]) -> dict[str, list[str]]:
    """Return the locators of the body by each path that they end with, at most two of each."""
    endings: dict[str, list[str]] = {}
    for provision in provisions:
        steps = provision.locator.split("/")
        for first in range(1, len(steps) if len(steps) <= _MAX_DEPTH and steps[0] != "phu-luc" else 0):
            held = endings.setdefault("/".join(steps[first:]), [])
            if len(held) < 2:
                held.append(provision.locator)
    return endings


def _locate(
    parts: list[tuple[str, str]], by_locator: set[str], by_ending: dict[str, list[str]], here: str, words: str
) -> str | None:
    steps = [f"Điều {mark}" if kind == "điều" else f"Chương {mark}" if kind == "chương" else mark for kind, mark in parts]
    if words.lower().split()[-2:] in (["điều", "này"], ["khoản", "này"]):
        base = here.split("/")
        while base:
            candidate = "/".join([*base, *steps])
            if candidate in by_locator:
                return candidate
            base.pop()
        return None
    whole = "/".join(steps)
    if whole in by_locator:
        return whole
    fits = by_ending.get(whole, [])
    return fits[0] if len(fits) == 1 else None
