"""Clauses of a predicate: one duty for each verb that gives a role of its own.

Reads a predicate and its subjects; writes ``Duty``s. "chỉ đạo rà soát …; bố trí đủ nguồn lực; tăng cường kiểm tra …" is
three; a clause that only goes on with the same role belongs to the clause before it. "chủ trì, phối hợp với Y" gives Y
a duty of support; "báo cáo … về X … để tổng hợp, báo cáo Z" gives X the next report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from ingest.duties import Context, Duty
from ingest.duty_sentences import RoleReading, SentenceReader
from ingest.model import AgencyMention, Role, Span

_BOUNDARY = re.compile(r";\s*|,\s*(?:và\s+)?(?:đồng\sthời\s+)?|\s+và\s+")
_WITH = re.compile(
    r"(?:chủ\strì\s{0,2}(?:,|và|-)?\s{0,2})?(?:chủ\sđộng\s|có\s|tích\scực\s)?phối\s(?:kết\s)?hợp"
    r"(?:\s(?:chặt\schẽ|đồng\sbộ|thường\sxuyên|kịp\sthời))?(?:\s(?:cùng\svới|với|cùng))?\s*:?\s*"
)
_CONVENES = re.compile(r"(?:triệu\stập\svà\s)?chủ\strì(?!\w)")
_RECIPIENT = re.compile(
    r"(?<!\w)(?:báo\scáo|tham\smưu|trình|gửi|về|cho|với|đến|lên)(?:\s(?:về|cho|với|gửi|lên|đến))?\s+(?=\S)"
)
_ONWARD = re.compile(
    r"(?:để\s+(?:[^\s,;.]+\s){0,3}?)?tổng\shợp(?:[^;.]{0,60}?)(?:báo\scáo|trình|tham\smưu|đề\sxuất)\s+(?:cho\s|về\s|với\s)?"
)
_HANDED_ON = re.compile(
    r"(?<!\w)(?:để\s+(?:[^\s,;.]+\s){0,3}|(?:gửi|về|đến|tới)\s[^,;.:]{2,60}?\s)tổng\shợp[^,;.]{0,40}$"
)
_HAND_WINDOW = 80
_TO_REPORT = re.compile(
    r"(?<!\w)để\s(?:kịp\sthời\s)?báo\scáo(?!\w)|"
    r"(?<!\w)(?:gửi|về|đến|tới|với)\s[^,;.:]{2,80}\s(?:để\s(?:kịp\sthời\s)?tổng\shợp|để\sđược\s(?:hướng\sdẫn|xem\sxét|giải\squyết|tháo\sgỡ))"
)
_REPORT = re.compile(r"(?:;|,|\svà)\s+báo\scáo(?!\w)")
_REPORTING = re.compile(r"(?<!\w)báo\scáo\s(?:về\s|cho\s|với\s)?")
_CHAIN = re.compile(r"\s*(?:,|và)\s*")
_AFTER_COMMA: frozenset[Role] = frozenset({"report", "fund"})
_AFTER_AND: frozenset[Role] = frozenset({"report", "fund", "support", "monitor", "advise"})
_STRONGER_THAN_SUPPORT: frozenset[Role] = frozenset({"communicate", "advise"})
_TIMED: frozenset[str] = frozenset({"định kỳ", "hàng năm", "hằng năm", "kịp thời"})
_GROUNDS = ("căn cứ", "theo chức năng", "trên cơ sở")
_AFTER_GROUND = re.compile(
    r"(?P<stop>;)|,\s+|(?<!\w)để\s+|(?<!\w)(?:chức năng|nhiệm vụ|quyền hạn|thẩm quyền|được giao|của mình|của đơn vị|"
    r"phân công|liên quan|pháp luật|quy định|này|nêu trên|trên đây|hiện hành|thực tế|địa phương|đơn vị)\s+"
)
_ROLE_UPHELD = re.compile(r"phát\shuy\svai\strò\s")
_WORD = re.compile(r"\w+")
_MIN_OBJECT = 2
_MIN_TASK = 2
_MIN_WHOLE = 6
_MAX_CLAUSES = 40


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause while it is read: its agencies, where it and its main verb begin, and its role."""

    agents: tuple[AgencyMention, ...]
    start: int
    main: int
    reading: RoleReading
    role: Role
    partners: tuple[AgencyMention, ...] = ()


def read_duties(
    reader: SentenceReader, context: Context, start: int, end: int, rule: str, verb: int | None = None
) -> tuple[Duty, ...]:
    """Return the duties of the predicate ``[start, end)`` whose subjects are those of ``context``.

    The task begins at ``start``; the role is read at ``verb``, which may stand after a ground ("căn cứ …, ").
    """
    verb = past_ground(reader, start, end) if verb is None else verb
    while end > start and reader.text[end - 1] in " \t\n.;:/*_-–":
        end -= 1
    found: list[Duty] = []
    for clause, stop in _clauses(reader, context, start, verb, end):
        found.extend(_duties_of(reader, clause, stop, context, rule))
    return tuple(found)


def past_ground(reader: SentenceReader, at: int, end: int) -> int:
    """Return where the predicate proper begins after "căn cứ …", "theo chức năng …"; ``at`` where no ground is."""
    if not reader.soft.startswith(_GROUNDS, at):
        return at
    for match in islice(_AFTER_GROUND.finditer(reader.soft, at, end), _MAX_CLAUSES):
        if match["stop"]:
            break
        if reader.begins_predicate(match.end(), end):
            return match.end()
    return at


def _clauses(
    reader: SentenceReader, context: Context, start: int, verb: int, end: int
) -> Iterator[tuple[_Clause, int]]:
    """The clauses with their ends; an item whose heading states the role is one clause."""
    current = replace(_open(reader, context.agents, verb, end), start=start)
    count = 0
    if _gathers_reports(reader, current, end):
        current = replace(current, role="report")
    read, depth = start, 0
    for match in _BOUNDARY.finditer(reader.soft, start, end):
        depth += reader.soft.count("(", read, match.start()) - reader.soft.count(")", read, match.start())
        read = match.start()
        if match.start() < current.main or count >= _MAX_CLAUSES or depth > 0:
            continue
        following = _next_clause(reader, current, match, end)
        if following is not None and (context.role is None or following.agents is not current.agents):
            count += 1
            yield current, match.start()
            current = following
    yield current, end


def _gathers_reports(reader: SentenceReader, clause: _Clause, end: int) -> bool:
    """Tell whether the clause is "Tổng hợp …; báo cáo …": one report, not an inspection and a report."""
    return reader.soft.startswith("tổng hợp", clause.reading.start) and (
        _REPORT.search(reader.soft, clause.main, end) is not None or _reports_to(reader, clause.main, end)
    )


def _reports_to(reader: SentenceReader, start: int, end: int) -> bool:
    """Tell whether "báo cáo" stands before a body, as a verb: "tổng hợp tình hình báo cáo Ban Chỉ đạo"."""
    found = islice(_REPORTING.finditer(reader.soft, start, end), _MAX_CLAUSES)
    return any(reader.begins_agency(match.end(), end) for match in found)


def _open(reader: SentenceReader, agents: tuple[AgencyMention, ...], start: int, end: int) -> _Clause:
    reading = reader.find_role(start, end)
    clause = _Clause(agents, start, reading.end, reading, reading.role)
    joined = _WITH.match(reader.soft, reading.start, end)
    if joined is None:
        return clause
    listed = reader.read_objects(joined.end(), end)
    main = listed.predicate if listed else joined.end()
    partners = listed.mentions if listed else ()
    role = _joint_role(reader, reading.role, main, end)
    return replace(clause, main=min(main, end), role=role, partners=partners)


def _joint_role(reader: SentenceReader, role: Role, main: int, end: int) -> Role:
    """The role of "phối hợp với Y" + verb: to spread the word, to advise or to convene is stronger than to support."""
    if role != "support":
        return role
    if _CONVENES.match(reader.soft, main, end):
        return "lead"
    joint = reader.find_role(reader.skip(main, end), end).role
    return joint if joint in _STRONGER_THAN_SUPPORT else role


def _next_clause(reader: SentenceReader, current: _Clause, boundary: re.Match[str], end: int) -> _Clause | None:
    """Return the clause that begins after ``boundary``, None where the words go on with the current one."""
    at = boundary.end()
    strong = ";" in boundary[0]
    timed = any(reader.soft.startswith(word, at) for word in _TIMED)
    if strong or timed or "đồng thời" in boundary[0]:
        own = _own_subject(reader, at, end)
        if own is not None:
            return own
    if _HANDED_ON.search(reader.soft, max(current.start, boundary.start() - _HAND_WINDOW), boundary.start()):
        return None
    named = reader.text[at : at + 1].isupper() and (not strong or ":" in reader.text[current.start : at])
    if named or (not reader.begins_predicate(at, end) and not timed):
        return None
    following = _open(reader, current.agents, at, end)
    role = _chain_role(reader, following.reading, end) if timed else following.role
    role = "report" if _gathers_reports(reader, following, end) else role
    following = replace(following, role=role)
    if strong and role in (current.role, "do"):
        return following if _is_whole(reader, current, boundary) else None
    if role in ("do", current.role):
        return None
    if strong:
        return following
    return following if _stands_alone(reader, current, boundary, following, end, timed=timed) else None


def _is_whole(reader: SentenceReader, clause: _Clause, boundary: re.Match[str]) -> bool:
    """Tell whether the clause has an object of its own: "nghiên cứu, quán triệt; xây dựng kế hoạch" is one duty."""
    return len(_WORD.findall(reader.soft, clause.start, boundary.start())) >= _MIN_WHOLE


def _own_subject(reader: SentenceReader, at: int, end: int) -> _Clause | None:
    light = reader.words.light.match(reader.soft, at, end)
    begin = reader.skip(light.end(), end) if light else at
    given = reader.words.giving.match(reader.soft, begin, end)
    begin = given.end() if given else begin
    subject = reader.read_subject(begin, end)
    if subject is None:
        return None
    return _open(reader, subject.mentions, subject.predicate, end)


def _chain_role(reader: SentenceReader, reading: RoleReading, end: int) -> Role:
    """The role of "định kỳ sơ kết, tổng kết, báo cáo": the report is what the chain ends in."""
    role, at = reading.role, reading.end
    for _ in range(4):
        joint = _CHAIN.match(reader.soft, at, end)
        cue = reader.words.cue.match(reader.soft, joint.end(), end) if joint else None
        if cue is None:
            break
        if reader.find_role(cue.start(), end).role == "report":
            return "report"
        at = cue.end()
    return role


def _stands_alone(
    reader: SentenceReader, current: _Clause, boundary: re.Match[str], following: _Clause, end: int, *, timed: bool
) -> bool:
    """After a comma or "và": a new verb with an object, after a clause that has had its own object."""
    allowed = _AFTER_AND if "và" in boundary[0] else _AFTER_COMMA
    upheld = _ROLE_UPHELD.match(reader.soft, boundary.end(), end) is not None
    joint = _WITH.match(reader.soft, boundary.end(), end) is not None and bool(following.partners)
    if not (timed or upheld or joint or following.role in allowed):
        return False
    before = reader.words.cue.sub(" ", reader.soft[current.main : boundary.start()])
    if len(_WORD.findall(before)) < _MIN_OBJECT and not timed:
        return False
    after = reader.soft[following.reading.end : min(end, following.reading.end + 8)].lstrip()
    return timed or upheld or not (not after or after[0] in ",;." or after.startswith("và "))


def _duties_of(reader: SentenceReader, clause: _Clause, stop: int, context: Context, rule: str) -> Iterator[Duty]:
    task = _trimmed(reader, clause.start, stop)
    role = context.role or clause.role
    if role == "do" and _reports(reader, clause, stop):
        role = "report"
    main = _trimmed(reader, clause.main, stop)
    own = {agent.name.casefold() for agent in clause.agents}
    partners = tuple(one for one in clause.partners if one.name.casefold() not in own) if role == "lead" else ()
    recipients = _recipients(reader, clause, role, stop)
    if len(task.of(reader.text).split()) < _MIN_TASK:
        return
    yield Duty(clause.agents, role, task, rule, clause.partners, recipients)
    if partners and main.end > main.start:
        yield Duty(partners, "support", main, f"{rule}-partner", clause.agents)
    if context.role and context.partners:
        yield Duty(context.partners, "support", task, f"{rule}-partner", clause.agents)
    if role in ("report", "advise") and recipients:
        yield from _onward(reader, clause, stop, recipients, rule)


def _trimmed(reader: SentenceReader, start: int, end: int) -> Span:
    start = reader.skip(start, end)
    while end > start and reader.text[end - 1] in " \t\n,;.:/*_":
        end -= 1
    return Span(start, end)


def _reports(reader: SentenceReader, clause: _Clause, stop: int) -> bool:
    return _TO_REPORT.search(reader.soft, clause.start, stop) is not None


def _recipients(reader: SentenceReader, clause: _Clause, role: Role, stop: int) -> tuple[AgencyMention, ...]:
    if role not in ("report", "advise"):
        return ()
    for match in _RECIPIENT.finditer(reader.soft, clause.start, stop):
        listed = reader.read_objects(match.end(), stop)
        if listed is not None:
            return listed.mentions
    return ()


def _onward(
    reader: SentenceReader, clause: _Clause, stop: int, recipients: tuple[AgencyMention, ...], rule: str
) -> Iterator[Duty]:
    """Who receives a report "để tổng hợp, báo cáo Z" has to report to Z; so has X in "gửi X tổng hợp, trình Z"."""
    match = _ONWARD.search(reader.soft, recipients[-1].span.end, stop)
    listed = reader.read_objects(match.end(), stop) if match else None
    between = reader.soft[recipients[-1].span.end : match.start()].strip() if match else ""
    if match is not None and listed is not None and (match[0].startswith("để") or not between):
        start = reader.soft.index("tổng hợp", match.start())
        yield Duty(
            recipients, "report", _trimmed(reader, start, stop), f"{rule}-onward", (), listed.mentions, timed=False
        )
