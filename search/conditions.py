"""The condition under which a duty holds: "nếu phát sinh khó khăn, vướng mắc, đề nghị thông tin về Sở …".

A task is the words of what is done; the condition stands before them in the sentence that proves the duty. A question
often has no other words than those of the condition.
"""

from __future__ import annotations

import re
from typing import Final

from graph.model import Duty

_LONGEST: Final = 240
_LONGEST_SENTENCE: Final = 800
_BEGINS: Final = 30
"""Characters by which a task is found in its sentence."""
_MOST_BETWEEN: Final = 3
"""Words between the condition and what is done: "đề nghị", "thì phải". More are another duty."""
_CLAUSE_END: Final = re.compile(r"[.;:]\s|\n")
_CONDITION: Final = re.compile(r"\b(?:nếu|khi|trường hợp|trong quá trình|trong trường hợp)\s", re.IGNORECASE)
_SPACES: Final = re.compile(r"\s+")
_LINE: Final = re.compile(r"[-+•*]\s?(?P<text>\S.{3,})")
_LABEL: Final = re.compile(
    r"(?:(?:đơn vị|cơ quan|bộ phận|người|đồng chí)?\s?(?:chủ trì|phối hợp|phụ trách|thực hiện|theo dõi)|đơn vị|cơ quan|"
    r"thời (?:gian|hạn|điểm)|tiến độ|kết quả|sản phẩm|thành phần)[^:]{0,60}:",
    re.IGNORECASE,
)
_LONGEST_DETAILS: Final = 600


def wording_of(duty: Duty) -> str:
    """Return the words by which a duty is found: its task, its details, the condition; of a competence the sentence.

    A provision says as often before the body as behind it what the body does: "biên lai do Sở Tài chính phát hành".
    """
    if duty.stated and len(duty.evidence.quote) <= _LONGEST_SENTENCE:
        return duty.evidence.quote
    said = (duty.task, condition_of(duty), details_of(duty))
    return ". ".join(part for part in said if part) or duty.evidence.quote


def details_of(duty: Duty) -> str:
    r"""Return what the lines of a list below a task add to it, without those that only label a body or a time.

    >>> from graph.model import AgencyRef, Evidence
    >>> quote = "1. Tham gia các việc:\n- Dự phiên họp của xã.\n- Thời gian: quý I.\n- Đơn vị chủ trì: Sở Y tế"
    >>> proof, body = Evidence("urn:plan", "1", 0, len(quote), quote), AgencyRef("urn:all", "Sở Y tế")
    >>> details_of(Duty("urn:1", body, body.label, "lead", "Tham gia các việc:", "urn:plan", "", "1", "", None, proof))
    'Dự phiên họp của xã.'
    """
    lines = (_LINE.fullmatch(line) for line in duty.evidence.quote.split("\n")[1:])
    added = [
        line["text"] for line in lines if line and not _LABEL.match(line["text"]) and line["text"] not in duty.task
    ]
    details = " ".join(added)
    return details if len(details) <= _LONGEST_DETAILS else details[:_LONGEST_DETAILS].rpartition(" ")[0]


def condition_of(duty: Duty) -> str:
    """Return the condition before the task in its sentence, "" where there is none.

    >>> from graph.model import AgencyRef, Evidence
    >>> quote = "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị thông tin kịp thời về Sở Y tế."
    >>> proof = Evidence("urn:plan", "ket/1", 0, len(quote), quote)
    >>> body = AgencyRef("urn:all", "các sở")
    >>> what = ("report", "thông tin kịp thời về Sở Y tế")
    >>> condition_of(Duty("urn:1", body, body.label, *what, "urn:plan", "", "ket/1", "", None, proof))
    'Trong quá trình thực hiện, nếu có vướng mắc'
    """
    quote = _SPACES.sub(" ", duty.evidence.quote)
    at = quote.find(_SPACES.sub(" ", duty.task)[:_BEGINS]) if duty.task else -1
    if at <= 0:
        return ""
    before = _CLAUSE_END.split(quote[max(0, at - _LONGEST) : at])[-1]
    found = _CONDITION.search(before)
    condition, _, rest = before[found.start() :].rpartition(",") if found else ("", "", "")
    return condition.strip() if len(rest.split()) <= _MOST_BETWEEN else ""
