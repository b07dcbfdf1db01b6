"""Every IRI can be asked for, in the form that the asker likes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, RdfFormat, parse

from app.settings import Settings
from app.web import create_app

BASE = "https://cancu.example"
PLAN = "/id/eli/vn/lam-dong/ubnd/2024/kh/4655"


@pytest.fixture(scope="module")
def client(sample_store: Path) -> Iterator[TestClient]:
    settings = Settings(store=str(sample_store), rate_limit=100_000)
    with TestClient(create_app(settings), raise_server_exceptions=False) as started:
        yield started


def test_the_iri_of_the_plan_leads_to_turtle_about_it(client: TestClient) -> None:
    """``curl -L -H 'Accept: text/turtle' …/id/eli/vn/lam-dong/ubnd/2024/kh/4655``."""
    first = client.get(PLAN, headers={"accept": "text/turtle"}, follow_redirects=False)
    assert (first.status_code, first.headers["location"]) == (303, f"{PLAN}.ttl")
    followed = client.get(PLAN, headers={"accept": "text/turtle"})
    assert followed.headers["content-type"] == "text/turtle; charset=utf-8"
    graph = rdflib.Graph().parse(data=followed.text, format="turtle")
    plan = rdflib.URIRef(BASE + PLAN)
    number = rdflib.URIRef("http://data.europa.eu/eli/ontology#number")
    assert str(graph.value(plan, number)) == "4655/KH-UBND"


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html", "/van-ban/lam-dong/ubnd/2024/kh/4655"),
        ("*/*", "/van-ban/lam-dong/ubnd/2024/kh/4655"),
        ("text/html;q=0.2, application/ld+json", f"{PLAN}.jsonld"),
        ("application/rdf+xml", f"{PLAN}.rdf"),
        ("application/n-triples", f"{PLAN}.nt"),
    ],
)
def test_the_accept_header_chooses(client: TestClient, accept: str, location: str) -> None:
    response = client.get(PLAN, headers={"accept": accept}, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, location)
    assert response.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("extension", "form"),
    [
        (".ttl", RdfFormat.TURTLE),
        (".jsonld", RdfFormat.JSON_LD),
        (".rdf", RdfFormat.RDF_XML),
        (".nt", RdfFormat.N_TRIPLES),
    ],
)
def test_every_form_says_the_same(client: TestClient, extension: str, form: RdfFormat) -> None:
    said = {quad.triple for quad in parse(client.get(PLAN + extension).content, format=form)}
    assert said == {quad.triple for quad in parse(client.get(PLAN + ".nt").content, format=RdfFormat.N_TRIPLES)}
    assert any(triple.subject == NamedNode(BASE + PLAN) for triple in said)


def test_a_part_leads_to_its_place_on_the_page(client: TestClient) -> None:
    response = client.get(f"{PLAN}/V/1/a", headers={"accept": "text/html"}, follow_redirects=False)
    assert response.headers["location"] == "/van-ban/lam-dong/ubnd/2024/kh/4655#V/1/a"


def test_a_percent_encoded_part_is_asked_for_as_it_was_sent(client: TestClient) -> None:
    # "đ" of an IRI is %C4%91 in it: decoding the address would ask for another IRI.
    listed = client.get(
        "/sparql", params={"query": "SELECT ?s { ?s ?p ?o FILTER(CONTAINS(STR(?s), '%C4%91')) } LIMIT 1"}
    )
    found = listed.json()["results"]["bindings"]
    assert found, "the sample has a point đ"
    path = found[0]["s"]["value"].removeprefix(BASE).partition("#")[0]
    assert client.get(path + ".nt").status_code == 200


def test_a_body_leads_to_its_duties(client: TestClient) -> None:
    agency = client.get("/api/v1/agencies").json()["agencies"][0]["iri"]
    response = client.get(agency.removeprefix(BASE), headers={"accept": "text/html"})
    assert response.status_code == 200
    assert response.url.path == "/phan-cong"


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/id/eli/vn/ttg/1999/qd/1", "text/turtle", 404),
        ("/id/eli/vn/ttg/1999/qd/1.ttl", "*/*", 404),
        ("/id/<>{}", "text/turtle", 404),
        (PLAN, "image/png", 406),
    ],
)
def test_what_cannot_be_given_is_a_problem(client: TestClient, path: str, accept: str, status: int) -> None:
    response = client.get(path, headers={"accept": accept})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_the_vocabulary_is_a_page_and_turtle(client: TestClient) -> None:
    assert "Phân công" in client.get("/ontology", headers={"accept": "text/html"}).text
    turtle = client.get("/ontology", headers={"accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=turtle.text, format="turtle")
    label = rdflib.RDFS.label
    assert graph.value(rdflib.URIRef(f"{BASE}/ontology#Assignment"), label) is not None
    role = client.get("/ontology/role/lead", headers={"accept": "text/turtle"})
    assert f"{BASE}/ontology/role/lead" in {str(node) for node in rdflib.Graph().parse(data=role.text).subjects()}


def test_the_sitemap_names_the_plan_and_robots_the_sitemap(client: TestClient) -> None:
    locations = [element.text for element in ET.fromstring(client.get("/sitemap.xml").content).iter() if element.text]
    assert "http://testserver/van-ban/lam-dong/ubnd/2024/kh/4655" in locations
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").text
