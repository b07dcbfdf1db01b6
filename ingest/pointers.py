"""Pointers into the same document ("Khoản 3 mục III Kế hoạch này", "Như mục V").

Reads the text and the provisions; writes ``InternalReference``s with the locator of the part meant, or None where
no part or more than one fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import InternalReference, Provision, Span

_MARK = r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?|[ivxlc]{1,6}|[a-z])"
_KIND = "(?:tiet|diem|khoan|dieu|muc|chuong|phan|phu luc)"
_STEP = rf"\s{{1,2}}{_MARK}\b,?\s{{1,2}}(?:cua\s{{1,2}})?"
_POINTER = re.compile(
    rf"(?:(?:tiet(?<!\wtiet)|d(?<!\wd)(?:iem|ieu)|khoan(?<!\wkhoan)|m(?<!\wm)uc|c(?<!\wc)huong|p(?<!\wp)(?:han|hu luc))"
    rf"{_STEP}(?:{_KIND}{_STEP}){{0,4}}"
    r"(?:nghi quyet|nghi dinh|quyet dinh|thong tu|thong tu lien tich|ke hoach|chi thi|luat|bo luat|"
    r"phap lenh|quy dinh|"
    r"quy che|huong dan|chuong trinh|de an|ket luan|dieu|khoan|dieu le|phuong an|van ban)\s{1,2}nay\b"
    rf"|nhu(?<!\wnhu)\s{{1,2}}muc\s{{1,2}}{_MARK}\b)"
)
_PART = re.compile(rf"\b({_KIND})\s{{1,2}}({_MARK})\b")
_RANK = {"phu luc": 0, "phan": 1, "chuong": 2, "muc": 3, "dieu": 4, "khoan": 5, "diem": 6, "tiet": 7}
_MAX_DEPTH = 12


def find_references(text: str, folded: str, provisions: Sequence[Provision]) -> tuple[InternalReference, ...]:
    """Return the pointers of a text in order.

    Args:
        text: The one text.
        folded: Its folded form, of the same length.
        provisions: The parts that can be meant.
    """
    if " nay" not in folded and "nhu muc" not in folded:
        return ()
    by_locator = {provision.locator for provision in provisions}
    by_ending = _by_ending(provisions)
    starts = [provision.span.start for provision in provisions]
    found: list[InternalReference] = []
    at = 0
    for match in _POINTER.finditer(folded):
        while at + 1 < len(starts) and starts[at + 1] <= match.start():
            at += 1
        here = provisions[at].locator if provisions else ""
        parts = sorted(
            (
                (_RANK[one[1]], one[1], text[match.start() + one.start(2) : match.start() + one.end(2)])
                for one in _PART.finditer(match[0])
            ),
            key=lambda part: part[0],
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
    steps = [
        f"Điều {mark}" if kind == "dieu" else f"Chương {mark}" if kind == "chuong" else mark for kind, mark in parts
    ]
    if words.split()[-2:] in (["dieu", "nay"], ["khoan", "nay"]):
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
