"""Each foreign term exists where it is said to; each own term is defined and used; none is minted elsewhere."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, VOID, XSD, DefinedNamespace

from ontology import vocabulary
from ontology.vocabulary import PREFIXES, Cancu, shorten
from tests.ontology.published_terms import ELI, OA, SD

ROOT = Path(__file__).parents[2]
PACKAGES = ("ontology", "ingest", "graph", "search", "app")
TURTLE = sorted((ROOT / "ontology").glob("*.ttl"))
QUERIES = sorted((ROOT / "graph" / "queries").glob("**/*.rq"))
BUNDLED: tuple[type[DefinedNamespace], ...] = (DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, VOID, XSD)
LISTED = {
    PREFIXES["eli"]: ELI,
    PREFIXES["oa"]: OA,
    "http://www.w3.org/ns/sparql-service-description#": SD,
}
OWN = PREFIXES["cancu"]
REGISTERS = "https://cancu.example/ontology/"


def constants() -> dict[str, str]:
    """Every term that ``vocabulary.py`` names, by its Python name."""
    spaces = (
        space for _, space in inspect.getmembers(vocabulary, inspect.isclass) if space.__module__ == vocabulary.__name__
    )
    return {
        f"{space.__name__}.{name}": value for space in spaces for name, value in vars(space).items() if name.isupper()
    }


def exists(term: str) -> bool:
    """Tell whether a foreign term is in its vocabulary's own file, or in the published list."""
    for space, names in LISTED.items():
        if term.startswith(space):
            return term.removeprefix(space) in names
    return any(term.startswith(str(space)) and URIRef(term) in space for space in BUNDLED)


def own_terms() -> Graph:
    return Graph().parse(ROOT / "ontology" / "cancu.ttl")


@pytest.mark.parametrize("term", sorted(term for term in constants().values() if not term.startswith(OWN)))
def test_each_foreign_term_exists_in_its_vocabulary(term: str) -> None:
    assert exists(term)


@pytest.mark.parametrize("path", TURTLE, ids=lambda path: path.stem)
def test_each_foreign_term_in_a_register_exists_in_its_vocabulary(path: Path) -> None:
    graph = Graph().parse(path)
    spaces = (*map(str, BUNDLED), *LISTED)
    nodes = {str(node) for triple in graph for node in triple if isinstance(node, URIRef)}
    nodes |= {str(node.datatype) for triple in graph for node in triple if isinstance(node, Literal) and node.datatype}
    foreign = {node for node in nodes if node.startswith(spaces)}
    assert {node for node in foreign if not exists(node)} == set()


def test_a_misspelt_foreign_term_would_be_noticed() -> None:
    assert not exists("http://www.w3.org/ns/org#Organisation")
    assert not exists("http://data.europa.eu/eli/ontology#implements")


def test_each_own_term_is_defined_in_both_languages_with_example_and_source() -> None:
    graph = own_terms()
    for name, term in constants().items():
        if term.startswith(OWN):
            node = URIRef(term)
            for label in (RDFS.label, SKOS.definition):
                languages = {value.language for value in graph.objects(node, label) if isinstance(value, Literal)}
                assert languages == {"vi", "en"}, (name, label)
            assert (node, SKOS.example, None) in graph, name
            assert (node, DCTERMS.source, None) in graph, name


def test_each_own_term_of_the_ontology_and_of_the_registers_is_named_in_python() -> None:
    named = set(constants().values())
    for path in TURTLE:
        nodes = {str(node) for triple in Graph().parse(path) for node in triple if isinstance(node, URIRef)}
        assert {node for node in nodes if node.startswith(OWN)} <= named, path.name


def test_each_term_is_used() -> None:
    """A term that nothing writes, reads or states in a register would be a promise that the graph does not keep."""
    python = "\n".join(path.read_text("utf-8") for path in python_files() if path.name != "vocabulary.py")
    data = "\n".join(path.read_text("utf-8") for path in (*TURTLE, *QUERIES) if path.name != "cancu.ttl")
    own = (ROOT / "ontology" / "cancu.ttl").read_text("utf-8")
    for name, term in constants().items():
        stated = data if term.startswith(OWN) else data + own
        in_data = re.search(rf"\b{re.escape(shorten(term))}\b", stated)
        assert in_data or re.search(rf"\b{re.escape(name)}\b", python) or term in range_classes(), name


def range_classes() -> set[str]:
    """Classes that are used as the range of a property."""
    return {str(node) for node in own_terms().objects(None, RDFS.range)}


def test_no_term_is_minted_outside_the_vocabulary() -> None:
    """A namespace in a string of another module would be a term that no test sees; docstrings may show examples."""
    spaces = (*PREFIXES.values(), *LISTED, REGISTERS)
    found = {
        f"{path.relative_to(ROOT)}: {text}"
        for path in python_files()
        if path.name != "vocabulary.py"
        for text in strings_of(path)
        if any(space in text for space in spaces)
    }
    assert found == set()


def test_properties_have_a_domain_and_range_or_hold_for_anything() -> None:
    graph = own_terms()
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in graph.subjects(RDF.type, kind):
            if str(term).startswith(OWN) and str(term) != Cancu.CANDIDATE:
                assert (term, RDFS.range, None) in graph, term


def test_a_relation_reads_in_both_directions() -> None:
    """Both "A căn cứ B" and "B là căn cứ của A": no reader confuses who acts and who is acted on."""
    graph = Graph().parse(ROOT / "ontology" / "relations.ttl")
    rows = list(graph.subjects(URIRef(Cancu.PROPERTY)))
    assert len(rows) == 11
    for row in rows:
        active, passive = graph.value(row, SKOS.prefLabel), graph.value(row, URIRef(Cancu.INVERSE_READING))
        assert active
        assert passive
        assert active != passive


def test_shorten_leaves_what_no_prefix_holds() -> None:
    assert shorten("https://example.org/x") == "https://example.org/x"


def python_files() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def strings_of(path: Path) -> Iterator[str]:
    """Yield the strings of a module that are not docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value
