"""The pages as a client sees them: what is on them, in both languages, and that no document can do anything there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import networkx as nx
import pytest
from fastapi.testclient import TestClient
from lxml import etree, html

from app.cli import main
from app.marked_text import Mark
from app.pages.documents import share_marks
from app.pages.words import _WORDS
from app.settings import Settings
from app.web import create_app
from ingest.model import Span

PLAN = "lam-dong/ubnd/2024/kh/4655"
TOKEN = "mot-ma-chi-de-thu"
PAGES = [
    "/", "/?hoi=Sở Công Thương phải làm gì", "/van-ban", f"/van-ban/{PLAN}", "/duong-can-cu", f"/duong-can-cu/{PLAN}",
    "/phan-cong", "/phan-cong?xem=danh-sach", "/tien-do", "/sparql", "/chat-luong", "/nap", "/docs", "/ontology",
]  # fmt: skip
HOSTILE = """ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG

Số: 78/KH-UBND

Lâm Đồng, ngày 6 tháng 3 năm 2024

KẾ HOẠCH
Triển khai </script><script>alert(1)</script> "nháy" \u202eđảo chiều

Căn cứ Quyết định số 12/QĐ-TTg ngày 02/01/2024 của Thủ tướng Chính phủ phê duyệt "<img src=x onerror=alert(2)>";

I. TỔ CHỨC THỰC HIỆN

1. Sở Công Thương <script>alert(3)</script>

a) Chủ trì =cmd|' /C calc'!A0 </textarea><svg onload=alert(4)> trước ngày 31/12/2025.
"""


Page: TypeAlias = Any
"""A parsed page: what an XPath expression gives, only the expression tells."""


def read_page(text: str) -> Page:
    return html.fromstring(text)


@pytest.fixture(scope="module")
def client(sample_store: Path) -> Iterator[TestClient]:
    settings = Settings(store=str(sample_store), rate_limit=100_000)
    with TestClient(create_app(settings), headers={"accept": "text/html"}, raise_server_exceptions=False) as started:
        yield started


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve a store that holds one document full of markup, quotes, formulas and control characters."""
    folder = tmp_path_factory.mktemp("doc")
    (folder / "la.txt").write_text(HOSTILE, encoding="utf-8")
    assert main(["ingest", str(folder / "la.txt"), "--store", str(folder / "kho")]) == 0
    settings = Settings(store=str(folder / "kho"), rate_limit=100_000)
    with TestClient(create_app(settings), headers={"accept": "text/html"}, raise_server_exceptions=False) as started:
        yield started


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_page_is_whole_in_both_languages(client: TestClient, path: str, lang: str) -> None:
    response = client.get(path, params={"lang": lang} if "?" not in path else None)
    assert response.status_code == 200, response.text
    page = read_page(response.text)
    assert len(page.xpath("//main")) == len(page.xpath("//h1")) == 1
    assert page.xpath("//html/@lang")[0] in {lang, "vi"}
    client.cookies.clear()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_an_inline_script_style_or_handler(client: TestClient, path: str) -> None:
    page = read_page(client.get(path).text)
    assert page.xpath("//script[not(@src) and not(@type='application/ld+json')]") == []
    assert page.xpath("//style | //@style | //@*[starts-with(name(), 'on')]") == []
    addresses = page.xpath("//@src | //link[@rel='stylesheet' or @rel='icon']/@href | //form/@action")
    assert all(address.startswith(("/", "?")) and not address.startswith("//") for address in addresses)


def test_every_word_is_there_in_both_languages() -> None:
    assert [key for key, (vietnamese, english) in _WORDS.items() if not vietnamese or not english] == []


def test_the_templates_use_every_word_and_no_other() -> None:
    folder = Path(__file__).parents[2] / "app" / "pages"
    used: set[str] = set()
    for path in [*folder.glob("templates/*.html"), *folder.glob("*.py")]:
        text = path.read_text(encoding="utf-8") if not path.name.startswith("words") else ""
        used |= set(re.findall(r"""["'(]([a-z]+(?:\.[a-z_]+)*)["')]""", text))
    families = ("nav.", "lineage.", "stratum.", "progress.", "quality.", "upload.", "absent.", "field.", "legend.")
    unused = {key for key in _WORDS if key not in used and not key.startswith(families)}
    assert unused == set()


def test_a_sentence_is_highlighted_without_scripts(client: TestClient) -> None:
    page = read_page(client.get(f"/van-ban/{PLAN}?tu=17743&den=17839").text)
    assert "".join(page.xpath("//mark[contains(@class, 'found')]//text()")) == (
        "Là cơ quan thường trực chịu trách nhiệm theo dõi, đôn đốc, kiểm tra việc thực hiện Kế hoạch này."
    )
    assert len(page.xpath("//*[@id='trich-dan']")) == 1


def test_a_document_reads_from_both_ends(client: TestClient) -> None:
    assert "Căn cứ <span" in client.get(f"/van-ban/{PLAN}").text
    cited = client.get("/van-ban/dang/lam-dong/tu/2024/kh/116").text
    assert "Là căn cứ của" in cited
    assert "4655/KH-UBND" in cited


def test_a_document_tells_search_engines_what_it_is(client: TestClient) -> None:
    page = read_page(client.get(f"/van-ban/{PLAN}").text)
    data = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])
    assert (data["@type"], data["legislationIdentifier"]) == ("Legislation", "4655/KH-UBND")
    assert any(link["@id"].endswith("/dang/lam-dong/tu/2024/kh/116") for link in data["isBasedOn"])


def test_the_list_is_narrowed_by_words_and_by_kind(client: TestClient) -> None:
    assert "4655/KH-UBND" in client.get("/van-ban?tim=4655").text
    assert "4655/KH-UBND" not in read_page(client.get("/van-ban?loai=vien-dan").text).xpath("string(//tbody)")


def test_an_unknown_document_is_a_page_with_the_nearest(client: TestClient) -> None:
    response = client.get("/van-ban/4656/KH-UBND")
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert "4655/KH-UBND" in response.text
    assert response.headers["content-security-policy"]
    assert response.headers["x-request-id"] in response.text


def test_a_program_gets_problem_details_for_the_same(client: TestClient) -> None:
    response = client.get("/van-ban/4656/KH-UBND", headers={"accept": "application/json"})
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_the_lineage_is_a_graph_a_picture_and_a_table(client: TestClient) -> None:
    drawn = client.get(f"/duong-can-cu/{PLAN}?dang=json").json()
    assert len({(node["x"], node["y"]) for node in drawn["nodes"]}) == len(drawn["nodes"])
    places = {node["id"]: node for node in drawn["nodes"]}
    tops = {
        stratum: min(n["y"] for n in drawn["nodes"] if n["stratum"] == stratum)
        for stratum in ("party", "administrative")
    }
    assert tops["party"] < tops["administrative"]
    assert all(edge["source"] in places and edge["target"] in places for edge in drawn["edges"])
    rows = read_page(client.get(f"/duong-can-cu/{PLAN}").text).xpath("//table//tbody/tr")
    assert len(rows) == len(drawn["edges"])
    picture = client.get(f"/duong-can-cu/{PLAN}?dang=svg")
    assert etree.fromstring(picture.content).tag == "{http://www.w3.org/2000/svg}svg"
    assert "sandbox" in picture.headers["content-security-policy"]
    graph = nx.read_graphml(BytesIO(client.get(f"/duong-can-cu/{PLAN}?dang=graphml").content))
    assert len(graph) == len(places)


def test_the_way_between_two_documents_goes_by_grounds_with_its_quotes(client: TestClient) -> None:
    response = client.get("/duong-can-cu?tu=4655/KH-UBND&den=20-NQ/TW ngày 01/11/2012")
    assert response.url.params["den"] == "dang/tw/2012/nq/20"
    steps = read_page(response.text).xpath("(//ol[@class='steps'])[1]/li")
    assert len(steps) >= 2
    assert all(step.xpath(".//blockquote") for step in steps)


def test_duties_are_found_by_the_name_of_today(client: TestClient) -> None:
    # Sở Thông tin và Truyền thông was merged into Sở Khoa học và Công nghệ: its duties are found by the heir's name.
    text = client.get("/phan-cong?co_quan=Sở Khoa học và Công nghệ&xem=danh-sach").text
    assert "Sở Thông tin và Truyền thông" in text


def test_the_matrix_has_a_column_a_body(client: TestClient) -> None:
    page = read_page(client.get("/phan-cong?co_quan=Sở Công Thương").text)
    assert page.xpath("//table[@class='matrix']/thead//th/a/text()") == ["Sở Công Thương"]


def test_an_unknown_body_is_said_to_be_unknown(client: TestClient) -> None:
    response = client.get("/phan-cong?co_quan=Sở Vũ trụ")
    assert response.status_code == 200
    assert "Sở Vũ trụ" in read_page(response.text).xpath("string(//div[@class='empty'])")


@pytest.mark.parametrize(("day", "past"), [("2024-07-01", False), ("2026-01-01", True)])
def test_what_is_past_depends_on_the_day(client: TestClient, day: str, past: bool) -> None:
    page = read_page(client.get(f"/tien-do?ngay={day}").text)
    assert bool(page.xpath("//h2[@id='past']")) == past


def test_a_query_runs_without_scripts(client: TestClient) -> None:
    query = "SELECT ?s { ?s ?p ?o } LIMIT 3"
    page = read_page(client.get("/sparql", params={"truy_van": query}).text)
    assert len(page.xpath("//section[@id='ket-qua-tinh']//tbody/tr")) == 3
    assert page.xpath("string(//textarea)") == query


@pytest.mark.parametrize("query", ["SELEC ?s", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "</textarea><script>"])
def test_a_wrong_query_is_explained(client: TestClient, query: str) -> None:
    page = read_page(client.get("/sparql", params={"truy_van": query}).text)
    assert page.xpath("string(//*[@role='alert'])")
    assert page.xpath("string(//textarea)") == query


def test_quality_names_what_is_known_only_by_citation(client: TestClient) -> None:
    assert "69-KL/TW" in client.get("/chat-luong").text


def test_adding_is_off_without_a_token(client: TestClient) -> None:
    assert "CANCU_TOKEN" in client.get("/nap").text
    refused = client.post("/nap", data={"ma": ""}, files={"tep": ("a.txt", b"x")})
    assert refused.status_code == 403


def test_adding_needs_the_token_and_a_confirmation(sample_store: Path, tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path / "kho"), token=TOKEN)  # type: ignore[arg-type]
    file = {"tep": ("ke-hoach.txt", HOSTILE.encode())}
    with TestClient(create_app(settings), headers={"accept": "text/html"}) as client:
        assert client.post("/nap", data={"ma": "sai"}, files=file).status_code == 403
        assert client.post("/nap", data={"ma": TOKEN}, files={"tep": ("a.bin", b"\x00\x01")}).status_code == 422
        shown = read_page(client.post("/nap", data={"ma": TOKEN}, files=file).text)
        ticket = shown.xpath("//input[@name='phieu']/@value")[0]
        assert client.get("/api/v1/documents").json()["documents"] == []
        assert client.post("/nap/luu", data={"ma": "sai", "phieu": ticket}).status_code == 403
        assert "78/KH-UBND" in client.post("/nap/luu", data={"ma": TOKEN, "phieu": ticket}).text
        assert len(client.get("/api/v1/documents").json()["documents"]) == 1
        assert client.post("/nap/luu", data={"ma": TOKEN, "phieu": ticket}).status_code == 410


@pytest.mark.parametrize(
    "path",
    ["/", "/van-ban", "/van-ban/78/KH-UBND", "/duong-can-cu/78/KH-UBND?quan_he=moi", "/phan-cong",
     "/phan-cong?xem=danh-sach", "/tien-do", "/chat-luong", "/?hoi=Sở Công Thương chủ trì việc gì?"],
)  # fmt: skip
def test_a_hostile_document_is_shown_as_text(hostile: TestClient, path: str) -> None:
    response = hostile.get(path)
    assert response.status_code == 200
    page = read_page(response.text)
    assert page.xpath("//script[not(@src) and not(@type='application/ld+json')]") == []
    assert page.xpath("//img[@src='x'] | //*[@onload or @onerror]") == []
    assert "\u202e" not in response.text


def test_a_hostile_document_stays_words_in_downloads(hostile: TestClient) -> None:
    picture: Page = etree.fromstring(hostile.get("/duong-can-cu/78/KH-UBND?quan_he=moi&dang=svg").content)
    assert picture.xpath("//*[local-name()='script' or local-name()='img' or @onload or @onerror]") == []
    for path in ("/phan-cong/phieu.xlsx", "/phan-cong/phieu.docx", "/tien-do.ics"):
        assert hostile.get(path).status_code == 200


def test_marks_are_shared_out_to_the_provisions_that_they_run_over() -> None:
    """A sentence over two clauses is marked in both; a zero-length clause takes nothing."""
    spans = [Span(0, 10), Span(10, 10), Span(10, 30), Span(30, 40)]
    shares = share_marks([Mark(Span(5, 20), "duty"), Mark(Span(12, 14), "target"), Mark(Span(30, 40), "found")], spans)
    assert [[(mark.kind, mark.span) for mark in share] for share in shares] == [
        [("duty", Span(5, 10))],
        [],
        [("duty", Span(10, 20)), ("target", Span(12, 14))],
        [("found", Span(30, 40))],
    ]
