"""The generated page says what the Turtle says, and the check notices when it does not."""

from pathlib import Path

import pytest

from bench.documents import find_stale, main, write_pages
from ontology.documentation import render_ontology


def test_the_page_shows_a_term_a_relation_both_ways_a_kind_and_a_reorganisation() -> None:
    page = render_ontology()
    assert "| `cancu:Assignment` | phân công | assignment |" in page
    assert "| `based_on` | `eli:based_on` | A căn cứ B | B là căn cứ của A |" in page
    assert "| Kế hoạch | KH |" in page
    assert "Nghị quyết 202/2025/QH15 ngày 12/6/2025" in page


def test_every_row_of_every_table_has_as_many_cells_as_its_head() -> None:
    for table in render_ontology().split("\n## ")[1:]:
        lines = [line.replace("\\|", "") for line in table.splitlines() if line.startswith("|")]
        assert len({line.count("|") for line in lines}) == 1, table.splitlines()[0]


def test_a_stale_or_missing_page_is_found_and_written(tmp_path: Path) -> None:
    pages = {"a.md": lambda: "new\n"}
    assert set(find_stale(pages, tmp_path)) == {"a.md"}
    (tmp_path / "a.md").write_text("old\n", encoding="utf-8")
    assert "-old" in find_stale(pages, tmp_path)["a.md"]
    write_pages(pages, tmp_path)
    assert find_stale(pages, tmp_path) == {}


def test_the_pages_in_the_repository_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().err
