"""Units: the stretches of text in which documents are related to each other.

Reads provisions and header; writes ``Unit``s in reading order: the title, each paragraph of grounds, each paragraph
or table row of the body. Letterhead, signature, recipients and the words of the web page around the document name
no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.leads import Place
from ingest.model import Header, Provision, Span

_SKIPPED = frozenset({"boilerplate", "letterhead", "signature", "recipients"})
_LINE_END = re.compile(r"\n\s{0,80}")
_CLOSES = tuple('.;:!?”"*)|')
_BULLETS = tuple("-+•|*")
_FULL_LINE = 60
"""A shorter line, in characters, is not wrapped: what follows it begins a paragraph."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text with its place; ``parent`` is the locator of the provision above, "" at the top."""

    span: Span
    place: Place
    locator: str
    parent: str
    heading: bool = False


def find_units(text: str, provisions: Sequence[Provision], header: Header) -> Iterator[Unit]:
    """Return the units of a text; without provisions, its paragraphs."""
    if not provisions:
        yield from _paragraphs(text, Span(0, len(text)), "body", "", "")
        return
    for provision in provisions:
        if provision.kind in _SKIPPED:
            continue
        if provision.kind == "title":
            yield Unit(provision.span, "title", provision.locator, provision.parent)
            continue
        place: Place = "preamble" if provision.kind == "preamble" else "body"
        if provision.kind in ("annex", "table", "row") or provision.locator.startswith("phu-luc"):
            place = "annex"
        yield from _paragraphs(text, provision.span, place, provision.locator, provision.parent, provision.heading)


def _paragraphs(
    text: str, span: Span, place: Place, locator: str, parent: str, heading: Span | None = None
) -> Iterator[Unit]:
    start = line = span.start
    for match in _LINE_END.finditer(text, span.start, span.end):
        stop = _without_spaces(text, line, match.start())
        if _ends_paragraph(text, line, stop, match):
            if stop > start:
                yield Unit(Span(start, stop), place, locator, parent, heading is not None and start == span.start)
            start = match.end()
        line = match.end()
    if span.end > start:
        yield Unit(Span(start, span.end), place, locator, parent, heading is not None and start == span.start)


def _without_spaces(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _ends_paragraph(text: str, line: int, stop: int, match: re.Match[str]) -> bool:
    """Tell a paragraph's end from a line, from ``line`` to ``stop``, that the page width broke."""
    if match[0].count("\n") > 1 or stop - line < _FULL_LINE:
        return True
    return text.endswith(_CLOSES, line, stop) or text.startswith(_BULLETS, match.end())
