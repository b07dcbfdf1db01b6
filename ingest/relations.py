"""Relations between documents: who does what to whom, clause by clause.

Reads the phrases of one unit and the words between them; writes one ``Link`` a phrase. The nesting rule: a document
named inside the title of another belongs to that one ("Kế hoạch 55 thực hiện Chỉ thị 46" is a relation of 55 to
46); coordinated documents share a relation; only what is left is the relation of the document itself, read from the
place ("Căn cứ" of the preamble, the title, the enacting words) and the verb. Phrases that signal a relation are
rows of the register.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.chronology import is_later
from ingest.clause_signs import (
    ACTS,
    ALSO,
    BREAK,
    CARRIED,
    COORDINATE,
    OPENER,
    PASSIVE,
    PASSIVE_RELATION,
)
from ingest.leads import OWN_VERBS, LeadReader, Place
from ingest.links import SELF, Link, fullness_of, only_proposes, stem_of
from ingest.model import Relation, Span
from ingest.phrases import Phrase
from ingest.relation_cues import REACH, RelationCues

_TAIL: Final = 60
_DEEPEST: Final = 40
"""Documents named one inside the other's title; more than this no text has, and the reading stays linear."""

_CARRIED_OUT: Final[tuple[Relation, ...]] = ("implements", "guides", "continues")


def find_links(
    folded: str, unit: Span, phrases: Sequence[Phrase], cues: RelationCues, place: Place,
    inherited: Relation | None = None,
) -> tuple[Link, ...]:  # fmt: skip
    """Return the links of one unit.

    Args:
        folded: The whole text folded.
        unit: The paragraph.
        phrases: Its phrases in order.
        cues: The register's phrases that signal a relation (``relation_cues``).
        place: In which part of the document the unit stands.
        inherited: The relation that the heading above gives to the documents of its list, if any.

    Returns:
        At most one link from the document itself to each phrase, and the links between phrases.
    """
    return _Reading(folded, unit, phrases, cues, place, inherited).read()


class _Reading:
    """One pass over a unit; ``_chain`` holds the phrases open at this point, from the outermost inwards."""

    def __init__(
        self,
        folded: str,
        unit: Span,
        phrases: Sequence[Phrase],
        cues: RelationCues,
        place: Place,
        inherited: Relation | None,
    ) -> None:
        self.folded = folded
        self.unit = unit
        self.phrases = phrases
        self.cues = cues
        self.place: Place = place
        self.links: list[Link] = []
        self._chain: list[int] = []
        self._parents: dict[int, tuple[int, Relation, str] | None] = {}
        self._own: dict[int, Relation] = {}
        self._acted: dict[int, Link] = {}
        self._leads = LeadReader(folded, unit, cues, place, inherited, cited=bool(phrases))

    def read(self) -> tuple[Link, ...]:
        end = self.unit.start
        for place, phrase in enumerate(self.phrases):
            gap = self.folded[end : phrase.span.start] if phrase.span.start >= end else ""
            self._place(place, gap, end)
            end = max(end, phrase.span.end)
        for place in self._leads.find_ended(self.phrases):
            if self._own.get(place) == "cites" and self._parents.get(place) is None:
                self._own[place] = "repeals"
        for place, relation in self._own.items():
            if self.phrases[place].kind not in ("self", "generic"):
                self.links.append(Link(SELF, relation, place, f"{self.place}-{relation}"))
        return tuple(self.links)

    def _place(self, place: int, gap: str, gap_start: int) -> None:
        phrase = self.phrases[place]
        before = self._chain[-1] if self._chain else None
        if before is not None and phrase.span.end <= self.phrases[before].span.end:
            self._nest(place, before, "amends", "own-name")
        elif before is None or self._breaks(gap, place):
            self._begin(place, gap, gap_start)
        elif passive := PASSIVE.search(gap[-REACH:]):
            self._reverse(place, passive["verb"])
        elif self._carried(before, gap):
            self._reverse(place, "ban hanh")
        elif self.phrases[before].open and not gap.strip():
            self._nest(place, before, "amends", "amending-name")
        elif (relation := self.cues.at_end(gap)) and self._in_title(before, gap) and not self._postdates(place, before):
            self._nest(place, before, relation, f"title-{relation}")
        elif (relation and self._beside_with_own_verb(place, gap, relation)) or self._coordinate(place, gap):
            pass
        elif OPENER.match(gap) and self._names_others(before) and ";" not in gap and not self._postdates(place, before):
            self._nest(place, before, None, "title")
        else:
            self._begin(place, gap, gap_start)

    def _breaks(self, gap: str, place: int) -> bool:
        if BREAK.search(gap) or (";" in gap and not _is_joint(gap.rpartition(";")[2])):
            return True
        first = self._chain[0]
        return self.phrases[first].kind == "self" and self.phrases[place].kind == "self"

    def _names_others(self, before: int) -> bool:
        return self.phrases[before].kind in ("numbered", "named", "generic")

    def _postdates(self, place: int, owner: int) -> bool:
        """Tell whether the document at ``place`` is later than ``owner``, which then cannot act on it."""
        return owner >= 0 and is_later(self.phrases[place], self.phrases[owner])

    def _carried(self, before: int, gap: str) -> bool:
        return self.phrases[before].kind == "named" and len(gap) < 60 and CARRIED.search(gap.lstrip(" ,")) is not None

    def _begin(self, place: int, gap: str, gap_start: int) -> None:
        """Start a new chain: the relation is the document's own, read from the words before."""
        relation = self._leads.read(self.phrases[place], gap, gap_start)
        self._chain = [place]
        self._parents[place] = None
        self._own[place] = relation

    def _nest(self, place: int, parent: int, relation: Relation | None, rule: str) -> None:
        owner = self.phrases[parent]
        while self._chain and self._chain[-1] != parent:
            self._chain.pop()
        self._chain = [*self._chain[-_DEEPEST:], place]
        self._parents[place] = (parent, relation or "cites", rule)
        if owner.kind == "self":
            self._own[place] = relation or "cites"
            return
        self._own[place] = self._through(parent, relation)
        actors = (None if owner.kind == "generic" else parent, self._issuer_of(parent, relation))
        for actor in actors:
            if relation and actor is not None and not only_proposes(self.phrases[actor], relation):
                self.links.append(Link(actor, relation, place, rule))

    def _issuer_of(self, carried: int, relation: Relation | None) -> int | None:
        """Return who acts, too, in "Quyết định A ban hành Kế hoạch thực hiện B": A does what it carries does."""
        link = self._parents.get(carried)
        if link is None or link[0] < 0 or link[1] != "promulgates" or relation not in _CARRIED_OUT:
            return None
        return link[0] if self.phrases[link[0]].kind in ("numbered", "named") else None

    def _through(self, parent: int, relation: Relation | None) -> Relation:
        """What the document's own attachment does the document does ("Ban hành Chương trình thực hiện …")."""
        if self._own.get(parent) == "promulgates" and relation in _CARRIED_OUT:
            return relation
        return "cites"

    def _reverse(self, place: int, verb: str) -> None:
        """Read "A được sửa đổi, bổ sung bởi B": B acts on A, and stands where A stands, unless A is changed here."""
        relation: Relation = next((name for words, name in PASSIVE_RELATION if words in verb), "cites")
        kin = self._kin(place) if relation in ("amends", "replaces", "repeals") else None
        target = self._chain[kin] if kin is not None else self._chain[-1]
        if self.phrases[place].kind == "self":
            self._own[target] = relation
        elif self.phrases[target].kind == "self":
            self._own[place] = "cites"
        elif relation != "cites":
            self._acted[place] = Link(place, relation, target, f"passive-{relation}")
            self.links.append(self._acted[place])
        stands = self._own.get(target, "cites")
        changed = stands in OWN_VERBS and relation == "amends"
        self._own.setdefault(place, "cites" if changed else stands)
        self._parents[place] = self._parents.get(target)
        self._act_on_carrier(place)
        depth = self._chain.index(target)
        self._chain = [*self._chain[:depth], place]

    def _act_on_carrier(self, place: int) -> None:
        """Let who changes a regulation change the decision that carries it, too."""
        parent = self._parents.get(place)
        if parent is None or parent[0] < 0 or parent[1] not in OWN_VERBS:
            return
        if self.phrases[parent[0]].kind not in ("self", "generic") and not self._postdates(place, parent[0]):
            self.links.append(Link(parent[0], parent[1], place, parent[2]))

    def _beside_with_own_verb(self, place: int, gap: str, relation: Relation) -> bool:
        """Read "hướng dẫn thi hành A và hướng dẫn thi hành B": B has the owner of A, and its own verb."""
        parent = self._parents.get(self._chain[-1])
        if parent is None or parent[0] < 0 or ALSO.match(gap) is None or OPENER.match(ALSO.sub("", gap)) is None:
            return False
        self._nest(place, parent[0], relation, f"title-{relation}")
        return True

    def _coordinate(self, place: int, gap: str) -> bool:
        """Read ", B" or "và B": B stands beside the nearest open document of its kind, else beside the outermost."""
        tail = gap[-_TAIL:]
        match = COORDINATE.search(tail)
        if match is None or (len(gap) > len(tail) and not match["sign"].strip()):
            return False
        nested = OPENER.match(gap) is not None
        stripped = gap[: len(gap) - len(tail) + match.start()].strip(" ,*\n)")
        if stripped and not nested and len(self._chain) == 1 and len(stripped.split()) > 12:
            return False
        depth = self._kin(place)
        if ";" in gap or depth is None or ACTS.match(self.folded, self.phrases[place].span.end):
            depth = self._outermost()
        depth = self._not_after_its_owner(place, depth)
        beside = self._chain[depth]
        parent = self._parents.get(beside)
        self._chain = [*self._chain[:depth], place]
        self._parents[place] = parent
        self._own[place] = self._own.get(beside, "cites")
        if self.phrases[beside].kind == "self":
            self._own[place] = "cites"
        if (acted := self._acted.get(beside)) and ";" not in gap and not self._postdates(acted.target, place):
            self._acted[place] = replace(acted, source=place)
            self.links.append(self._acted[place])
        if parent is not None and parent[1] != "cites" and parent[0] >= 0:
            owner = self.phrases[parent[0]]
            if owner.kind not in ("self", "generic") and not only_proposes(owner, parent[1]):
                self.links.append(Link(parent[0], parent[1], place, parent[2]))
        return True

    def _outermost(self) -> int:
        """Return the depth of the first document: after "Quyết định này thay thế A; B" that is A."""
        own = self._own.get(self._chain[1], "cites") if len(self._chain) > 1 else "cites"
        acted = own in OWN_VERBS or (self.place == "title" and own != "cites")
        return 1 if acted and self.phrases[self._chain[0]].kind == "self" else 0

    def _not_after_its_owner(self, place: int, depth: int) -> int:
        """Return the depth beside which ``place`` can stand: no document acts on a later one."""
        while depth:
            parent = self._parents.get(self._chain[depth])
            if parent is None or parent[0] not in self._chain[:depth] or not self._postdates(place, parent[0]):
                break
            depth = self._chain.index(parent[0])
        return depth

    def _kin(self, place: int) -> int | None:
        """Return the depth of the innermost open document of the kind; of two, the one as fully printed as this."""
        phrase = self.phrases[place]
        depths = [at for at, other in enumerate(self._chain) if stem_of(self.phrases[other]) == stem_of(phrase)]
        if not depths:
            return None
        if phrase.date is not None and len(depths) > 1 and self.phrases[self._chain[depths[-1]]].kind == "numbered":
            alike = [at for at in depths if fullness_of(self.phrases[self._chain[at]]) == fullness_of(phrase)]
            return (alike or depths)[-1]
        return depths[-1]

    def _in_title(self, before: int, gap: str) -> bool:
        if self.phrases[before].kind == "self":
            return len(gap) < 200
        return self.phrases[before].kind != "back" and OPENER.match(gap) is not None and ";" not in gap


def _is_joint(words: str) -> bool:
    """Tell whether only "và", "các" and the like stand there."""
    return words.strip(' \n,*-+•“"') in (
        "",
        "va",
        "cac",
        "va cac",
        "nhung",
        "va nhung",
        "dong thoi",
        "cung cac",
        "theo",
    )
