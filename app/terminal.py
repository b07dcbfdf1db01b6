"""What a person sees in a terminal: outline, citations, duties, targets, answers, with their places, in colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table
from rich.text import Text

from app.pages.words import field_word, word
from app.settings import Language
from graph.wording import load_readings
from ingest.model import Relation
from search.sentences import write_locator

if TYPE_CHECKING:
    from ingest.model import Extraction

ROLE_LABELS: Mapping[str, tuple[str, str]] = {
    "lead": ("chủ trì", "leads"),
    "support": ("phối hợp", "supports"),
    "advise": ("tham mưu", "advises"),
    "monitor": ("theo dõi", "monitors"),
    "report": ("báo cáo", "reports"),
    "fund": ("bố trí kinh phí", "funds"),
    "guide": ("hướng dẫn", "guides"),
    "communicate": ("tuyên truyền", "communicates"),
    "decide": ("quyết định", "decides"),
    "do": ("thực hiện", "does"),
    "inform": ("được thông tin", "is informed"),
}


def word_of(labels: Mapping[str, tuple[str, str]], key: str, lang: Language) -> str:
    """Return the word for a role or relation in ``lang``, or the key itself where there is none."""
    return labels[key][lang == "en"] if key in labels else key


def relation_word(relation: Relation, lang: Language) -> str:
    """Return how a relation reads, from the acting document to the other: "căn cứ", in English "is based on"."""
    return load_readings(lang)[relation].active


def show_extraction(console: Console, extraction: Extraction, lang: Language) -> None:
    """Print what a lawyer can check: header, outline, citations, edges, duties and targets, with their places."""
    _show_header(console, extraction, lang)
    _show_outline(console, extraction, lang)
    _show_documents(console, extraction, lang)
    _show_duties(console, extraction, lang)
    _show_targets(console, extraction, lang)
    for issue in extraction.issues:
        surface = " ".join(issue.span.of(extraction.source.text).split())
        console.print(Text(f"⚠ {issue.message}" + (f": “{surface[:120]}”" if surface else ""), style="yellow"))


def place_words(locator: str, lang: Language) -> str:
    """Return a place as a person says it, in Vietnamese; in English as it is printed in the document.

    >>> place_words("III/6/-1", "vi")
    'mục III, khoản 6, gạch đầu dòng thứ 1'
    """
    return locator if lang == "en" else write_locator(locator)


def _show_header(console: Console, extraction: Extraction, lang: Language) -> None:
    header = extraction.header
    console.print(Text(f"{header.type or '?'} {header.number or '—'}", style="bold"))
    date = header.date.strftime("%d/%m/%Y") if header.date else "—"
    console.print(f"{escape(header.issuer or '—')} · {date} · {escape(header.signer.name if header.signer else '—')}")
    console.print(Text(header.title or "", style="italic"))
    for item in header.absent:
        reason = word(f"absent.{item.reason}", lang)
        console.print(Text(f"{field_word(item.field, lang)}: {reason} (“{item.surface}”)", style="yellow"))


def _show_outline(console: Console, extraction: Extraction, lang: Language) -> None:
    console.rule("Outline" if lang == "en" else "Bố cục")
    for provision in extraction.provisions:
        if provision.heading and provision.kind != "boilerplate":
            words = " ".join(provision.heading.of(extraction.source.text).split())
            place = place_words(provision.locator, lang).rpartition(", ")[2]
            console.print(Text.assemble("  " * provision.locator.count("/"), (place, "cyan"), " ", words[:100]))


def _show_documents(console: Console, extraction: Extraction, lang: Language) -> None:
    english = lang == "en"
    print_table(
        console,
        "Citations" if english else "Văn bản được viện dẫn",
        ("Number", "Relation", "Date", "Name", "At") if english else ("Số hiệu", "Quan hệ", "Ngày", "Tên", "Vị trí"),
        (
            (
                item.number or "—",
                relation_word(item.relation, lang),
                item.date.strftime("%d/%m/%Y") if item.date else "",
                " ".join((item.name or ("" if item.number else item.surface)).split())[:90],
                place_words(item.first.locator, lang),
            )
            for item in extraction.citations
        ),
    )
    names = {item.id: item.number or item.name or item.surface for item in extraction.citations}
    print_table(
        console,
        "Relations between them" if english else "Quan hệ giữa các văn bản đó",
        ("Source", "Relation", "Target", "At") if english else ("Văn bản", "Quan hệ", "Văn bản", "Vị trí"),
        (
            (names[e.source], relation_word(e.relation, lang), names[e.target], place_words(e.locator, lang))
            for e in extraction.edges
        ),
    )


def _show_duties(console: Console, extraction: Extraction, lang: Language) -> None:
    print_table(
        console,
        "Duties" if lang == "en" else "Phân công",
        ("Agency", "Role", "Task", "When", "At")
        if lang == "en"
        else ("Cơ quan", "Vai trò", "Nhiệm vụ", "Khi nào", "Vị trí"),
        (
            (
                item.label or item.agency,
                word_of(ROLE_LABELS, item.role, lang),
                " ".join(item.task.split())[:90],
                item.when.surface if item.when else "",
                place_words(item.locator, lang),
            )
            for item in extraction.assignments
        ),
    )


def _show_targets(console: Console, extraction: Extraction, lang: Language) -> None:
    print_table(
        console,
        "Targets" if lang == "en" else "Chỉ tiêu",
        ("Min", "Max", "Unit", "By", "At") if lang == "en" else ("Từ", "Đến", "Đơn vị", "Năm", "Vị trí"),
        (
            (
                "" if item.min is None else str(item.min),
                "" if item.max is None else str(item.max),
                ("% " if item.percent else "") + item.unit,
                str(item.by_year or ""),
                place_words(item.locator, lang),
            )
            for item in extraction.targets
        ),
    )


def print_table(console: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table, or nothing when it has no rows; cells are plain words, never markup, and whole however narrow."""
    table = Table(
        *(Column(name, overflow="fold") for name in columns),
        title=title,
        title_justify="left",
        show_edge=False,
        header_style="bold",
    )
    for row in rows:
        table.add_row(*map(escape, row))
    if table.row_count:
        console.print(table)
