"""Cells of agencies: who is named, and in which role where the cell itself says so.

Reads a cell and the role of its column; writes (role, agency) pairs. One column "Cơ quan thực hiện" may hold "Chủ trì:
Sở Y tế; phối hợp: Sở Nội vụ", "Sở Y tế (chủ trì), Sở Nội vụ (phối hợp)" or "Sở Y tế chủ trì, phối hợp với Sở Nội vụ".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.agency_lists import split_list
from ingest.agency_words import AgencyWords
from ingest.model import AgencyMention, Role, Span
from ingest.spelling import soften

_ROLES: dict[str, Role] = {
    "chủ trì": "lead",
    "đầu mối": "lead",
    "phối hợp": "support",
    "tham gia": "support",
    "theo dõi": "monitor",
}
_WORDS = "|".join(_ROLES)
_LABEL = re.compile(rf"(?<!\w)(?:(?:cơ quan|đơn vị)\s{{1,3}})?({_WORDS})(?:\s{{1,3}}thực hiện)?\s{{0,3}}:\s{{0,3}}")
_JOINT = re.compile(
    r"(?:,\s{0,3})?(?P<lead>chủ trì\s{0,3}(?:,|và|-)?\s{0,3})?"
    r"phối hợp(?: chặt chẽ)?\s{1,3}(?:cùng với|với|cùng)\s{1,3}(?=\w)"
)
_REST = re.compile(r"[;,.]\s{0,3}(?:hoàn thành|xong|thực hiện|trình|báo cáo|trước|trong|chậm nhất)(?!\w)")
_DOING = re.compile(r"\s(?:tổ chức )?(?:triển khai )?thực hiện[\s.;,)]*$")
_SUFFIX = re.compile(rf"\s{{0,3}}(?:\(\s{{0,3}}|[-–]\s{{0,3}})?({_WORDS})\s{{0,3}}\)?$")


def read_agency_cell(text: str, span: Span, role: Role, words: AgencyWords) -> tuple[tuple[Role, AgencyMention], ...]:
    """Return who is named in ``span`` with the role that the cell states, else ``role``."""
    soft = soften(span.of(text))
    found: list[tuple[Role, AgencyMention]] = []
    for stated, start, end in _parts(soft, role):
        part = Span(span.start + start, span.start + end)
        mentions = split_list(text, soft[start:end], part, words)
        found.extend(_with_suffix(text, mention, stated, words) for mention in mentions)
    return tuple(found)


def is_stated(value: str) -> bool:
    """Tell whether a value says roles by itself: "Sở Y tế chủ trì", "Sở Y tế chủ trì, phối hợp với Sở Nội vụ"."""
    soft = soften(value)
    joint = _JOINT.search(soft)
    return (joint is not None and joint.start() > 0) or _SUFFIX.search(soft) is not None


def _parts(soft: str, role: Role) -> Iterator[tuple[Role, int, int]]:
    """The stretches between labels with their roles; the words before the first label have the role of the column."""
    labels = list(_LABEL.finditer(soft))
    joint = None if labels else _JOINT.search(soft)
    if joint is not None and joint.start() > 0:
        rest = _REST.search(soft, joint.end())
        yield "lead" if joint["lead"] else role, 0, joint.start()
        yield "support", joint.end(), rest.start() if rest else len(_DOING.sub("", soft))
        return
    first = labels[0].start() if labels else len(soft)
    if soft[:first].strip(" -–;,."):
        yield role, 0, first
    for place, label in enumerate(labels):
        stop = labels[place + 1].start() if place + 1 < len(labels) else len(soft)
        yield _ROLES[label[1]], label.end(), stop


def _with_suffix(text: str, mention: AgencyMention, role: Role, words: AgencyWords) -> tuple[Role, AgencyMention]:
    suffix = _SUFFIX.search(soften(mention.name))
    if suffix is None or suffix.start() == 0:
        return role, mention
    name = mention.name[: suffix.start()].rstrip()
    agency = words.find_name(name)
    end = mention.span.start + len(mention.span.of(text)) - (len(mention.name) - suffix.start())
    span = Span(mention.span.start, max(mention.span.start, end))
    return _ROLES[suffix[1]], replace(
        mention, name=name, span=span, label=agency.label if agency else None, key=agency.key if agency else None
    )
