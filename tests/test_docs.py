"""What the documentation says can be done can be done, and what can be done is in it."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Final

import pytest
import typer

from app.cli import app, main
from bench.__main__ import BENCHMARKS
from bench.commands import PAGE, fill_examples, find_examples, run_example, show
from tests.app.conftest import sample_store

__all__ = ["sample_store"]

ROOT: Final = Path(__file__).parents[1]
DOCUMENTS: Final = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))
COMMANDS: Final = frozenset(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
TARGETS: Final = frozenset(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
_CODE: Final = re.compile(r"^```(?:sh|console|text)\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"(?<!!)\[[^\]\n]+\]\((?!https?:|#)(?P<path>[^)#\s]+)(?P<anchor>#[^)\s]+)?\)")
_TRY: Final = "## Năm điều nên thử"


def code_of(document: Path) -> str:
    """Return what a page prints as code, where a command is a command and not a word of a sentence."""
    return "\n".join(block or span for block, span in _CODE.findall(document.read_text(encoding="utf-8")))


def commands_to_try() -> list[str]:
    """Return the words of the five commands of the README, without ``cancu``."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").split(_TRY)[1].split("```")[1]
    return [line.split("  #")[0].removeprefix("cancu ") for line in section.splitlines() if line.startswith("cancu ")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_page_names_exists(document: Path) -> None:
    code = code_of(document)
    named = set(re.findall(r"(?:^|[\s$`]|bin/)cancu ([a-z]+)\b(?!:)", code, re.MULTILINE))
    assert named - COMMANDS == set()
    assert set(re.findall(r"(?:^|[\s$`])make ([a-z]+)\b", code, re.MULTILINE)) - TARGETS == set()


def test_every_command_has_its_section_and_every_target_its_row() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"^## (\w+)$", page, re.MULTILINE)) >= COMMANDS
    assert set(re.findall(r"^\| `make ([a-z]+)` \|", page, re.MULTILINE)) == TARGETS


def test_every_command_has_an_example() -> None:
    shown = {words.split()[0] for words in find_examples(PAGE.read_text(encoding="utf-8"))}
    replaces_or_serves = {"import", "serve"}
    assert shown == COMMANDS - replaces_or_serves
    assert all(f"\ncancu {name}" in PAGE.read_text(encoding="utf-8") for name in replaces_or_serves)


def test_every_option_that_the_page_names_exists() -> None:
    """``--direction`` in the section of ``trace`` is an option of ``trace``."""
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        name = section.split("\n", 1)[0]
        if name in COMMANDS:
            options = {option for parameter in commands[name].params for option in parameter.opts}
            named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", section))
            assert named <= options | {"--store", "--lang", "--help"}, name


@pytest.mark.parametrize("words", find_examples(PAGE.read_text(encoding="utf-8")))
def test_an_example_prints_what_the_page_shows(words: str, sample_store: Path) -> None:
    """Run ``python -m bench.commands`` when this fails because a message or an answer was changed on purpose."""
    page = PAGE.read_text(encoding="utf-8")
    assert f"$ cancu {words}\n{show(words, sample_store)}```" in page


def test_a_changed_output_is_noticed(sample_store: Path) -> None:
    """The check behind the examples: an output that is not what is printed is replaced."""
    page = "```console\n$ cancu verify\nnothing checked\n```"
    assert fill_examples(page, sample_store) == page.replace("nothing checked\n", show("verify", sample_store))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    missing = [link["path"] for link in _LINK.finditer(text) if not (document.parent / link["path"]).exists()]
    assert missing == []


def test_the_readme_has_five_things_to_try() -> None:
    assert len(commands_to_try()) == 5


@pytest.mark.parametrize("words", commands_to_try())
def test_what_the_readme_says_to_try_is_answered(
    words: str, sample_store: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each of the five finds something on the sample plan, from the root of the repository."""
    monkeypatch.chdir(ROOT)
    capfd.readouterr()
    assert main([*shlex.split(words), "--store", str(sample_store)]) == 0
    assert capfd.readouterr().out.strip()


def test_reading_commands_print_one_json_document(sample_store: Path) -> None:
    """As the page says: with ``--json`` standard output is one document."""
    for words in find_examples(PAGE.read_text(encoding="utf-8")):
        name = words.split()[0]
        if "--format" not in words and name != "export":
            assert isinstance(json.loads(run_example(f"{words} --json", sample_store)), dict), words


def test_every_benchmark_that_is_listed_is_a_module() -> None:
    for benchmark in BENCHMARKS:
        source = ROOT / "bench" / f"{benchmark.name}.py"
        assert 'if __name__ == "__main__":' in source.read_text(encoding="utf-8"), benchmark.name
