"""Document numbers (số, ký hiệu): the grammar, the canonical form, the repairs.

Reads the one text; writes ``NumberMention``s. The grammar goes by shape (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.3;
for Party documents Hướng dẫn 36-HD/VPTW, II.1.3), so that an issuer code nobody has registered is still read; the
registers only settle what the shape leaves open: case, lost marks, lost separators, and which side of the Party's
slash is which.

    LAW   24/2018/QH14 · 101/2025/UBTVQH15        STATE 4655/KH-UBND · 120/TTr-SNN-STC
    QPPL  108/2021/NĐ-CP · 14/2008/TTLT/BTC-BTNMT  CV    4011/UBND-VX2 · 1874/TC-TCT
    PARTY 69-KL/TW · 36-HD/BTCTW
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.lexicon import Lexicon
from ingest.model import Span
from ingest.number_codes import NumberCodes, is_codelike, mend, number_codes
from ingest.text import fold

_LETTER = "A-Za-zĐđƯưÔô&"
_GROUP = rf"[{_LETTER}]{{1,24}}\d{{0,2}}(?:\.[{_LETTER}]{{1,12}}\d{{0,2}})?"
_SEGMENT = rf"(?:(?:(?:UBTV)?QH|HĐNN)[ ]\d{{1,2}}|\d{{2}}(?:\d{{2}})?|{_GROUP})(?!\w)"
_JOIN = r"(?:[ ]{0,4}[/-](?:[ ]?/)?[ \n]{0,4}|\.[ ]?(?=[A-ZĐ]{2}))"
_NUMBER = re.compile(
    rf"(?P<serial>\d(?:(?<![\w/.,:-]\d)|(?<=[sS]ố\d)|(?<=SỐ\d)|(?<=[sSốỐ][ốỐ:]:\d))"
    rf"\d{{0,4}}(?:\.\d{{1,3}})?[a-zđA-Z]?)"
    rf"(?P<first>[ ]{{0,4}}[/-][ \n]{{0,4}}|[ ]{{1,2}}|)"
    rf"(?P<rest>{_SEGMENT}(?:(?:{_JOIN}|[ ](?=[A-ZĐ]{{2,}})){_SEGMENT}){{0,7}})"
)
_PIECE = re.compile(rf"({_JOIN}|[ ])?({_SEGMENT})")
_YEAR = re.compile(r"(?:19[4-9]\d|20\d\d)")
_SHORT_YEAR = re.compile(r"[4-9]\d")
_FORM_BEFORE = re.compile(
    r"(?:mau|bieu|bieu mau|phu bieu|phu luc|to khai|bang ke|an chi)(?: bieu| bien lai| to khai|"
    r" bang ke)?(?: so)?"
    r"[ :]{0,2}(?:\d{1,3}[a-z]?(?:[-/][\w/-]{1,20})?(?:,| va| den| hoac)(?: mau)?(?: so)? ){0,6}$"
)
_LIST_JOIN = re.compile(r"\s{0,3}(?:,|;|và|hoặc|, và)\s{1,3}(?:số\s{1,2})?")
_LABEL_BEFORE = re.compile(r"\bso *:? *$")
_MARKUP = (("<br>", "    "), ("*", " "), ("\\", " "), ("_", "-"), ("–", "-"), ("—", "-"))
_WINDOW = 90
_JOINT = frozenset({"TTLT", "NQLT", "QĐLT", "CTLT", "TTLN", "KHLT", "TTRLN", "TTRLS"})
"""Type codes of joint documents (liên tịch, liên ngành), whose issuers are a chain."""


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document number in canonical form, taken apart.

    ``serial`` is the running number as printed ("30c", "66.25"); ``codes`` are all symbol groups in order,
    ``type_code`` the one that names the type where one does, ``issuers`` the ones after it. ``repaired`` tells that the
    canonical form differs from the printed one by more than spaces.

    >>> DocumentNumber("69-KL/TW", "69", None, ("KL", "TW"), "KL", ("TW",), party=True).canonical
    '69-KL/TW'
    """

    canonical: str
    serial: str
    year: int | None
    codes: tuple[str, ...]
    type_code: str | None
    issuers: tuple[str, ...]
    party: bool = False
    repaired: bool = False

    @property
    def key(self) -> str:
        """What is equal for one number however it is printed: one separator, no spaces, no case, no leading zeros."""
        return re.sub(r"\s", "", self.canonical).replace("-", "/").replace(".", "/").upper().lstrip("0")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in the text; ``label`` begins at "số" where that word stands before it, else equals ``span``."""

    span: Span
    label: Span
    number: DocumentNumber


def parse_number(surface: str, lexicon: Lexicon) -> DocumentNumber | None:
    """Return the number that ``surface`` is, with or without "số", or None.

    An incomplete or foreign form gives None; nothing raises.
    """
    view = view_of(surface).strip()
    view = re.sub(r"^(?:[sS]ố|SỐ)\s{0,3}:?\s{0,3}", "", view)
    match = _NUMBER.match(view)
    if match is None or match.end() != len(view.rstrip(" .;,")):
        return None
    read = _read(match, number_codes(lexicon.document_types, lexicon.issuer_codes))
    return read[0] if read and read[1] == match.end() else None


def find_numbers(text: str, lexicon: Lexicon, within: Span | None = None) -> tuple[NumberMention, ...]:
    """Return all document numbers in reading order; codes of forms ("Mẫu số 01/HNCT"), dates and fractions are none."""
    area = within or Span(0, len(text))
    view = view_of(text)
    codes = number_codes(lexicon.document_types, lexicon.issuer_codes)
    return tuple(_find(view, codes, area))


def view_of(text: str) -> str:
    r"""Return the text of the same length that numbers are matched in: no emphasis marks, one kind of dash.

    >>> view_of("số 176/1999*/*NĐ–CP, 99/1998/TT\\_BTC")
    'số 176/1999 / NĐ-CP, 99/1998/TT -BTC'
    """
    for printed, plain in _MARKUP:
        text = text.replace(printed, plain)
    return text


def _find(view: str, codes: NumberCodes, area: Span) -> Iterator[NumberMention]:
    position, last = area.start, -_WINDOW
    while match := _NUMBER.search(view, position, area.end):
        position = match.end("serial")
        before = fold(view[max(area.start, match.start() - _WINDOW) : match.start()])
        read = _read(match, codes, before)
        if read is None:
            continue
        number, end = read
        label = _LABEL_BEFORE.search(before)
        listed = _LIST_JOIN.fullmatch(view, last, match.start()) is not None if match.start() - last < 20 else False
        if _FORM_BEFORE.search(before.rstrip("\n ") + " ") or not (listed or _is_document(number, before, codes)):
            position = end
            continue
        start = match.start() - (len(before) - label.start()) if label else match.start()
        yield NumberMention(Span(match.start(), end), Span(start, end), number)
        position = last = end


def _is_document(number: DocumentNumber, before: str, codes: NumberCodes) -> bool:
    """Tell a number from a form code: by its year or type, or by the type word that stands before it."""
    if number.year is not None or (number.type_code and number.issuers):
        return True
    return codes.type_words.search(before) is not None


def _read(match: re.Match[str], codes: NumberCodes, before: str = "") -> tuple[DocumentNumber, int] | None:
    """Take a match apart; return the number and where it really ends (a spaced hyphen may begin other words).

    ``before`` are the folded words before it: a type named there that the first code does not stand for ("Thông tư số
    90 TC/TCT") shows that the code names the issuer.
    """
    pieces: list[tuple[str, str]] = []
    end = match.start("rest")
    first = match["first"]
    for piece in _PIECE.finditer(match.string, match.start("rest"), match.end("rest")):
        join = first if not pieces else (piece[1] or "")
        followed = match.string.startswith((" ngày", ", ngày"), piece.end())
        if piece.start() != end or not _fits(join, piece[2], pieces, codes, followed=followed):
            break
        pieces.append((join, piece[2]))
        end = piece.end()
    year = next((int(part) for _, part in pieces if _YEAR.fullmatch(part)), None)
    names = [part for _, part in pieces if not part.isdigit()]
    if not names or pieces[-1][1].isdigit():
        return None
    if not _plausible(match["serial"], pieces, names, year, codes):
        return None
    foreign = first.strip() == "" and _contradicts(before, names[0], codes)
    return _canonical(match["serial"], pieces, year, codes, foreign=foreign), end


def _contradicts(before: str, code: str, codes: NumberCodes) -> bool:
    declared = codes.type_words.search(before)
    return declared is not None and code.upper() not in codes.by_word.get(declared[1], frozenset())


def _fits(join: str, part: str, pieces: list[tuple[str, str]], codes: NumberCodes, *, followed: bool) -> bool:
    """Tell whether ``part`` goes on the number after ``join``; ``followed`` by a date it does even after " - "."""
    if part.isdigit():
        return bool(join.strip()) and bool(_YEAR.fullmatch(part) or (_SHORT_YEAR.fullmatch(part) and not pieces))
    if not is_codelike(part.replace(" ", ""), codes):
        return False
    sign, previous = join.strip()[:1], pieces[-1][1] if pieces else ""
    if not pieces:
        return bool(sign) or part.split(".", maxsplit=1)[0].upper() in codes.types or join == "" or part.isupper()
    if sign == "-" and join.startswith(" ") and not followed:
        joint = any(known.upper() in _JOINT for _, known in pieces)
        return previous.upper() in codes.types or previous.isdigit() or (joint and part.upper() in codes.issuers)
    if sign == ".":
        return previous.split(".")[0].upper() in codes.types and part.split(".", maxsplit=1)[0].isupper()
    if not sign:
        return previous.upper() in codes.types and len(pieces) <= 2
    return True


def _plausible(
    serial: str, pieces: list[tuple[str, str]], names: list[str], year: int | None, codes: NumberCodes
) -> bool:
    """Tell numbers from other strings with a slash: "5-10 HTX", "1/2 ha", "15 UBND"."""
    joins = [join.strip()[:1] for join, _ in pieces]
    if serial[-1:].isupper() and year is None and not any(name.upper() in codes.types for name in names):
        return bool(joins[0]) and len(pieces) > 1
    if not joins[0]:
        typed = names[0].upper() in codes.types
        return "/" in joins and (typed or pieces[0][0] == "" or names[0].isupper())
    if all(name.islower() for name in names):
        return names[0].upper() in codes.types and (year is not None or len(names) > 1)
    if "/" not in joins:
        return len(names) == 1 and pieces[0][0] == "-" and names[0].upper() in codes.issuers and len(names[0]) > 1
    return True


def _canonical(
    serial: str, pieces: list[tuple[str, str]], year: int | None, codes: NumberCodes, *, foreign: bool
) -> DocumentNumber:
    groups: list[tuple[str, str]] = []
    for join, part in pieces:
        sign = join.strip()[:1] or (" " if join else "")
        groups.extend(mend(sign, part.replace(" ", ""), codes, first=all(name.isdigit() for _, name in groups)))
    names = [name for _, name in groups if not name.isdigit()]
    typed = next(
        (at for at, name in enumerate(names) if name.upper() in codes.types and not (foreign and at == 0)), None
    )
    type_code = names[typed] if typed is not None else None
    issuers = tuple(names[typed + 1 :]) if typed is not None else tuple(names)
    party = _is_party(names, typed, year, codes, groups)
    groups = _separate(groups, typed, party, year, codes)
    canonical = serial + "".join(sign + name for sign, name in groups)
    printed = serial + "".join((join.strip() or join) + part for join, part in pieces)
    return DocumentNumber(canonical, serial, year, tuple(names), type_code, issuers, party, canonical != printed)


def _is_party(
    names: list[str], typed: int | None, year: int | None, codes: NumberCodes, groups: list[tuple[str, str]]
) -> bool:
    """Tell a Party number: type and one Party body, or the Party's order of signs with an unknown body.

    Bodies of the state that print the number of their term ("HĐNN8", "QH14") are known without it.
    """
    if typed != 0 or len(names) != 2 or year is not None:
        return False
    issuer = names[1].upper()
    if issuer.rstrip("0123456789") in codes.normative:
        return False
    if issuer in codes.party or issuer.endswith(("TW", "TU", "ĐU")):
        return issuer in codes.party or issuer not in codes.issuers
    return [sign for sign, _ in groups] == ["-", "/"] and issuer not in codes.issuers


def _separate(
    groups: list[tuple[str, str]], typed: int | None, party: bool, year: int | None, codes: NumberCodes
) -> list[tuple[str, str]]:
    """Set lost separators right where type and issuer are known; leave all others as printed."""
    if party:
        return [("-", groups[0][1]), ("/", groups[1][1])]
    if year is not None and groups[0][1] == str(year):
        groups = [("/", groups[0][1]), ("/" if len(groups) > 1 else "", groups[1][1]), *groups[2:]]
    names = [name for _, name in groups if not name.isdigit()]
    if typed != 0 or not names:
        return groups
    at = next(place for place, (_, name) in enumerate(groups) if not name.isdigit())
    sign, name = groups[at]
    mended = [*groups[:at], ("/" if sign in (" ", "") else sign, name), *groups[at + 1 :]]
    printed = [join for join, part in groups if not part.isdigit()]
    as_printed = printed == ["-", "/"] or (printed[-1] == "." and year is None)
    if len(names) == 2 and names[1].upper() in codes.issuers and not as_printed and name.upper() not in _JOINT:
        mended[at] = ("/", name)
        mended[-1] = ("-", names[1])
    return [(sign if sign != " " else "-", name) for sign, name in mended]
