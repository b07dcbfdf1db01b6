"""Citations: every other document that the text names, once, with all its mentions, and what they are to each other.

Reads the one text, its provisions and header; writes ``CitationFindings``. Each paragraph is read for phrases
(``ingest.phrases``) and links (``ingest.relations``); then mentions of one document are gathered: the same number,
the same name, a short or pointing mention with exactly one document it can mean.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.attachments import find_attachments
from ingest.identity import MentionIndex
from ingest.lexicon import Lexicon
from ingest.model import Citation, CitationEdge, Header, InternalReference, Issue, Mention, Provision, Relation, Span
from ingest.name_keys import name_keys
from ingest.numbers import parse_number
from ingest.phrases import ALIAS, Phrase, PhraseReader
from ingest.pointers import find_references
from ingest.relation_cues import RelationCues, relation_cues
from ingest.relations import SELF, STRENGTH, Link, find_links
from ingest.text import fold, sentences
from ingest.units import Unit, find_units

_TOP = 3000
_MAX_HEADING = 400
_HANDED: tuple[Relation, ...] = ("continues", "replaces", "repeals", "amends")
_ENACTED = re.compile(r"^(?:(?!\bcan cu\b).)*\b(?:ban hanh|xay dung|lap) $")
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
    gatherer = _Gatherer(text, header, lexicon)
    reader = PhraseReader(text, lexicon)
    if gatherer.own_key is None and header.number is None:
        gatherer.own_key = _own_number(reader)
    cues = relation_cues(lexicon.relation_cues)
    inherited: dict[str, Relation] = {}
    for unit in find_units(text, provisions, header):
        phrases = reader.read(unit.span, grounds=unit.place == "preamble", title=unit.place == "title")
        phrases = tuple(gatherer.know_self(phrase, reader.folded, unit) for phrase in phrases)
        extra = find_attachments(text, reader.folded, unit, phrases, lexicon)
        links = find_links(reader.folded, unit.span, phrases, cues, unit.place, inherited.get(unit.parent))
        if (handed := _handed_down(reader.folded, unit, phrases, cues)) is not None:
            inherited[unit.locator] = handed
        gatherer.add(unit, _with_amending_dates(phrases, links), links)
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


@dataclass(frozen=True, slots=True)
class _Cluster:
    """All mentions of one document, with their places among all mentions."""

    phrases: list[tuple[Phrase, Mention]]
    places: list[int]


class _Gatherer:
    """Collects mentions in reading order and joins those of one document."""

    def __init__(self, text: str, header: Header, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.keys = name_keys(lexicon.abbreviations, lexicon.statutes)
        own = parse_number(header.number, lexicon) if header.number else None
        self.own_key = own.key if own else None
        self.own_type = fold(header.type or "")
        title = f"{header.type} {header.title}" if header.type and header.title else ""
        self.own_name = self.keys.key(title)
        self.entries: list[tuple[Phrase, Mention, int]] = []
        self.links: list[tuple[int, Relation, int, str, Span, str]] = []
        self.aliases: dict[str, str] = {}
        self.completions: dict[int, list[int]] = {}
        self.actors: dict[int, int] = {}

    def know_self(self, phrase: Phrase, folded: str, unit: Unit) -> Phrase:
        """Return the phrase, marked as the document itself where it bears its number, its whole name, or is enacted."""
        if phrase.kind == "generic" and unit.place == "preamble" and fold(phrase.type or "") == self.own_type:
            clause = folded[max(unit.span.start, phrase.span.start - _MAX_HEADING) : phrase.span.start].rpartition(";")[
                2
            ]
            if _ENACTED.search(clause):
                return Phrase("self", phrase.span, phrase.surface, phrase.type)
        named = self.keys.key(phrase.name.of(self.text)) if phrase.kind == "named" and phrase.name else ""
        if named and named == self.own_name:
            return Phrase("self", phrase.span, phrase.surface, phrase.type, name=phrase.name)
        if phrase.number is not None and phrase.number.key == self.own_key:
            return Phrase("self", phrase.span, phrase.surface, phrase.type, number=phrase.number)
        return phrase

    def add(self, unit: Unit, phrases: Sequence[Phrase], links: Sequence[Link]) -> None:
        """Take the phrases and links of one unit."""
        own = {link.target: link for link in links if link.source == SELF}
        lines = sentences(self.text, unit.span) if phrases and unit.place != "title" else (unit.span,)
        numbering: dict[int, list[int]] = {}
        earlier: list[int] = []
        for place, phrase in enumerate(phrases):
            if phrase.kind == "back":
                numbering[place] = self._meant(phrase, earlier)
                continue
            if phrase.kind not in ("numbered", "named", "short"):
                continue
            link = own.get(place)
            evidence = _evidence(lines, phrase)
            mention = Mention(
                phrase.span, unit.locator, link.relation if link else "cites", evidence,
                link.rule if link else "mention", phrase.articles,
            )  # fmt: skip
            numbering[place] = [len(self.entries)]
            earlier.append(len(self.entries))
            self.entries.append((phrase, mention, len(self.entries)))
        for link in links:
            for source in numbering.get(link.source, ()):
                for target in numbering.get(link.target, ()):
                    if link.relation in ("amends", "implements"):
                        self.completions.setdefault(source, []).append(target)
                    if (year := _year_of(self.entries[source][0])) is not None:
                        self.actors[target] = min(year, self.actors.get(target, year))
                    evidence = _evidence(lines, phrases[link.target])
                    self.links.append((source, link.relation, target, link.rule, evidence, unit.locator))

    def add_aliases(self, folded: str, phrases: Sequence[Phrase]) -> None:
        """Take the short names that a unit gives ("… số 85/2015/QH13 (sau đây gọi là Luật Bầu cử)")."""
        for place, phrase in enumerate(phrases):
            before = folded[max(0, phrase.span.start - 40) : phrase.span.start]
            if place == 0 or phrase.kind != "named" or phrase.name is None or ALIAS.search(before) is None:
                continue
            owner = next((one for one in reversed(phrases[:place]) if one.number and one.type == phrase.type), None)
            if owner is not None and owner.number is not None:
                self.aliases[self.keys.key(phrase.name.of(self.text))] = owner.number.key

    def add_attachments(self, unit: Unit, attachments: Sequence[Phrase]) -> None:
        """Take the documents that this one promulgates by name."""
        for phrase in attachments:
            mention = Mention(
                phrase.span,
                unit.locator,
                "promulgates",
                _evidence(sentences(self.text, unit.span), phrase),
                "attachment",
            )
            self.entries.append((phrase, mention, len(self.entries)))

    def _meant(self, phrase: Phrase, earlier: Sequence[int]) -> list[int]:
        """Return what "Nghị định trên" or "các Nghị định trên" means among the documents named before in the unit."""
        kind = fold(phrase.type or "")
        same = [place for place in earlier if fold(self.entries[place][0].type or "") == kind]
        return same if phrase.plural else same[-1:]

    def gather(self) -> tuple[tuple[Citation, ...], tuple[CitationEdge, ...], tuple[Issue, ...]]:
        """Join mentions into citations and links into edges."""
        index = self._index()
        owner: dict[int, int] = {}
        clusters: list[_Cluster] = []
        for group in sorted(map(sorted, index.groups()), key=lambda places: self.entries[places[0]][0].span.start):
            owner.update(dict.fromkeys(group, len(clusters)))
            clusters.append(_Cluster([self.entries[place][:2] for place in group], group))
        ids: Counter[str] = Counter()
        citations = tuple(_with_unique_id(self._citation(cluster), ids) for cluster in clusters)
        return citations, self._edges(owner, citations), tuple(self._issues(index))

    def _index(self) -> MentionIndex:
        """Give every mention its document: numbers first, then names, then short mentions."""
        index = MentionIndex(self.text, self.lexicon, self.keys)
        for phrase, _, place in self.entries:
            if phrase.kind == "numbered":
                index.put_number(phrase, place)
        index.know_aliases(self.aliases)
        names = {place: self._full_name(phrase, place) for phrase, _, place in self.entries if phrase.kind == "named"}
        index.know_names([(self.keys.key(name), self.entries[place][0].date) for place, name in names.items()])
        for place, name in names.items():
            index.put_name(self.entries[place][0], place, name, self.actors.get(place))
        for phrase, _, place in self.entries:
            if phrase.kind == "short":
                index.put_short(phrase, place)
        return index

    def _issues(self, index: MentionIndex) -> Iterator[Issue]:
        for place in index.ambiguous:
            phrase = self.entries[place][0]
            words = phrase.span.of(self.text)
            yield Issue(
                phrase.span, "ambiguous-citation", f"“{words}” có thể là nhiều văn bản đã nêu; chưa gắn vào văn bản nào"
            )
        for phrase, _, _ in self.entries:
            if phrase.unread is not None:
                words = " ".join(phrase.unread.of(self.text).split())
                yield Issue(phrase.unread, "unreadable-date", f"Không đọc được ngày của văn bản: “{words}”")

    def _full_name(self, phrase: Phrase, place: int) -> str:
        """Return the name; an amending law's goes to the end of the last law that it amends."""
        if phrase.name is None:
            return ""
        end = phrase.name.end
        if phrase.open:
            for target in self.completions.get(place, ()):
                other = self.entries[target][0]
                end = max(end, other.name.end if other.name else other.surface.end)
        return " ".join(self.text[phrase.name.start : end].replace("*", " ").split())

    def _cluster_name(self, cluster: _Cluster) -> str | None:
        for (phrase, _), place in zip(cluster.phrases, cluster.places, strict=True):
            if phrase.name is not None:
                return self._full_name(phrase, place)
        return None

    def _citation(self, cluster: _Cluster) -> Citation:
        name = self._cluster_name(cluster)
        mentions = tuple(mention for _, mention in cluster.phrases)
        phrases = [phrase for phrase, _ in cluster.phrases]
        number = next((phrase.number.canonical for phrase in phrases if phrase.number and phrase.number.year), None)
        number = number or next((phrase.number.canonical for phrase in phrases if phrase.number), None)
        first = phrases[0]
        surface = first.surface.of(self.text) if first.number or not name else name
        identity = number or self.keys.key(name or first.span.of(self.text))
        return Citation(
            id=identity,
            number=number,
            type=next((phrase.type for phrase in phrases if phrase.type), None),
            name=name or (None if number else " ".join(first.span.of(self.text).split())),
            date=_most_printed([phrase.date for phrase in phrases if phrase.date]),
            issuer=next((phrase.issuer for phrase in phrases if phrase.issuer), None),
            surface=surface,
            relation=min((mention.relation for mention in mentions), key=STRENGTH.index),
            mentions=mentions,
        )

    def _edges(self, owner: dict[int, int], citations: Sequence[Citation]) -> tuple[CitationEdge, ...]:
        found: dict[tuple[str, Relation, str], CitationEdge] = {}
        for source, relation, target, rule, evidence, locator in self.links:
            if source not in owner or target not in owner or owner[source] == owner[target]:
                continue
            one, two = citations[owner[source]].id, citations[owner[target]].id
            found.setdefault((one, relation, two), CitationEdge(one, relation, two, evidence, locator, rule))
        return tuple(found.values())


def _with_unique_id(citation: Citation, ids: Counter[str]) -> Citation:
    ids[citation.id] += 1
    if ids[citation.id] == 1:
        return citation
    suffix = citation.date.isoformat() if citation.date else str(ids[citation.id])
    return Citation(
        f"{citation.id}@{suffix}", citation.number, citation.type, citation.name, citation.date, citation.issuer,
        citation.surface, citation.relation, citation.mentions,
    )  # fmt: skip


def _year_of(phrase: Phrase) -> int | None:
    """Return the year that a phrase gives its document by number or date."""
    year = phrase.number.year if phrase.number else None
    return year or (phrase.date.year if phrase.date else None)


def _most_printed(dates: Sequence[dt.date]) -> dt.date | None:
    return Counter(dates).most_common(1)[0][0] if dates else None


def _evidence(lines: Sequence[Span], phrase: Phrase) -> Span:
    """Return the sentence of a unit that a phrase begins in, as far as the phrase goes."""
    at = max(0, bisect_right(lines, phrase.span.start, key=lambda line: line.start) - 1)
    start = min(lines[at].start, phrase.span.start) if lines else phrase.span.start
    return Span(start, max(phrase.span.end, lines[at].end if lines else 0))
