"""The registers are data that anyone can check: every row says where it comes from and how sure it is."""

import collections
import datetime as dt
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, OWL, RDF, RDFS, SDO, SKOS, XSD

from ontology.vocabulary import Cancu, Eli

FOLDER = Path(__file__).parents[2] / "ontology"
FILES = sorted(FOLDER.glob("*.ttl"))
ROWS = {
    "document_types": Cancu.DOCUMENT_TYPE,
    "issuers": Cancu.ISSUER_CODE,
    "abbreviations": Cancu.ABBREVIATION,
    "agencies": Cancu.AGENCY_TEMPLATE,
    "provinces": Cancu.PROVINCE,
    "changes": str(ORG.ChangeEvent),
    "known_documents": Cancu.KNOWN_DOCUMENT,
    "congress_terms": Cancu.CONGRESS_TERM,
}
SOURCES = set(Graph().parse(FOLDER / "sources.ttl").subjects(RDF.type, SDO.CreativeWork))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_row_names_only_sources_that_exist(path: Path) -> None:
    graph = Graph().parse(path)
    named = set(graph.objects(None, DCTERMS.source)) if path.stem != "sources" else set()
    assert named <= SOURCES


@pytest.mark.parametrize(("name", "kind"), ROWS.items(), ids=ROWS)
def test_each_row_has_a_source_a_label_and_a_confidence_between_0_and_1(name: str, kind: str) -> None:
    graph = Graph().parse(FOLDER / f"{name}.ttl")
    rows = list(graph.subjects(RDF.type, URIRef(kind)))
    assert rows
    for row in rows:
        assert (row, SKOS.prefLabel, None) in graph, row
        assert (row, DCTERMS.source, None) in graph, row
        (confidence,) = graph.objects(row, URIRef(Cancu.CONFIDENCE))
        assert isinstance(confidence, Literal)
        assert 0 < float(confidence) <= 1, row


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_dates_are_dates_and_intervals_run_forward(path: Path) -> None:
    graph = Graph().parse(path)
    for row, start in graph.subject_objects(SDO.validFrom):
        end = graph.value(row, SDO.validThrough)
        assert isinstance(start, Literal)
        assert start.datatype == XSD.date
        assert isinstance(start.value, dt.date)
        if isinstance(end, Literal):
            assert start.value <= end.value, row


def test_the_same_party_number_is_in_the_register_once_a_term() -> None:
    """The number 20-NQ/TW is five documents, of the terms X to XIV (Hướng dẫn 36-HD/VPTW, II.1.3)."""
    graph = Graph().parse(FOLDER / "known_documents.ttl")
    rows = list(graph.subjects(URIRef(Eli.NUMBER), Literal("20-NQ/TW")))
    terms = {str(graph.value(row, URIRef(Cancu.IN_CONGRESS_TERM))) for row in rows}
    assert terms == {"X", "XI", "XII", "XIII", "XIV"}
    assert len(rows) == 5


def test_a_known_document_lies_in_its_congress_term() -> None:
    terms, known = Graph().parse(FOLDER / "congress_terms.ttl"), Graph().parse(FOLDER / "known_documents.ttl")
    for row, numeral in known.subject_objects(URIRef(Cancu.IN_CONGRESS_TERM)):
        (term,) = terms.subjects(SKOS.notation, Literal(str(numeral)))
        day, start = str(known.value(row, URIRef(Eli.DATE_DOCUMENT))), str(terms.value(term, SDO.validFrom))
        assert start <= day <= str(terms.value(term, SDO.validThrough) or "9999"), row


def test_the_congress_terms_follow_each_other_without_gap() -> None:
    graph = Graph().parse(FOLDER / "congress_terms.ttl")
    starts = sorted(str(day) for day in graph.objects(None, SDO.validFrom))
    ends = sorted(str(day) for day in graph.objects(None, SDO.validThrough))
    days = [dt.date.fromisoformat(end) + dt.timedelta(days=1) for end in ends]
    assert [str(day) for day in days] == starts[1:]


def test_the_sixth_plenum_of_the_eleventh_term_is_another_family_than_that_of_the_twelfth() -> None:
    graph = Graph().parse(FOLDER / "known_documents.ttl")
    families = collections.defaultdict(set)
    for term in ("XI", "XII"):
        for row in graph.subjects(SKOS.altLabel, Literal(f"Nghị quyết Trung ương 6 khóa {term}", "vi")):
            families[term].add(
                (str(graph.value(row, URIRef(Eli.NUMBER))), str(graph.value(row, URIRef(Eli.DATE_DOCUMENT))))
            )
    assert ("20-NQ/TW", "2012-11-01") in families["XI"]
    assert {number for number, _ in families["XII"]} == {"18-NQ/TW", "19-NQ/TW", "20-NQ/TW", "21-NQ/TW"}
    assert families["XI"].isdisjoint(families["XII"])


def test_the_ontology_declares_its_terms_as_owl_2_dl_asks() -> None:
    """Each class and property is declared once and as one thing (OWL 2 Structural Specification, 5.8.1)."""
    graph = Graph().parse(FOLDER / "cancu.ttl")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
    declared = [term for kind in kinds for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef)]
    assert len(declared) == len(set(declared))
    assert (None, RDF.type, OWL.Ontology) in graph


def test_the_ontology_keeps_to_owl_2_dl() -> None:
    """Ranges are declared classes or of the OWL 2 datatype map (OWL 2 Structural Specification, 4)."""
    graph = Graph().parse(FOLDER / "cancu.ttl")
    datatypes = {RDFS.Literal, XSD.boolean, XSD.decimal, XSD.string, XSD.integer, XSD.dateTime}
    for term in graph.subjects(RDF.type, OWL.DatatypeProperty):
        assert graph.value(term, RDFS.range) in datatypes, term
    classes = set(graph.subjects(RDF.type, OWL.Class))
    named = {node for term in (RDFS.domain, RDFS.subClassOf) for node in graph.objects(None, term)}
    named |= {node for term in graph.subjects(RDF.type, OWL.ObjectProperty) for node in graph.objects(term, RDFS.range)}
    assert named <= classes
