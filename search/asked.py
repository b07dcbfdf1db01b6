"""What the cues of a question ask for together: which body, in which role, and which bodies are only named beside it.

Reads the words of a question, the bodies named in it and its cues; writes a ``Scan``, and who is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.model import Role
from search.bodies import Bodies, NamedBody, is_generic
from search.cues import Cues, FoundCue
from search.names import NameMatch

_TOPICAL_ROLES: Final[frozenset[Role]] = frozenset({"lead", "support"})
"""Roles that are asked by words that say nothing else; what follows them is a topic: "phối hợp kiểm tra, giám sát"."""
_WEAK: Final = frozenset({"recipient", "filler"})
"""Cues whose words may as well be of the topic."""
_JOINED: Final = 2
"""From the last word of a body to the first of one named with it: "Sở Y tế và Sở Tài chính".

A body further on may as well be part of the task ("xây dựng Chính phủ số"), so its words stay in the topic.
"""
_ENGLISH_KINDS: Final = {"ministry": "bo", "ministries": "bo", "department": "so", "departments": "so"}
_ENGLISH_BODIES: Final = frozenset(
    {"body", "bodies", "agency", "agencies", "authority", "office", "unit", "organisation"}
)
_ASKED_HEADS: Final = frozenset(
    {("co", "quan"), ("don", "vi"), ("to", "chuc"), ("luc", "luong"), ("bo", "phan"), ("doan", "the")}
)
"""Words that ask for a body with others between: "cơ quan báo chí nào"."""
_NO_BODIES: Final = frozenset({"diem", "khoan", "muc", "ngay", "thang", "viec"})
"""What is asked for by "điểm nào", "ngày nào": no body, though one may be named before."""
_THEN: Final = ("thi",)
_OF: Final = "cua"
ASKING_ON: Final = frozenset({"va", "hay", "hoac", "vu", "nhiem", "viec", "tro", "quyen"})
"""Last words before "của" after which another body is asked about: "nhiệm vụ của", "và của"."""
_APART: Final = 6
"""The most words from there to "nào"."""
_REPLACING: Final = frozenset(
    {("thay",), ("thay", "the"), ("thay", "cho"), ("tiep", "nhan"), ("chuyen", "sang"), ("replaces",), ("replaced",),
     ("replacing",)}
)  # fmt: skip
"""What is also said of papers, technologies and letters."""
_BESIDE: Final = 3
"""The most words between "thay thế" and the body that is succeeded."""
_PAPERS: Final = frozenset(
    {("quyet", "dinh"), ("nghi", "dinh"), ("nghi", "quyet"), ("thong", "tu"), ("chi", "thi"), ("ke", "hoach"),
     ("van", "ban"), ("quy", "dinh")}
)  # fmt: skip
_PAPER_ROLES: Final[frozenset[Role]] = frozenset({"guide", "decide"})
"""Roles whose words are kinds of documents as well."""
_BEING: Final = frozenset({"la", "lam", "cac", "nhung", "voi"})
"""Before "cơ quan chủ trì" where a body is said to be it, or where it is a partner."""
_SENDING: Final = frozenset({"ve", "len", "gui", "den", "toi", "nop", "cho", "di", "keu"})
_SENDING_AT: Final = frozenset({"gui", "nop", "keu", "kien"})
_AT: Final = frozenset({"o", "tai"})
_NOT_SUED: Final = frozenset({"su", "y", "dieu", "du", "sang"})
"""Before "kiện" of "sự kiện", "điều kiện", and before "kiến" of "ý kiến": they are sent nowhere."""
_PLACES: Final = frozenset({("cho", "nao"), ("noi", "nao"), ("o", "dau")})
_BE: Final = frozenset({"be", "is", "are"})
_TOLD: Final = ("thong", "bao")
"""What "informed" and "notified" have been translated to."""
_BODY_KINDS: Final = frozenset({"so", "bo", "ban", "cuc", "tinh", "huyen", "xa", "dai", "to", "hoi", "vien", "phong"})


@dataclass(frozen=True, slots=True)
class Scan:
    """What the cues say: positions of words that are no topic, what is wanted, where, and by which role."""

    dropped: frozenset[int]
    wants: frozenset[str]
    asks_at: int | None
    kind: str | None
    roles: tuple[Role, ...]
    marks: tuple[tuple[int, int, str], ...]
    helps: frozenset[int] = frozenset()
    """Where "phối hợp" stands: "… Bảo hiểm Xã hội phối hợp và bộ nào chủ trì" asks for another body."""
    leads: frozenset[int] = frozenset()
    """Where "chủ trì" stands: "Bộ Công an chủ trì việc gì, bộ nào phối hợp?" asks what the first body does."""
    helped: frozenset[int] = frozenset()
    """Where "phối hợp" ends: the body behind it is a partner."""
    where: bool = False
    """Whether "về đâu", "gửi đâu" is asked."""

    @property
    def asks_receiver(self) -> bool:
        """Whether what is asked for stands behind "cho", "về", "gửi"."""
        return self.where or any(meaning == "recipient" and end == self.asks_at for _, end, meaning in self.marks)


def scan_cues(words: Sequence[str], bodies: Sequence[NameMatch[str]], cues: Sequence[FoundCue], register: Cues) -> Scan:
    """Return what ``cues`` say among ``words``; one inside the name of a body says nothing."""
    inside = {at for match in bodies for at in range(match.start, match.end)}
    dropped: set[int] = set()
    wants: set[str] = set()
    roles: dict[Role, None] = {}
    marks: list[tuple[int, int, str]] = []
    asking: FoundCue | None = None
    for cue in cues:
        span = range(cue.start, cue.end)
        if inside.intersection(span) or ("succession" in cue.asks and not _succeeds(cue, words, bodies)):
            continue
        if _names_document(cue, words, register):
            continue
        if not roles or not _TOPICAL_ROLES.issuperset(roles) or _TOPICAL_ROLES.issuperset(cue.roles):
            roles.update(dict.fromkeys(cue.roles))
        wants.update(cue.asks)
        marks.extend((cue.start, cue.end, meaning) for meaning in cue.asks)
        if {"agency", "kind"}.intersection(cue.asks) and (asking is None or _asks_place(asking, words)):
            asking = cue
        if _is_no_topic(cue):
            dropped.update(span)
    spoken = [_ENGLISH_KINDS.get(word, word) for word in (words[asking.start : asking.end] if asking else ())]
    kind = next((word for word in spoken if word in _BODY_KINDS), None)
    asks_at = asking.start if asking else _asked_apart(words)
    if asks_at is None:
        asks_at = _asked_first(words, bodies, register)
    supporting = [cue for cue in cues if cue.roles == ("support",)]
    if asks_at is not None and any(cue.end == asks_at for cue in supporting):
        wants.add("partner")
    where = _asked_where(words)
    return Scan(
        dropped=frozenset(dropped),
        wants=frozenset(wants),
        asks_at=where if asks_at is None else asks_at,
        kind=kind,
        roles=tuple(roles),
        marks=tuple(marks),
        helps=frozenset(cue.start for cue in supporting),
        leads=frozenset(cue.start for cue in cues if cue.roles == ("lead",)),
        helped=frozenset(cue.end for cue in supporting),
        where=where is not None or _asks_who_is_told(words),
    )


def _names_document(cue: FoundCue, words: Sequence[str], register: Cues) -> bool:
    """Tell whether "hướng dẫn", "quyết định" is a kind of document here: "theo hướng dẫn", "Điều 3 quyết định"."""
    if not cue.roles or not _PAPER_ROLES.issuperset(cue.roles):
        return False
    if cue.start and words[cue.start - 1].isdigit():
        return True
    return any(register.lists["citing"].exactly(words[max(0, cue.start - length) : cue.start]) for length in (1, 2))


def _asked_first(words: Sequence[str], bodies: Sequence[NameMatch[str]], register: Cues) -> int | None:
    """Return where a body is asked for without "nào": "Cơ quan chủ trì …?", "… lần 3: đv chủ trì"."""
    head = next(iter(register.lists["asked-head"].find(words)), None)
    if head is None or (head.start and words[head.start - 1] in _BEING):
        return None
    return None if any(match.end == head.start for match in bodies) else head.start


def _succeeds(cue: FoundCue, words: Sequence[str], bodies: Sequence[NameMatch[str]]) -> bool:
    """Tell whether a cue of succession is about a body, and not "nghiên cứu công nghệ thay thế", "thay thế Quyết định".

    The words that take other objects as well ask for a successor only beside a body.
    """
    if not bodies:
        return False
    if tuple(words[cue.start : cue.end]) not in _REPLACING:
        return True
    for match in bodies:
        after = words[cue.end : match.start] if match.start >= cue.end else None
        if after is not None and tuple(words[match.end : match.end + 2]) in _PAPERS:
            continue  # "replaces the Prime Minister's decisions"
        if after is not None and (len(after) <= _BESIDE or after[-1:] == ["cua"]) and not _names_paper(after):
            return True
        if 0 <= cue.start - match.end <= _BESIDE:
            return True
    return False


def _names_paper(words: Sequence[str]) -> bool:
    return any(tuple(words[at : at + 2]) in _PAPERS for at in range(len(words)))


def _asked_where(words: Sequence[str]) -> int | None:
    """Return where "đâu" stands behind a word of sending: "gửi về đâu", "nộp đâu", "kiện ở đâu"."""
    for at in range(1, len(words)):
        if words[at] != "dau":
            continue
        if words[at - 1] in _SENDING:
            return at
        sends = at > 1 and words[at - 1] in _AT and words[at - 2] in _SENDING_AT
        if sends and _NOT_SUED.isdisjoint(words[max(0, at - 3) : at - 2]):
            return at
    return None


def _asks_place(cue: FoundCue, words: Sequence[str]) -> bool:
    """Tell whether "chỗ nào" may as well ask where: "kẹt chỗ nào thì báo cho ai" asks for another."""
    return tuple(words[cue.start : cue.end]) in _PLACES


def _asks_who_is_told(words: Sequence[str]) -> bool:
    """Tell whether an English question asks for the one that is told: "which body must be informed".

    One that "is told to build" is asked as the one that does it.
    """
    for at, word in enumerate(words[:-1]):
        told = words[at + 1] == "told" and "to" not in words[at + 2 : at + 3]
        if word in _BE and (told or tuple(words[at + 1 : at + 3]) == _TOLD):
            return True
    return False


def _asked_apart(words: Sequence[str]) -> int | None:
    """Return where a body is asked for with words between: "cơ quan báo chí nào", "which provincial body"."""
    for end, word in enumerate(words):
        if word == "nao" and words[end - 1] not in _NO_BODIES:
            heads = [at for at in range(max(0, end - _APART), end) if tuple(words[at : at + 2]) in _ASKED_HEADS]
            if heads:
                return heads[0]
        if word == "which" and _ENGLISH_BODIES.intersection(words[end + 1 : end + 2 + _APART]):
            return end
    return None


def _is_no_topic(cue: FoundCue) -> bool:
    """Tell whether the words of ``cue`` only ask; a filler of one word is judged as it is spelt, not here."""
    if cue.roles:
        return _TOPICAL_ROLES.issuperset(cue.roles)
    return not _WEAK.issuperset(cue.asks) or (cue.end - cue.start > 1 and "filler" in cue.asks)


def assign_bodies(
    words: Sequence[str], matches: Sequence[NameMatch[str]], bodies: Bodies, scan: Scan
) -> tuple[tuple[NamedBody, ...], tuple[NamedBody, ...], frozenset[int]]:
    """Return the bodies asked about, the bodies beside them, and the positions of their words."""
    ends = {end: meaning for _, end, meaning in scan.marks if meaning in {"partner", "recipient"}}
    subjects: list[NamedBody] = []
    starts: list[int] = []
    partners: list[NamedBody] = []
    spoken: set[int] = set()
    for match in matches:
        body = bodies.named(words, match)
        if scan.asks_at is not None and is_generic(body.words):
            continue
        beside = (match.end in scan.helps and _asks_other(match, scan, ends)) or (
            subjects and match.start in scan.helped
        )
        if match.start in ends or beside:
            partners.append(body)
        elif subjects and "succession" not in scan.wants and _is_possessor(words, match.start):
            continue  # "Công an xã … trong kế hoạch của Mặt trận xã": whose plan it is.
        elif _is_subject(words, match, scan, ends):
            if not subjects or match.start - max(spoken) <= _JOINED:
                spoken.update(range(match.start, match.end))
            subjects.append(body)
            starts.append(match.start)
    return _taken_over(subjects, starts, scan), tuple(partners), frozenset(spoken)


def _is_possessor(words: Sequence[str], start: int) -> bool:
    """Tell whether "của" stands before the body; "và của", "nhiệm vụ của" ask about it beside the first."""
    return words[start - 1] == _OF and words[max(0, start - 2)] not in ASKING_ON


def _taken_over(subjects: Sequence[NamedBody], starts: Sequence[int], scan: Scan) -> tuple[NamedBody, ...]:
    """Return the bodies whose duties are asked: of "Sở A tiếp nhận nhiệm vụ của Sở B" those of the second."""
    after = max((end for _, end, meaning in scan.marks if meaning == "succession"), default=0)
    behind = tuple(body for body, start in zip(subjects, starts, strict=True) if start >= after)
    return behind or tuple(subjects)


def _asks_other(match: NameMatch[str], scan: Scan, ends: dict[int, str]) -> bool:
    """Tell whether another body is asked for after this one: "… và bộ nào chủ trì", not "… với ai", "… bộ nào"."""
    after = scan.asks_at is not None and match.end < scan.asks_at and scan.asks_at not in ends
    return after and "lead" in scan.roles


def _is_subject(words: Sequence[str], match: NameMatch[str], scan: Scan, ends: dict[int, str]) -> bool:
    """Tell whether the duties of this body are asked, not those of an unknown "ai" / "cơ quan nào".

    "Cơ quan báo chí nào" asks for one of the press, "ở huyện thì ai …" for one of the districts; "phối hợp bộ nào" asks
    whom the body named works with.
    """
    if scan.asks_at is None or "succession" in scan.wants or match.start == scan.asks_at:
        return True
    if tuple(words[match.end : scan.asks_at]) == _THEN or ("task" in scan.wants and match.end in scan.leads):
        return True
    return (scan.asks_at in ends or scan.asks_at in scan.helped) and match.start < scan.asks_at
