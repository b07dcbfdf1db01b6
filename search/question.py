"""Understanding a question with the registers: bodies, roles, periods, documents, sections, places, and the topic.

Reads the question; writes ``Question``. No language model: every reading can be traced to a row of a register, and the
page shows it back as chips.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.model import AgencyRef, DocumentNode
from ingest.model import Role
from ingest.text import normalise
from search.bodies import Bodies, NamedBody
from search.cues import Cues, find_everyday, is_english, load_cues, translate
from search.model import Understanding
from search.names import NameMatch
from search.periods import AskedPeriod, find_period
from search.places import Place, Places
from search.references import DocumentReference, SectionReference, find_documents, find_sections
from search.words import Analyser, Word

MAX_QUESTION: Final = 2000
"""Characters of a question that are read."""
_TOPICAL_ROLES: Final[frozenset[Role]] = frozenset({"lead", "support"})
_OPENING: Final = 3
"""Words within which a question names its subject: "Sở Tài chính phối hợp với ai"."""
_BESIDE: Final = 1
"""Words between a body and the cue that asks for its successor: "instead of the Department"."""
_JOINED: Final = 2
"""From the last word of a body to the first of one named with it: "Sở Y tế và Sở Tài chính".

A body further on may as well be part of the task ("xây dựng Chính phủ số"), so its words stay in the topic.
"""
_ENGLISH_KINDS: Final = {"ministry": "bo", "ministries": "bo", "department": "so", "departments": "so"}
_BODY_KINDS: Final = frozenset({"so", "bo", "ban", "cuc", "tinh", "huyen", "xa", "dai", "to"})


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    ``subjects`` are the bodies whose duties are asked; ``partners`` those named as co-worker or recipient. ``kind`` is
    the kind of body wanted ("so" for "sở nào"). ``topic`` and ``words`` are analysed words, translated when English.
    """

    text: str
    words: tuple[str, ...]
    topic: tuple[str, ...]
    topic_text: str
    english: bool
    subjects: tuple[NamedBody, ...]
    partners: tuple[NamedBody, ...]
    kind: str | None
    wants: frozenset[str]
    roles: tuple[Role, ...]
    period: AskedPeriod | None
    documents: tuple[DocumentReference, ...]
    sections: tuple[SectionReference, ...]
    places: tuple[Place, ...]

    @property
    def understanding(self) -> Understanding:
        """What is shown back."""
        return Understanding(
            agencies=tuple(AgencyRef(body.keys[0], body.label) for body in self.subjects),
            roles=self.roles,
            period=(self.period.start, self.period.end) if self.period else None,
            period_surface=self.period.surface if self.period else None,
            documents=tuple(iri for reference in self.documents for iri in reference.documents),
            locators=tuple(section.locator for section in self.sections),
            topic=self.topic_text,
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """What is needed to understand questions: the registers and the names of the corpus."""

    analyser: Analyser
    cues: Cues
    bodies: Bodies
    places: Places
    documents: tuple[DocumentNode, ...]


def build_reader(bodies: Bodies, places: Places, analyser: Analyser, documents: Sequence[DocumentNode]) -> Reader:
    """Return a reader of questions over a corpus."""
    return Reader(analyser, load_cues(), bodies, places, tuple(documents))


def understand(text: str, reader: Reader) -> Question:
    """Return ``text`` taken apart; nothing in it raises."""
    question = normalise(text[:MAX_QUESTION]).replace("\n", " ")
    period = find_period(question)
    documents = find_documents(question, reader.documents)
    sections = find_sections(question)
    taken = [*(reference.span for reference in documents), *(section.span for section in sections)]
    if period and any(low < period.span[1] and period.span[0] < high for low, high in taken):
        period = None
    if period and not period.recurrence:
        taken.append(period.span)
    kept = tuple(
        word for word in reader.analyser.read(question) if not any(low <= word.start < high for low, high in taken)
    )
    read = translate(kept, reader.cues)
    words = tuple(word.text for word in read)
    english = is_english([word.text for word in kept], reader.cues)
    matches = _bodies_beside_asks(words, reader)
    scan = _scan(words, matches, reader.cues)
    subjects, partners, spoken = _assign(words, matches, reader.bodies, scan)
    everyday = find_everyday(question, reader.cues)
    replaced = [(phrase.start, phrase.end) for phrase in everyday if phrase.replaces]
    said = [
        word
        for at, word in enumerate(read)
        if at not in scan.dropped and at not in spoken and not _is_filler(word, question, english, reader.cues)
    ]
    topic = [word.text for word in said if not any(low <= word.start < high for low, high in replaced)]
    return Question(
        text=question,
        words=words,
        topic=(*topic, *(word for phrase in everyday for word in phrase.formal)),
        english=english,
        topic_text=_printed(said, question),
        subjects=subjects,
        partners=partners,
        kind=scan.kind,
        wants=scan.wants,
        roles=scan.roles,
        period=period,
        documents=documents,
        sections=sections,
        places=reader.places.find(question, words),
    )


def _is_filler(word: Word, question: str, english: bool, cues: Cues) -> bool:
    """Tell whether ``word`` is a filler as spelt; in a question without any marks, as folded."""
    surface = question[word.start : word.end].lower()
    if english:
        return surface in cues.english_fillers
    return surface in cues.fillers if not question.isascii() else word.text in cues.folded_fillers


def _printed(words: Sequence[Word], question: str) -> str:
    """Return the words as the question prints them, each once."""
    spans = dict.fromkeys((word.start, word.end) for word in words)
    return " ".join(question[start:end] for start, end in spans)


def _bodies_beside_asks(words: Sequence[str], reader: Reader) -> tuple[NameMatch[str], ...]:
    """Return the bodies named, without those that are read out of "cơ quan nào", "địa phương nào"."""
    asks = {
        at
        for cue in reader.cues.asks.find(words)
        if {"agency", "kind"}.intersection(cue.meanings)
        for at in range(cue.start, cue.end)
    }
    return tuple(match for match in reader.bodies.find(words) if not asks.intersection(range(match.start, match.end)))


@dataclass(frozen=True, slots=True)
class _Scan:
    """What the cues say: positions of words that are no topic, what is wanted, where, and by which role."""

    dropped: frozenset[int]
    wants: frozenset[str]
    asks_at: int | None
    kind: str | None
    roles: tuple[Role, ...]
    marks: tuple[tuple[int, int, str], ...]


def _scan(words: Sequence[str], bodies: Sequence[NameMatch[str]], cues: Cues) -> _Scan:
    inside = {at for match in bodies for at in range(match.start, match.end)}
    dropped: set[int] = set()
    wants: set[str] = set()
    marks: list[tuple[int, int, str]] = []
    asks_at: int | None = None
    kind: str | None = None
    for cue in cues.asks.find(words):
        span = range(cue.start, cue.end)
        if inside.intersection(span) or ("succession" in cue.meanings and not bodies):
            continue  # with no body to succeed, "thay thế" is the topic: "nghiên cứu công nghệ thay thế"
        wants.update(cue.meanings)
        marks.extend((cue.start, cue.end, meaning) for meaning in cue.meanings)
        if {"agency", "kind"}.intersection(cue.meanings) and asks_at is None:
            asks_at = cue.start
            spoken = [_ENGLISH_KINDS.get(word, word) for word in words[cue.start : cue.end]]
            kind = next((word for word in spoken if word in _BODY_KINDS), None)
        if not {"recipient", "filler"}.issuperset(cue.meanings) or (
            cue.end - cue.start > 1 and "filler" in cue.meanings
        ):
            dropped.update(span)
    roles: dict[Role, None] = {}
    for role in cues.roles.find(words):
        span = range(role.start, role.end)
        if inside.intersection(span):
            continue
        roles.update(dict.fromkeys(role.meanings))
        if _TOPICAL_ROLES.issuperset(role.meanings):
            dropped.update(span)
    return _Scan(frozenset(dropped), frozenset(wants), asks_at, kind, tuple(roles), tuple(marks))


def _is_beside(cue: NameMatch[str], bodies: Sequence[NameMatch[str]]) -> bool:
    """Tell whether ``cue`` stands next to a body: "thay cho Sở …" asks who came after it, "công nghệ thay thế" not."""
    gaps = (gap for body in bodies for gap in (body.start - cue.end, cue.start - body.end))
    return any(0 <= gap <= _BESIDE for gap in gaps)


def _assign(
    words: Sequence[str], matches: Sequence[NameMatch[str]], bodies: Bodies, scan: _Scan
) -> tuple[tuple[NamedBody, ...], tuple[NamedBody, ...], frozenset[int]]:
    """Return the bodies asked about, the bodies beside them, and the positions of their words."""
    ends = {end: meaning for _, end, meaning in scan.marks if meaning in {"partner", "recipient"}}
    subjects: list[NamedBody] = []
    partners: list[NamedBody] = []
    spoken: set[int] = set()
    for match in matches:
        body = bodies.named(words, match)
        if match.start in ends:
            partners.append(body)
        elif _is_subject(match, scan, ends):
            if not subjects or match.start - max(spoken) <= _JOINED:
                spoken.update(range(match.start, match.end))
            subjects.append(body)
    return tuple(subjects), tuple(partners), frozenset(spoken)


def _is_subject(match: NameMatch[str], scan: _Scan, ends: dict[int, str]) -> bool:
    """Tell whether the duties of this body are asked, not those of an unknown "ai" / "cơ quan nào"."""
    if scan.asks_at is None or "succession" in scan.wants:
        return True
    return scan.asks_at in ends and match.start < scan.asks_at
