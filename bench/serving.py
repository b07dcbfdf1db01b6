"""How long a warm server takes to answer: ``/api/v1/who`` asked by several clients at once, every question once.

    python -m bench.serving [--store DIR] [--clients N] [--questions N] [--profile]

Without ``--store`` the sample plan is ingested first. ``--profile`` prints where the server's time goes, for one client
and in this process.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Final

os.environ.setdefault("OMP_NUM_THREADS", "1")

import httpx
import numpy as np

ROOT: Final = Path(__file__).parents[1]
SAMPLE: Final = ROOT / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"
_CANCU: Final = [sys.executable, "-c", "from app.cli import run; run()", "--store"]
_WARMING: Final = 20
_SECONDS_TO_START: Final = 120


def read_questions() -> list[str]:
    """Return the questions of the evaluation, each once."""
    text = resources.files("search.eval").joinpath("questions.jsonl").read_text(encoding="utf-8")
    return list(dict.fromkeys(json.loads(line)["question"] for line in text.splitlines() if line.strip()))


@contextmanager
def serving(store: Path) -> Iterator[tuple[str, int]]:
    """Run ``cancu serve`` on a free port; give its address and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*_CANCU, str(store), "serve", "--port", str(port)]
    environment = {**os.environ, "CANCU_RATE_LIMIT": "1000000"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _await(f"{address}/ready")
            yield address, server.pid
        finally:
            server.terminate()


def _await(address: str) -> None:
    end = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < end:
        try:
            if httpx.get(address).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise TimeoutError(address)


def ask_all(address: str, questions: Sequence[str]) -> list[float]:
    """Return the milliseconds of each question, over one connection."""
    times = []
    with httpx.Client(base_url=address, timeout=30) as client:
        for question in questions:
            start = time.perf_counter()
            client.get("/api/v1/who", params={"question": question}).raise_for_status()
            times.append(1000 * (time.perf_counter() - start))
    return times


def measure(store: Path, clients: int, count: int) -> None:
    """Ask with one client, then with ``clients`` at once, then the same again."""
    questions = read_questions()
    asked = questions[: min(count, len(questions) - _WARMING)]
    quarter = len(asked) // 4
    with serving(store) as (address, process):
        ask_all(address, questions[-_WARMING:])
        for who, texts in ((1, asked[:quarter]), (clients, asked[quarter:]), (clients, asked[quarter:])):
            work = _processor_seconds(process)
            with ThreadPoolExecutor(who) as pool:
                parts = pool.map(lambda part: ask_all(address, part), [texts[at::who] for at in range(who)])
                times = [each for part in parts for each in part]
            _tell(who, times, _processor_seconds(process) - work)


def _processor_seconds(process: int) -> float:
    """Return the processor time of a process so far (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _tell(clients: int, times: Sequence[float], work: float) -> None:
    low, high = np.percentile(times, 50), np.percentile(times, 95)
    print(f"{clients} clients, {len(times)} questions: p50 {low:.0f} ms, p95 {high:.0f} ms; "
          f"processor {1000 * work / len(times):.0f} ms a question", flush=True)  # fmt: skip


def profile(store: Path, count: int) -> None:
    """Print where the time of answering goes."""
    from app.asking import answer_question
    from graph.store import open_store
    from search.index import open_index

    questions = read_questions()
    with open_store(store, read_only=True) as opened:
        index = open_index(opened)
        for question in questions[-_WARMING:]:
            answer_question(opened, index, question, 5, None, None, "vi")
        profiler = cProfile.Profile()
        profiler.enable()
        for question in questions[:count]:
            answer_question(opened, index, question, 5, None, None, "vi")
        profiler.disable()
    pstats.Stats(profiler).sort_stats("cumtime").print_stats(45)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        store = given.store or Path(place) / "store"
        if given.store is None:
            command = [*_CANCU, str(store), "ingest", str(SAMPLE)]
            subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        if given.profile:
            profile(store, given.questions)
        else:
            measure(store, given.clients, given.questions)


if __name__ == "__main__":
    main()
