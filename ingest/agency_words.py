"""The grammar of agency names, compiled once from the registers.

Reads the lexicon; writes patterns over softened text (``ingest.spelling``) and an index of the registered names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ingest.alternation import any_of
from ingest.lexicon import AgencyName, Lexicon
from ingest.spelling import soften
from ingest.text import key_of


@dataclass(frozen=True, slots=True)
class AgencyWords:
    """Patterns that recognise how the words of an agency list begin; each matches at a word."""

    opening: re.Pattern[str]
    quantifier: re.Pattern[str]
    head: re.Pattern[str]
    position: re.Pattern[str]
    administration: re.Pattern[str]
    organisation: re.Pattern[str]
    place: re.Pattern[str]
    person: re.Pattern[str]
    not_generic: re.Pattern[str]
    needs_capital: re.Pattern[str]
    any_name: re.Pattern[str]
    names: dict[str, AgencyName]
    prefixes: frozenset[str]
    short_form: re.Pattern[str]
    long_forms: dict[str, str]

    def find_name(self, name: str) -> AgencyName | None:
        """Return the registered body or collective that ``name`` is a spelling of, None where there is none.

        The printed name is tried first, then with its abbreviations written out, then without the level of government
        that may follow a name ("Sở Tài chính tỉnh"), then, for an office, the body that it stands for.
        """
        for spelling in self._spellings(name):
            found = self.names.get(key_of(spelling))
            if found is not None:
                return found
        return None

    def _spellings(self, name: str) -> Iterable[str]:
        yield soften(name)
        long = self.expand(_BRACKET.sub("", name))
        yield long
        plain = _LEVEL.sub("", long)
        yield plain
        office = self.position.match(plain)
        if office is not None:
            yield from self._bodies(long, office.end())
            yield from self._bodies(plain, office.end())

    def _bodies(self, plain: str, end: int) -> Iterable[str]:
        """Names of the body that an office stands for: "chánh văn phòng chính phủ" heads "văn phòng chính phủ"."""
        for space in re.finditer(r"\s+", plain[: end + 1]):
            body = plain[space.end() :]
            yield body
            yield _LEVEL.sub("", body)

    def expand(self, name: str) -> str:
        """Return the softened name with the abbreviations of the field, as printed, written out."""
        return soften(self.short_form.sub(lambda match: self.long_forms[match[0]], name))


_BRACKET = re.compile(r"\s*\([^()]*\)")
_LEVEL = re.compile(
    r"(?<![,;])\s+(?:của\s+)?(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|cấp tỉnh|cấp huyện|cấp xã|việt nam)$"
)


@lru_cache(maxsize=4)
def compile_agency_words(lexicon: Lexicon) -> AgencyWords:
    """Return the compiled grammar of ``lexicon``."""
    names: dict[str, AgencyName] = {}
    for agency in lexicon.agencies:
        for name in (agency.label, *agency.aliases):
            names.setdefault(key_of(soften(name)), agency)
    long_forms = {row.short: row.long for row in reversed(lexicon.abbreviations) if len(row.short) > 1}
    shorts = sorted(long_forms, key=lambda short: (-len(short), short))
    return AgencyWords(
        opening=_starts(cues_of(lexicon, "opening")),
        quantifier=_starts(cues_of(lexicon, "quantifier")),
        head=_starts(
            (*lexicon.agency_heads, *(n for a in lexicon.agencies for n in (a.label, *a.aliases) if a.kind == "agency"))
        ),
        position=_starts(lexicon.position_heads),
        administration=_starts(cues_of(lexicon, "generic-administration")),
        organisation=_starts(cues_of(lexicon, "generic-organisation")),
        place=_starts(cues_of(lexicon, "generic-place")),
        person=_starts(cues_of(lexicon, "generic-person")),
        not_generic=_starts(cues_of(lexicon, "not-generic")),
        needs_capital=_starts(cues_of(lexicon, "head-capital")),
        any_name=re.compile(
            match_words(name for agency in lexicon.agencies for name in (agency.label, *agency.aliases))
        ),
        names=names,
        prefixes=frozenset(_prefixes(names)),
        short_form=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, shorts)) or '(?!)'})(?!\w)"),
        long_forms=long_forms,
    )


def cues_of(lexicon: Lexicon, *groups: str) -> tuple[str, ...]:
    """Return the phrases of the groups, softened."""
    return tuple(soften(cue.phrase) for cue in lexicon.duty_cues if cue.group in groups)


def match_words(phrases: Iterable[str]) -> str:
    """Return the inside of a regular expression that matches any of the phrases as whole words, the longest first."""
    return rf"(?<!\w)(?:{any_of(map(soften, phrases))})(?!\w)"


def _starts(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(match_words(phrases) + r"\s*")


def _prefixes(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        words = name.split()
        yield from (" ".join(words[:count]) for count in range(2, len(words)))
