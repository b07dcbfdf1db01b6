"""Understanding a question with the registers: bodies, roles, periods, documents, sections, places, and the topic.

Reads the question; writes ``Question``. No language model: every reading can be traced to a row of a register, and the
page shows it back as chips.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.model import AgencyRef, DocumentNode
from ingest.model import Role
from ingest.text import fold, normalise
from search.asked import assign_bodies, scan_cues
from search.bodies import Bodies, NamedBody
from search.cues import Cues, find_compounds, find_cues, find_everyday, is_english, load_cues, translate
from search.model import Understanding
from search.periods import AskedPeriod, find_period, find_time_words
from search.places import Place, Places
from search.references import DocumentReference, SectionReference, find_documents, find_sections
from search.subjects import find_named, find_strangers
from search.words import Analyser, Word, find_words

MAX_QUESTION: Final = 2000
"""Characters of a question that are read."""
LOCAL_UNITS: Final = {
    "huyen": "huyện", "quan": "quận", "thi xa": "thị xã", "thanh pho": "thành phố", "xa": "xã", "phuong": "phường",
}  # fmt: skip
_MERGER: Final = re.compile(r"\b(?:sap nhap|hop nhat|sap xep|nhap tinh|merger|merged|reorgani[sz]ation)\b[^.;?]*$")
"""Words before a time that is not that of a duty."""
_MERGER_WITHIN: Final = 40


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
    everyday: bool = False
    """Whether an everyday phrase stands for words of the documents."""
    names: tuple[str, ...] = ()
    """The words of the topic that the question writes with a capital: what they name has to be the same."""

    asks_receiver: bool = False
    """Whether the body is asked to which something goes: "báo cáo cho ai", "gửi về cơ quan nào"."""

    @property
    def rephrased(self) -> bool:
        """Whether the topic says in the words of the documents what the question says in others."""
        return self.english or self.everyday

    @property
    def understanding(self) -> Understanding:
        """What is shown back."""
        return Understanding(
            agencies=tuple(AgencyRef(next(iter(body.keys), ""), body.label) for body in self.subjects),
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


def understand(text: str, reader: Reader, spelt: str | None = None) -> Question:
    """Return ``text`` taken apart; nothing in it raises.

    ``spelt`` is the same question with its marks put back, where it was typed without: its fillers are told by them.
    """
    question = normalise(text[:MAX_QUESTION]).replace("\n", " ")
    spelt = spelt if spelt is not None and len(spelt) == len(question) else question
    period = find_period(question)
    documents = find_documents(question, reader.documents)
    sections = find_sections(_without(question, [reference.span for reference in documents]))
    taken = [
        *(reference.span for reference in documents if not reference.cited),
        *(section.span for section in sections),
    ]
    named = [*(reference.span for reference in documents), *taken]
    if period and (_dates_merger(question, period) or any(_meet(period.span, span) for span in named)):
        period = None
    if period and not period.recurrence:
        taken += find_time_words(question)
    kept = tuple(
        word for word in reader.analyser.read(question) if not any(low <= word.start < high for low, high in taken)
    )
    english = is_english([word.text for word in kept], reader.cues)
    read = translate(kept, question, reader.cues) if english else kept
    words = tuple(word.text for word in read)
    compounds = frozenset[int]() if english else find_compounds(read, spelt, reader.cues)
    cues = tuple(
        cue
        for cue in find_cues(read, question, reader.cues, english=english)
        if cue.meanings != {"filler"} or not compounds.issuperset(range(cue.start, cue.end))
    )
    matches = find_named(read, cues, reader.cues, reader.bodies, question)
    scan = scan_cues(words, matches, cues, reader.cues)
    subjects, partners, spoken = assign_bodies(words, matches, reader.bodies, scan)
    places = reader.places.find(question, read)
    if not subjects and scan.asks_at is None:
        subjects = _units_asked(places, reader)
    if not subjects:
        subjects, spoken = find_strangers(read, cues, scan, reader.cues, question)
    placed = [place.span for place in places]
    everyday = find_everyday(question, reader.cues)
    replaced = [(phrase.start, phrase.end) for phrase in everyday if phrase.replaces]
    said = [
        word
        for at, word in enumerate(read)
        if at not in scan.dropped
        and at not in spoken
        and (at in compounds or not _is_filler(word, spelt, english, spelt is not question, reader.cues))
        and not any(low <= word.start < high for low, high in placed)
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
        roles=scan.roles or (("inform",) if scan.asks_receiver else ()),
        period=period,
        documents=documents,
        sections=sections,
        places=places,
        everyday=bool(everyday),
        names=tuple(word.text for word in said if word.start and len(word.text) > 1 and _is_name(word, question)),
        asks_receiver=scan.asks_receiver,
    )


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two spans have a character in common."""
    return other[0] < one[1] and one[0] < other[1]


def _dates_merger(question: str, period: AskedPeriod) -> bool:
    """Tell whether the time is that of a reorganisation: "sau sáp nhập tháng 3/2025, ai …"."""
    return _MERGER.search(fold(question)[max(0, period.span[0] - _MERGER_WITHIN) : period.span[0]]) is not None


def _without(question: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return ``question`` with ``spans`` blank: the "số 16" of "Kế hoạch số 16" is no row of a table."""
    for start, end in spans:
        question = question[:start] + " " * (end - start) + question[end:]
    return question


def _units_asked(places: Sequence[Place], reader: Reader) -> tuple[NamedBody, ...]:
    """Return the committee of the local unit that a question opens with: "Huyện Đức Trọng phải làm gì?"."""
    for place in places:
        if place.unit in LOCAL_UNITS and place.span[0] == 0:
            name = f"UBND {place.unit} {place.surface}"
            return (NamedBody((), reader.analyser.words(name), f"UBND {LOCAL_UNITS[place.unit]} {place.surface}"),)
    return ()


def _is_name(word: Word, question: str) -> bool:
    """Tell whether the question writes this very word with a capital: no translation, no short form opened."""
    surface = question[word.start : word.end]
    return surface[:1].isupper() and len(find_words(surface)) == 1 and find_words(surface)[0].text == word.text


def _is_filler(word: Word, spelt: str, english: bool, restored: bool, cues: Cues) -> bool:
    """Tell whether ``word`` is a filler as spelt; where no marks are known, as folded."""
    surface = spelt[word.start : word.end].lower()
    if english:
        return surface in cues.english_fillers
    bare = spelt.isascii() or (restored and surface.isascii())
    return surface in cues.fillers or (bare and word.text in cues.folded_fillers)


def _printed(words: Sequence[Word], question: str) -> str:
    """Return the words as the question prints them, each once."""
    spans = dict.fromkeys((word.start, word.end) for word in words)
    return " ".join(question[start:end] for start, end in spans)
