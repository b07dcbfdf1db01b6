"""What a hostile client may try, and what it gets: hung up on, refused, or words that stay words."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from app import middleware, patience
from app.api import writing
from app.middleware import BodyLimit
from app.settings import Settings
from app.web import create_app


@pytest.fixture(scope="module")
def client(sample_store: Path) -> Iterator[TestClient]:
    settings = Settings(store=str(sample_store), rate_limit=100_000)
    with TestClient(create_app(settings), headers={"accept": "text/html"}, raise_server_exceptions=False) as started:
        yield started


@contextmanager
def serving(app: FastAPI) -> Iterator[int]:
    """Serve ``app`` as ``cancu serve`` does, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    config = uvicorn.Config(app, port=port, log_level="critical", http=patience.ImpatientProtocol, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ends = time.monotonic() + 30
    while not server.started and time.monotonic() < ends:
        time.sleep(0.02)
    yield port
    server.should_exit = True
    thread.join(20)


def echo() -> FastAPI:
    """Return a small application that is slow to answer and reads bodies."""
    app = FastAPI()

    @app.get("/slow")
    def slow() -> str:
        time.sleep(0.8)
        return "done"

    @app.post("/body")
    async def body(request: Request) -> int:
        return len(await request.body())

    app.add_middleware(BodyLimit, max_bytes=1000)
    return app


def talk(port: int, *parts: bytes) -> bytes:
    """Send ``parts`` and return all that comes until the server hangs up, or b"?" when it does not."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        heard = b""
        for part in parts:
            wire.sendall(part)
            time.sleep(0.05)
        try:
            while piece := wire.recv(4096):
                heard += piece
        except TimeoutError:
            return b"?"
        return heard


def test_half_a_head_is_hung_up_on_and_a_slow_answer_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.3)
    whole = b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n"
    with serving(echo()) as port:
        assert talk(port, b"GET /slow HTTP/1.1\r\nhost: a\r\nx-a: ") == b""
        assert talk(port) == b""
        answered = talk(port, whole, b"GET /slow HT")
        assert b'"done"' in answered, "a request that is whole is answered, however long that takes"


def test_a_body_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "PART_SECONDS", 0.2)
    with serving(echo()) as port:
        assert talk(port, b"POST /body HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nab").startswith(b"HTTP/1.1 408")


def test_files_that_find_too_many_before_them_are_told_to_come_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MAX_WAITING", 0)
    busy = client.post("/api/v1/extract", content=b"KE HOACH")
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")


@pytest.mark.parametrize(
    "path", ["//other.example/x", "/%2Fother.example", "/\\other.example", "//other.example?lang=en"]
)
def test_no_link_leads_to_a_host_that_the_address_named(client: TestClient, path: str) -> None:
    links = re.findall(r'(?:href|src|action)="([^"]*)"', client.get(f"http://testserver{path}").text)
    assert len(links) > 10
    assert [link for link in links if "other.example" in link] == []


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip"])
def test_a_client_cannot_name_itself_anew(sample_store: Path, header: str) -> None:
    with TestClient(create_app(Settings(store=str(sample_store), rate_limit=3))) as limited:
        statuses = [limited.get("/health", headers={header: f"192.0.2.{number}"}).status_code for number in range(6)]
    assert 429 in statuses


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "private, no-cache"),
        ("/van-ban", "private, no-cache"),
        ("/nap", "no-store"),
        ("/api/v1/documents", "private, no-cache"),
        ("/phan-cong/phieu.xlsx", "private, no-cache"),
        ("/static/cancu.css", "public, max-age=600"),
        ("/static/nothing.css", "private, no-cache"),
    ],
)
def test_no_shared_cache_keeps_what_was_said_to_one(client: TestClient, path: str, kept: str) -> None:
    assert client.get(path).headers["cache-control"] == kept


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        'a"; filename="b.exe',
        "a\r\nSet-Cookie: x=1",
        "<script>alert(1)</script>.txt",
        "\u202egpj.exe",
    ],
)
def test_a_file_name_is_only_words(client: TestClient, name: str) -> None:
    answer = client.post("/api/v1/extract", params={"name": name}, content="KẾ HOẠCH\nSố: 1/KH-UBND\n".encode())
    assert answer.status_code in {200, 422}
    assert answer.headers["content-type"].startswith("application/")
    assert "set-cookie" not in answer.headers
