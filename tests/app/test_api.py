"""The HTTP API through a client, as tables of requests and what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.settings import Settings
from app.web import create_app
from tests.app.conftest import SAMPLE, Run

TITLES = {
    400: ("Yêu cầu không đúng", "Bad request"),
    404: ("Không tìm thấy", "Not found"),
    422: ("Dữ liệu bị từ chối", "Input rejected"),
}


@pytest.fixture(scope="module")
def client(sample_store: Path) -> Iterator[TestClient]:
    settings = Settings(store=str(sample_store), rate_limit=100_000)
    with TestClient(create_app(settings), raise_server_exceptions=False) as started:
        yield started


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("documents", ["documents"]),
        ("agencies", ["agencies"]),
        ("trace?document=4655/KH-UBND&direction=up", ["trace", "4655/KH-UBND", "--direction", "up"]),
        ("path?source=4655/KH-UBND&target=69-KL/TW", ["path", "4655/KH-UBND", "69-KL/TW"]),
        (
            "duties?agency=Sở Công Thương&as_of=2026-11-23",
            ["duties", "--agency", "Sở Công Thương", "--as-of", "2026-11-23"],
        ),
        ("targets", ["targets"]),
        ("who?question=Sở Nội vụ làm gì?", ["who", "Sở Nội vụ làm gì?"]),
        ("search?text=báo cáo trước ngày 15/11", ["search", "báo cáo trước ngày 15/11"]),
        ("verify", ["verify"]),
        ("validate?as_of=2026-11-23", ["validate", "--as-of", "2026-11-23"]),
    ],
)
def test_the_api_gives_what_the_command_line_gives(client: TestClient, run: Run, path: str, words: list[str]) -> None:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.text
    body = {name: value for name, value in response.json().items() if name not in {"total", "next"}}
    assert body == run(*words)[1]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("trace?document=9999/KH-UBND", 404),
        ("trace?document=4655/KH-UBND&direction=sideways", 422),
        ("trace?document=4655/KH-UBND&relation=likes", 400),
        ("trace", 422),
        ("duties?role=chef", 400),
        ("duties?agency=Sở Hàng không", 404),
        ("who?question=ai?&as_of=31/02/2026", 400),
        ("documents?cursor=nonsense", 400),
        ("documents?limit=0", 422),
        ("nothing-here", 404),
    ],
)
def test_errors_are_problem_documents_in_the_language_asked_for(client: TestClient, path: str, status: int) -> None:
    for english, language in enumerate(("vi", "en")):
        response = client.get(f"/api/v1/{path}", headers={"accept-language": language})
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        problem = response.json()
        assert problem["status"] == status
        assert problem["title"] == TITLES[status][english]
        assert "Traceback" not in response.text


def test_an_unknown_number_offers_candidates_of_its_type(client: TestClient) -> None:
    problem = client.get("/api/v1/trace?document=4656/KH-UBND").json()
    assert problem["candidates"][0]["number"] == "4655/KH-UBND"


def test_lists_come_in_pages_that_fit_together(client: TestClient) -> None:
    whole = client.get("/api/v1/duties").json()["duties"]
    collected, cursor = [], ""
    while True:
        page = client.get(f"/api/v1/duties?limit=17{cursor}").json()
        collected += page["duties"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert collected == whole
    assert page["total"] == len(whole)


def test_what_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/v1/targets")
    again = client.get("/api/v1/targets", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/", "/api/v1/documents", "/health", "/api/v1/nothing", "/static/cancu.css"])
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"x-request-id": "phieu-17"})
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-request-id"] == "phieu-17"


def test_a_body_over_the_limit_is_refused(sample_store: Path) -> None:
    settings = Settings(store=str(sample_store), max_upload_bytes=1000)
    with TestClient(create_app(settings)) as small:
        query = {"content-type": "application/sparql-query"}
        assert small.post("/sparql", content=b"x" * 2000, headers=query).status_code == 413
        assert small.post("/sparql", content=(b"x" * 100 for _ in range(20)), headers=query).status_code == 413


def test_a_client_that_asks_too_often_is_told_to_wait(sample_store: Path) -> None:
    with TestClient(create_app(Settings(store=str(sample_store), rate_limit=5))) as limited:
        statuses = [limited.get("/health").status_code for _ in range(7)]
    assert statuses[:5] == [200] * 5
    assert statuses[-1] == 429


def test_probes_and_figures(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/ready").json()["version"] >= 1
    assert 'cancu_requests_total{method="GET",route="/health",status="200"}' in client.get("/metrics").text


def test_openapi_describes_every_route(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/documents", "/api/v1/who", "/sparql"} <= set(paths)


def test_a_file_can_be_read_through_the_api_without_storing(client: TestClient, run: Run) -> None:
    answer = client.post("/api/v1/extract?name=ke-hoach-4655-kh-ubnd.txt", content=SAMPLE.read_bytes())
    wanted = run("extract", str(SAMPLE))[1]
    assert {**answer.json(), "file": ""} == {**wanted, "file": ""}
    refused = client.post("/api/v1/extract", content=bytes(range(256)) * 20)
    assert (refused.status_code, refused.json()["code"]) == (422, "binary")


def test_storing_through_the_api_needs_the_token(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(store=str(tmp_path / "kho")))) as closed:
        assert closed.post("/api/v1/ingest", content=SAMPLE.read_bytes()).status_code == 403
    settings = Settings(store=str(tmp_path / "kho"), token=SecretStr("ma-bi-mat"))
    text = (
        "KẾ HOẠCH\nSố: 12/KH-UBND\nCăn cứ Luật Ngân sách nhà nước;\n1. Sở Y tế: Chủ trì thực hiện nhiệm vụ được giao.\n"
    )
    with TestClient(create_app(settings)) as opened:
        url, body = "/api/v1/ingest?name=ke-hoach.txt", text.encode()
        assert (refused := opened.post(url, content=body, headers={"authorization": "Bearer sai"})).status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"
        right = {"authorization": "Bearer ma-bi-mat"}
        stored = opened.post(url, content=body, headers=right).json()
        assert [document["status"] for document in stored["documents"]] == ["added"]
        assert opened.get("/api/v1/documents").json()["total"] == 1


def test_a_body_that_nobody_knows_has_no_iri(client: TestClient) -> None:
    asked = {"question": "Trường Đại học Đà Lạt được giao chủ trì nhiệm vụ nào?"}
    found = client.get("/api/v1/who", params=asked).json()
    assert found["abstained"]
    assert found["understood"]["agencies"] == [{"iri": None, "label": "Trường Đại học Đà Lạt"}]
