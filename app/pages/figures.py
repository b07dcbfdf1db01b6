"""The measured figures that come with the program (``bench.figures`` writes them), in words for the page."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from app.settings import Language

_LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "header": ("Phần đầu văn bản: số, ngày, cơ quan, trích yếu", "Header: number, date, issuer, title"),
    "citation_precision": ("Văn bản được viện dẫn: độ chính xác", "Cited documents: precision"),
    "citation_recall": ("Văn bản được viện dẫn: độ đầy đủ", "Cited documents: recall"),
    "citation_f1": ("Văn bản được viện dẫn: F1", "Cited documents: F1"),
    "dates": ("Ngày của văn bản được viện dẫn", "Dates of cited documents"),
    "named": ("Văn bản được gọi bằng tên", "Documents cited by name"),
    "relation": ("Loại quan hệ", "Kind of relation"),
    "edge_precision": ("Quan hệ giữa các văn bản khác: độ chính xác", "Relations between others: precision"),
    "edge_recall": ("Quan hệ giữa các văn bản khác: độ đầy đủ", "Relations between others: recall"),
    "duty_precision": ("Phân công: độ chính xác", "Duties: precision"),
    "duty_recall": ("Phân công: độ đầy đủ", "Duties: recall"),
    "role": ("Vai trò của cơ quan", "Role of the body"),
    "table_rows": ("Bảng nhiệm vụ: số dòng đọc được", "Task table: rows read"),
    "table_lead": ("Bảng nhiệm vụ: cơ quan chủ trì", "Task table: leads"),
    "table_support": ("Bảng nhiệm vụ: cơ quan phối hợp", "Task table: supporting bodies"),
    "table_deadline": ("Bảng nhiệm vụ: thời hạn", "Task table: deadlines"),
    "failed_documents": ("Văn bản không đọc được", "Documents that could not be read"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured share, 0 to 1, and the least that the project demands of it, where it demands one."""

    name: str
    value: float
    least: float | None

    def label(self, lang: Language) -> str:
        """Return what is measured, in words; the bare name where there are none."""
        return _LABELS.get(self.name, (self.name, self.name))[lang == "en"]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one measurement and its day."""

    measured: dt.date | None
    metrics: tuple[Figure, ...]


@cache
def load_figures() -> Figures:
    """Return the figures that this installation brings along.

    >>> load_figures().metrics[0].label("en")
    'Header: number, date, issuer, title'
    """
    read = json.loads(resources.files("app.pages").joinpath("figures.json").read_bytes())
    metrics = tuple(Figure(row["name"], row["value"], row["least"]) for row in read["metrics"])
    return Figures(dt.date.fromisoformat(read["measured"]) if read["measured"] else None, metrics)
