"""The box of facts that sites print beside a document ("Số hiệu: … Người ký: …").

Reads the ranges of boilerplate; writes ``Facts``. They fill only what the document itself does not say. A value
that the site hides behind a login ("Đã biết") or does not know yet ("Đang cập nhật") is absent, with that reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.dates import find_dates
from ingest.letterhead import canonical_number
from ingest.lexicon import Lexicon
from ingest.model import AbsentValue, Signer, Span
from ingest.persons import person_of

_FIELDS = {
    "Số hiệu": "number", "Số, ký hiệu": "number", "Số ký hiệu": "number", "Loại văn bản": "type",
    "Nơi ban hành": "issuer",
    "Cơ quan ban hành": "issuer", "Người ký": "signer", "Ngày ban hành": "date", "Ngày hiệu lực": "in_force",
    "Ngày có hiệu lực": "in_force", "Ngày hết hiệu lực": "out_of_force", "Ngày công báo": "gazette_date",
    "Số công báo": "gazette_number", "Tình trạng hiệu lực": "status", "Tình trạng": "status", "Lĩnh vực": "subject",
}  # fmt: skip
_FACT = re.compile("(" + "|".join(sorted(map(re.escape, _FIELDS), key=len, reverse=True)) + r")\s{0,3}:[ \t|]{0,5}")
_MASKED = re.compile(r"đã biết|đăng nhập|\*{3,}|xem chi tiết", re.IGNORECASE)
_PENDING = re.compile(r"đang cập nhật|chưa cập nhật|đang xử lý|không xác định|chưa xác định", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a site says of the document."""

    number: str | None = None
    type: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    signers: tuple[Signer, ...] = ()
    absent: tuple[AbsentValue, ...] = ()


def read_facts(text: str, within: Sequence[Span], lexicon: Lexicon) -> Facts:
    """Return the facts printed in the ranges of boilerplate."""
    values: dict[str, Span] = {}
    absent: list[AbsentValue] = []
    for span in within:
        for field, value in _pairs(text, span):
            words = value.of(text)
            reason: Literal["masked", "pending"] | None = (
                "masked" if _MASKED.match(words) else "pending" if _PENDING.match(words) else None
            )
            if reason is not None:
                absent.append(AbsentValue(field, words, reason, value))
            elif words:
                values.setdefault(field, value)
    printed = {field: value.of(text) for field, value in values.items()}
    dates = find_dates(text, values["date"]) if "date" in values else ()
    name = person_of(printed["signer"]) if "signer" in printed else None
    return Facts(
        number=canonical_number(printed["number"], lexicon) if "number" in printed else None,
        type=printed.get("type"),
        date=dates[0].date if dates else None,
        issuer=printed.get("issuer"),
        signers=(Signer(name, span=values["signer"]),) if name else (),
        absent=tuple(absent),
    )


def _pairs(text: str, span: Span) -> list[tuple[str, Span]]:
    """Label and value: a value ends at the next label, the line's end or a cell's."""
    matches = list(_FACT.finditer(text, span.start, span.end))
    pairs: list[tuple[str, Span]] = []
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        line_end = text.find("\n", match.end(), span.end)
        end = min(following.start() if following else span.end, line_end if line_end >= 0 else span.end)
        bar = text.find("|", match.end(), end)
        end = bar if bar >= 0 else end
        while end > match.end() and text[end - 1].isspace():
            end -= 1
        pairs.append((_FIELDS[match[1]], Span(match.end(), max(match.end(), end))))
    return pairs
