"""Items that assign: which provisions are read for duties, and what each inherits from the heading above it.

Reads the provisions; writes duties with their provision and evidence. A plan is read in its organising sections, a
directive or a guide in all its items, a decision in its enacting articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.duties import Context, Duty
from ingest.duty_articles import ITS_DUTIES, ArticleReader
from ingest.duty_clauses import read_duties
from ingest.duty_sentences import SentenceReader
from ingest.duty_statements import StatementReader
from ingest.duty_tree import OUTSIDE, ProvisionTree
from ingest.model import AgencyMention, Header, Provision, Span, Task
from ingest.spelling import soften

Found = tuple[Provision, Duty, Span]
"""A duty, the provision that states it, and the sentence."""

_GIVEN = re.compile(r"(?:trân\strọng\s)?(?:đề\snghị|yêu\scầu|giao|ủy\squyền|phân\scông)(?:\scho)?\s+")
_AS_FOLLOWS = re.compile(r"(?:cụ\sthể|gồm|như\ssau|sau\sđây)[^:;.]{0,40}:")
_PERSONS = re.compile(r"(?:(?:những|các|mọi)\s)?(?:người(?!\sđứng)|cử\stri|hộ|đối\stượng)(?!\w)")
_LABELLED = re.compile(r"(?:đối\svới|về\sphía|phía|riêng)\s+|(?:cơ\squan|đơn\svị)\s[^:;.,\n]{2,30}:\s+")
_RIGHTS = "quyền hạn"
"""In a heading: its items are powers, in which the body itself asks ("Đề nghị UBND tỉnh quyết định …")."""
_MAX_DEPTH = 12
_MODAL = re.compile(r"(?:cần|phải|được)(?!\w)")


def find_item_duties(
    reader: SentenceReader, provisions: Sequence[Provision], header: Header, taken: frozenset[str]
) -> Iterator[Found]:
    """Return the duties that the sentences of the document state, leaving out the items in ``taken``."""
    walker = _Walker(reader, provisions, taken)
    kind = soften(header.type or "")
    articles = [one for one in provisions if one.kind == "article"]
    rules = kind in reader.words.rule_types
    yield from walker.read_annexes()
    if articles and not walker.has_sections():
        yield from walker.read_articles(articles, rules=rules)
        return
    if articles:
        enacting = [one for one in articles if not one.locator.startswith("kem-theo")]
        yield from walker.read_articles(enacting, rules=rules)
    yield from walker.read_sections(everywhere=kind in reader.words.open_types)


def find_stated_duties(reader: SentenceReader, provisions: Sequence[Provision]) -> Iterator[Found]:
    """Return what any sentence says that a body does, wherever it stands, assigned or only stated as a rule."""
    walker = _Walker(reader, provisions, frozenset())
    for one in provisions:
        if not one.parent and one.kind not in ("preamble", "closing"):
            yield from walker.read_all(one)


def find_open_tasks(reader: SentenceReader, provisions: Sequence[Provision], taken: frozenset[str]) -> Iterator[Task]:
    """Return the items of "nhiệm vụ và giải pháp" without children: tasks, whether or not someone is named."""
    parents = {one.parent for one in provisions}
    tree = ProvisionTree(reader, provisions)
    for one in provisions:
        if one.kind in ("clause", "point", "dash") and one.locator not in parents and one.locator not in taken:
            section = tree.section_of(one)
            if section is not None and tree.is_tasking(section):
                body = tree.body_of(one)
                if body.end > body.start:
                    group = tree.title_of(tree.parent_of(one))
                    yield Task(one.locator, body, group)


class _Walker:
    """Walks down the provisions with what they inherit: articles of decisions, sections of plans, then their items."""

    def __init__(self, reader: SentenceReader, provisions: Sequence[Provision], taken: frozenset[str]) -> None:
        self.reader = reader
        self.text = reader.text
        self.soft = reader.soft
        self.tree = ProvisionTree(reader, provisions)
        self.statements = StatementReader(reader)
        self.articles = ArticleReader(self.tree, self.statements)
        self.provisions = provisions
        self.taken = taken

    def has_sections(self) -> bool:
        """Tell whether the document, its parts, or one that it promulgates have sections of Roman or plain numbers."""
        homes = {"", "kem-theo", *(one.locator for one in self.provisions if one.kind == "part")}
        return any(one.kind == "section" and one.parent in homes for one in self.provisions)

    # ------------------------------------------------------------------ decisions

    def read_annexes(self) -> Iterator[Found]:
        """Read the items of annexes that say by their heading that they share out work."""
        for annex in self.provisions:
            if annex.kind == "annex" and self.tree.is_organising(annex):
                for child in self.tree.children.get(annex.locator, ()):
                    yield from self._walk(child, Context())

    def read_articles(self, articles: Sequence[Provision], *, rules: bool) -> Iterator[Found]:
        """Read the enacting articles; those that set ``rules`` only where they organise or name who enforces."""
        founded = Context()
        for article in articles:
            attached = article.locator.startswith(("kem-theo", "phu-luc"))
            standing = None if attached else self.articles.standing(article)
            founded = founded if attached else self.articles.founded(article) or founded
            if standing is None and not attached and self.articles.states_powers(article):
                standing = founded
            if standing is not None and standing.agents:
                for child in self.tree.children.get(article.locator, ()):
                    yield from self._walk(child, standing)
            elif self.articles.assigns(article, attached=attached or rules):
                yield from self._walk(article, Context())
            elif not attached and self.articles.amends(article):
                yield from self._enforcing(article)
            elif not attached:
                yield from self._enacting(article)
        for one in self.provisions:
            if one.kind == "closing" or (one.kind == "paragraph" and not one.parent):
                yield from self._enacting(one)

    def _enacting(self, one: Provision, depth: int = 0) -> Iterator[Found]:
        """Read an article that says something else: who enforces the decision, who is given work along the way."""
        if one.kind in OUTSIDE or depth > _MAX_DEPTH:
            return
        for sentence in self.statements.sentences_of(self.tree.body_of(one)):
            duties = self.statements.read_enforcing(sentence) or self.statements.read_handed(sentence)
            if not duties and one.kind in ("article", "clause", "paragraph"):
                duties = self.statements.read_bound(sentence)
            yield from ((one, duty, sentence) for duty in duties)
        for child in self.tree.children.get(one.locator, ()):
            yield from self._enacting(child, depth + 1)

    def _enforcing(self, one: Provision) -> Iterator[Found]:
        for sentence in self.statements.sentences_of(self.tree.body_of(one)):
            yield from ((one, duty, sentence) for duty in self.statements.read_enforcing(sentence))

    # ------------------------------------------------------------------ plans, directives

    def read_sections(self, *, everywhere: bool) -> Iterator[Found]:
        """Read the organising sections, or all sections of a document that has none or that gives work everywhere."""
        top = [one for one in self.provisions if not one.parent and one.kind not in OUTSIDE]
        top += [one for one in self.provisions if one.parent == "kem-theo" and one.kind not in OUTSIDE]
        organising = [one for one in self.provisions if self.tree.is_organising(one) and one.kind not in OUTSIDE]
        inherited = Context()
        for one in top:
            if one.kind == "article" or one.locator == "kem-theo":
                continue
            if one.kind == "preamble":
                inherited = (self._introduction(one) if everywhere else None) or inherited
            elif one.kind == "closing":
                yield from self._closing(one)
            elif everywhere or not organising:
                yield from self._walk(one, inherited)
            elif self._holds(one, organising):
                yield from self._organised(one, organising)
            elif self.tree.is_tasking(one):
                yield from self._named_in_tasks(one)
            else:
                yield from self._closing(one)

    def _is_labelled(self, one: Provision) -> bool:
        """A section whose items carry labelled agencies assigns by them."""
        within = (self.tree.by_locator.get(locator) for locator in self.taken)
        return any(part is not None and one.extent.holds(part.span) for part in within)

    def _holds(self, one: Provision, organising: Sequence[Provision]) -> bool:
        return any(one.extent.holds(other.span) for other in organising)

    def _organised(self, one: Provision, organising: Sequence[Provision]) -> Iterator[Found]:
        if one in organising:
            if not self._is_labelled(one):
                yield from self._walk(one, Context())
            return
        for child in self.tree.children.get(one.locator, ()):
            if self._holds(child, organising):
                yield from self._organised(child, organising)

    def _named_in_tasks(self, one: Provision, depth: int = 0) -> Iterator[Found]:
        """Where the text has a part that organises, its tasks assign only where the item begins with its agency."""
        if one.locator in self.taken or one.kind in OUTSIDE or depth > _MAX_DEPTH:
            return
        first = next(iter(self.statements.sentences_of(self.tree.body_of(one))), None)
        if first is not None:
            yield from ((one, duty, first) for duty in self._first_duties(first))
        for child in self.tree.children.get(one.locator, ()):
            yield from self._named_in_tasks(child, depth + 1)

    def _first_duties(self, sentence: Span) -> tuple[Duty, ...]:
        if self.reader.words.giving.match(self.soft, sentence.start, sentence.end):
            return self.statements.read_given(sentence)
        subject = self.reader.read_subject(sentence.start, sentence.end)
        if subject is None or _MODAL.match(self.soft, subject.predicate, sentence.end):
            return ()
        return read_duties(self.reader, Context(subject.mentions), subject.predicate, sentence.end, "subject-verb")

    def _introduction(self, one: Provision) -> Context | None:
        """Read "UBND tỉnh yêu cầu X, Y … những việc sau:": X, Y have the items that follow without a subject."""
        body = self.tree.body_of(one)
        if not body.of(self.text).endswith(":"):
            return None
        given = self.statements.subjects.find_given(body.start, body.end)
        return Context(given.mentions) if given else None

    def _closing(self, one: Provision) -> Iterator[Found]:
        """Closing words: who is asked to do something, who enforces."""
        if self.tree.children.get(one.locator):
            return
        asked: tuple[AgencyMention, ...] = ()
        for sentence in self.statements.sentences_of(self.tree.body_of(one)):
            duties = self.statements.read_closing(sentence, asked)
            asked = duties[0].agents if duties else asked
            yield from ((one, duty, sentence) for duty in duties)

    # ------------------------------------------------------------------ items

    def read_all(self, one: Provision) -> Iterator[Found]:
        """Read a provision and all below it; an annex has its items below it."""
        if one.kind == "annex":
            for child in self.tree.children.get(one.locator, ()):
                yield from self._walk(child, Context())
        else:
            yield from self._walk(one, Context())

    def _walk(self, one: Provision, inherited: Context, depth: int = 0) -> Iterator[Found]:
        if one.locator in self.taken or one.kind in OUTSIDE or depth > _MAX_DEPTH:
            return
        context, body = self._headed(one, inherited)
        introduced = context
        children = self.tree.children.get(one.locator, ())
        if children and one.heading is not None and context is inherited and body.end <= one.heading.end + 2:
            context = Context()
        parts = self.statements.sentences_of(body)
        bare = bool(children) and len(parts) > 1 and _AS_FOLLOWS.fullmatch(self.soft, parts[-1].start, parts[-1].end)
        parts = parts[:-1] if bare else parts
        for place, sentence in enumerate(parts):
            last = place == len(parts) - 1
            if last and children and (bare or self.text[sentence.end - 1] == ":"):
                stated, duties = self.statements.read_introducing(sentence, context)
                introduced = stated if stated.agents else introduced
            else:
                duties = self.statements.read(sentence, context)
                context = self._carried(duties, context)
            yield from ((one, duty, sentence) for duty in duties)
        for child in children:
            yield from self._walk(child, introduced, depth + 1)

    def _carried(self, duties: tuple[Duty, ...], context: Context) -> Context:
        """A sentence without a subject goes on with the one before it in the same item."""
        if not duties or not duties[0].agents or duties[0].agents is context.agents:
            return context
        return Context(duties[0].agents)

    def _headed(self, one: Provision, inherited: Context) -> tuple[Context, Span]:
        """Return what the item passes on by a heading of agencies, and the words that remain to be read."""
        body = self.tree.body_of(one)
        line = self.text.find("\n", body.start, body.end)
        line = body.end if line < 0 else line
        first = Span(body.start, line)
        children = self.tree.children.get(one.locator)
        its = ITS_DUTIES.match(self.soft, first.start, first.end)
        start = its.end() if its else first.start
        stops = first.of(self.text).rstrip().endswith((".", ";"))
        if (children or line < body.end) and (its or not stops):
            start = start if its else self._past_label(start, first.end)
            agents = self.reader.read_list(start, first.end) if its else self.reader.read_heading(start, first.end)
            if agents and _PERSONS.match(self.soft, start, first.end) is None:
                return Context(agents, standing=its is not None and _RIGHTS in its[0]), Span(first.end, body.end)
        heading = one.heading
        if heading is not None and not children and self._is_broken(heading, body):
            return inherited, body
        if heading is not None and heading.end < body.end and (children or line < body.end) and line <= heading.end + 2:
            if self.text[heading.end : heading.end + 1] != ":" and self.statements.read(heading, Context()):
                return inherited, body
            introduced, _ = self.statements.read_introducing(heading, inherited)
            return introduced, Span(min(heading.end, body.end), body.end)
        return inherited, body

    def _is_broken(self, heading: Span, body: Span) -> bool:
        """Tell whether what looks like a heading is the first line of a sentence that was broken."""
        first = next(iter(self.statements.sentences_of(body)), heading)
        return first.end > heading.end + 2

    def _past_label(self, start: int, end: int) -> int:
        """Leave out what stands before the agency of a heading: "Đối với Sở Y tế", "Đề nghị Sở Y tế"."""
        label = _LABELLED.match(self.soft, start, end) or _GIVEN.match(self.soft, start, end)
        return label.end() if label and self.reader.begins_agency(label.end(), end) else start
