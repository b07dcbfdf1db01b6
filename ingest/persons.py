"""Names of persons, as they stand under a signature.

Reads a few words; tells whether they are a Vietnamese personal name (họ, tên đệm, tên) and finds one at the end of a
cell that also prints the office. No list of family names: the form decides, which is enough under a signature.
"""

from __future__ import annotations

import re

from ingest.text import UPPER, fold

_SYLLABLE = rf"[{UPPER}][a-zà-ỹ]{{0,7}}"
_PERSON = re.compile(rf"{_SYLLABLE}(?:\s{{1,2}}{_SYLLABLE}){{1,5}}")
_PERSON_AT_END = re.compile(rf"(?<![\w.]){_SYLLABLE}(?:\s{{1,2}}{_SYLLABLE}){{1,4}}\s*$")
_PERSON_BETWEEN = re.compile(
    rf"(?<=[{UPPER}]\s)({_SYLLABLE}(?:\s{{1,2}}{_SYLLABLE}){{1,4}})(?=\s+[{UPPER}]{{2,}}\s+[{UPPER}]{{2,}})"
)
_UPPER_PERSON = re.compile(rf"[{UPPER}]{{1,8}}(?:\s{{1,2}}[{UPPER}]{{1,8}}){{1,4}}")
_TITLES = re.compile(
    r"^(?:(?:GS|PGS|TS|ThS|BS|KS|CN|GS\.TS|PGS\.TS|ĐẠI TÁ|THƯỢNG TÁ|TRUNG TÁ|THIẾU TÁ|ĐẠI TƯỚNG|THƯỢNG TƯỚNG|"
    r"TRUNG TƯỚNG|THIẾU TƯỚNG|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|"
    r"Ông|Bà|Đ/c|Đồng chí)\.?\s+)+"
)
_OFFICE_WORDS = frozenset(
    [
        "chu tich",
        "bo truong",
        "thu truong",
        "thu tuong",
        "giam doc",
        "chanh van phong",
        "cuc truong",
        "tong bi thu",
        "bi thu",
        "uy ban",
        "hoi dong",
        "noi nhan",
        "da ky",
        "viet nam",
        "quoc hoi",
        "chinh phu",
        "tong cuc",
        "truong ban",
        "truong phong",
        "quyet dinh",
        "nghi quyet",
        "ke hoach",
    ]
)


def is_person(words: str) -> bool:
    """Tell whether ``words`` are a personal name and nothing else.

    >>> is_person("Lan Thị Vân"), is_person("TS. Nguyễn Văn A"), is_person("Phó Chủ tịch"), is_person("TRẦN VĂN CỒN")
    (True, True, False, True)
    """
    return person_of(words) is not None


def person_of(words: str) -> str | None:
    """Return the name that ``words`` consist of, in title case, without ranks and degrees.

    >>> person_of("Đại tá Nguyễn Văn Nam")
    'Nguyễn Văn Nam'
    """
    bare = _TITLES.sub("", words.strip(" .*_|"))
    if not (_PERSON.fullmatch(bare) or _UPPER_PERSON.fullmatch(bare)) or names_office(bare):
        return None
    return titled(bare) if bare.isupper() else " ".join(bare.split())


def person_at_end(words: str) -> str | None:
    """Return the name with which ``words`` end, after an office or "(Đã ký)".

    >>> person_at_end("KT. THỦ TƯỚNG PHÓ THỦ TƯỚNG (Đã ký) Nguyễn Tấn Dũng")
    'Nguyễn Tấn Dũng'
    """
    match = _PERSON_AT_END.search(words[-60:])
    if match is None or names_office(match[0]):
        return None
    return " ".join(match[0].split())


def person_between(words: str) -> str | None:
    """Return the name that stands between an office before and a second office after it, in one cell.

    >>> person_between("TM. TIỂU BAN TRƯỞNG TIỂU BAN Nguyễn Văn Hoàn TRƯỞNG BAN XÂY DỰNG ĐẢNG")
    'Nguyễn Văn Hoàn'
    """
    match = _PERSON_BETWEEN.search(words[:400])
    return None if match is None or names_office(match[1]) else " ".join(match[1].split())


def names_office(words: str) -> bool:
    """Tell whether words name an office or a body, not a person."""
    folded = fold(words)
    return any(word in folded for word in _OFFICE_WORDS)


def titled(words: str) -> str:
    """Return words with each syllable capitalised.

    >>> titled("TRẦN VĂN CỒN")
    'Trần Văn Cồn'
    """
    return " ".join(word[:1].upper() + word[1:].lower() for word in words.split())
