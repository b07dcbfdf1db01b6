"""Which bodies a question names as bodies: known ones that are not only mentioned, and one that nobody knows.

Reads the words of a question, its cues and the names of bodies; gives the names that may be asked about. "Kế hoạch 16
của Mặt trận xã" names who issued the plan, "cán bộ của Sở" a person, "đại biểu Quốc hội" no body at all.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Final

from search.asked import ASKING_ON, Scan
from search.bodies import COMMITTEES, Bodies, NamedBody, is_generic
from search.cues import Cues, FoundCue
from search.names import Gazetteer, NameMatch
from search.words import Word, is_syllable

_WHICH: Final = re.compile(r"\b(?:which|what)(?: of the| other)? $", re.IGNORECASE)
"""Before bodies that an English question asks for: "which local authorities" names none."""
_WHICH_WITHIN: Final = 20
_CLAUSE_END: Final = re.compile(r"[,:;?] ")
_MOST_NAME: Final = 12
_MOST_OFFICE: Final = 3
"""Words of a name before a time that is asked: "Trưởng thôn chủ trì hội nghị ngày nào?"."""
_BACK: Final = 8
"""Words before a name in which the person is looked for who is of that body."""
_PAPER_BACK: Final = 4
_SOURCE_BACK: Final = 14
"""Words before a name in which "theo kế hoạch …" is looked for: whose plan it is."""
_THIS: Final = ["nay"]
_ELECTED: Final = ("dai", "bieu")
_ELECTION: Final = ("bau", "cu")
_GAP: Final = 2
"""Words in small letters that may stand between two capitals of one name: "Trung tâm Ứng dụng"."""


def find_named(
    words: Sequence[Word], cues: Sequence[FoundCue], register: Cues, bodies: Bodies, question: str
) -> tuple[NameMatch[str], ...]:
    """Return the bodies named, without those that are read out of "cơ quan nào", "UBND nào", "đầu tư".

    A short form of one syllable names a body only in capitals: "TU" is Tỉnh ủy, "tư" is not.
    """
    asks = {at for cue in cues if {"agency", "kind"}.intersection(cue.asks) for at in range(cue.start, cue.end)}
    folded = [word.text for word in words]
    compounds = [(found.start, found.end) for found in register.compounds.find(folded)]
    return tuple(
        match
        for match in bodies.find(words, question)
        if not asks.intersection(range(match.start, match.end))
        and not _asks_which(folded, match)
        and not _WHICH.search(question[max(0, words[match.start].start - _WHICH_WITHIN) : words[match.start].start])
        and (match.end - match.start > 1 or _is_in_capitals(words[match.start], question))
        and not any(start < match.start < end or (start == match.start and match.end < end) for start, end in compounds)
        and not _is_only_mentioned(folded, match, register)
        and not _is_place(words, match, register, question)
    )


def _asks_which(words: Sequence[str], match: NameMatch[str]) -> bool:
    """Tell whether "UBND nào" asks for a committee; "cơ quan báo chí nào" names a kind of which one is asked for."""
    return words[match.end : match.end + 1] == ["nao"] and tuple(words[match.start : match.end]) in COMMITTEES


def _is_place(words: Sequence[Word], match: NameMatch[str], register: Cues, question: str) -> bool:
    """Tell whether "ở xã" goes on with the name of the place: "ở xã An Phú" is no body of communes."""
    where = register.lists["where"].exactly((words[match.start].text,))
    return bool(where) and match.end < len(words) and _is_capital(words[match.end], question)


def _is_in_capitals(word: Word, question: str) -> bool:
    """Tell whether a short form of a body is no syllable, or is printed as one: "TU", not "tư", nor "TTATXH"."""
    return not is_syllable(word.text) or (word.upper and len(question[word.start : word.end]) == len(word.text))


def find_strangers(
    words: Sequence[Word], cues: Sequence[FoundCue], scan: Scan, register: Cues, question: str
) -> tuple[tuple[NamedBody, ...], frozenset[int]]:
    """Return the body which no register has whose duties are asked, and where it is named.

    "Trường Đại học Đà Lạt chủ trì nhiệm vụ nào?" and "Hội Cựu chiến binh cử ai?" are no questions about a task that has
    to do with the university or the association.
    """
    if scan.asks_at is None:
        most = _MOST_NAME if "task" in scan.wants else _MOST_OFFICE if "time" in scan.wants else 0
        return _before_its_task(words, cues, register, question, most)
    reaches = scan.asks_at > 0 and register.lists["reaching"].exactly((words[scan.asks_at - 1].text,))
    end = _end_of_name(words, register, question) if reaches else 0
    return _stranger(words, range(end), question) if end < scan.asks_at else ((), frozenset())


def _is_only_mentioned(words: Sequence[str], match: NameMatch[str], register: Cues) -> bool:
    """Tell whether the name says where something is, whose persons are meant, or who issued a document."""
    lists, before = register.lists, words[max(0, match.start - 1) : match.start]
    if any(lists["office"].exactly(words[max(0, match.start - length) : match.start]) for length in (2, 3)):
        return True  # "Phó Chủ tịch Thường trực MTTQ xã" is a person.
    if tuple(words[match.start : match.start + 2]) == _ELECTED and _is_election(words[: match.start]):
        return True  # "bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân"
    if lists["where"].exactly(before) and is_generic(words[match.start : match.end]):
        return True
    if not lists["of"].exactly(before):
        return False
    near = words[max(0, match.start - 1 - _BACK) : match.start - 1]
    papers = words[max(0, match.start - 1 - _PAPER_BACK) : match.start - 1]
    return bool(lists["person"].find(near) or lists["paper"].find(papers)) or _is_source(words, match.start, lists)


def _is_source(words: Sequence[str], start: int, lists: Mapping[str, Gazetteer[str]]) -> bool:
    """Tell whether a paper that the question cites stands before "của": "theo kế hoạch kiểm tra … của Mặt trận xã"."""
    near = words[max(0, start - 1 - _SOURCE_BACK) : start - 1]
    if not near or near[-1] in ASKING_ON:
        return False  # "Theo kế hoạch này, nhiệm vụ của Sở Y tế là gì?"
    return any(
        paper.start and lists["citing"].exactly(near[paper.start - 1 : paper.start]) and near[paper.end :][:1] != _THIS
        for paper in lists["paper"].find(near)
    )


def _is_election(words: Sequence[str]) -> bool:
    return _ELECTION in itertools.pairwise(words[-_SOURCE_BACK:])


def _before_its_task(
    words: Sequence[Word], cues: Sequence[FoundCue], register: Cues, question: str, most: int
) -> tuple[tuple[NamedBody, ...], frozenset[int]]:
    first = next((cue.start for cue in cues if cue.roles or "task" in cue.asks), 0)
    if not first:
        return (), frozenset()
    clause = _CLAUSE_END.split(question[: words[first].start])[-1]
    at = words[first].start - len(clause)
    named = [place for place in range(first) if words[place].start >= at]
    while named and register.lists["given"].exactly((words[named[-1]].text,)):
        named.pop()
    if not named or len(named) > most or not register.lists["head"].exactly((words[named[0]].text,)):
        return (), frozenset()
    return _stranger(words, named, question)


def _end_of_name(words: Sequence[Word], register: Cues, question: str) -> int:
    """Return where the name ends that a question begins with, by its capitals; 0 where it begins with none."""
    if not words or not register.lists["head"].exactly((words[0].text,)) or not _is_capital(words[0], question):
        return 0
    end = 1
    for at in range(1, min(len(words), _MOST_NAME)):
        if at - end > _GAP:
            break
        if _is_capital(words[at], question):
            end = at + 1
    return end if end > 1 else 0


def _is_capital(word: Word, question: str) -> bool:
    return question[word.start : word.start + 1].isupper()


def _stranger(
    words: Sequence[Word], named: Sequence[int], question: str
) -> tuple[tuple[NamedBody, ...], frozenset[int]]:
    if not _MOST_NAME >= len(named) > 1:
        return (), frozenset()
    label = question[words[named[0]].start : words[named[-1]].end]
    return (NamedBody((), tuple(words[place].text for place in named), label),), frozenset(named)
