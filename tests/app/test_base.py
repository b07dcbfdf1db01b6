"""The base of all IRIs: ``CANCU_BASE`` is read once, when the process starts, so these tests start processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BASE = "https://du-lieu.tinh.example:8443"
PLAN = "KẾ HOẠCH\nSố: 12/KH-UBND\nCăn cứ Nghị quyết số 20-NQ/TW ngày 01/11/2012;\n1. Sở Y tế: Chủ trì thực hiện.\n"
CANCU = ("-c", "from app.cli import run; run()")
ASK = """
import json, sys
from fastapi.testclient import TestClient
from app.settings import Settings
from app.web import create_app

with TestClient(create_app(Settings(store=sys.argv[1]))) as client:
    iri = client.get("/api/v1/documents").json()["documents"][0]["iri"]
    path = "/id/" + iri.partition("/id/")[2]
    turtle = client.get(path, headers={"accept": "text/turtle"})
    library = client.get("/sparql", params={"cau": "chi-tieu"}, headers={"accept": "text/html"}).text
    page = client.get(path, headers={"accept": "text/html"})
    term = client.get("/ontology/role/lead", headers={"accept": "text/turtle"})
    print(json.dumps({
        "iri": iri, "turtle": turtle.text, "page": page.status_code, "library": library, "term": term.text,
    }))
"""


def run(base: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CANCU_BASE": base, "CANCU_LANG": "vi"}
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True, text=True, timeout=300, env=environment, cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ingest a plan under another base than the usual."""
    folder = tmp_path_factory.mktemp("goc")
    (folder / "ke-hoach.txt").write_text(PLAN, encoding="utf-8")
    done = run(BASE, *CANCU, "--store", str(folder / "kho"), "ingest", str(folder / "ke-hoach.txt"))
    assert done.returncode == 0, done.stderr
    return folder / "kho"


def test_data_is_minted_and_answered_for_under_the_base_that_is_set(store: Path) -> None:
    asked = run(BASE, "-c", ASK, str(store))
    assert asked.returncode == 0, asked.stderr
    told = json.loads(asked.stdout.splitlines()[-1])
    assert told["iri"].startswith(f"{BASE}/id/eli/vn/")
    assert f"<{told['iri']}>" in told["turtle"] or told["iri"] in told["turtle"]
    assert told["page"] == 200
    assert f"{BASE}/id/eli/vn/" in told["library"], "the examples of the query library name documents that are here"
    assert "https://cancu.example/ontology/role/lead" in told["term"], "the vocabulary does not move with the data"


def test_a_store_of_another_base_is_refused_and_the_remedy_named(store: Path) -> None:
    refused = run("https://cho-khac.example", *CANCU, "--store", str(store), "documents", "--json")
    assert refused.returncode == 4
    assert f"CANCU_BASE={BASE}" in " ".join(refused.stderr.split())


@pytest.mark.parametrize(
    "base", ["cancu.example", "https://a.example/duong/dan", "https://a.example?x", "ftp://a.example"]
)
def test_a_base_that_can_be_none_is_told(base: str, tmp_path: Path) -> None:
    refused = run(base, *CANCU, "--store", str(tmp_path / "kho"), "documents")
    assert refused.returncode == 2
    assert "CANCU_BASE" in refused.stderr
