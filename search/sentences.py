"""An answer as one plain Vietnamese sentence, with the place where it is written.

Reads a ``Duty``; writes the sentence that a colleague would say: who, in which role, what, with whom, to whom, by when,
and where it stands.
"""

from __future__ import annotations

import re
from typing import Final

from graph.model import Duty
from graph.turtle import read_rows
from ingest.model import Role
from ontology.vocabulary import Skos

_UNMARKED: Final = {
    "ket": "phần kết",
    "mo-dau": "phần mở đầu",
    "kem-theo": "văn bản kèm theo",
    "noi-nhan": "nơi nhận",
    "ten-loai": "tên văn bản",
    "the-thuc": "phần thể thức",
}
"""Parts that print no mark, as ``ingest.structure`` names them, in words."""
_LONGEST_TASK: Final = 220
_ROMAN = re.compile(r"[IVXLC]+")
_SPACES = re.compile(r"\s+")


def write_sentence(duty: Duty) -> str:
    """Return the sentence of ``duty``.

    >>> from graph.model import AgencyRef, Evidence
    >>> trade = AgencyRef("urn:trade", "Sở Công Thương")
    >>> proof = Evidence("urn:plan", "phu-luc/III/2", 0, 1, "…")
    >>> what = ("lead", "Nghiên cứu công nghệ thay thế.")
    >>> where = ("urn:plan", "4655/KH-UBND", "phu-luc/III/2", "", None, proof)
    >>> print(write_sentence(Duty("urn:1", trade, trade.label, *what, *where)))
    Sở Công Thương chủ trì: Nghiên cứu công nghệ thay thế (Phụ lục, mục III, số 2; 4655/KH-UBND).

    Of one who is told it says from whom; what a provision only states begins with "Theo quy định".
    """
    by_rule = "Theo quy định, " if duty.stated else ""
    others = ", ".join(duty.counterparts)
    if duty.role == "inform":
        parts = [f"{by_rule}{duty.printed} nhận" + (f" từ {others}" if others else "") + f": {_short(duty.task)}"]
    else:
        parts = [f"{by_rule}{duty.printed or duty.agency.label} {_role_word(duty.role)}: {_short(duty.task)}"]
        parts += [f"cùng {others}"] if others else []
    if duty.recipients:
        parts.append(f"gửi {', '.join(duty.recipients)}")
    if duty.when and duty.when.surface:
        parts.append(f"thời gian: {_SPACES.sub(' ', duty.when.surface).strip()}")
    where = "; ".join(text for text in (write_locator(duty.locator), duty.number) if text)
    return f"{', '.join(parts)} ({where})." if where else f"{', '.join(parts)}."


def write_locator(locator: str) -> str:
    """Return a locator in words.

    >>> write_locator("V/1/a/-2")
    'mục V, khoản 1, điểm a, gạch đầu dòng thứ 2'
    """
    words: list[str] = []
    annex = False
    for part in filter(None, locator.split("/")):
        if part in _UNMARKED:
            words.append(_UNMARKED[part])
        elif part.startswith("phu-luc"):
            annex = True
            name = part.removeprefix("phu-luc").strip("-")
            words.append(f"Phụ lục {name}".strip())
        elif part.startswith("-"):
            words.append(f"gạch đầu dòng thứ {part[1:]}")
        elif _ROMAN.fullmatch(part):
            words.append(f"mục {part}")
        elif part[0].isdigit():
            words.append(f"số {part}" if annex else f"khoản {part}")
        elif len(part) == 1:
            words.append(f"điểm {part}")
        elif not part.startswith("~"):
            words.append(part)
    return ", ".join(words)


def _role_word(role: Role) -> str:
    return next((row.need(Skos.PREF_LABEL) for row in read_rows("roles") if row.one(Skos.NOTATION) == role), role)


def _short(task: str) -> str:
    text = _SPACES.sub(" ", task).strip().rstrip(".;,:")
    return text if len(text) <= _LONGEST_TASK else text[:_LONGEST_TASK].rpartition(" ")[0] + " …"
