"""The provisions as a tree: parents, children, own words, and what the headings announce.

Reads the provisions; answers questions about them for ``ingest.duty_items``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.duty_sentences import SentenceReader
from ingest.model import Provision, Span
from ingest.spelling import soften

OUTSIDE = frozenset({"letterhead", "title", "recipients", "signature", "boilerplate", "table", "row", "annex"})
"""Kinds of provisions whose sentences assign nothing."""

_FORMAL_HEAD = re.compile(
    r"(?:mục đích|yêu cầu|mục tiêu|quan điểm|kinh phí|căn cứ|đánh giá|thực trạng|khẩu hiệu|hiệu lực)"
)
_OFTEN_OBJECTS = frozenset({"trách nhiệm", "nhiệm vụ của"})
_MAX_TITLE = 120
_MAX_DEPTH = 30


class ProvisionTree:
    """The provisions by locator, with their words."""

    def __init__(self, reader: SentenceReader, provisions: Sequence[Provision]) -> None:
        self.reader = reader
        self.text = reader.text
        self.provisions = provisions
        self.by_locator = {one.locator: one for one in provisions}
        self.children: dict[str, list[Provision]] = {}
        for one in provisions:
            if one.parent and one.parent != one.locator:
                self.children.setdefault(one.parent, []).append(one)

    def parent_of(self, one: Provision) -> Provision | None:
        """The provision above."""
        return self.by_locator.get(one.parent) if one.parent else None

    def section_of(self, one: Provision) -> Provision | None:
        """The outermost provision above ``one`` that has a heading: its section."""
        found: Provision | None = None
        above = self.parent_of(one)
        for _ in range(_MAX_DEPTH):
            if above is None:
                break
            if above.heading is not None and above.kind != "annex" and above.locator != "kem-theo":
                found = above
            above = self.parent_of(above)
        return found

    def body_of(self, one: Provision) -> Span:
        """The own words of a provision without its mark, trimmed."""
        start, end = one.span.start, one.span.end
        while start < end and self.text[start] in " \t\n*_":
            start += 1
        if one.mark and self.text.startswith(one.mark, start):
            start += len(one.mark)
        while start < end and self.text[start] in " \t\n*_:.":
            start += 1
        while end > start and self.text[end - 1] in " \t\n*_":
            end -= 1
        return Span(start, end)

    def heading_of(self, one: Provision) -> str:
        """The softened heading, or a short first line above other lines or items; "" where there is none."""
        if one.heading is not None:
            return soften(one.heading.of(self.text)).strip(" .:*_")
        body = self.body_of(one)
        line = self.text.find("\n", body.start, body.end)
        if line < 0 and not self.children.get(one.locator):
            return ""
        if (body.end if line < 0 else line) - body.start > _MAX_TITLE:
            return ""
        first = self.soft_of(Span(body.start, body.end if line < 0 else line))
        return "" if first.endswith((".", ";", ",")) else first.strip(" .:*_")

    def soft_of(self, span: Span) -> str:
        """The softened words of a span."""
        return self.reader.soft[span.start : span.end]

    def title_of(self, one: Provision | None) -> str | None:
        """The heading as printed."""
        return " ".join(one.heading.of(self.text).split()) if one is not None and one.heading else None

    def is_organising(self, one: Provision) -> bool:
        """A heading like "Tổ chức thực hiện", "Phân công trách nhiệm"."""
        heading = self.heading_of(one)
        if not heading or _FORMAL_HEAD.match(heading):
            return False
        found = self.reader.words.organising.search(heading)
        return found is not None and self._is_topic(heading, found)

    def _is_topic(self, heading: str, found: re.Match[str]) -> bool:
        """The words are what the heading is about, not the object of another verb ("Nâng cao trách nhiệm của …")."""
        before = heading[: found.start()].rstrip()
        return not before or (before.endswith((",", ";", ":", "-", "–", "và")) and found[0] not in _OFTEN_OBJECTS)

    def is_tasking(self, one: Provision) -> bool:
        """A heading like "Nhiệm vụ và giải pháp"."""
        heading = self.heading_of(one)
        return not _FORMAL_HEAD.match(heading) and self.reader.words.tasking.search(heading) is not None
