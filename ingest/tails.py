"""What follows a document's number or name: its date and who issued it.

Reads the words after; writes a ``Tail``: "ngày 13/5/1998 của Chính phủ", "(24/6/2025)", "được Quốc hội khoá IX
thông qua ngày 10 tháng 5 năm 1997". A date too damaged to read is passed over, not guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.dates import find_dates
from ingest.heads import AGENCY_BEFORE
from ingest.model import Span

_DATE_LEAD = re.compile(r"[\s,;()*]{0,12}(?:(?:ky|ban hanh|thong qua|de)\s+)?$")
_DAMAGED_DATE = re.compile(r"[\s,(]{0,3}ngay [\d/.\-lio ]{4,14}(?=[ ,;)])")
_ISSUER_LEAD = re.compile(r"[\s,)*]{0,3}(?:do|của)\s+(?:(?:liên tịch|liên bộ:|liên)(?: các)?:?\s+(?=bộ|sở|ngành))?")
_BODY = re.compile(
    r"(?:u[ỷy]|ủ[yỷ]) ban |hội đồng nhân dân |thủ tướng |chính phủ\b|bộ trưởng |chủ tịch (?:ubnd|u[ỷy]|ủy)"
)
"""Bodies whose names are printed without a capital, too."""
_SESSION = re.compile(
    r",? (?:[-–] )?(?:tai )?ky hop (?:thu |lan thu |bat thuong |chuyen de )?[^\s,;:()]{1,12}"
    r"(?: muoi)?(?: (?:mot|hai|ba|tu|lam|sau|bay|tam|chin))?"
)
"""The session of a council that passed a document, between the council and the title."""
_PASSED = re.compile(
    r"[\s,)]{0,3}(?:da )?(?:duoc|do) (?P<body>quoc hoi|uy ban thuong vu quoc hoi|uy ban thuong vu qh|"
    r"hoi dong nha nuoc)"
    r"(?P<rest>[^.;:()]{0,90}?)(?:thong qua|ban hanh)\s*"
)
_ISSUER_STOP = re.compile(
    r"[.;:()“”\"|\n\[]|,| thành(?=\s?:)|"
    r"(?<= )(?:về|v ?/ ?v|hoặc|thí điểm|chủ trì|quy định|qui định|hướng dẫn|ban hành|phê duyệt|sửa đổi|"
    r"bổ sung|thực hiện|"
    r"triển khai|tại|thông qua|ngày|năm|số|đã|được|có|trong|khi|như|này|theo|để|là|cho|với|trình|chi tiết|"
    r"giao|công bố|"
    r"tiếp tục|lãnh đạo|đối với|trên|nhằm|thay thế|và (?=[a-zà-ỹđ])|đính chính|bãi bỏ|quyết định|đến|"
    r"phân cấp|tăng cường|"
    r"thi hành|đẩy mạnh|hợp nhất|vào|do|thì|phải|gửi|nêu|nói|một số|chuyển|quản lý|xử lý|điều chỉnh|kèm|"
    r"tổ chức|phát triển|"
    r"thành lập|xây dựng|hết|yêu cầu|thống nhất|báo cáo|đề nghị|kiện toàn|bổ nhiệm|ủy quyền|uỷ quyền|chấp thuận)\b"
)
_ACTS = frozenset(("xây dựng", "ban hành", "yêu cầu", "quyết định", "hướng dẫn", "thống nhất", "báo cáo", "triển khai"))
"""Verbs of the sentence: a body before them, after a comma, is its subject and issued nothing."""
_LOOSE_END = re.compile(r"[\s,*]+(?:và|các|,)?[\s,*]*$")
_MOST = 400
_DATE_REACH = 60


@dataclass(frozen=True, slots=True)
class Tail:
    """Date and issuer as printed after a document, and where they end; ``unread`` is a date too damaged to read."""

    end: int
    date: dt.date | None = None
    issuer: str | None = None
    unread: Span | None = None


@dataclass(frozen=True, slots=True)
class TailReader:
    """Reads tails in one text, given in three forms of one length; ``heads``: where type words begin."""

    view: str
    lower: str
    folded: str
    heads: Sequence[int]

    def read(self, start: int, limit: int) -> Tail:
        """Return date and issuer that follow ``start``, in whichever order they are printed.

        A number that a broken line parts may end after its unit (``limit``): nothing follows it there.
        """
        limit = max(start, min(limit, start + _MOST))
        tail = Tail(start)
        while (following := self._more(tail, limit)) is not None:
            tail = following
        return tail

    def _more(self, tail: Tail, limit: int) -> Tail | None:
        if tail.date is None:
            if (dated := self._date_at(tail.end, limit)) is not None:
                return replace(tail, end=dated[1], date=dated[0])
            if damaged := _DAMAGED_DATE.match(self.folded, tail.end, limit):
                return replace(tail, end=damaged.end(), unread=Span(damaged.start(), damaged.end()))
        if tail.issuer is None:
            if (issued := self._issuer_at(tail.end, limit)) is not None:
                session = _SESSION.match(self.folded, issued[1], limit)
                return replace(tail, end=session.end() if session else issued[1], issuer=issued[0])
            if passed := _PASSED.match(self.folded, tail.end, limit):
                body = self.view[passed.start("body") : passed.end("rest")].split(" kỳ họp")[0].split(",")[0]
                return replace(tail, end=passed.end(), issuer=" ".join(body.split()))
        return None

    def _date_at(self, position: int, limit: int) -> tuple[dt.date, int] | None:
        first = next(iter(find_dates(self.view, Span(position, min(limit, position + _DATE_REACH)))), None)
        if first is None or _DATE_LEAD.fullmatch(self.folded[position : first.span.start]) is None:
            return None
        return first.date, first.span.end

    def _issuer_at(self, position: int, limit: int) -> tuple[str, int] | None:
        lead = _ISSUER_LEAD.match(self.lower, position, limit)
        if lead is None:
            return None
        if not self.view[lead.end() : lead.end() + 1].isupper() and _BODY.match(self.lower, lead.end(), limit) is None:
            return None
        end = self._issuer_end(lead.end(), limit)
        words = _LOOSE_END.sub("", self.view[lead.end() : end])
        return (" ".join(words.split()), lead.end() + len(words)) if words else None

    def _issuer_end(self, start: int, limit: int) -> int:
        place = bisect_left(self.heads, start)
        end = min(limit, self.heads[place]) if place < len(self.heads) else limit
        comma = None
        for stop in _ISSUER_STOP.finditer(self.lower, start + 1, end):
            follows = stop.end() + (stop[0] == ",")
            joint = self.view[follows : follows + 1].isupper() and not self._head_at(follows)
            if joint and stop[0] in (",", "và "):
                comma = comma or (stop.start() if stop[0] == "," else None)
            elif not self._in_agency(stop.start()):
                return comma if comma and stop[0] in _ACTS else stop.start()
        return end

    def _in_agency(self, position: int) -> bool:
        """Tell whether the word there goes on the name of a body ("Bộ Xây dựng", "Bộ Nông nghiệp và Phát triển …")."""
        if not self.view[position : position + 1].isupper():
            return False
        before = self.lower[max(0, position - 24) : position]
        return before.endswith(" và ") or AGENCY_BEFORE.search(before) is not None

    def _head_at(self, position: int) -> bool:
        place = bisect_left(self.heads, position)
        return place < len(self.heads) and self.heads[place] == position
