"""ASCII words for IRIs: Vietnamese names without marks, joined by hyphens."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORDS: Final = re.compile(r"[a-z0-9]+")
_LONGEST: Final = 120


def slug(name: str) -> str:
    """Return ``name`` as lower-case ASCII words joined by hyphens, at most 120 characters, cut at a word.

    >>> slug("Sở Khoa học và Công nghệ")
    'so-khoa-hoc-va-cong-nghe'
    >>> slug("Bà Rịa - Vũng Tàu")
    'ba-ria-vung-tau'
    """
    plain = unicodedata.normalize("NFD", name[: 4 * _LONGEST].lower().replace("đ", "d"))
    words = "-".join(_WORDS.findall("".join(char for char in plain if not unicodedata.combining(char))))
    return words if len(words) <= _LONGEST else words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]
