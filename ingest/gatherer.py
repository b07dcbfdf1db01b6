"""Mentions gathered into citations, links into edges.

Reads phrases and links unit by unit; writes ``Citation``s and ``CitationEdge``s once all are read, since a later
mention may complete an earlier one.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.chronology import year_of
from ingest.identity import MentionIndex
from ingest.lexicon import Lexicon
from ingest.links import SELF, STRENGTH, Link
from ingest.model import Citation, CitationEdge, Header, Issue, Mention, Relation, Span
from ingest.name_keys import name_keys
from ingest.numbers import parse_number
from ingest.phrases import ALIAS, Phrase
from ingest.subjects import find_titles
from ingest.text import fold, sentences
from ingest.units import Unit

_ENACTED = re.compile(r"^(?:(?!\bcan cu\b).)*\b(?:ban hanh|xay dung|lap) $")
_MAX_CLAUSE = 400
_IN_FORCE = re.compile(r" co hieu luc\b")


@dataclass(frozen=True, slots=True)
class _Cluster:
    """All mentions of one document, with their places among all mentions."""

    phrases: list[tuple[Phrase, Mention]]
    places: list[int]


class Gatherer:
    """Collects mentions in reading order and joins those of one document."""

    def __init__(self, text: str, header: Header, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.keys = name_keys(lexicon.abbreviations, lexicon.statutes)
        own = parse_number(header.number, lexicon) if header.number else None
        self.own_key = own.key if own else None
        self.own_year = header.date.year if header.date else (own.year if own else None)
        self.own_type = fold(header.type or "")
        self.own_name = self.keys.key(f"{header.type or ''} {header.title or ''}".strip()) if header.title else ""
        self.entries: list[tuple[Phrase, Mention, int]] = []
        self.links: list[tuple[int, Relation, int, str, Span, str]] = []
        self.aliases: dict[str, str] = {}
        self.completions: dict[int, list[int]] = {}
        self.actors: dict[int, int] = {}
        self.titles: dict[int, Span] = {}

    def free_numbers(self, phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
        """Give the number after this amending law's own name to the law that it amends.

        "Quốc hội ban hành Luật sửa đổi, bổ sung một số điều của Luật Bầu cử … số 85/2015/QH13": elsewhere such a number
        is the amending law's, but this one has another.
        """
        freed = list(phrases)
        for place, phrase in enumerate(phrases[:-1]):
            inner = phrases[place + 1]
            if (
                phrase.number is None
                or phrase.name is None
                or inner.kind != "named"
                or not phrase.span.holds(inner.span)
            ):
                continue
            if self.own_name and self.keys.key(phrase.name.of(self.text)) == self.own_name:
                freed[place] = Phrase("self", Span(phrase.span.start, inner.span.start), phrase.name, phrase.type)
                freed[place + 1] = replace(
                    phrase, span=Span(inner.span.start, phrase.span.end), name=inner.name, articles=inner.articles
                )
        return tuple(freed)

    def know_self(self, phrase: Phrase, folded: str, unit: Unit) -> Phrase:
        """Return the phrase, marked as the document itself where it bears its number, its whole name, or is enacted."""
        if phrase.kind == "generic" and unit.place == "preamble" and fold(phrase.type or "") == self.own_type:
            clause = folded[max(unit.span.start, phrase.span.start - _MAX_CLAUSE) : phrase.span.start].rpartition(";")[
                2
            ]
            if _ENACTED.search(clause):
                return Phrase("self", phrase.span, phrase.surface, phrase.type)
        if self._says_in_force(phrase, folded):
            return Phrase("self", phrase.span, phrase.surface, phrase.type)
        named = self.keys.key(phrase.name.of(self.text)) if phrase.kind == "named" and phrase.name else ""
        if named and named == self.own_name and (phrase.date is None or phrase.date.year == self.own_year):
            return Phrase("self", phrase.span, phrase.surface, phrase.type, name=phrase.name)
        if phrase.number is not None and phrase.number.key == self.own_key:
            return Phrase("self", phrase.span, phrase.surface, phrase.type, number=phrase.number)
        return phrase

    def _says_in_force(self, phrase: Phrase, folded: str) -> bool:
        """Tell "Quyết định có hiệu lực …" of a decision, which leaves out "này"."""
        own = phrase.kind == "generic" and not phrase.plural and fold(phrase.type or "") == self.own_type
        return own and _IN_FORCE.match(folded, phrase.span.end) is not None

    def add(self, folded: str, unit: Unit, phrases: Sequence[Phrase], links: Sequence[Link]) -> None:
        """Take the phrases and links of one unit."""
        own = {link.target: link for link in links if link.source == SELF}
        lines = sentences(self.text, unit.span) if phrases and unit.place != "title" else (unit.span,)
        nested: dict[int, set[int]] = {}
        for one in links:
            nested.setdefault(one.source, set()).add(one.target)
        titles = find_titles(folded, unit.span, phrases, nested, grounds=unit.place == "preamble")
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
            if place in titles:
                self.titles[len(self.entries)] = titles[place]
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
                    if (year := year_of(self.entries[source][0])) is not None:
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

    def _title(self, cluster: _Cluster) -> str | None:
        spans = [self.titles[place] for place in cluster.places if place in self.titles]
        span = next((span for span in spans if not span.of(self.text).isupper()), spans[0] if spans else None)
        return " ".join(span.of(self.text).replace("*", " ").split()) if span else None

    def _cluster_name(self, cluster: _Cluster) -> str | None:
        """Return the first name in the case of prose, of these the first without short forms ("Luật thuế TNDN")."""
        names = [
            self._full_name(phrase, place)
            for (phrase, _), place in zip(cluster.phrases, cluster.places, strict=True)
            if phrase.name is not None
        ]
        prose = [name for name in names if not name.isupper()] or names
        return next((name for name in prose if not self.keys.abbreviates(name)), prose[0] if prose else None)

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
            issuer=_best_printed([phrase.issuer for phrase in phrases if phrase.issuer]),
            surface=surface,
            relation=min((mention.relation for mention in mentions), key=STRENGTH.index),
            mentions=mentions,
            title=self._title(cluster),
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
        citation.surface, citation.relation, citation.mentions, citation.title,
    )  # fmt: skip


def _best_printed(names: Sequence[str]) -> str | None:
    """Return the first name in the case of prose, else the first: titles are printed in capitals or in lower case."""
    return next((name for name in names if name[0].isupper() and not name.isupper()), names[0] if names else None)


def _most_printed(dates: Sequence[dt.date]) -> dt.date | None:
    return Counter(dates).most_common(1)[0][0] if dates else None


def _evidence(lines: Sequence[Span], phrase: Phrase) -> Span:
    """Return the sentence of a unit that a phrase begins in, as far as the phrase goes."""
    at = max(0, bisect_right(lines, phrase.span.start, key=lambda line: line.start) - 1)
    start = min(lines[at].start, phrase.span.start) if lines else phrase.span.start
    return Span(start, max(phrase.span.end, lines[at].end if lines else 0))
