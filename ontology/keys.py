"""The identity of a document: what makes it one document, as ASCII segments.

A key is unique where the numbering rules make it so: a state number per issuer and calendar year (Nghị định
30/2020/NĐ-CP, Phụ lục I, II.3), a Party number per issuer, kind and congress term (Hướng dẫn 36-HD/VPTW, II.1.3); hence
the year, or the term, is part of it, and a citation that tells neither has a key of its own that says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ontology.slugs import slug

PARTY_PLACE: Final = "dang"
"""The first segment of Party issuers: a Party document never shares a path with a state one."""
UNKNOWN_PLACE: Final = "khong-ro-noi"
"""The place of a local issuer when nothing tells which province it is of."""

_UNDATED: Final = "khong-ngay"
_BY_NAME: Final = "ten"
_BY_TEXT: Final = "van-ban"
_UNTYPED: Final = "so"
_TERM: Final = re.compile(r"khoa-([ivxl]{1,8})")
_YEAR: Final = re.compile(r"[0-9]{4}")
_DIGEST: Final = re.compile(r"[0-9a-f]{16}")
_SEGMENT: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,159}")
_PARTY_NUMBER: Final = re.compile(r"([^-/]{1,16})-([^-/]{1,16})/([^/]{1,60})")
_STATE_NUMBER: Final = re.compile(
    r"([0-9][^-/]{0,15}|[^-/]{1,16}(?=/))(?:/([0-9]{4}))?[-/]([^/]{1,90})(?:/([^/]{1,90}))?"
)


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """The identity of a numbered document. All fields are ASCII segments of its IRI.

    ``issuer`` is the path of the issuing body ("lam-dong/ubnd", "ttg", "dang/tw", "dang/lam-dong/tu"). ``kind`` is the
    slug of the type that the number itself states ("kh"), or "so" when it states none. ``number`` is the running
    number, with its year when that is printed ("4655", "108-2021": a normative number is another series than an
    individual one). ``year`` and ``term`` (congress, "xi") are None when unknown; with neither, it means "some document
    of this number".

    >>> DocumentKey("lam-dong/ubnd", "kh", "4655", 2024).path
    'lam-dong/ubnd/2024/kh/4655'
    >>> DocumentKey("dang/tw", "nq", "20", term="xi").path
    'dang/tw/khoa-xi/nq/20'
    """

    issuer: str
    kind: str
    number: str
    year: int | None = None
    term: str | None = None

    def __post_init__(self) -> None:
        places = self.issuer.split("/")
        well_formed = all(map(_SEGMENT.fullmatch, (*places, self.kind, self.number)))
        if not well_formed or places[0] in {_BY_NAME, _BY_TEXT} or any(map(_is_when, places)):
            raise InvalidKeyError(self.issuer, self.kind, self.number)
        if not _is_when(self._when) or (self.year is not None and self.term is not None):
            raise InvalidKeyError(self.issuer, self._when, self.kind, self.number)

    @property
    def is_dated(self) -> bool:
        """Tell whether the key names one document, not all of a number."""
        return self.year is not None or self.term is not None

    @property
    def path(self) -> str:
        """The path under ``/id/eli/vn/``: the ``key`` of the contracts."""
        return f"{self.issuer}/{self._when}/{self.kind}/{self.number}"

    @property
    def _when(self) -> str:
        if self.year is not None:
            return f"{self.year:04d}"
        return _UNDATED if self.term is None else f"khoa-{self.term}"


@dataclass(frozen=True, slots=True)
class NamedKey:
    """The identity of a document known by kind and name alone ("Luật Ngân sách nhà nước").

    >>> NamedKey("luat", "ngan-sach-nha-nuoc").path
    'ten/luat/ngan-sach-nha-nuoc'
    """

    kind: str
    name: str

    def __post_init__(self) -> None:
        if not (_SEGMENT.fullmatch(self.kind) and _SEGMENT.fullmatch(self.name)):
            raise InvalidKeyError(self.kind, self.name)

    @property
    def path(self) -> str:
        """The path under ``/id/eli/vn/``."""
        return f"{_BY_NAME}/{self.kind}/{self.name}"


@dataclass(frozen=True, slots=True)
class TextKey:
    """The identity of a document that tells no number: the SHA-256 of its text, in hex, its first 16 digits."""

    digest: str

    def __post_init__(self) -> None:
        if not _DIGEST.fullmatch(self.digest):
            raise InvalidKeyError(self.digest)

    @property
    def path(self) -> str:
        """The path under ``/id/eli/vn/``."""
        return f"{_BY_TEXT}/{self.digest}"


Key = DocumentKey | NamedKey | TextKey
"""Any identity of a document."""


class InvalidKeyError(ValueError):
    """Parts that make no key: ``parts`` holds them."""

    def __init__(self, *parts: str) -> None:
        self.parts = parts
        super().__init__(f"không tạo được khóa văn bản từ {' · '.join(parts)!r}")


def key_of_number(
    number: str,
    kinds: Mapping[str, str],
    *,
    year: int | None = None,
    term: str | None = None,
    place: str = "",
    party: bool | None = None,
) -> DocumentKey | None:
    """Return the key of a canonical number, or None where it has no shape of a number.

    Args:
        number: "4655/KH-UBND", "108/2021/NĐ-CP", "24/2018/QH14", "20-NQ/TW".
        kinds: The slug of each type code ("KH" → "kh"), so that "4011/UBND-VX2" is seen to state no type.
        year: The year of the document, where known; a year printed in the number wins.
        term: The congress term of a Party document in lower case ("xi"), used only where the year is not known.
        place: The slug of the province, and below it of the district or commune, of a local issuer
            ("lam-dong", "nghe-an/luong-minh"); "" for central ones.
        party: Whether the issuer is a Party body; None where only the shape can tell. Laws and ordinances of before
            1997 have the Party's shape ("57-L/CTN", "21-LCT/HĐNN8") and are documents of the state.

    >>> key_of_number("4655/KH-UBND", {"KH": "kh"}, year=2024, place="lam-dong").path
    'lam-dong/ubnd/2024/kh/4655'
    >>> key_of_number("20-NQ/TW", {"NQ": "nq"}, year=2012).path
    'dang/tw/2012/nq/20'
    >>> key_of_number("57-L/CTN", {"L": "luat"}, year=1993, party=False).path
    'ctn/1993/luat/57'
    >>> key_of_number("24/2018/QH14", {}).path
    'qh14/2018/so/24-2018'
    >>> key_of_number("4011/UBND-VX2", {"KH": "kh"}, year=2023, place="lam-dong").path
    'lam-dong/ubnd-vx2/2023/so/4011'
    """
    parts = (None if party is False else _party_parts(number, kinds)) or _state_parts(number, kinds)
    if parts is None:
        return None
    prefix, issuer, kind, running, printed = parts
    path = "/".join(part for part in (prefix, place, slug(issuer)) if part)
    when = printed or year
    try:
        return DocumentKey(path, kind, running, when, None if when else term)
    except InvalidKeyError:
        return None


def _party_parts(number: str, kinds: Mapping[str, str]) -> tuple[str, str, str, str, int | None] | None:
    match = _PARTY_NUMBER.fullmatch(number)
    if match is None:
        return None
    running, code, issuer = match.groups()
    return PARTY_PLACE, issuer, kinds.get(code) or slug(code), _running_number(running), None


def _state_parts(number: str, kinds: Mapping[str, str]) -> tuple[str, str, str, str, int | None] | None:
    match = _STATE_NUMBER.fullmatch(number)
    if match is None:
        return None
    running, year, first, second = match.groups()
    symbol = first if second is None else f"{first}-{second}"
    code, _, issuer = symbol.partition("-")
    kind = kinds.get(code) if issuer else None
    numbered = "-".join(part for part in (_running_number(running), year) if part)
    return "", issuer if kind else symbol, kind or _UNTYPED, numbered, int(year) if year else None


def _running_number(printed: str) -> str:
    return ".".join(map(slug, printed.split("."))).lstrip("0") or "0"


def _is_when(segment: str) -> bool:
    return segment == _UNDATED or bool(_YEAR.fullmatch(segment) or _TERM.fullmatch(segment))


def named_key(kind: str, name: str) -> NamedKey | None:
    """Return the key of a document cited by name, or None where the name has no letters.

    >>> named_key("luat", "Ngân sách nhà nước").path
    'ten/luat/ngan-sach-nha-nuoc'
    """
    words = slug(name)
    return NamedKey(kind, words) if words else None


def text_key(sha256: str) -> TextKey:
    """Return the key of a document without a number from the SHA-256 of its text."""
    return TextKey(sha256[:16].lower())


def read_key(segments: list[str]) -> tuple[Key, list[str]] | None:
    """Return the key at the head of a path's segments and the segments after it, None where there is no key.

    >>> read_key("dang/tw/khoa-xi/nq/20/II/3".split("/"))
    (DocumentKey(issuer='dang/tw', kind='nq', number='20', year=None, term='xi'), ['II', '3'])
    """
    try:
        match segments:
            case [head, kind, name, *rest] if head == _BY_NAME:
                return NamedKey(kind, name), rest
            case [head, digest, *rest] if head == _BY_TEXT:
                return TextKey(digest), rest
            case _:
                return _read_numbered(segments)
    except InvalidKeyError:
        return None


def _read_numbered(segments: list[str]) -> tuple[DocumentKey, list[str]] | None:
    place = next((index for index, segment in enumerate(segments[:12]) if _is_when(segment)), 0)
    if not place or len(segments) < place + 3:
        return None
    when, kind, number, *rest = segments[place:]
    term = _TERM.fullmatch(when)
    year = int(when) if _YEAR.fullmatch(when) else None
    return DocumentKey("/".join(segments[:place]), kind, number, year, term[1] if term else None), rest
