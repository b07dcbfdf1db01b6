"""The registered symbols of document numbers: type codes ("NĐ", "TTLT") and issuer codes ("CP", "TTg", "TW").

Reads the registers; writes ``NumberCodes``, made once and shared by all texts; mends single symbol groups by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.lexicon import DocumentType, IssuerCode
from ingest.text import fold


@dataclass(frozen=True, slots=True)
class NumberCodes:
    """The registered codes by upper case and by folded form, and the words that name types."""

    types: dict[str, str]
    issuers: dict[str, str]
    folded: dict[str, str | None]
    party: frozenset[str]
    normative: frozenset[str]
    type_words: re.Pattern[str]
    by_word: dict[str, frozenset[str]]


@lru_cache(maxsize=8)
def number_codes(types: tuple[DocumentType, ...], issuers: tuple[IssuerCode, ...]) -> NumberCodes:
    """Return the codes of these registers."""
    type_codes = {code.upper(): code for row in types for code in row.codes}
    issuer_codes = {row.code.upper(): row.code for row in issuers}
    folded: dict[str, str | None] = {}
    for code in {**issuer_codes, **type_codes}:
        key = fold(code)
        folded[key] = None if key in folded else code
    words = sorted({fold(word) for row in types for word in (row.label, *row.aliases)}, key=len, reverse=True)
    named = "|".join(map(re.escape, words)) or "van ban"
    by_word = {
        fold(word): frozenset(code.upper() for code in row.codes) for row in types for word in (row.label, *row.aliases)
    }
    return NumberCodes(
        types=type_codes,
        issuers=issuer_codes,
        folded=folded,
        by_word=by_word,
        party=frozenset(row.code.upper() for row in issuers if row.stratum == "party"),
        normative=frozenset(row.code.upper() for row in issuers if row.stratum == "normative"),
        type_words=re.compile(
            rf"\b({named}|van ban|cong van|cong dien|thu)"
            r"(?:(?: [a-z]{2,8}){0,12}(?: cua [^.;:()]{2,60})?[ (:]{1,4}so *:? *| )$"
        ),
    )


def is_codelike(part: str, codes: NumberCodes) -> bool:
    """Tell a symbol group from a word: registered, or mostly capitals."""
    bare = part.replace(".", "").rstrip("0123456789")
    if bare.upper() in codes.types or bare.upper() in codes.issuers:
        return True
    if part.split(".", maxsplit=1)[0].upper() in codes.types:
        return True
    capitals = sum(char.isupper() or char == "&" for char in bare)
    return bare[:1].isupper() and capitals * 2 > len(bare) and (capitals > 1 or part == "L")


def mend(sign: str, part: str, codes: NumberCodes, *, first: bool) -> Iterator[tuple[str, str]]:
    """Restore one group: case, lost đ, "T.Ư", a lost separator between type and issuer in the first ("QĐUBND")."""
    if part.upper() in ("TƯ", "T.Ư", "T.W"):
        yield sign, "TW"
        return
    head, dot, tail = part.partition(".")
    if dot and head.upper() in codes.types:
        yield sign, _known(head, codes)
        yield ".", _known(tail, codes)
        return
    known = _known(part, codes)
    if first and known.upper() not in codes.types and known.upper() not in codes.issuers:
        for cut in range(2, min(5, len(part) - 1)):
            if part[:cut].upper() in codes.types and part[cut:].upper() in codes.issuers:
                yield sign, codes.types[part[:cut].upper()]
                yield "-", codes.issuers[part[cut:].upper()]
                return
    yield sign, known


def _known(part: str, codes: NumberCodes) -> str:
    upper = part.upper()
    if upper in codes.types:
        return codes.types[upper]
    if upper in codes.issuers:
        return codes.issuers[upper]
    twin = codes.folded.get(fold(part)) if upper.isascii() else None
    if twin:
        return codes.types.get(twin) or codes.issuers[twin]
    return upper if part.islower() else part
