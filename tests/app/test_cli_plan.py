"""The sample plan, end to end through the command line: what legal staff may rely on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from ingest.text import key_of, normalise
from tests.app.conftest import SAMPLE, Run

TEXT = normalise(SAMPLE.read_text("utf-8"))


def edges_of(answer: Any) -> set[tuple[str, str, str]]:  # noqa: ANN401  parsed JSON
    return {(edge["source_number"], edge["relation"], edge["target_number"]) for edge in answer["edges"]}


def test_the_plan_rests_on_the_conclusion_and_the_resolution(run: Run) -> None:
    code, answer = run("trace", "4655/KH-UBND", "--direction", "up")
    assert code == 0
    assert edges_of(answer) >= {
        ("4655/KH-UBND", "based_on", "116-KH/TU"),
        ("4655/KH-UBND", "implements", "69-KL/TW"),
        ("116-KH/TU", "implements", "69-KL/TW"),
        ("69-KL/TW", "continues", "20-NQ/TW"),
    }
    assert "20-NQ/TU" not in {node["number"] for node in answer["nodes"]}, "one letter apart, another document"


def test_every_quote_stands_at_its_place_in_the_text(run: Run) -> None:
    """With ``--relation`` the documents that the plan orders to be carried on (III.6) are traced too."""
    _, answer = run("trace", "4655/KH-UBND", "--relation", "continues", "--relation", "implements")
    assert len(answer["edges"]) >= 14
    for edge in answer["edges"]:
        evidence = edge["evidence"]
        assert TEXT[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_the_older_plan_leads_to_the_resolution_by_an_inferred_step(run: Run) -> None:
    """The text says "Nghị quyết Trung ương 6 Khóa XI": that this is 20-NQ/TW of 2012 is inferred, with its reason."""
    code, answer = run("path", "7886/KH-UBND", "20-NQ/TW")
    assert code == 0
    steps = [(edge["source_number"], edge["relation"], edge["target_number"]) for edge in answer["edges"]]
    assert steps == [
        ("7886/KH-UBND", "implements", "101-KH/TU"),
        ("101-KH/TU", "implements", "50-KL/TW"),
        ("50-KL/TW", "continues", "20-NQ/TW"),
    ]
    assert [edge["inferred"] for edge in answer["edges"]] == [False, False, True]
    assert answer["edges"][-1]["reason"]


def test_the_fourteen_tasks_of_the_annex(run: Run) -> None:
    """Counted by hand from the plan: 14 rows, their leads and their times."""
    _, answer = run("duties", "--document", "4655/KH-UBND")
    rows = [duty for duty in answer["duties"] if duty["locator"].startswith("phu-luc/")]
    assert Counter(key_of(duty["printed"]) for duty in rows) == {
        "so kh cn": 5,
        "so cong thuong": 2,
        "cac so ban nganh": 2,
        "cac so ban nganh dia phuong": 4,
        "ubnd cac huyen thanh pho": 1,
    }
    assert {duty["role"] for duty in rows} == {"lead"}
    times = Counter((d["when"]["recurrence"], d["when"]["start"], d["when"]["end"]) for d in rows)
    assert times == {
        ("P1Y", None, None): 8,
        (None, "2024-01-01", "2025-12-31"): 5,
        (None, "2026-01-01", "2030-12-31"): 1,
    }


def test_a_shared_head_is_four_agencies(run: Run) -> None:
    """The head of "Các Sở: A; B; C; D" is shared: each of the four agencies has the duty."""
    _, answer = run("duties", "--document", "4655/KH-UBND")
    funding = [duty for duty in answer["duties"] if duty["locator"] == "V/2/a"]
    assert sorted(duty["agency"]["label"] for duty in funding) == [
        "Sở Công Thương",
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Tài nguyên và Môi trường",
        "Sở Y tế",
    ]


def test_the_yearly_report_and_the_one_that_it_feeds(run: Run) -> None:
    _, answer = run("duties", "--document", "4655/KH-UBND", "--role", "report")
    chained = {
        duty["agency"]["label"]: (duty["recipients"], (duty["when"] or {}).get("due"))
        for duty in answer["duties"]
        if duty["evidence"]["quote"].startswith("Yêu cầu")
    }
    assert chained["Các sở, ban, ngành, địa phương"] == (["Sở Khoa học và Công nghệ"], "--11-15")
    assert chained["Sở Khoa học và Công nghệ"][0] == ["Bộ Khoa học và Công nghệ", "UBND tỉnh"]


def test_targets_have_range_unit_and_year(run: Run) -> None:
    _, answer = run("targets", "--document", "4655/KH-UBND")
    listed = {(t["min"], t["max"], t["unit"], t["percent"], t["by_year"]) for t in answer["targets"]}
    assert (2, 3, "nhiệm vụ KH&CN cấp quốc gia", False, 2025) in listed
    assert (5, None, "ý tưởng, dự án khởi nghiệp", False, 2025) in listed
    assert (60, None, "nhiệm vụ KH&CN", True, 2030) in listed
    assert len(answer["targets"]) == 17
    assert [t["per"] for t in answer["targets"] if "đổi mới sáng tạo" in t["unit"]] == ["P1Y"]


def test_all_evidence_is_in_the_stored_text(run: Run) -> None:
    code, answer = run("verify")
    assert code == 0
    assert answer["checked"] > 300
    assert answer["broken"] == []


def test_the_sample_keeps_all_shapes(run: Run) -> None:
    code, answer = run("validate", "--as-of", "2026-11-23")
    assert code == 0
    assert answer["violations"] == []
    assert {finding["rule"] for finding in answer["findings"]} >= {"agency-not-in-annex", "period-ended"}


def test_the_period_of_the_provincial_plan_is_not_that_of_the_resolution(run: Run) -> None:
    """In "52-NQ/TW … trên địa bàn tỉnh Lâm Đồng giai đoạn 2020-2025", province and period belong to plan 5472."""
    _, answer = run("validate", "--as-of", "2026-11-23")
    ended = [finding["message"] for finding in answer["findings"] if finding["rule"] == "period-ended"]
    assert any(message.startswith("5472/KH-UBND") for message in ended)
    assert not any(message.startswith("52-NQ/TW") for message in ended)


def test_masked_values_are_absent_with_the_reason(run: Run) -> None:
    _, answer = run("extract", str(SAMPLE))
    reasons = {item["surface"]: item["reason"] for item in answer["absent"]}
    assert reasons == {"Đã biết": "masked", "Đang cập nhật": "pending"}
    query = "SELECT ?date { ?plan eli:number '4655/KH-UBND' ; eli:first_date_entry_in_force ?date }"
    prefix = "PREFIX eli: <http://data.europa.eu/eli/ontology#> "
    _, rows = run("sparql", prefix + query)
    assert rows["results"]["bindings"] == []


def test_a_second_ingestion_changes_nothing(run: Run, sample_store: Path) -> None:
    before = (sample_store.stat().st_mtime_ns, run("documents")[1])
    code, answer = run("ingest", str(SAMPLE))
    assert code == 0
    assert [document["status"] for document in answer["documents"]] == ["unchanged"]
    assert run("documents")[1] == before[1]


def test_the_same_bytes_in_another_encoding_are_the_same_document(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "utf16.txt"
    copy.write_text(SAMPLE.read_text("utf-8"), "utf-16")
    assert [d["status"] for d in run("ingest", str(copy))[1]["documents"]] == ["unchanged"]


def test_an_unknown_number_lists_the_nearest_of_its_type_and_nothing_else(run: Run) -> None:
    code, answer = run("trace", "9999/KH-UBND")
    assert code == 1
    assert "nodes" not in answer, "never silently another document"
    assert answer["error"]["code"] == "not-found"
    assert {candidate["number"].partition("/")[2] for candidate in answer["candidates"]} == {"KH-UBND"}
