"""A live server over the sample, and Chromium that watches for errors and for requests to other hosts."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from app.settings import Settings
from app.web import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ARTEFACTS = Path(__file__).parents[3] / "artefacts"
TOKEN = "mot-ma-chi-de-thu"
_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip


@dataclass
class Visit:
    """A page under watch: what its console said, what it asked of other hosts, how much came over the wire."""

    page: Page
    root: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    bytes: int = 0

    def open(self, path: str) -> None:
        """Go to a page and wait until it is at rest."""
        self.page.goto(self.root + path, wait_until="networkidle")

    def keep(self, name: str) -> None:
        """Keep a picture of the page among the artefacts."""
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=str(ARTEFACTS / f"{name}.png"), full_page=True)

    def check(self) -> None:
        """Fail on anything that the console, or a request to another host, has shown."""
        assert self.errors == []
        assert self.strangers == []


@pytest.fixture(scope="session")
def site(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of the sample store (a journey adds to it) on a free port, with uploading on."""
    store = tmp_path_factory.mktemp("kho-song") / "kho"
    shutil.copytree(sample_store, store)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(store=str(store), rate_limit=100_000, token=TOKEN)  # type: ignore[arg-type]
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ends = time.monotonic() + 120
    while not server.started and thread.is_alive() and time.monotonic() < ends:
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium, or skip where it or Playwright is not installed."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


def watch(context: BrowserContext, root: str) -> Visit:
    """Return a new page of ``context`` under watch."""
    visit = Visit(context.new_page(), root)
    page = visit.page
    page.on("console", lambda message: visit.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: visit.errors.append(str(error)))
    page.on("request", lambda request: _check_host(visit, request.url))
    page.on("requestfinished", lambda request: _weigh(visit, request.sizes()["responseBodySize"]))
    return visit


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """Open a desktop page; at its end it must have shown no error and asked no other host."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True, locale="vi-VN")
    context.set_default_timeout(30_000)
    watched = watch(context, site)
    yield watched
    watched.check()
    context.close()


def _check_host(visit: Visit, url: str) -> None:
    if not url.startswith((visit.root, "data:", "blob:")):
        visit.strangers.append(url)


def _weigh(visit: Visit, size: int) -> None:
    visit.bytes += size
