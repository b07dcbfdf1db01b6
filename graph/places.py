"""Where a document comes from: the centre, a province, or a commune or district in a province.

The place completes what a local text leaves out: "UBND tỉnh" in a plan of Lâm Đồng is that of Lâm Đồng, and
"1819/KH-UBND" without issuer is of the body that speaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from graph.agencies import CENTRAL, AgencyRegister
from graph.registers import load_agencies, load_lexicon
from ingest.lexicon import Lexicon
from ingest.model import Extraction
from ingest.text import fold, key_of
from ontology.identifiers import PARTY_PLACE, UNKNOWN_PLACE, slug

_HEAD, _TAIL = 3000, 1500
_LOCALITY: Final = re.compile(
    r"\b(?:huyen|thi xa|thanh pho|quan|xa|phuong|thi tran|dac khu) "
    r"(?!(?:hoi|uy|ly|doi|su|khu|tri|chung)\b)([a-z]{1,8}(?: [a-z]{1,8}){0,3})"
)
_PROVINCIAL: Final = re.compile(r"\btinh\b|\bthanh uy\b|\bthanh pho\b|\bso\b")
_LOCAL: Final = re.compile(r"\b(?:huyen|thi xa|xa|phuong|thi tran|dac khu|quan uy|dang uy)\b")
_LOCAL_HEADS: Final = re.compile(
    r"\b(?:tinh|huyen|xa|phuong|so|ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan|thanh uy)\b"
)
_CENTRAL: Final = re.compile(
    r"^(?:tong cuc|bo (?!chi huy)|hoi dong (?:nha nuoc|bo truong|tham phan))|\b(?:nha nuoc|chinh phu|chu tich nuoc)$"
)
_CENTRE_TAIL: Final = re.compile(r"T[WƯ]$")
_DIGITS: Final = re.compile(r"\d{1,3}$")


@dataclass(frozen=True, slots=True)
class Home:
    """The place from which a document speaks. ``province`` and ``locality`` are slugs; both None at the centre.

    >>> Home("quang-ninh", "luong-minh").place
    'quang-ninh/luong-minh'
    """

    province: str | None = None
    locality: str | None = None

    @property
    def place(self) -> str:
        """The path of the place in keys."""
        if self.province is None and self.locality is None:
            return ""
        return "/".join(part for part in (self.province or UNKNOWN_PLACE, self.locality) if part)


class Gazetteer:
    """The names of provinces, and which issuer codes are of central bodies."""

    def __init__(self, lexicon: Lexicon, register: AgencyRegister) -> None:
        self._lexicon = lexicon
        self._register = register

    @cached_property
    def _provinces(self) -> Mapping[str, str]:
        units = self._register.provinces.values()
        return {key_of(name): unit.place for unit in units for name in (unit.label, *unit.aliases)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted(self._provinces, key=len, reverse=True)
        return re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")

    @cached_property
    def _central_names(self) -> frozenset[str]:
        rows = [row for row in self._register.rows.values() if row.level == CENTRAL]
        return frozenset(key_of(name) for row in rows for name in (row.label, *row.aliases))

    @cached_property
    def _codes(self) -> Mapping[str, bool]:
        codes = self._lexicon.issuer_codes
        labels = {code.code: key_of(code.label) for code in codes}
        return {code: label in self._central_names or bool(_CENTRAL.search(label)) for code, label in labels.items()}

    def is_central_code(self, code: str) -> bool | None:
        """Tell whether an issuer code is of a central body; None when the registers do not know it."""
        if _CENTRE_TAIL.search(code):
            return True
        return self._codes.get(code, self._codes.get(_DIGITS.sub("", code)))

    def find_home(self, issuer: str | None) -> Home | None:
        """Return the place that the name of a body tells, None where it tells none.

        >>> from graph.registers import load_agencies, load_lexicon
        >>> Gazetteer(load_lexicon(), load_agencies()).find_home("UBND thành phố Bảo Lộc, tỉnh Lâm Đồng")
        Home(province='lam-dong', locality='bao-loc')
        """
        words = key_of(issuer or "")
        if words in self._central_names:
            return Home()
        found = self._pattern.search(words)
        locality = self._find_locality(words)
        if found is None and locality is None:
            return None
        return Home(self._provinces[found[0]] if found else None, locality)

    def home_of(self, extraction: Extraction) -> Home:
        """Return the place of a document: from its issuer, else completed from its letterhead, place line and text."""
        header = extraction.header
        home = self.find_home(header.issuer)
        if home and (home.province or not home.locality):
            return home
        if home is None and header.number and self._is_central_number(header.number):
            return Home()
        text = extraction.source.text
        province = self._most_named(key_of(header.place or "")) or self._most_named(fold(text[:_HEAD] + text[-_TAIL:]))
        return Home(province, home.locality if home else None)

    def home_of_cited(self, codes: tuple[str, ...], issuer: str | None, home: Home) -> Home:
        """Return the place of a cited document from its issuer codes, its issuer as printed, and who cites it."""
        words = key_of(issuer or "")
        told = self.find_home(issuer)
        if told and (told.province or told.locality):
            return told if told.province else Home(home.province, told.locality)
        central = next((known for code in codes if (known := self.is_central_code(code)) is not None), None)
        if central and not _LOCAL_HEADS.search(words):
            return Home()
        if told is not None:
            return told
        if _LOCAL.search(words):
            return home
        if _PROVINCIAL.search(words) or any(_is_provincial(code) for code in codes):
            return Home(home.province or UNKNOWN_PLACE)
        known_local = central is False or bool(words and _LOCAL_HEADS.search(words))
        return (home if home.place else Home(UNKNOWN_PLACE)) if known_local or home.place else Home()

    def _is_central_number(self, number: str) -> bool:
        codes = [code for code in re.split(r"[/-]", number)[1:] if code]
        return any(self.is_central_code(code) for code in codes) and not number.startswith(PARTY_PLACE)

    def _find_locality(self, words: str) -> str | None:
        for match in _LOCALITY.finditer(words):
            name = re.split(r"\b(?:tinh|huyen|thanh pho|thi xa|xa|phuong|quan|ve|va)\b", match[1])[0].strip()
            if name and name not in self._provinces:
                return slug(name)
        return None

    def _most_named(self, folded: str) -> str | None:
        counted = Counter(self._provinces[match[0]] for match in self._pattern.finditer(folded))
        return counted.most_common(1)[0][0] if counted else None


def _is_provincial(code: str) -> bool:
    """Tell whether a code is of a body that only a province has: its Party committee, its departments."""
    return code.endswith("TU") or bool(re.fullmatch(r"S[A-ZĐ]{1,9}", code))


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Return the gazetteer of the registers."""
    return Gazetteer(load_lexicon(), load_agencies())
