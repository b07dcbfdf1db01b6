"""Subjects and roles inside a sentence: who is named before the verb, and what the verb makes of them.

Reads spans of the text; writes ``Subject``s and ``RoleReading``s. Works on softened text of the same length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.agency_lists import begins_agency, split_list
from ingest.duty_words import DutyWords, compile_duty_words
from ingest.lexicon import Lexicon
from ingest.model import AgencyMention, Role, Span
from ingest.spelling import soften

_WINDOW = 1200
_LONGEST_NAME = 260
_LONGEST_PERSON = 60
_STEPS = 14
_ONE_SPACE = re.compile(r"\s")
_EDGE = " \t\n*_"
_BARE_NOUN = re.compile(r"[^\W\d_][^\W\d_A-ZĐ]*")
_SPACE = re.compile(r"[\s,:*_]*")
_TITLE_COLON = re.compile(r":\s*")
_NOUN_TAIL = re.compile(
    r"tổ\schức(?=\s*(?:[,;.)]|$|(?:chính trị|xã hội|kinh tế|đảng|thành viên|có liên quan|liên quan|tín dụng|khác|được|"
    r"quốc tế|"
    r"sự nghiệp|hành chính|nước ngoài|trên địa bàn|trong|thuộc|và cá nhân|cá nhân|và đơn vị|đơn vị|đoàn thể|phụ trách|"
    r"khoa học|nghề nghiệp|phi chính phủ|bộ máy|hội(?!\s(?:nghị|thảo|chợ|thi|họp|đàm))|là)(?!\w)))"
)
_ORGANISES = re.compile(r"tổ\schức,\s")
_NO_VERB = re.compile(
    r"cử(?=\s+tri(?!\w))|tổ\schức(?=\s+(?:hội\squần\schúng|và\shoạt\sđộng\scủa)(?!\w))|giao(?=\s(?:thông|dịch|lưu|ban))|"
    r"(?<=kế hoạch )tổng\shợp|(?:(?<=cơ quan )|(?<=đơn vị ))quản\slý|"
    r"(?:(?<=quá )|(?<=chương )|(?<=công )|(?<=quy )|(?<=lộ )|(?<=tiến )|(?<=giáo ))trình"
)
_NAMED_FOR = re.compile(r"ban (?:chỉ đạo|điều hành|quản lý|vận động)\s*$")
_PURPOSES = ("triển khai", "thực hiện", "xây dựng", "phát triển", "đổi mới", "phòng", "đầu tư", "bảo vệ")
_LISTED = re.compile(r"(?:(?:^|[,;]|(?<!\w)và|(?<!\w)các|(?<!\w)những|(?<!\w)mọi|(?<!\w)số)\s*)$")
_IN_CHARGE = re.compile(r"phụ\strách(?!\s+chung|\s+chính)")
_MODIFIER = re.compile(
    r"\s+(?:với\s(?:chức năng|vai trò|tư cách)|theo\s(?:chức năng|nhiệm vụ|thẩm quyền|phân công)|trong\sphạm\svi|"
    r"trên\scơ\ssở|"
    r"căn\scứ|trong\stháng|trong\sthời gian|khi\s|(?:sẽ|thì|đã|cùng)\s*$)"
)
_SHARED_HEAD = re.compile(
    r"(?:^|[;,]|(?<!\w)(?:và|các|hai|ba|bốn|đốc|trưởng))\s*(?:sở|bộ|ban|cục|chi cục|vụ|phòng|ngành|địa phương|"
    r"đơn vị|huyện|quận|thị xã|thành phố|tỉnh|xã|phường|cơ quan)"
    r"(?:,\s*(?:ban|ngành|đoàn thể))*\s*$"
)
_LIST_END = re.compile(
    r"(?<!\w)(?:để|trong|nhằm|theo|tại|khi|căn\scứ|thông\squa|qua|từ|về|đến|trên\scơ\ssở|và\scó|định\skỳ|trước|chậm\snhất|vào|bằng|kèm|đối\svới|với|kết\squả|tình\shình|"
    r"đúng|đầy\sđủ|kịp\sthời|ngay|sau(?!\s(?:thông\squan|cai|đại\shọc|thu\shoạch))|(?:hàng|hằng|mỗi)\s(?:tuần|tháng|quý|năm))(?!\w)|[:;.]"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_CLAUSE_WORDS = re.compile(
    r"(?<!\w)(?:không|thì|bị|đạt|phải|nếu|chưa|này|được\sthực|như|vì(?!\ssự\stiến)|mà|gây\sra|còn\slại|đang|là|làm|gồm|để|do|"
    r"có(?!\s(?:liên\squan|tên|thẩm\squyền|xã|trụ\ssở|chức\snăng|vốn|đủ|trách|thu|sử\sdụng|nhu|hoạt)))(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The agencies named before a predicate, and where the predicate begins."""

    mentions: tuple[AgencyMention, ...]
    predicate: int


@dataclass(frozen=True, slots=True)
class RoleReading:
    """The role that the head of a predicate signals; ``start``/``end`` of the words that signal it."""

    role: Role
    start: int
    end: int


class SentenceReader:
    """Reads subjects and roles in one text."""

    def __init__(self, text: str, words: DutyWords) -> None:
        self.text = text
        self.soft = soften(text)
        self.words = words
        self.parts: dict[Span, tuple[Span, ...]] = {}
        """The sentences of the spans asked for so far: assignments and competences ask for the same ones."""
        self._begun: dict[tuple[int, int], bool] = {}

    def skip(self, at: int, end: int) -> int:
        """Return the first position from ``at`` that is no space, comma or emphasis."""
        match = _SPACE.match(self.soft, at, end)
        return match.end() if match else at

    def begins_agency(self, at: int, end: int) -> bool:
        """Tell whether a name of a body, an office or a collective can begin at ``at``."""
        stop = min(end, at + 200)
        known = self._begun.get((at, stop))
        if known is None:
            known = not self.begins_predicate(at, end) and begins_agency(
                self.text[at:stop], self.soft[at:stop], self.words.agencies, 0
            )
            self._begun[at, stop] = known
        return known

    def begins_predicate(self, at: int, end: int) -> bool:
        """Tell whether a verb or an adverb that opens a predicate stands at ``at``."""
        return self.words.predicate.match(self.soft, at, end) is not None and not self._is_noun(at, at, end)

    def read_list(self, start: int, end: int, *, plain: bool = True) -> tuple[AgencyMention, ...]:
        """Return the agencies that all the words of the span list; none where they are not such a list.

        A ``plain`` list has no words of a clause ("không", "thì"); a list before "chịu trách nhiệm thi hành" may.
        """
        modifier = _MODIFIER.search(self.soft, start, end)
        end = modifier.start() if modifier else end
        while end > start and self.text[end - 1] in " \t\n,:;.-–*_(":
            end -= 1
        if end <= start or not self.begins_agency(start, end):
            return ()
        if plain and _CLAUSE_WORDS.search(_BRACKETS.sub(" ", self.soft[start:end])):
            return ()
        mentions = split_list(self.text, self.soft[start:end], Span(start, end), self.words.agencies)
        named = all(len(one.name) <= _LONGEST_NAME and not _BARE_NOUN.fullmatch(one.name) for one in mentions)
        return mentions if named else ()

    def read_name(self, start: int, end: int) -> AgencyMention | None:
        """Return the one body that the words name where a name is known to stand; None where they are a list."""
        start = self.skip(start, end)
        if end <= start or end - start > _LONGEST_NAME or not self.text[start].isupper():
            return None
        mentions = split_list(self.text, self.soft[start:end], Span(start, end), self.words.agencies)
        return mentions[0] if len(mentions) == 1 else None

    def read_subject(self, start: int, end: int, window: int = _WINDOW) -> Subject | None:
        """Return the agencies with which the span begins, up to its first verb or a colon; None if it does not."""
        start = self.skip(start, end)
        end = min(end, start + window)
        if not self.begins_agency(start, end):
            return None
        colon = self._title_colon(start, end)
        for at in self._predicates(start, colon if colon is not None else end):
            mentions = self.read_list(start, at)
            return Subject(mentions, at) if mentions and not self._is_clause(start, at) else None
        if colon is None:
            return None
        mentions = self.read_list(start, colon)
        return Subject(mentions, self.skip(colon + 1, end)) if mentions else None

    def read_authority(self, start: int, end: int) -> Subject | None:
        """As ``read_subject``, for public bodies, offices and their collectives: no households, firms or persons."""
        subject = self.read_subject(start, end)
        if subject is None:
            return None
        return subject if self.is_authority(self.skip(start, end), end) else None

    def is_authority(self, start: int, end: int) -> bool:
        """Tell whether a public body, an office or their collective is named at ``start``: no firm, no person."""
        at = self._past_quantifier(start, end)
        private = self.is_organisation(start, end)
        return not private and not self.is_person(at, end) and self.begins_agency(start, end)

    def is_organisation(self, start: int, end: int) -> bool:
        """Tell whether a firm or another body outside of the administration is named at ``start``."""
        at = self._past_quantifier(start, end)
        words = self.words.agencies
        firm = words.organisation.match(self.soft, at, end) is not None
        return firm and words.administration.match(self.soft, at, end) is None

    def _past_quantifier(self, at: int, end: int) -> int:
        quantifier = self.words.agencies.quantifier.match(self.soft, at, end)
        return quantifier.end() if quantifier else at

    def is_person(self, at: int, end: int) -> bool:
        """Tell whether plain persons ("người ứng cử", "cử tri") are named at ``at``, not the holder of an office."""
        words = self.words.agencies
        quantifier = words.quantifier.match(self.soft, at, end)
        at = quantifier.end() if quantifier else at
        if words.person.match(self.soft, at, end) is None:
            return False
        return (
            words.position.match(self.soft, at, end) is None and words.administration.match(self.soft, at, end) is None
        )

    def is_common(self, at: int, end: int) -> bool:
        """Tell whether a common noun without "các" stands at ``at``: inside a list, it begins no subject."""
        words = self.words.agencies
        if words.person.match(self.soft, at, end) and not self.text[at].isupper():
            return True
        common = words.administration.match(self.soft, at, end) or words.organisation.match(self.soft, at, end)
        return common is not None and not self.text[at].isupper()

    def read_heading(self, start: int, end: int) -> tuple[AgencyMention, ...]:
        """Return the agencies of a heading that is nothing but a list of them."""
        start = self.skip(start, end)
        while end > start and self.text[end - 1] in " \t\n:;,.*_":
            end -= 1
        if end - start > 2 * _LONGEST_NAME or any(True for _ in self._predicates(start, end)):
            return ()
        return self.read_list(start, end)

    def read_objects(self, start: int, end: int) -> Subject | None:
        """Return the agencies listed after "phối hợp với", "báo cáo": up to a verb, a preposition or a stop."""
        start = self.skip(start, end)
        end = min(end, start + _WINDOW)
        if start >= end or not self.begins_agency(start, end):
            return None
        stop = end
        for match in _LIST_END.finditer(self.soft, start, end):
            if match[0] == ":" and self._is_shared_head(start, match.start()):
                continue
            if not (match[0] == "trong" and _LISTED.search(self.soft, start, match.start())):
                stop = match.start()
                break
        at = next(self._predicates(start, stop), stop)
        mentions = self.read_list(start, at)
        return Subject(mentions, self.skip(at, end)) if mentions else None

    def find_role(self, start: int, end: int) -> RoleReading:
        """Return the role that the words at ``start`` signal: the first cue, past words that only strengthen."""
        at = start
        for _ in range(_STEPS):
            at = self.skip(at, end)
            cue = self.words.cue.match(self.soft, at, end)
            light = self.words.light.match(self.soft, at, end)
            if cue and self._role_of(cue) != "do":
                return RoleReading(self._role_of(cue), cue.start(), cue.end())
            if light is None or (cue and cue.end() > light.end()):
                break
            at = light.end()
        return RoleReading("do", start, at)

    def _role_of(self, cue: re.Match[str]) -> Role:
        words = cue[0]
        return self.words.roles[words if words in self.words.roles else _ONE_SPACE.sub(" ", words)]

    def _is_clause(self, start: int, at: int) -> bool:
        """A person described by what he does ("công chức gây ra thiệt hại …") is no subject that is given work."""
        person = self.words.agencies.person.match(self.soft, start, at)
        return person is not None and at - start > _LONGEST_PERSON and not self.text[start].isupper()

    def _title_colon(self, start: int, end: int) -> int | None:
        """The colon that ends a heading of agencies ("Sở Tài chính: …"), not the one of a shared head ("Các Sở: …")."""
        for match in _TITLE_COLON.finditer(self.soft, start, min(end, start + 2 * _LONGEST_NAME)):
            if not self._is_shared_head(start, match.start()):
                return match.start()
        return None

    def _is_shared_head(self, start: int, colon: int) -> bool:
        tail = self.soft[max(start, colon - 60) : colon]
        return _SHARED_HEAD.search(tail) is not None

    def _predicates(self, start: int, end: int) -> Iterator[int]:
        """Where a predicate can begin: lower-case verbs outside of names and brackets."""
        blocked = start
        for match in self.words.predicate.finditer(self.soft, start, end):
            at = match.start()
            if at == start or at < blocked or self.text[at].isupper() or self._in_brackets(start, at):
                continue
            if _IN_CHARGE.match(self.soft, at, end):
                stop = re.compile(r"[,:;]").search(self.soft, at, end)
                blocked = self._charge_end(at, stop.start() if stop else end)
                continue
            if not self._is_noun(start, at, end):
                yield at

    def _charge_end(self, at: int, stop: int) -> int:
        """A person in charge of a field: its words up to the stop, or to a plain modal verb, belong to the name."""
        modal = re.compile(r"(?<!\w)(?:có\strách\snhiệm|chịu\strách\snhiệm|chủ\strì|phối\shợp|tham\smưu)(?!\w)").search(
            self.soft, at, stop
        )
        return modal.start() if modal else stop

    def _in_brackets(self, start: int, at: int) -> bool:
        return self.soft.count("(", start, at) > self.soft.count(")", start, at)

    def _is_noun(self, start: int, at: int, end: int) -> bool:
        if _NO_VERB.match(self.soft, at):
            return True
        if _NOUN_TAIL.match(self.soft, at, min(len(self.soft), end + 20)):
            chained = _ORGANISES.match(self.soft, at, end) if at == start else None
            return chained is None or self.words.predicate.match(self.soft, chained.end(), end) is None
        low = max(start, at - 24)
        if at > start and _NAMED_FOR.search(self.soft, low, at) and self.soft.startswith(_PURPOSES, at):
            return True
        if self.soft.startswith("tổ chức", at) and _LISTED.search(self.soft, low, at):
            return at > start
        return self.words.noun_before.search(self.soft, low, at) is not None


@lru_cache(maxsize=1)
def open_reader(text: str, lexicon: Lexicon) -> SentenceReader:
    """Return the reader of ``text``; the stages that read one document after another share it."""
    return SentenceReader(text, compile_duty_words(lexicon))
