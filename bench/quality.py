"""Score extraction on the gold annotated by hand and write ``docs/quality.md``: ``make eval``.

Figures, date, gains and losses against the last run, worst misses. The gold lies beside the checkout
(``../shared/gold``); without it nothing is written and the reason is said.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from graph.registers import load_lexicon
from ingest.model import Assignment, Extraction
from ingest.pipeline import extract
from ingest.read import read_file
from ingest.text import key_of

ROOT = Path(__file__).parents[1]
GOLD = ROOT.parent / "shared" / "gold"
CORPUS = ROOT.parent / "shared" / "data" / "corpus"
REPORT = ROOT / "docs" / "quality.md"
THRESHOLDS = {
    "header": 0.97,
    "citation_f1": 0.985,
    "dates": 0.98,
    "named": 0.90,
    "relation": 0.95,
    "edge_precision": 0.90,
    "edge_recall": 0.85,
    "duty_recall": 0.90,
    "duty_precision": 0.85,
    "role": 0.85,
    "table_rows": 1.0,
    "table_lead": 0.97,
    "table_support": 0.95,
    "table_deadline": 0.97,
}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One gold row of a task table: its first words, who leads, who supports, and the words of its deadline."""

    start: str
    lead: frozenset[str]
    support: frozenset[str]
    deadline: str


def score_documents() -> tuple[dict[str, float], list[str]]:
    """Run the gold's own scorer on ``cancu extract``; return its figures and every miss that it names."""
    program = Path(sys.executable).parent / "cancu"
    run = subprocess.run(
        [
            sys.executable, str(GOLD / "score.py"), "--gold", str(GOLD / "documents.jsonl"), "--root", str(CORPUS),
            "--cancu", str(program), "--json", "--misses",
        ],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return json.loads(run.stdout), run.stderr.splitlines()


def score_task_table() -> dict[str, float]:
    """Score the rows of the 140-task table: rows found, lead sets, support sets, deadlines exactly right."""
    rows = [_row(json.loads(line)) for line in (GOLD / "tasks-03-NQ-CP.jsonl").read_text("utf-8").splitlines()]
    path = next(CORPUS.glob("national-chain/03-NQ-CP*.md"))
    extraction = extract(read_file(path), load_lexicon())
    found = lead = support = deadline = 0
    for row, duties in zip(rows, _match(rows, extraction), strict=True):
        found += bool(duties)
        lead += bool(duties) and _agencies(duties, "lead") == row.lead
        support += bool(duties) and _agencies(duties, "support") == row.support
        deadline += bool(duties) and all(key_of(d.when.surface if d.when else "") == row.deadline for d in duties)
    total = len(rows)
    return {
        "table_rows": found / total,
        "table_lead": lead / total,
        "table_support": support / total,
        "table_deadline": deadline / total,
    }


def _row(gold: dict[str, object]) -> TaskRow:
    def names(field: str) -> frozenset[str]:
        values = gold[field]
        return frozenset(key_of(str(name)) for name in values) if isinstance(values, list) else frozenset()

    return TaskRow(
        key_of(str(gold["task_start"])), names("lead"), names("support"), key_of(str(gold["deadline_surface"] or ""))
    )


def _match(rows: list[TaskRow], extraction: Extraction) -> list[list[Assignment]]:
    """Give each gold row the duties of one table row: rows that begin alike are taken in reading order."""
    by_row: dict[tuple[str, int], list[Assignment]] = {}
    for duty in extraction.assignments:
        if duty.locator.startswith("phu-luc"):
            by_row.setdefault((duty.locator, duty.task_span.start), []).append(duty)
    waiting = [(key_of(duties[0].task), duties) for _, duties in sorted(by_row.items(), key=lambda item: item[0][1])]
    matched: list[list[Assignment]] = []
    for row in rows:
        hit = next((pair for pair in waiting if pair[0].startswith(row.start)), None)
        if hit:
            waiting.remove(hit)
        matched.append(hit[1] if hit else [])
    return matched


def _agencies(duties: list[Assignment], role: str) -> frozenset[str]:
    return frozenset(key_of(duty.agency) for duty in duties if duty.role == role)


def render_report(figures: dict[str, float], misses: list[str], previous: dict[str, float]) -> str:
    """Return ``docs/quality.md``: one row a metric, change against the last run, misses by kind, the worst files."""
    lines = [
        "# Quality of extraction",
        "",
        f"Written by `make eval` on {dt.datetime.now(tz=dt.UTC).date().isoformat()}; not edited by hand. The gold was",
        "annotated by hand: 31 documents, and the 140 rows of one task table.",
        "",
        "| metric | now | at least | last run | change |",
        "|---|---|---|---|---|",
    ]
    for name in (*THRESHOLDS, *sorted(figures.keys() - THRESHOLDS.keys())):
        now, last = figures.get(name), previous.get(name)
        change = "" if now is None or last is None or abs(now - last) < 5e-5 else f"{now - last:+.4f}"
        lines.append(f"| {name} | {_shown(now)} | {_shown(THRESHOLDS.get(name))} | {_shown(last)} | {change} |")
    files = Counter(miss.split(": ", 1)[0] for miss in misses if ": " in miss)
    lines += ["", f"## Misses ({len(misses)})", "", "| document | misses |", "|---|---|"]
    lines += [f"| {name} | {count} |" for name, count in files.most_common(15)]
    lines += ["", "### Each miss", ""]
    lines += [f"- {miss}".replace("<", "&lt;") for miss in misses[:200]]
    return "\n".join(lines) + "\n"


def read_previous(report: str) -> dict[str, float]:
    """Return the figures of an earlier report.

    >>> read_previous("| header | 0.9700 | 0.9700 |  |  |")
    {'header': 0.97}
    """
    return {name: float(value) for name, value in re.findall(r"^\| (\w+) \| ([0-9.]+) \|", report, re.MULTILINE)}


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def main() -> int:
    """Write the report; exit 0 also when a figure is below its threshold, for this is a measurement."""
    if not GOLD.is_dir():
        print(f"no gold at {GOLD}: nothing measured, docs/quality.md left as it is")
        return 0
    previous = read_previous(REPORT.read_text("utf-8")) if REPORT.exists() else {}
    documents, misses = score_documents()
    figures = {name: value for name, value in {**documents, **score_task_table()}.items() if value is not None}
    REPORT.write_text(render_report(figures, misses, previous), "utf-8")
    for name, value in figures.items():
        print(f"{name:20} {value:.4f}" + ("  BELOW" if value < THRESHOLDS.get(name, 0) else ""))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
