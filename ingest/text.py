"""One text: normalisation, folding and sentences.

Reads raw characters; writes the text that every span indexes. ``fold`` keeps the length, so a match in the folded text
is a span of the text itself.
"""

from __future__ import annotations

import re
import unicodedata

from ingest.model import Span

_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"), " "
)
_DROPPED = dict.fromkeys(
    map(ord, "\u0000\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
)
_LINES = {0x2028: "\n", 0x2029: "\n", 0x0B: "\n", 0x0C: "\n", 0x85: "\n"}
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212\uff0d"), "-")
_LETTERS = {0x00D0: "Đ"}
_NORMALISED = _SPACES | _DROPPED | _LINES | _HYPHENS | _LETTERS
UPPER = "A-Z" + "".join(char for char in map(chr, range(0xC0, 0x1EFA)) if char.isupper())
"""The inside of a regex class of all upper-case letters that Vietnamese uses."""
_SENTENCE_END = re.compile(
    rf"[\s\"”»)\]](?:(?:(?<=[.;!?…]\s)\s*|(?<=[.;!?…][\"”»)\]])[\"”»)\]]*\s+)(?=[\"“«(\[]*[{UPPER}])|(?<=\n)\n*)"
)


def normalise(raw: str) -> str:
    r"""Return the one text of a document: NFC, ``\n`` ends, plain spaces and hyphens, Ð (U+00D0) as Đ, no NUL.

    >>> normalise("NGHỊ ĐỊNH\u00a0số 30\u2011NÐ\r\n")
    'NGHỊ ĐỊNH số 30-NĐ\n'
    """
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return text.translate(_NORMALISED)


def _folded_characters() -> tuple[str, ...]:
    """Return what each Latin, Greek and Cyrillic character folds to; always one character, mostly itself.

    A gapless table: ``str.translate`` looks up by index, and a missing key would cost it an exception each time.
    """
    table = list(map(chr, range(0x2100)))
    for code in (*range(0x590), *range(0x1E00, 0x2000)):
        base = "d" if table[code] in "đĐ" else unicodedata.normalize("NFD", table[code])[0].lower()
        table[code] = base if len(base) == 1 else table[code]
    return tuple(table)


_FOLDED = _folded_characters()
_WORD = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """Return ``text`` lower-cased without marks, of the *same length* (đ→d), to match in but not to show.

    >>> fold("Ủy ban nhân dân tỉnh Lâm Đồng")
    'uy ban nhan dan tinh lam dong'
    """
    return text.translate(_FOLDED)


def key_of(text: str) -> str:
    """Return the folded words alone, joined by one space: equal for spelling variants of one name.

    >>> key_of("Sở KH&CN,  tỉnh Lâm-Đồng")
    'so kh cn tinh lam dong'
    """
    return " ".join(_WORD.findall(fold(text)))


def sentences(text: str, within: Span) -> tuple[Span, ...]:
    """Return the sentences and lines of ``within``, trimmed, in order; ";" before a capital ends one too."""
    spans: list[Span] = []
    start = within.start
    for match in _SENTENCE_END.finditer(text, within.start, within.end):
        spans.append(_trim(text, start, match.start()))
        start = match.end()
    spans.append(_trim(text, start, within.end))
    return tuple(span for span in spans if span.end > span.start)


def sentence_at(text: str, position: int, window: int = 4000) -> Span:
    """Return the sentence around ``position``, within its line and at most ``window`` wide each way."""
    low = text.rfind("\n", max(0, position - window), position) + 1 or max(0, position - window)
    high = text.find("\n", position, position + window)
    high = min(len(text), position + window) if high < 0 else high
    for span in sentences(text, Span(low, high)):
        if span.start <= position < span.end:
            return span
    return _trim(text, low, high)


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
