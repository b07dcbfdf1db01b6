"""The nouns of extraction: what one document says, as spans into its one text.

Every type is frozen. ``Span`` offsets are code points into ``SourceDocument.text`` (NFC, normalised once);
no other text exists, so a quote can always be checked with ``span.of(text)``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Relation = Literal[
    "based_on", "implements", "continues", "amends", "replaces", "repeals", "guides", "promulgates",
    "consolidates", "corrects", "cites",
]  # fmt: skip
"""How a document stands to another (design.md, contracts); from the acting document to the one acted on."""

Role = Literal[
    "lead", "support", "advise", "monitor", "report", "fund", "guide", "communicate", "decide", "do", "inform"
]  # fmt: skip
"""What an agency has to do with a task (vai trò; ontology/roles.ttl)."""

Stratum = Literal["party", "normative", "administrative"]
"""Party document · state normative document (QPPL) · other state or front document (tầng văn bản)."""

ProvisionKind = Literal[
    "boilerplate", "letterhead", "title", "preamble", "part", "chapter", "section", "article", "clause", "point",
    "dash", "paragraph", "closing", "recipients", "signature", "annex", "table", "row",
]  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points ``[start, end)`` of the document's text.

    >>> Span(0, 7).of("Căn cứ Luật")
    'Căn cứ '
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """Return the words that the span covers."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Issue:
    """Something in the document that could not be read as expected; never an exception."""

    span: Span
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class SourceDocument:
    r"""A read file: its one text (NFC, ``\n`` line ends, no NUL) and the SHA-256 of that text in UTF-8.

    Tables are printed in the text as pipe rows ``| a | b |``, a row a line, whatever the file format was
    (a line break inside a cell is printed ``<br>``, a pipe ``\|``), so that every reader feeds the same parser.
    """

    name: str
    text: str
    sha256: str
    media_type: str
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """One part of the text (điều khoản), with its printed mark.

    ``span`` is the part's own lines without its children; the spans of all provisions, in order, tile the text.
    ``extent`` adds the descendants. ``locator`` is the path of printed marks (``V/1/a``, ``III/3/a/-2``,
    ``phu-luc/III/2``, ``Điều 3/2/b``); an unmarked paragraph after marked siblings appends ``~n`` to its parent's.
    ``parent`` is the parent's locator, ``""`` at the top. ``heading`` covers the heading words without the mark.
    """

    locator: str
    kind: ProvisionKind
    mark: str
    span: Span
    extent: Span
    parent: str
    heading: Span | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed (người ký), in which position, by which capacity (``TM.``, ``KT.`` … NĐ 30/2020 PL I)."""

    name: str
    position: str | None = None
    capacity: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class AbsentValue:
    """A field that the source masks or does not know ("Đã biết", "Đang cập nhật"): absent, with the reason."""

    field: str
    surface: str
    reason: Literal["masked", "pending", "blank", "unreadable"]
    span: Span


@dataclass(frozen=True, slots=True)
class Header:
    """The formal parts of a document (thể thức; NĐ 30/2020 Phụ lục I, HD 36-HD/VPTW)."""

    number: str | None = None
    type: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    title: str | None = None
    place: str | None = None
    signers: tuple[Signer, ...] = ()
    recipients: tuple[str, ...] = ()
    spans: tuple[tuple[str, Span], ...] = ()
    absent: tuple[AbsentValue, ...] = ()

    @property
    def signer(self) -> Signer | None:
        """The first signer, the one that the contracts call ``signer``."""
        return self.signers[0] if self.signers else None


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where another document is named, with the relation that this sentence states."""

    span: Span
    locator: str
    relation: Relation
    evidence: Span
    rule: str
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """One distinct other document that the text names (văn bản viện dẫn).

    ``id`` is unique in the extraction: the canonical number (with ``@date`` when two dates share it), or the folded
    name. ``number`` is canonical, ``surface`` verbatim. ``relation`` is the strongest that any mention states.
    ``title`` is what is printed after the number (trích yếu: "quy định chi tiết …"), without "về".
    """

    id: str
    number: str | None
    type: str | None
    name: str | None
    date: dt.date | None
    issuer: str | None
    surface: str
    relation: Relation
    mentions: tuple[Mention, ...]
    title: str | None = None

    @property
    def first(self) -> Mention:
        """The first mention in reading order."""
        return self.mentions[0]


@dataclass(frozen=True, slots=True)
class CitationEdge:
    """A relation that the text states between two *other* documents, by ``Citation.id``."""

    source: str
    relation: Relation
    target: str
    evidence: Span
    locator: str
    rule: str
    inferred: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class InternalReference:
    """A pointer into the same document ("Khoản 3 mục III Kế hoạch này"); ``target`` None when no part fits."""

    span: Span
    locator: str
    target: str | None


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """A place where a body, an office or a collective is named (cơ quan, chức danh, tập thể).

    ``name`` is as printed, with the distributed head of "Các Sở: A; B" ("Sở B"); ``span`` covers the words it was read
    from. ``key`` and ``label`` are those of the register, None where it has no such name.
    """

    span: Span
    name: str
    label: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due (thời hạn): the words, and the interval or recurrence that they mean.

    ``start``/``end`` inclusive; None where open. ``recurrence`` is an ISO 8601 duration (``P1Y``, ``P3M``, ``P1M``) or
    ``continuous`` ("thường xuyên"); ``due`` is the yearly day ``--11-15`` (xsd:gMonthDay) of a recurring deadline.
    ``relative`` holds a period that counts from an event ("20 ngày kể từ ngày …"), unresolved.
    """

    surface: str
    span: Span
    start: dt.date | None = None
    end: dt.date | None = None
    recurrence: str | None = None
    due: str | None = None
    relative: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A thing to be done (nhiệm vụ), whether or not the text says by whom. ``group`` is the heading above it."""

    locator: str
    span: Span
    group: str | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One agency, one role, one task (phân công). A shared head is distributed: "Các Sở: A; B" gives "Sở A", "Sở B".

    ``agency`` is as printed (with the distributed head), ``agency_span`` the words it was read from, ``label`` the
    register's name or None. ``recipients`` are the bodies that receive the report or the advice. ``counterparts``
    names, for ``support``, the lead it works with, and for ``lead`` those it must work with, as printed.
    """

    agency: str
    agency_span: Span
    label: str | None
    role: Role
    task: str
    task_span: Span
    locator: str
    evidence: Span
    rule: str
    when: Deadline | None = None
    recipients: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A quantified aim (chỉ tiêu): ``min`` ≤ value ≤ ``max`` of ``unit``; ``per`` is an ISO 8601 duration."""

    locator: str
    span: Span
    evidence: Span
    min: Decimal | None
    max: Decimal | None
    unit: str
    percent: bool = False
    by_year: int | None = None
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that ingest knows of one document; what the graph is built from."""

    source: SourceDocument
    header: Header
    provisions: tuple[Provision, ...]
    citations: tuple[Citation, ...] = ()
    edges: tuple[CitationEdge, ...] = ()
    references: tuple[InternalReference, ...] = ()
    tasks: tuple[Task, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    targets: tuple[Target, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    issues: tuple[Issue, ...] = field(default=())
    competences: tuple[Assignment, ...] = ()
