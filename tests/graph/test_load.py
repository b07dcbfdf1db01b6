"""What ingestion does to a store: once is enough, order does not matter, versions are kept, nothing is half done."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from hashlib import sha256
from itertools import permutations
from pathlib import Path

import pytest

from graph.documents import Ambiguous, Found, find_document, list_documents, read_text
from graph.lineage import trace_lineage
from graph.load import IngestResult, ingest_source, load_extraction, remove_document
from graph.reading import read_duties
from graph.store import open_store
from graph.store_model import GraphStore
from ingest.model import SourceDocument
from ingest.read import read_file
from tests.graph.conftest import SAMPLE
from tests.graph.making import Draft, plan_of_lam_dong

PLAN = "https://cancu.example/id/eli/vn/lam-dong/ubnd/2024/kh/4655"
RESOLUTION_2012 = "https://cancu.example/id/eli/vn/dang/tw/2012/nq/20"


def everything(store: GraphStore) -> set[str]:
    """Return all quads but the time of loading."""
    return {str(quad) for quad in store.quads() if "generatedAtTime" not in quad.predicate.value}


def edited(source: SourceDocument, old: str, new: str) -> SourceDocument:
    text = source.text.replace(old, new)
    assert text != source.text
    return replace(source, text=text, sha256=sha256(text.encode()).hexdigest())


def resolution_of(year: int, month: int, day: int, title: str) -> Draft:
    date = dt.date(year, month, day)
    return Draft("20-NQ/TW", "Nghị quyết", date, "Ban Chấp hành Trung ương Đảng", title)


def test_the_plan_goes_in_once(empty_store: GraphStore) -> None:
    source = read_file(SAMPLE)
    first, second = ingest_source(empty_store, source), ingest_source(empty_store, source)
    assert (first.status, second.status) == ("added", "unchanged")
    assert (second.iri, second.number) == (PLAN, "4655/KH-UBND")
    assert first.key == second.key == "lam-dong/ubnd/2024/kh/4655"


def test_an_unchanged_document_leaves_the_store_as_it_was(empty_store: GraphStore) -> None:
    source = read_file(SAMPLE)
    ingest_source(empty_store, source)
    before = empty_store.version()
    ingest_source(empty_store, source)
    assert empty_store.version() == before


def test_another_text_of_the_document_is_its_next_version(empty_store: GraphStore) -> None:
    source = read_file(SAMPLE)
    later = edited(source, "Sở Nội vụ", "Sở Xây dựng")
    ingest_source(empty_store, source)
    result = ingest_source(empty_store, later)
    assert result.status == "replaced"
    assert [node.iri for node in list_documents(empty_store)] == [PLAN]
    assert read_text(empty_store, PLAN) == later.text
    assert "Sở Nội vụ" not in {duty.agency.label for duty in read_duties(empty_store)}


def test_the_superseded_text_is_kept_and_linked(empty_store: GraphStore) -> None:
    source = read_file(SAMPLE)
    ingest_source(empty_store, source)
    ingest_source(empty_store, edited(source, "Sở Nội vụ", "Sở Xây dựng"))
    rows = empty_store.select(
        "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX cancu: <https://cancu.example/ontology#> "
        "SELECT ?text WHERE { ?new prov:wasRevisionOf ?old . ?old cancu:text ?text }"
    )
    assert [row["text"].value for row in rows] == [source.text]


def test_an_old_version_that_comes_again_changes_nothing(empty_store: GraphStore) -> None:
    """Two copies of one document in a folder: the second run must not turn the versions round."""
    source = read_file(SAMPLE)
    later = edited(source, "Sở Nội vụ", "Sở Xây dựng")
    ingest_source(empty_store, source)
    ingest_source(empty_store, later)
    assert ingest_source(empty_store, source).status == "unchanged"
    assert read_text(empty_store, PLAN) == later.text


def test_a_strange_text_under_the_same_number_is_told(empty_store: GraphStore) -> None:
    first, second = plan_of_lam_dong(), plan_of_lam_dong()
    first.write("I", "Phát triển khoa học và công nghệ trên địa bàn tỉnh trong giai đoạn mới")
    second.write("I", "Bảng giá chuẩn tối thiểu tính thuế giá trị gia tăng đối với xe máy nhập khẩu")
    load_extraction(empty_store, first.extract())
    result = load_extraction(empty_store, second.extract())
    assert result.status == "replaced"
    assert [issue.rule for issue in result.issues] == ["load.other-text"]


def test_a_cited_document_is_the_same_node_when_it_comes(empty_store: GraphStore) -> None:
    ingest_source(empty_store, read_file(SAMPLE))
    cited = {node.iri for node in list_documents(empty_store, cited=True)}
    assert RESOLUTION_2012 in cited
    load_extraction(empty_store, resolution_of(2012, 11, 1, "về phát triển khoa học và công nghệ").extract())
    assert RESOLUTION_2012 in {node.iri for node in list_documents(empty_store)}
    assert RESOLUTION_2012 not in {node.iri for node in list_documents(empty_store, cited=True)}
    upward = trace_lineage(empty_store, PLAN, "up")
    assert [node.in_corpus for node in upward.nodes if node.iri == RESOLUTION_2012] == [True]


def corpus() -> list[Draft]:
    """Four documents that name each other fully, by number alone, and ambiguously."""
    undated = plan_of_lam_dong("11/KH-UBND", dt.date(2024, 7, 1))
    undated.cite("10/KH-UBND", "based_on")
    undated.cite("20-NQ/TW", "implements")
    dated = plan_of_lam_dong("10/KH-UBND", dt.date(2024, 6, 10))
    dated.cite("20-NQ/TW", "based_on", dt.date(2012, 11, 1))
    first = resolution_of(2012, 11, 1, "về phát triển khoa học và công nghệ")
    second = resolution_of(2017, 10, 25, "về bảo vệ, chăm sóc và nâng cao sức khỏe nhân dân")
    return [undated, dated, first, second]


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_the_order_of_ingestion_does_not_matter(tmp_path: Path, order: tuple[int, ...]) -> None:
    drafts = corpus()
    with open_store(tmp_path / "first") as expected, open_store(tmp_path / "other") as found:
        for draft in drafts:
            load_extraction(expected, draft.extract())
        for row in order:
            load_extraction(found, drafts[row].extract())
        assert everything(found) == everything(expected)


def test_a_number_without_date_is_the_one_known_document(empty_store: GraphStore) -> None:
    undated, dated, _, _ = corpus()
    load_extraction(empty_store, undated.extract())
    result = load_extraction(empty_store, dated.extract())
    lineage = trace_lineage(empty_store, result.iri, "down")
    (edge,) = lineage.edges
    assert (edge.relation, edge.target, edge.inferred) == ("based_on", result.iri, True)
    assert "chỉ biết một văn bản" in (edge.reason or "")


def test_a_second_document_of_the_number_makes_it_ambiguous(empty_store: GraphStore) -> None:
    undated, _, first, second = corpus()
    load_extraction(empty_store, undated.extract())
    early = load_extraction(empty_store, first.extract())
    assert trace_lineage(empty_store, early.iri, "down").edges
    late = load_extraction(empty_store, second.extract())
    assert not trace_lineage(empty_store, early.iri, "down").edges
    assert not trace_lineage(empty_store, late.iri, "down").edges


def test_one_number_two_documents_one_of_them_only_cited(empty_store: GraphStore) -> None:
    """``trace 20-NQ/TW`` must ask which; with the date, or the year where that is enough, there is one."""
    ingest_source(empty_store, read_file(SAMPLE))
    citing = plan_of_lam_dong("11/KH-UBND", dt.date(2024, 7, 1))
    citing.cite("20-NQ/TW", "based_on", dt.date(2017, 10, 25), name="về chăm sóc sức khỏe nhân dân")
    load_extraction(empty_store, citing.extract())
    found = find_document(empty_store, "20-NQ/TW")
    assert isinstance(found, Ambiguous)
    assert [(node.date, bool(node.title)) for node in found.candidates] == [
        (dt.date(2012, 11, 1), True),
        (dt.date(2017, 10, 25), True),
    ]
    for words in (
        "20-NQ/TW ngày 01/11/2012",
        "20-NQ/TW 01/11/2012",
        "20-NQ/TW ngày 1 tháng 11 năm 2012",
        "20-NQ/TW 2012",
        "Nghị quyết 20-NQ/TW năm 2012",
    ):
        dated = find_document(empty_store, words)
        assert isinstance(dated, Found), words
        assert dated.document.iri == RESOLUTION_2012
    for words in ("20-NQ/TW giai đoạn 2012-2020", "20-NQ/TW năm 2015"):
        assert isinstance(find_document(empty_store, words), Ambiguous), words


def test_two_copies_without_number_are_one_document(empty_store: GraphStore) -> None:
    def copy(last: str) -> IngestResult:
        draft = Draft(None, "Kế hoạch", None, "UBND xã Lương Minh", "về bầu cử")
        for row in range(30):
            draft.write(str(row), f"Việc thứ {row}: tổ chức tuyên truyền bầu cử tại thôn số {row} trong tháng này")
        draft.write("31", last)
        return load_extraction(empty_store, draft.extract())

    first, second = copy("Báo cáo trước ngày 15"), copy("Báo cáo trước ngày 16")
    assert (first.status, second.status) == ("added", "replaced")
    assert first.iri == second.iri


def test_two_plans_without_number_are_two_documents(empty_store: GraphStore) -> None:
    first, second = (Draft(None, "Kế hoạch", None, "UBND xã Lương Minh", "về bầu cử") for _ in range(2))
    first.write("I", "Tuyên truyền bầu cử tại các thôn, bản trên địa bàn xã trong tháng mười hai")
    second.write("I", "Kiểm tra công tác phòng cháy chữa cháy rừng mùa khô tại các tiểu khu giáp ranh")
    keys = {load_extraction(empty_store, draft.extract()).key for draft in (first, second)}
    assert len(keys) == 2


def test_a_removed_document_leaves_what_others_say_of_it(empty_store: GraphStore) -> None:
    undated, dated, _, _ = corpus()
    iri = load_extraction(empty_store, dated.extract()).iri
    load_extraction(empty_store, undated.extract())
    assert remove_document(empty_store, iri)
    assert not remove_document(empty_store, iri)
    assert iri not in {node.iri for node in list_documents(empty_store)}
