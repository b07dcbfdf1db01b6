"""The phrases that signal a relation, as the register gives them.

Reads rows of the register; writes ``RelationCues``, made once and shared by all texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ingest.alternation import any_of
from ingest.lexicon import RelationCue
from ingest.model import Relation
from ingest.text import fold

REACH: Final = 260
"""How far before a document its verb is looked for, in characters."""
_CHAIN: Final[tuple[Relation, ...]] = (
    "corrects", "repeals", "replaces", "amends", "consolidates", "guides", "continues", "implements", "promulgates",
)  # fmt: skip
_FILLER_WORDS: Final = frozenset((
    "mot", "so", "cac", "nhung", "dieu", "khoan", "diem", "muc", "phan", "chuong", "phu", "luc", "tiet", "cua",
    "noi", "dung", "viec", "hieu", "qua", "co", "nghiem", "tuc", "day", "du", "tot", "toan", "bo", "chi", "tiet",
    "bien", "phap", "thi", "hanh", "thuc", "hien", "cho", "ve", "doi", "voi", "tinh", "than", "va", "theo", "dung",
    "kip", "thoi", "dong", "trong", "gach", "dau", "dong", "thu", "tai", "tung", "buoc", "bo", "sung", "sua",
    "doi", "nang", "cao", "quy", "dinh",
))  # fmt: skip
_MARK_WORD = re.compile(r"[a-zđ]?\d{1,3}(?:\.\d{1,3}){0,3}[a-zđ]?|[a-zđ]|[ivx]{1,5}|[^\w]+")
_WORD = re.compile(r"\w+(?:\.\d+)*|[^\w\s]+")
_NEUTRAL = re.compile(
    r"\btheo (?:quy dinh|huong dan|noi dung|tinh than)? ?(?:cua|tai)? ?$|(?<!mot so )\b(?:quy dinh|huong dan) (?:cua|"
    r"tai) ?$"
)


_CARRIED = re.compile(
    r"\b(?:ban )?(?:quy dinh|quy che|dieu le|noi quy|danh muc|bang gia|don gia|phu luc) (?:da |duoc )*ban hanh "
    r"(?:kem )?theo (?:cac )?$"
)
"""What a decision carries stands for the decision: "sửa đổi khoản 3 Quy định ban hành kèm theo Quyết định số"."""


@dataclass(frozen=True, slots=True)
class RelationCues:
    """The register's phrases that signal a relation, folded, as one pattern."""

    pattern: re.Pattern[str]
    relations: dict[str, Relation]

    def of(self, words: str) -> Relation:
        """Return the relation of a phrase that the pattern matched."""
        return self.relations[" ".join(words.split())]

    def at_end(self, gap: str) -> Relation | None:
        """Return the relation that the last words of ``gap`` signal for the document named next."""
        gap = gap[-REACH:]
        if carried := _CARRIED.search(gap):
            gap = gap[: carried.start()]
        if _NEUTRAL.search(gap):
            return None
        found: list[Relation] = []
        end = len(gap)
        for match in reversed(list(self.pattern.finditer(gap))):
            start, stop = match.span()
            if not _is_filler(gap[stop:end]):
                break
            found.append(self.of(match[0]))
            end = start
        return next((relation for relation in _CHAIN if relation in found), None)


@lru_cache(maxsize=4)
def relation_cues(cues: tuple[RelationCue, ...]) -> RelationCues:
    """Return the pattern of these rows; "căn cứ" and "theo" are read from the place instead."""
    relations = {fold(cue.phrase): cue.relation for cue in cues if cue.relation not in ("based_on", "cites")}
    body = any_of(relations, r"\s{1,3}")
    return RelationCues(re.compile(rf"\b(?:{body})\b"), relations)


def _is_filler(words: str) -> bool:
    return (
        all(word in _FILLER_WORDS or _MARK_WORD.fullmatch(word) for word in _WORD.findall(words)) and "." not in words
    )
