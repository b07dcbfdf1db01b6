"""The figures of ``docs/quality.md`` as data that an installed package brings along: ``app/pages/figures.json``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

REPORT: Final = Path(__file__).parents[1] / "docs" / "quality.md"
_ROW: Final = re.compile(r"^\| (\w+) \| ([0-9.]+) \| ([0-9.]*) \|")
_DAY: Final = re.compile(r"\bon (\d{4}-\d{2}-\d{2})\b")


def render_figures(report: Path = REPORT) -> str:
    """Return the measured day, how the gold is described, and every metric with its least value, as JSON."""
    text = report.read_text(encoding="utf-8") if report.is_file() else ""
    day = _DAY.search(text)
    rows = (match for line in text.splitlines() if (match := _ROW.match(line)))
    figures = {
        "measured": day[1] if day else None,
        "metrics": [
            {"name": row[1], "value": float(row[2]), "least": float(row[3]) if row[3] else None} for row in rows
        ],
    }
    return json.dumps(figures, indent=1) + "\n"
