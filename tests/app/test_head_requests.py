"""HEAD tells what GET would, without the body (RFC 9110, 9.3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.settings import Settings
from app.web import create_app

PLAN = "lam-dong/ubnd/2024/kh/4655"


@pytest.fixture(scope="module")
def client(sample_store: Path) -> Iterator[TestClient]:
    settings = Settings(store=str(sample_store), rate_limit=100_000)
    with TestClient(create_app(settings), headers={"accept-encoding": "identity"}) as started:
        yield started


@pytest.mark.parametrize(
    "path",
    [
        "/", "/van-ban", f"/van-ban/{PLAN}", "/phan-cong", "/tien-do", "/chat-luong", "/nap", "/docs", "/ontology",
        "/api/v1/documents", "/api/v1/openapi.json", f"/id/eli/vn/{PLAN}.ttl", "/sitemap.xml", "/robots.txt",
        "/static/cancu.css", "/health", "/tien-do.ics", "/sparql?query=ASK%20{}",
    ],
)  # fmt: skip
def test_head_has_the_headers_of_get_and_no_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.headers.get("content-length") == got.headers.get("content-length")


def test_head_of_nothing_and_of_a_redirect(client: TestClient) -> None:
    assert client.head("/van-ban/9999/KH-UBND").status_code == 404
    see = client.head(f"/id/eli/vn/{PLAN}", headers={"accept": "text/turtle"}, follow_redirects=False)
    assert (see.status_code, see.headers["location"]) == (303, f"/id/eli/vn/{PLAN}.ttl")


def test_a_refusal_names_head_beside_get(client: TestClient) -> None:
    refused = client.delete("/van-ban", headers={"accept": "text/html"})
    assert refused.status_code == 405
    assert {method.strip() for method in refused.headers["allow"].split(",")} == {"GET", "HEAD"}
    head = client.head("/nap/luu")
    assert (head.status_code, "POST" in head.headers["allow"]) == (405, True)


def test_figures_count_head_as_head(client: TestClient) -> None:
    client.head("/health")
    assert 'cancu_requests_total{method="HEAD",route="/health",status="200"}' in client.get("/metrics").text


def test_invented_methods_get_no_figure_of_their_own(client: TestClient) -> None:
    client.request("BREW", "/health")
    text = client.get("/metrics").text
    assert "BREW" not in text
    assert 'method="other"' in text
