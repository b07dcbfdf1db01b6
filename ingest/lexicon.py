"""The registers as ingest sees them: plain rows, no RDF.

The rows live in Turtle under ``ontology/``; ``graph.registers.load_lexicon`` reads them once and hands them in. A new
type, verb or agency is a new row there and nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.model import Relation, Role, Stratum


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document (tên loại): label "Kế hoạch", slug "kh", the codes that stand for it in numbers ("KH").

    ``strata`` are those in which it occurs. ``nameable`` types identify a document by name alone (Luật, Pháp lệnh,
    Đề án, Chiến lược, Chương trình …) and so may be cited without a number.
    """

    slug: str
    label: str
    codes: tuple[str, ...]
    aliases: tuple[str, ...]
    strata: tuple[Stratum, ...]
    nameable: bool


@dataclass(frozen=True, slots=True)
class IssuerCode:
    """An abbreviation of an issuing body in a number ("TTg", "BKHCN", "TW") and the body it stands for, if one."""

    code: str
    label: str
    stratum: Stratum


@dataclass(frozen=True, slots=True)
class RoleCue:
    """A phrase that signals a role ("chủ trì" → lead). Longer phrases win over shorter ones that they contain."""

    phrase: str
    role: Role


@dataclass(frozen=True, slots=True)
class RelationCue:
    """A phrase that signals a relation to the document named next ("tiếp tục thực hiện" → continues)."""

    phrase: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form of the field and what it stands for ("KH&CN", "khoa học và công nghệ")."""

    short: str
    long: str


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A body or a collective of the register by its names. ``key`` is the path under ``/id/org/``."""

    key: str
    label: str
    aliases: tuple[str, ...]
    kind: Literal["agency", "collective", "position"]
    province: str | None = None


@dataclass(frozen=True, slots=True)
class DutyCue:
    """A phrase by which assignments are read, with the group it belongs to ("column-lead", "Cơ quan chủ trì").

    Groups: names of table columns and labelled lines, headings of sections, words that begin or end a subject; they are
    explained in ``ontology/duty_cues.ttl``.
    """

    group: str
    phrase: str


@dataclass(frozen=True, slots=True)
class FormCue:
    """A phrase by which the formal parts are read, with the group it belongs to ("site-fact", "số hiệu").

    Groups: what a web site prints around a document, how a letterhead names the issuing body, what closes the body, who
    signs; they are explained in ``ontology/form_cues.ttl``.
    """

    group: str
    phrase: str


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All registers that extraction reads; equal only to itself, so that it is cheap as a key of caches."""

    document_types: tuple[DocumentType, ...]
    issuer_codes: tuple[IssuerCode, ...]
    role_cues: tuple[RoleCue, ...]
    relation_cues: tuple[RelationCue, ...]
    abbreviations: tuple[Abbreviation, ...]
    agencies: tuple[AgencyName, ...]
    agency_heads: tuple[str, ...]
    """Words with which the name of a body begins ("Sở", "Bộ", "Ủy ban nhân dân", "Văn phòng", "Cục" …)."""
    position_heads: tuple[str, ...]
    """Words with which an office that stands for a body begins ("Chủ tịch", "Giám đốc", "Chánh Văn phòng" …)."""
    provinces: tuple[str, ...]
    duty_cues: tuple[DutyCue, ...] = ()
    """Words of task tables, of sections that organise, and of sentences that assign."""
    statutes: tuple[str, ...] = ()
    """Names of codes, laws and ordinances as they are cited without number ("Luật Phòng, chống tham nhũng")."""
    form_cues: tuple[FormCue, ...] = ()
    """Words of web sites, of letterheads, of closings and of signatures."""
