"""Every block of ``docs/clients.md`` runs against a served sample plan and prints what the page says."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI

from app.service_description import ServiceDescriber
from app.sparql_protocol import Endpoint, build_sparql_router
from graph.load import ingest_source
from graph.sparql import open_query_service
from graph.store import open_store
from ingest.read import read_file
from tests.graph.endpoints import free_port

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "clients.md"
SAMPLE = ROOT / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"
ADDRESS = "http://127.0.0.1:8000/sparql"
NEEDS = {"SPARQLWrapper": "SPARQLWrapper", "pandas": "pandas", "rdflib": "rdflib"}


@dataclass(frozen=True, slots=True)
class Example:
    """A block of code, the heading above it, and the output printed below it."""

    heading: str
    language: str
    code: str
    output: str


def read_examples() -> list[Example]:
    """Return the blocks of the page that say what they print."""
    blocks = re.compile(r"```(python|sh)\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
    page = PAGE.read_text(encoding="utf-8")
    found = []
    for match in blocks.finditer(page):
        heading = page[: match.start()].rpartition("\n## ")[2].partition("\n")[0]
        found.append(Example(heading, match[1], match[2], match[3]))
    return found


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample plan, served by uvicorn on loopback."""
    folder = tmp_path_factory.mktemp("store")
    with open_store(folder) as store:
        ingest_source(store, read_file(SAMPLE))
    with open_store(folder, read_only=True) as reader, open_query_service(folder, processes=1) as service:
        endpoint = Endpoint(service, ServiceDescriber(reader))
        app = FastAPI()
        app.include_router(build_sparql_router(lambda request: endpoint), prefix="/sparql")
        port = free_port()
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}/sparql"
        server.should_exit = True
        thread.join()


def test_the_page_has_an_example_for_each_client() -> None:
    assert {example.heading.partition(" ·")[0] for example in read_examples()} == {
        "curl",
        "Thư viện chuẩn của Python",
        "SPARQLWrapper",
        "rdflib",
        "pandas",
    }


@pytest.mark.parametrize("example", read_examples(), ids=lambda example: example.heading)
def test_examples_print_what_the_page_says(example: Example, address: str) -> None:
    package = NEEDS.get(example.heading)
    if package and importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed")
    if example.language == "sh" and not shutil.which("curl"):
        pytest.skip("curl is not installed")
    interpreter = [sys.executable, "-c"] if example.language == "python" else ["sh", "-c"]
    code = example.code.replace(ADDRESS, address)
    run = subprocess.run([*interpreter, code], capture_output=True, text=True, timeout=60, check=False)
    assert run.stdout.replace("\r\n", "\n") == example.output, run.stderr
