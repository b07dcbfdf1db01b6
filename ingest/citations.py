"""Citations: every other document that the text names, once, with all its mentions, and what they are to each other.

Reads the one text, its provisions and header; writes ``CitationFindings``. Each paragraph is read for phrases
(``ingest.phrases``) and links (``ingest.relations``); then mentions of one document are gathered: the same number,
the same name, a short or pointing mention with exactly one document it can mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.attachments import find_attachments
from ingest.gatherer import Gatherer
from ingest.lexicon import Lexicon
from ingest.links import SELF, Link
from ingest.model import Citation, CitationEdge, Header, InternalReference, Issue, Provision, Relation
from ingest.phrases import Phrase, PhraseReader
from ingest.pointers import find_references
from ingest.relation_cues import RelationCues, relation_cues
from ingest.relations import find_links
from ingest.text import fold
from ingest.units import Unit, find_units

_TOP = 3000
_MAX_HEADING = 400
_HANDED: tuple[Relation, ...] = ("continues", "replaces", "repeals", "amends")
_DOCUMENTS = re.compile(r"\b(?:van ban|quyet dinh|ke hoach|nghi quyet|thong tu|nghi dinh|chi thi|chuong trinh)\b")


@dataclass(frozen=True, slots=True)
class CitationFindings:
    """What the text says about other documents."""

    citations: tuple[Citation, ...]
    edges: tuple[CitationEdge, ...]
    references: tuple[InternalReference, ...]
    issues: tuple[Issue, ...] = ()


def find_citations(text: str, provisions: tuple[Provision, ...], header: Header, lexicon: Lexicon) -> CitationFindings:
    """Return the cited documents, the relations among them, and the pointers into the document itself.

    Args:
        text: The one text.
        provisions: Its parts; they give place, unit and locator.
        header: Its number and type tell which phrases mean the document itself.
        lexicon: The registers.

    Returns:
        Distinct citations in order of first mention; edges between two *other* documents. Never raises on any text.
    """
    gatherer = Gatherer(text, header, lexicon)
    reader = PhraseReader(text, lexicon)
    if gatherer.own_key is None and header.number is None:
        gatherer.own_key = _own_number(reader)
    cues = relation_cues(lexicon.relation_cues)
    inherited: dict[str, Relation] = {}
    for unit in find_units(text, provisions, header):
        phrases = gatherer.free_numbers(
            reader.read(unit.span, grounds=unit.place == "preamble", title=unit.place == "title")
        )
        phrases = tuple(gatherer.know_self(phrase, reader.folded, unit) for phrase in phrases)
        extra = find_attachments(text, reader.folded, unit, phrases, lexicon)
        if (handed := _handed_down(reader.folded, unit, phrases, cues)) is not None:
            inherited[unit.locator] = handed
        if phrases:
            links = find_links(reader.folded, unit.span, phrases, cues, unit.place, inherited.get(unit.parent))
            gatherer.add(reader.folded, unit, _with_amending_dates(phrases, links), links)
            gatherer.add_aliases(reader.folded, phrases)
        gatherer.add_attachments(unit, extra)
    citations, edges, issues = gatherer.gather()
    return CitationFindings(citations, edges, find_references(text, reader.folded, provisions), issues)


def _with_amending_dates(phrases: tuple[Phrase, ...], links: Sequence[Link]) -> tuple[Phrase, ...]:
    """Give an amending law by name the date after the last law in its name ("Luật sửa đổi … của Luật X ngày …")."""
    last = {link.source: link.target for link in links if link.source != SELF and phrases[link.source].open}
    changed = list(phrases)
    for opener, inner in last.items():
        if phrases[inner].kind == "named" and phrases[inner].date and phrases[opener].date is None:
            changed[opener] = replace(phrases[opener], date=phrases[inner].date)
            changed[inner] = replace(phrases[inner], date=None)
    return tuple(changed)


def _own_number(reader: PhraseReader) -> str | None:
    """Return the key of the number that stands alone on a line at the top ("# Kết luận số 69-KL/TW", "Số 57-NQ/TW")."""
    for mention in reader.numbers[:3]:
        start = reader.text.rfind("\n", 0, mention.label.start) + 1
        stop = reader.text.find("\n", mention.span.end)
        before = reader.folded[start : mention.label.start].strip(" #|")
        after = reader.folded[mention.span.end : len(reader.text) if stop < 0 else stop].strip(" #|")
        if (
            start < _TOP
            and not after
            and (not before or any(before == fold(row.label) for row in reader.lexicon.document_types))
        ):
            return mention.number.key
    return None


def _handed_down(folded: str, unit: Unit, phrases: Sequence[Phrase], cues: RelationCues) -> Relation | None:
    """Return the relation that a heading gives to its list ("Tiếp tục thực hiện các Quyết định, Kế hoạch sau:")."""
    if any(phrase.kind in ("numbered", "named", "short") for phrase in phrases):
        return None
    words = folded[unit.span.start : min(unit.span.end, unit.span.start + _MAX_HEADING)].strip(" *")
    if not (words.endswith(":") or unit.heading) or _DOCUMENTS.search(words) is None:
        return None
    found = {cues.of(match[0]) for match in cues.pattern.finditer(words)}
    return next((relation for relation in _HANDED if relation in found), None)
