"""Load and weight of the served application on the sample: ``python -m bench.served [--requests N] [--clients N]``.

One client asks a running ``cancu serve`` for each page, API answer, download, linked data and SPARQL alone; then
several clients in processes of their own ask for all of them in a fixed random order. Figures go to ``docs/load.md``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import httpx

ROOT: Final = Path(__file__).parents[1]
REPORT: Final = ROOT / "docs" / "load.md"
PLAN: Final = "lam-dong/ubnd/2024/kh/4655"
_SELECT: Final = quote("SELECT ?s ?number { ?s <http://data.europa.eu/eli/ontology#number> ?number } LIMIT 50")
PAGES: Final = {
    "/ (Hỏi)": "/",
    "/ (trả lời)": f"/?hoi={quote('Sở Công Thương phải làm gì, bao giờ xong?')}",
    "/van-ban": "/van-ban",
    "/van-ban/…": f"/van-ban/{PLAN}",
    "/van-ban/… (câu)": f"/van-ban/{PLAN}?tu=17743&den=17839",
    "/duong-can-cu": "/duong-can-cu",
    "/duong-can-cu/…": f"/duong-can-cu/{PLAN}",
    "/duong-can-cu/… (đến)": f"/duong-can-cu/{PLAN}?den=dang/tw/2012/nq/20",
    "/phan-cong": "/phan-cong",
    "/phan-cong (danh sách)": "/phan-cong?xem=danh-sach&ngay=2026-11-23",
    "/tien-do": "/tien-do",
    "/sparql (trang)": "/sparql",
    "/chat-luong": "/chat-luong",
    "/nap": "/nap",
    "/docs": "/docs",
    "/ontology": "/ontology",
}
OTHERS: Final = {
    "/api/v1/documents": "/api/v1/documents?cited=true",
    "/api/v1/agencies": "/api/v1/agencies",
    "/api/v1/trace": "/api/v1/trace?document=4655/KH-UBND",
    "/api/v1/path": "/api/v1/path?source=4655/KH-UBND&target=69-KL/TW",
    "/api/v1/duties": f"/api/v1/duties?agency={quote('Sở Công Thương')}&as_of=2026-11-23",
    "/api/v1/targets": "/api/v1/targets",
    "/api/v1/who": f"/api/v1/who?question={quote('Ai phải báo cáo trước ngày 15/11?')}",
    "/api/v1/search": f"/api/v1/search?text={quote('sở hữu trí tuệ')}",
    "/api/v1/verify": "/api/v1/verify",
    "/api/v1/validate": "/api/v1/validate",
    "/phan-cong/phieu.xlsx": f"/phan-cong/phieu.xlsx?co_quan={quote('Sở Công Thương')}",
    "/phan-cong/phieu.docx": f"/phan-cong/phieu.docx?co_quan={quote('Sở Công Thương')}",
    "/tien-do.ics": "/tien-do.ics",
    "SVG": f"/duong-can-cu/{PLAN}?dang=svg",
    "GraphML": f"/duong-can-cu/{PLAN}?dang=graphml",
    "/id/….ttl": f"/id/eli/vn/{PLAN}.ttl",
    "/id/….jsonld": f"/id/eli/vn/{PLAN}.jsonld",
    "/ontology.ttl": "/ontology.ttl",
    "/sparql (SELECT)": f"/sparql?query={_SELECT}",
    "/static/cancu.css": "/static/cancu.css",
    "/health": "/health",
}
_ASSET: Final = re.compile(r'(?:src|href)="(/static/[^"]+)"')
_INNER: Final = re.compile(r'(?:url\(|from ")([^)"]+)[)"]')


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer: which route, how long to the last byte (milliseconds), with what status."""

    route: str
    milliseconds: float
    status: int


def ask(root: str, routes: Sequence[tuple[str, str]]) -> list[Sample]:
    """Ask for ``routes`` (name and address) one after the other over one connection."""
    samples = []
    with httpx.Client(base_url=root, timeout=120, headers={"accept-encoding": "gzip"}) as client:
        for name, path in routes:
            accept = "text/html" if name in PAGES else "*/*"
            start = time.perf_counter()
            status = client.get(path, headers={"accept": accept}).status_code
            samples.append(Sample(name, (time.perf_counter() - start) * 1000, status))
    return samples


def load(root: str, clients: int, requests: int) -> list[Sample]:
    """Let ``clients`` processes ask ``requests`` times each, in orders that are the same each run."""
    every = list((PAGES | OTHERS).items())
    orders = [random.Random(number).choices(every, k=requests) for number in range(clients)]
    with ProcessPoolExecutor(clients) as pool:
        return [sample for samples in pool.map(ask, [root] * clients, orders) for sample in samples]


def weigh(root: str, path: str) -> int:
    """Return the bytes of a first visit: the page and all its assets, compressed as they are sent."""
    with httpx.Client(base_url=root, timeout=60, headers={"accept-encoding": "gzip", "accept": "text/html"}) as client:
        page = client.get(path)
        weight = _sent(page)
        waiting, seen = _ASSET.findall(page.text), set[str]()
        while waiting:
            asset = waiting.pop()
            if asset in seen or asset.endswith((".ttl", ".jsonld")):
                continue
            seen.add(asset)
            answer = client.get(asset)
            weight += _sent(answer)
            if asset.endswith((".css", ".js")):
                folder = asset.rpartition("/")[0]
                inner = (
                    f"{folder}/{name.removeprefix('./')}" for name in _INNER.findall(answer.text) if ":" not in name
                )
                waiting += [name for name in inner if name.endswith((".woff2", ".mjs", ".js"))]
    return weight


def _sent(answer: httpx.Response) -> int:
    told = answer.headers.get("content-length")
    return int(told) if told else len(gzip.compress(answer.content, 9))


@contextmanager
def serve() -> Iterator[str]:
    """Run ``cancu serve`` over a fresh store of the sample; yield its address."""
    cancu = str(Path(sys.executable).with_name("cancu"))
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {**os.environ, "CANCU_RATE_LIMIT": "100000000", "OMP_NUM_THREADS": "1", "CANCU_STORE": folder}
        subprocess.run([cancu, "ingest", str(ROOT / "app" / "samples")], env=environment, check=True, timeout=900)
        server = subprocess.Popen([cancu, "serve", "--port", str(port)], env=environment, stderr=subprocess.DEVNULL)
        try:
            root = f"http://127.0.0.1:{port}"
            _wait(root)
            yield root
        finally:
            server.terminate()
            server.wait(30)


def _wait(root: str) -> None:
    for _ in range(600):
        try:
            if httpx.get(f"{root}/ready", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise TimeoutError(root)


def render(alone: Sequence[Sample], loaded: Sequence[Sample], weights: dict[str, int], seconds: float) -> str:
    """Return the report."""
    statuses = Counter(sample.status for sample in loaded)
    day = dt.datetime.now(tz=dt.UTC).date()
    told = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
    lines = [
        "# Tải và dung lượng",
        "",
        f"Đo bằng `python -m bench.served` ngày {day:%Y-%m-%d} trên {os.cpu_count()} nhân, văn bản mẫu;",
        "không sửa tay. Một mình: một máy khách, đã ấm. Cùng lúc: bốn máy khách hỏi liên tục, không nghỉ.",
        "",
        f"{len(loaded)} yêu cầu trong {seconds:.0f} giây ({len(loaded) / seconds:.0f} mỗi giây); trạng thái: {told}.",
        "",
        "| đường dẫn | một mình p50 (ms) | cùng lúc p50 (ms) | cùng lúc p95 (ms) | lần đầu (KB) |",
        "|---|---:|---:|---:|---:|",
    ]
    for name in PAGES | OTHERS:
        single, many = _times(alone, name), _times(loaded, name)
        weight = f"{weights[name] / 1000:.0f}" if name in weights else ""
        lines.append(
            f"| {name} | {statistics.median(single):.0f} | {_share(many, 0.5)} | {_share(many, 0.95)} | {weight} |"
        )
    return "\n".join(lines) + "\n"


def _times(samples: Iterable[Sample], route: str) -> list[float]:
    return sorted(sample.milliseconds for sample in samples if sample.route == route)


def _share(times: Sequence[float], share: float) -> str:
    return f"{times[min(len(times) - 1, int(len(times) * share))]:.0f}" if times else "–"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write the report; 1 when an answer was a fault (5xx)."""
    parser = argparse.ArgumentParser(prog="bench.served", description=__doc__)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--requests", type=int, default=2000, help="of each client")
    chosen = parser.parse_args(arguments)
    with serve() as root:
        every = list((PAGES | OTHERS).items())
        ask(root, every)
        alone = ask(root, every * 7)
        weights = {name: weigh(root, path) for name, path in PAGES.items()}
        start = time.perf_counter()
        loaded = load(root, chosen.clients, chosen.requests)
        seconds = time.perf_counter() - start
    report = render(alone, loaded, weights, seconds)
    REPORT.write_text(report, encoding="utf-8")
    print(report)
    return int(any(sample.status >= 500 for sample in loaded))


if __name__ == "__main__":
    sys.exit(main())
