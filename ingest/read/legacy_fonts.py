"""Legacy Vietnamese fonts: text whose letters are right only in one font, turned into Unicode by tables.

Sources: TCVN 5712:1993 (VN3, the ".Vn…" or ABC fonts); the VNI-Windows layout ("VNI-…" fonts), in which a mark follows
its vowel; UTF-8 bytes read as windows-1252. All three survive in files as the windows-1252 characters of their bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from ingest.read.language import LanguageSigns, measure_language

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "í": "í", "ì": "ì"}
_VNI_MARKS = {
    "ù": ("aeouyôö", _ACUTE), "ø": ("aeouyôö", _GRAVE), "û": ("aeouyôö", _HOOK), "õ": ("aeouyôö", _TILDE),
    "ï": ("aeouyôö", _DOT),
    "â": ("aeo", _CIRCUMFLEX), "á": ("aeo", _CIRCUMFLEX + _ACUTE), "à": ("aeo", _CIRCUMFLEX + _GRAVE),
    "å": ("aeo", _CIRCUMFLEX + _HOOK), "ã": ("aeo", _CIRCUMFLEX + _TILDE), "ä": ("aeo", _CIRCUMFLEX + _DOT),
    "ê": ("a", _BREVE), "é": ("a", _BREVE + _ACUTE), "è": ("a", _BREVE + _GRAVE), "ú": ("a", _BREVE + _HOOK),
    "ü": ("a", _BREVE + _TILDE), "ë": ("a", _BREVE + _DOT),
}  # fmt: skip


def _vni_table() -> dict[str, str]:
    table = {}
    for mark, (vowels, combining) in _VNI_MARKS.items():
        for vowel in vowels:
            letter = unicodedata.normalize("NFC", _VNI_LETTERS.get(vowel, vowel) + combining)
            for case in (mark, mark.upper()):
                table[vowel + case] = letter
                table[vowel.upper() + case] = letter.upper()
    for char, letter in _VNI_LETTERS.items():
        table[char] = letter
        table[char.upper()] = letter.upper()
    return table


_VNI = _vni_table()
_VNI_UNIT = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_FOREIGN = re.compile(r"[\u0080-\u009f¡-¬®-¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿœŒšŠžŽƒ]|\u00ad(?=\w)")
"""Characters that Vietnamese text does not use as letters but that the tables above turn into letters."""
_C1 = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_BYTES = {ord(char): code for code, char in _C1.items() if char != "\ufffd"}


def decode_tcvn3(text: str) -> str:
    """Return TCVN3 (ABC) text in Unicode.

    >>> decode_tcvn3("Céng hoµ x· héi chñ nghÜa ViÖt Nam")
    'Cộng hoà xã hội chủ nghĩa Việt Nam'
    """
    return text.translate(_TCVN3)


def decode_vni(text: str) -> str:
    """Return VNI-Windows text in Unicode.

    >>> decode_vni("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM")
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'
    """
    return _VNI_UNIT.sub(lambda match: _VNI[match[0]], text)


def decode_mojibake(text: str) -> str:
    """Return UTF-8 text that was read as windows-1252; characters that cannot be such bytes stay.

    >>> decode_mojibake("Cá»™ng hÃ²a")
    'Cộng hòa'
    """
    try:
        return text.translate(_BYTES).encode("latin-1").decode()
    except UnicodeError:
        pass
    raw = bytearray()
    for char in text:
        code = _BYTES.get(ord(char), ord(char))
        raw += bytes([code]) if code < 0x100 else char.encode()
    return raw.decode("utf-8", "replace")


_DECODERS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("TCVN3 (ABC)", decode_tcvn3),
    ("VNI", decode_vni),
    ("UTF-8 đọc nhầm thành windows-1252", decode_mojibake),
)


def decode_run(text: str, font: str) -> str:
    """Return the words of a run as its legacy font shows them; text in any other font is returned as it is.

    TCVN3 has capitals only for the seven extra letters: the fonts named "…H" draw small letters as capitals.

    >>> decode_run("céng hoµ", ".VnTimeH"), decode_run("Sôû", "VNI-Times"), decode_run("Sở", "Arial")
    ('CỘNG HOÀ', 'Sở', 'Sở')
    """
    family = font.strip("\"' ").lower()
    if family.startswith(".vn"):
        if any(ord(char) > 0xFF and char.isalpha() for char in text):
            return text
        words = decode_tcvn3(text)
        return words.upper() if family.endswith("h") else words
    return decode_vni(text) if family.startswith("vni") else text


@dataclass(frozen=True, slots=True)
class Conversion:
    """Text after conversion, and the encodings that were found in it, in order of first use."""

    text: str
    encodings: tuple[str, ...] = ()


def convert_legacy_text(text: str) -> Conversion:
    r"""Convert the lines of ``text`` that are in a legacy encoding and leave all others as they are.

    A line is converted when that clearly makes more of its words Vietnamese, or, in a document that is in one legacy
    encoding as a whole, when it makes no word less Vietnamese.

    >>> convert_legacy_text("Căn cứ Luật\nñeà nghò cuûa Sôû Taøi chính").text
    'Căn cứ Luật\nđề nghị của Sở Tài chính'
    """
    if not _FOREIGN.search(text):
        return Conversion(text)
    leading = _leading_decoder(text)
    used: dict[str, None] = {}
    lines = []
    for line in text.split("\n"):
        name, converted = _convert_line(line, leading)
        if name:
            used[name] = None
        lines.append(converted)
    return Conversion("\n".join(lines), tuple(used))


def _signs(text: str) -> LanguageSigns:
    return measure_language(unicodedata.normalize("NFC", text))


def _leading_decoder(text: str) -> str | None:
    """Return the encoding of the document as a whole, if it is a legacy one."""
    before = _signs(text).share
    if before > 0.6:
        return None
    shares = {name: _signs(decode(text[:200_000])).share for name, decode in _DECODERS}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] > max(0.4, before + 0.25) else None


def _convert_line(line: str, leading: str | None) -> tuple[str | None, str]:
    if line.isascii() or not (_FOREIGN.search(line) or leading):
        return None, line
    before = _signs(line)
    for name, decode in _DECODERS:
        if leading is not None and name != leading:
            continue
        converted = decode(line)
        after = _signs(converted)
        clear = before.share < 0.4 and after.words >= 3 and after.share > max(0.4, before.share + 0.3)
        if clear or (leading and after.bare_share >= before.bare_share and before.share < 0.6):
            return name, converted
    return None, line
