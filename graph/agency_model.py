"""The nouns of the register of bodies: provinces, rows, bodies, and what a look-up finds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from ontology.identifiers import slug

CENTRAL: Final = "trung ương"
PROVINCIAL: Final = "tỉnh"


@dataclass(frozen=True, slots=True)
class Validity:
    """From the first to the last day, both inclusive; None where open or not known.

    >>> Validity(None, dt.date(2025, 2, 28)).holds(dt.date(2024, 6, 10))
    True
    """

    start: dt.date | None = None
    end: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Tell whether ``day`` lies within."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def meet(self, other: Validity) -> Validity | None:
        """Return the days that both hold, None where there are none."""
        start = max(filter(None, (self.start, other.start)), default=None)
        end = min(filter(None, (self.end, other.end)), default=None)
        return None if start and end and end < start else Validity(start, end)

    def distance(self, day: dt.date) -> int:
        """Return how many days ``day`` lies outside, 0 within."""
        if self.start and day < self.start:
            return (self.start - day).days
        return (day - self.end).days if self.end and day > self.end else 0


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally run city (đơn vị hành chính cấp tỉnh) while it exists; ``kind``: "tỉnh", "thành phố"."""

    row: str
    label: str
    kind: str
    aliases: tuple[str, ...]
    validity: Validity
    source: str
    confidence: float

    @property
    def place(self) -> str:
        """The slug of the name: the first segment of the keys of its bodies, before and after a merger."""
        return slug(self.label)

    @property
    def full_name(self) -> str:
        """The name with its kind, "tỉnh Lâm Đồng"."""
        return f"{self.kind} {self.label}"


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One row of the register: a central body, or the template of a body that each province (or district) has.

    ``name`` is the row's name without its start, and the middle of the keys of its bodies. ``pattern`` gives the full
    name where it contains the province's. ``by_place`` rows are followed by a place that no register lists ("Ủy ban
    nhân dân huyện …"). ``member_kinds`` and ``member_levels`` are the rule for the members of a collective,
    ``of_units`` the kinds of unit whose committees it means, in any list of them.
    """

    row: str
    name: str
    label: str
    aliases: tuple[str, ...]
    kind: str
    level: str
    validity: Validity
    source: str
    confidence: float
    pattern: str | None = None
    only_in: frozenset[str] = frozenset()
    except_in: frozenset[str] = frozenset()
    by_place: bool = False
    collective: bool = False
    of_units: frozenset[str] = frozenset()
    member_kinds: frozenset[str] = frozenset()
    member_levels: frozenset[str] = frozenset()

    def exists_in(self, province: Province) -> bool:
        """Tell whether ``province`` has this body at some time."""
        return province.row not in self.except_in and (not self.only_in or province.row in self.only_in)


@dataclass(frozen=True, slots=True)
class Agency:
    """A body (cơ quan) or a collective, in one place, from its first to its last day."""

    key: str
    label: str
    row: AgencyRow
    province: Province | None
    validity: Validity

    @property
    def confidence(self) -> float:
        """How sure it is that this body existed then."""
        return min(self.row.confidence, self.province.confidence) if self.province else self.row.confidence


@dataclass(frozen=True, slots=True)
class Found:
    """The one body of a name.

    ``current`` is false when the name is used outside the body's validity; ``by_office`` when an office was named that
    stands for the body ("Giám đốc Sở Tài chính").
    """

    agency: Agency
    current: bool = True
    by_office: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several bodies have the name; at most 100 are listed."""

    candidates: tuple[Agency, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """The register has no body of this name."""

    name: str


AgencyLookup = Found | Ambiguous | NotFound
