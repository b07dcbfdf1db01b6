"""Where a copy of the published suites is found, and what is taken out of the package that carries them."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from tests.conformance.exchanges import GraphFile
from tests.conformance.manifests import EvaluationCase, LeftOut, RefusalCase, SyntaxCase, read_manifest
from tests.conformance.suites import find_manifests, unpack_suites

PREFIXES = """@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
@prefix ent: <http://www.w3.org/ns/entailment/> .
@prefix : <#> .
"""


def test_only_the_suites_of_sparql_are_unpacked(tmp_path: Path) -> None:
    package = tmp_path / "rdflib-7.6.0.tar.gz"
    names = {
        "rdflib-7.6.0/test/data/suites/w3c/sparql11/manifest-all.ttl": b"# suite",
        "rdflib-7.6.0/test/data/suites/w3c/turtle/manifest.ttl": b"# another suite",
        "rdflib-7.6.0/setup.py": b"print()",
    }
    with tarfile.open(package, "w:gz") as archive:
        for name, content in names.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    unpack_suites(package, tmp_path / "suites")
    files = [path.relative_to(tmp_path / "suites") for path in (tmp_path / "suites").rglob("*") if path.is_file()]
    assert files == [Path("sparql11/manifest-all.ttl")]


def test_a_package_cannot_write_outside_the_folder(tmp_path: Path) -> None:
    package = tmp_path / "rdflib-7.6.0.tar.gz"
    with tarfile.open(package, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("rdflib-7.6.0/test/data/suites/w3c/sparql11/../../../outside"))
    with pytest.raises(tarfile.OutsideDestinationError):
        unpack_suites(package, tmp_path / "deep" / "suites")


@pytest.mark.parametrize(
    ("name", "found"),
    [("sparql11/manifest-all.ttl", 3), ("sparql/sparql11/manifest-all.ttl", 2), ("elsewhere/manifest.ttl", 0)],
)
def test_a_copy_is_known_by_its_first_manifest(tmp_path: Path, name: str, found: int) -> None:
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).touch()
    assert len(find_manifests(tmp_path)) == found


def test_each_kind_of_test_is_read_or_left_out_with_its_reason(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.ttl"
    manifest.write_text(
        f"""{PREFIXES}
        <> mf:include ( <absent/manifest.ttl> ) ; mf:entries ( :rows :reduced :remote :good :update :schema :writing ) .
        :rows a mf:QueryEvaluationTest ; mf:action [ qt:query <a.rq> ; qt:graphData <g.ttl> ] ; mf:result <a.srx> .
        :reduced a mf:QueryEvaluationTest ; mf:resultCardinality mf:LaxCardinality ;
            mf:action [ qt:query <a.rq> ] ; mf:result <a.srx> .
        :remote a mf:QueryEvaluationTest ; mf:action [ qt:query <a.rq> ; qt:serviceData [] ] ; mf:result <a.srx> .
        :good a mf:PositiveSyntaxTest ; mf:action <a.rq> .
        :update a mf:NegativeSyntaxTest11 ; mf:action <a.ru> .
        :schema a mf:QueryEvaluationTest ; mf:action [ qt:query <a.rq> ; ent:regime ent:RDFS ] ; mf:result <a.srx> .
        :writing a mf:UpdateEvaluationTest ; mf:action [] .""",
        encoding="utf-8",
    )
    folder, name = tmp_path.resolve(), tmp_path.name
    graph = GraphFile(folder / "g.ttl", (folder / "g.ttl").as_uri())
    assert list(read_manifest(manifest)) == [
        EvaluationCase(f"{name}/rows", folder / "a.rq", (graph,), folder / "a.srx"),
        EvaluationCase(f"{name}/reduced", folder / "a.rq", (), folder / "a.srx", is_lax=True),
        RefusalCase(f"{name}/remote", folder / "a.rq"),
        SyntaxCase(f"{name}/good", folder / "a.rq", "positive"),
        LeftOut(f"{name}/update", "the syntax of updates"),
        LeftOut(f"{name}/schema", "an entailment regime beside simple entailment"),
        LeftOut(f"{name}/writing", "not a query: UpdateEvaluationTest"),
    ]
