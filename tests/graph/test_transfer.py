"""Export and backup: what goes out comes back the same, in every format."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from graph.store import open_store
from graph.store_model import GraphStore
from graph.transfer import BackupRejected, ExportFormat, export_graphs, restore_backup, write_backup
from graph.validate import verify_evidence

pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")
"""rdflib's own parsers use what rdflib deprecates."""

PLAN = "https://cancu.example/id/eli/vn/lam-dong/ubnd/2024/kh/4655"


def export(store: GraphStore, form: ExportFormat, documents: list[str] | None = None) -> bytes:
    target = BytesIO()
    export_graphs(store, target, form, documents)
    return target.getvalue()


@pytest.mark.parametrize(("form", "parser"), [("turtle", "turtle"), ("rdfxml", "xml"), ("jsonld", "json-ld")])
def test_rdflib_reads_the_same_graph_from_each_format(plan_store: GraphStore, form: ExportFormat, parser: str) -> None:
    expected = Graph().parse(data=export(plan_store, "ntriples", [PLAN]), format="nt")
    found = Graph().parse(data=export(plan_store, form, [PLAN]), format=parser)
    assert len(expected) > 5000
    assert isomorphic(found, expected)


@pytest.mark.parametrize(("form", "parser"), [("nquads", "nquads"), ("trig", "trig")])
def test_dataset_formats_keep_the_named_graphs(plan_store: GraphStore, form: ExportFormat, parser: str) -> None:
    dataset = Dataset()
    dataset.parse(data=export(plan_store, form), format=parser)
    named = {str(graph.identifier) for graph in dataset.graphs() if len(graph)}
    assert named == {name.value for name in plan_store.graph_names()}


def test_a_backup_restores_the_same_dataset(plan_store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "backup.nq"
    with path.open("wb") as file:
        write_backup(plan_store, file)
    with open_store(tmp_path / "other") as other:
        assert restore_backup(other, path) == sum(1 for _ in plan_store.quads())
        assert set(other.quads()) == set(plan_store.quads())
        assert verify_evidence(other).broken == ()


def test_a_damaged_backup_changes_nothing(empty_store: GraphStore, plan_store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "backup.nq"
    with path.open("wb") as file:
        write_backup(plan_store, file)
    restore_backup(empty_store, path)
    before = set(empty_store.quads())
    path.write_bytes(path.read_bytes()[:-40] + b"<broken")
    with pytest.raises(BackupRejected) as caught:
        restore_backup(empty_store, path)
    assert caught.value.name == "backup.nq"
    assert set(empty_store.quads()) == before


def test_a_document_that_is_not_there_exports_nothing(plan_store: GraphStore) -> None:
    assert export(plan_store, "nquads", [f"{PLAN}0"]) == b""
