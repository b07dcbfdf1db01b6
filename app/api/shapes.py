"""The shapes of the API's answers, for its description (OpenAPI): every member, always present, nothing else.

``app.presentation`` makes the answers; these classes only describe them, and the tests hold answers against them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ingest.model import Relation, Role, Stratum


class Shape(BaseModel):
    """An object with exactly these members."""

    model_config = ConfigDict(extra="forbid")


class EvidenceShape(Shape):
    """Nguyên văn: ``quote`` is the stored text from ``start`` to ``end``, in code points."""

    document: str = Field(description="IRI của văn bản · IRI of the document")
    locator: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str


class DocumentShape(Shape):
    """Văn bản; ``in_corpus`` is false when it is known only by citation."""

    iri: str
    key: str
    number: str | None
    type: str | None
    date: dt.date | None
    issuer: str | None
    title: str | None
    stratum: Stratum | None
    in_corpus: bool


class AgencyShape(Shape):
    """Cơ quan."""

    iri: str
    label: str


class MeantAgencyShape(Shape):
    """Cơ quan that a question names; ``iri`` is null for one that neither the register nor a document knows."""

    iri: str | None
    label: str


class ListedAgencyShape(AgencyShape):
    """Cơ quan, with how many duties it has in how many documents; ``collective`` for "các sở, ban, ngành"."""

    duties: int
    documents: int
    collective: bool


class EdgeShape(Shape):
    """Một quan hệ, from the acting document (``source``) to the other; named by key, number and IRI."""

    source: str
    relation: Relation
    target: str
    source_number: str | None
    target_number: str | None
    source_iri: str
    target_iri: str
    inferred: bool
    confidence: float = Field(ge=0, le=1)
    reason: str | None
    evidence: EvidenceShape | None


class StepShape(EdgeShape):
    """Một bước, also as a sentence in Vietnamese."""

    sentence: str


class LineageShape(Shape):
    """Đường căn cứ."""

    root: str
    root_iri: str
    nodes: list[DocumentShape]
    edges: list[EdgeShape]
    cycles: list[list[str]]


class RouteShape(Shape):
    """Một đường between two documents, in order."""

    nodes: list[DocumentShape]
    edges: list[StepShape]


class RoutesShape(Shape):
    """Các đường, the shortest first; ``edges`` are those of the first."""

    edges: list[StepShape]
    routes: list[RouteShape]


class WhenShape(Shape):
    """Thời hạn: the words, and the interval or recurrence (ISO 8601) that they mean."""

    surface: str
    start: dt.date | None
    end: dt.date | None
    recurrence: str | None
    due: str | None
    relative: str | None


class HolderShape(AgencyShape):
    """Cơ quan nay giữ nhiệm vụ, since when, by which instruments."""

    since: dt.date | None
    basis: list[str]
    confidence: float


class SuccessionShape(Shape):
    """Kế thừa: who holds the duties of ``named`` on a day; ``note`` where there is no single successor."""

    named: AgencyShape
    as_of: dt.date
    one_to_one: bool
    note: str | None
    holders: list[HolderShape]
    events: list[str]


class DutyShape(Shape):
    """Phân công, or a competence only ``stated``; ``today`` and ``succession`` only when a date was asked for."""

    agency: AgencyShape
    printed: str
    role: Role
    task: str
    document: str
    document_iri: str
    iri: str
    locator: str
    heading: str
    when: WhenShape | None
    recipients: list[str]
    counterparts: list[str]
    stated: bool
    evidence: EvidenceShape
    today: list[HolderShape] = Field(default_factory=list)
    succession: SuccessionShape | None = None


class AnswerShape(DutyShape):
    """Câu trả lời: a duty, how sure, and the answer in one sentence."""

    score: float
    sentence: str


class HitShape(Shape):
    """Một đoạn văn."""

    document: str
    iri: str
    locator: str
    heading: str
    text: str
    score: float
    evidence: EvidenceShape


class HitsShape(Shape):
    """Các đoạn văn, the best first."""

    hits: list[HitShape]


class AskedPeriodShape(Shape):
    """Thời gian that a question names."""

    surface: str | None
    start: dt.date | None
    end: dt.date | None


class UnderstoodShape(Shape):
    """Hiểu câu hỏi là."""

    agencies: list[MeantAgencyShape]
    roles: list[Role]
    period: AskedPeriodShape | None
    documents: list[str]
    locators: list[str]
    topic: str


class AnswersShape(Shape):
    """Trả lời, or an abstention with the nearest passages; ``sparql`` gives the same candidates."""

    question: str
    understood: UnderstoodShape
    abstained: bool
    answers: list[AnswerShape]
    nearest: list[HitShape]
    sparql: str


class TargetShape(Shape):
    """Chỉ tiêu."""

    document: str
    document_iri: str
    iri: str
    locator: str
    surface: str
    min: float | None
    max: float | None
    unit: str
    percent: bool
    by_year: int | None
    per: str | None
    evidence: EvidenceShape


class PageShape(Shape):
    """Một trang của danh sách; ``next`` is the cursor of the page after it, null on the last."""

    total: int
    next: str | None


class DocumentsShape(PageShape):
    """Văn bản."""

    documents: list[DocumentShape]


class AgenciesShape(PageShape):
    """Cơ quan."""

    agencies: list[ListedAgencyShape]


class DutiesShape(PageShape):
    """Phân công."""

    duties: list[DutyShape]


class TargetsShape(PageShape):
    """Chỉ tiêu."""

    targets: list[TargetShape]


class BrokenQuoteShape(Shape):
    """Trích dẫn không khớp: what the stored text has at its place."""

    document: str
    start: int
    end: int
    quote: str
    found: str


class VerificationShape(Shape):
    """Đối chiếu trích dẫn."""

    checked: int
    broken: list[BrokenQuoteShape]


class ViolationShape(Shape):
    """Chỗ trái với khuôn (SHACL)."""

    document: str | None
    node: str
    path: str | None
    message: str


class FindingShape(Shape):
    """Phát hiện."""

    rule: str
    severity: Literal["warning", "info"]
    message: str
    document: str | None
    subject: str | None
    evidence: EvidenceShape | None


class ValidationShape(Shape):
    """Kiểm tra đồ thị."""

    conforms: bool
    violations: list[ViolationShape]
    findings: list[FindingShape]


class IssueShape(Shape):
    """Chỗ cần xem lại."""

    rule: str
    message: str
    start: int
    end: int


class FileShape(Shape):
    """Kết quả nạp một tệp."""

    file: str
    key: str | None
    number: str | None
    status: Literal["added", "unchanged", "replaced", "rejected"]
    reason: str | None
    code: str | None
    issues: list[IssueShape]


class IngestionTotalsShape(Shape):
    """Tổng cộng."""

    documents: int
    added: int
    replaced: int
    unchanged: int
    rejected: int
    issues: int


class IngestionShape(Shape):
    """Kết quả nạp."""

    documents: list[FileShape]
    totals: IngestionTotalsShape


class ExtractionShape(BaseModel):
    """Những gì đọc được từ một tệp: every item with ``start``, ``end`` and ``locator`` (docs/commands.md, extract)."""

    file: str
    number: str | None
    type: str | None
    date: dt.date | None
    issuer: str | None
    title: str | None
    sha256: str
    media_type: str
    citations: list[dict[str, Any]]
    edges: list[list[str]]
    assignments: list[dict[str, Any]]
    competences: list[dict[str, Any]]
    tasks: list[dict[str, Any]]
    targets: list[dict[str, Any]]
    deadlines: list[dict[str, Any]]
    provisions: list[dict[str, Any]]
    issues: list[IssueShape]
