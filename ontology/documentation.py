"""Renders ``docs/ontology.md`` from the Turtle files: our terms, the relations, and the registers readers ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, ORG, OWL, RDF, RDFS, SDO, SKOS
from rdflib.term import Node

from ontology.vocabulary import PREFIXES, RELATION_SCHEME, ROLE_SCHEME, TYPE_SCHEME, Cancu, shorten

_FILES: Final = ("cancu", "relations", "document_types", "roles", "changes", "provinces", "agencies", "sources")
_MOST_CUES: Final = 8
_INTRODUCTION: Final = """# The ontology

Written from `ontology/*.ttl` by `python -m bench.documents`; do not edit by hand. Foreign terms are those of ELI, ORG,
PROV-O, OWL-Time, SKOS, Web Annotation, DCTERMS and schema.org; what these lack is defined in `ontology/cancu.ttl`.
A Party document is never typed as law: its stratum says what it is.
"""


def render_ontology() -> str:
    """Return the text of ``docs/ontology.md``."""
    graph = Graph()
    for name in _FILES:
        graph.parse(data=resources.files("ontology").joinpath(f"{name}.ttl").read_bytes(), format="turtle")
    parts = (
        _INTRODUCTION,
        _section("Namespaces", ("Prefix", "Namespace"), ((f"`{key}:`", space) for key, space in PREFIXES.items())),
        _section("Classes", ("Term", "Tiếng Việt", "English", "Meaning", "Example", "Source"), _class_rows(graph)),
        _section(
            "Properties",
            ("Term", "Tiếng Việt", "English", "From → to", "Meaning", "Example", "Source"),
            _property_rows(graph),
        ),
        _section("Relations, read from both sides", ("Name", "Property", "A … B", "B … A", "Signs"), _relations(graph)),
        _section("Strata", ("Term", "Tiếng Việt", "English", "Example"), _stratum_rows(graph)),
        _section("Kinds of document", ("Kind", "Codes", "Strata", "Named alone", "Source"), _type_rows(graph)),
        _section("Roles", ("Role", "Tiếng Việt", "Meaning", "Signs"), _role_rows(graph)),
        _section(
            "Reorganisations",
            ("From", "What", "Legal basis", "Confidence", "Source"),
            _change_rows(graph),
        ),
        _section("Sources", ("Key", "Title", "Address"), _source_rows(graph)),
    )
    return "\n".join(parts)


def _section(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"## {title}", "", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _class_rows(graph: Graph) -> Iterator[tuple[str, ...]]:
    for term in _own_terms(graph, OWL.Class):
        yield (
            _code(term),
            _words(graph, term, RDFS.label, "vi"),
            _words(graph, term, RDFS.label, "en"),
            _words(graph, term, SKOS.definition, "en"),
            _words(graph, term, SKOS.example),
            _sources_of(graph, term),
        )


def _property_rows(graph: Graph) -> Iterator[tuple[str, ...]]:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    for term in sorted(term for kind in kinds for term in _own_terms(graph, kind)):
        yield (
            _code(term),
            _words(graph, term, RDFS.label, "vi"),
            _words(graph, term, RDFS.label, "en"),
            f"{_classes(graph, graph.value(term, RDFS.domain))} → {_classes(graph, graph.value(term, RDFS.range))}",
            _words(graph, term, SKOS.definition, "en"),
            _words(graph, term, SKOS.example),
            _sources_of(graph, term),
        )


def _relations(graph: Graph) -> Iterator[tuple[str, ...]]:
    for concept in _concepts(graph, RELATION_SCHEME):
        yield (
            f"`{_words(graph, concept, SKOS.notation)}`",
            _code(graph.value(concept, URIRef(Cancu.PROPERTY))),
            f"A {_words(graph, concept, SKOS.prefLabel, 'vi')} B",
            f"B {_words(graph, concept, URIRef(Cancu.INVERSE_READING), 'vi')} A",
            _cues(graph, concept),
        )


def _stratum_rows(graph: Graph) -> Iterator[tuple[str, ...]]:
    for term in _own_terms(graph, OWL.NamedIndividual):
        labels = (_words(graph, term, RDFS.label, language) for language in ("vi", "en"))
        yield (_code(term), *labels, _words(graph, term, SKOS.example))


def _type_rows(graph: Graph) -> Iterator[tuple[str, ...]]:
    for concept in _concepts(graph, TYPE_SCHEME):
        alone = _words(graph, concept, URIRef(Cancu.IDENTIFIED_BY_NAME)) == "true"
        yield (
            _words(graph, concept, SKOS.prefLabel, "vi"),
            ", ".join(sorted(str(code) for code in graph.objects(concept, SKOS.notation))),
            ", ".join(sorted(_code(item) for item in graph.objects(concept, URIRef(Cancu.STRATUM)))),
            "yes" if alone else "",
            _sources_of(graph, concept),
        )


def _role_rows(graph: Graph) -> Iterator[tuple[str, ...]]:
    for concept in _concepts(graph, ROLE_SCHEME):
        yield (
            f"`{_words(graph, concept, SKOS.notation)}`",
            _words(graph, concept, SKOS.prefLabel, "vi"),
            _words(graph, concept, SKOS.definition, "en"),
            _cues(graph, concept),
        )


def _change_rows(graph: Graph) -> Iterator[tuple[str, ...]]:
    rows = (
        (
            _words(graph, event, DCTERMS.date),
            _words(graph, event, SKOS.prefLabel, "vi"),
            "; ".join(sorted(str(basis) for basis in graph.objects(event, URIRef(Cancu.LEGAL_BASIS)))),
            _words(graph, event, URIRef(Cancu.CONFIDENCE)),
            _sources_of(graph, event),
        )
        for event in graph.subjects(RDF.type, ORG.ChangeEvent)
    )
    yield from sorted(rows)


def _source_rows(graph: Graph) -> Iterator[tuple[str, ...]]:
    rows = (
        (f"`{_local(source)}`", _words(graph, source, DCTERMS.title, "vi"), str(graph.value(source, SDO.url) or ""))
        for source in graph.subjects(RDF.type, SDO.CreativeWork)
    )
    yield from sorted(rows)


def _own_terms(graph: Graph, kind: URIRef) -> list[URIRef]:
    own = PREFIXES["cancu"]
    return sorted(term for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef) and term.startswith(own))


def _concepts(graph: Graph, scheme: str) -> list[Node]:
    members = graph.subjects(SKOS.inScheme, URIRef(scheme))
    return sorted(members, key=str)


def _classes(graph: Graph, node: Node | None) -> str:
    if node is None:
        return "anything"
    union = graph.value(node, OWL.unionOf)
    return " or ".join(map(_code, Collection(graph, union))) if union is not None else _code(node)


def _words(graph: Graph, subject: Node, term: URIRef, language: str | None = None) -> str:
    values = (value for value in graph.objects(subject, term) if isinstance(value, Literal))
    return "; ".join(sorted(str(value) for value in values if language is None or value.language == language))


def _cues(graph: Graph, concept: Node) -> str:
    cues = sorted((str(cue) for cue in graph.objects(concept, SKOS.hiddenLabel)), key=lambda cue: (len(cue), cue))
    return ", ".join(cues[:_MOST_CUES]) + (f" … ({len(cues)})" if len(cues) > _MOST_CUES else "")


def _sources_of(graph: Graph, subject: Node) -> str:
    return ", ".join(sorted(f"`{_local(source)}`" for source in graph.objects(subject, DCTERMS.source)))


def _code(term: Node | None) -> str:
    return f"`{shorten(str(term))}`"


def _local(term: Node) -> str:
    return str(term).rpartition("/")[2]
