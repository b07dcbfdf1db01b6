"""Commands that answer plain questions: ``who`` and ``search``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.text import Text

from app.messages import say
from app.session import Session, current

if TYPE_CHECKING:
    from graph.model import Succession
    from search.model import Hit


def register(app: typer.Typer) -> None:
    """Put the commands on ``app``."""
    app.command("who")(who)
    app.command("search")(search)


def who(
    question: str = typer.Argument(help="Câu hỏi bằng tiếng Việt (có dấu, không dấu, viết tắt) hoặc tiếng Anh."),
    limit: int = typer.Option(5, min=1, max=100, help="Số câu trả lời nhiều nhất."),
    document: str | None = typer.Option(None, help="Chỉ trong văn bản này."),
    as_of: str | None = typer.Option(None, "--as-of", help="Cho biết ai giữ nhiệm vụ vào ngày này."),
    as_json: bool = typer.Option(False, "--json", help="In một tài liệu JSON."),
) -> int:
    """Hỏi ai chịu trách nhiệm, với ai, khi nào; trả lời kèm nguyên văn, hoặc nói không tìm thấy."""
    from app.asking import answer_question
    from app.lookup import need_words, parse_date
    from app.presentation import response_json

    session = current()
    question = need_words(question, session.lang)
    if as_of:
        parse_date(as_of, session.lang)  # a wrong date is told before the store is looked for
    with session.open_index() as (store, index):
        response = answer_question(store, index, question, limit, document, as_of, session.lang)
    if as_json:
        session.print_json(response_json(response))
    elif response.abstained:
        session.errors.print(say("who.abstained", session.lang), style="yellow", markup=False)
        for hit in response.nearest:
            session.console.print(f"· {_place(hit)}: {_short(hit.evidence.quote)}", markup=False)
    else:
        for number, answer in enumerate(response.answers, 1):
            session.console.print(Text.assemble((f"{number}. {answer.sentence}", "bold")))
            _show_today(session, answer.today)
            session.console.print(Text(f"   “{_short(answer.duty.evidence.quote)}”", style="italic"))
    return 1 if response.abstained else 0


def search(
    text: str = typer.Argument(help="Lời cần tìm."),
    limit: int = typer.Option(10, min=1, max=100, help="Số đoạn nhiều nhất."),
    document: str | None = typer.Option(None, help="Chỉ trong văn bản này."),
    as_json: bool = typer.Option(False, "--json", help="In một tài liệu JSON."),
) -> int:
    """Tìm các đoạn văn gần nghĩa nhất."""
    from app.lookup import need_words, resolve_document
    from app.presentation import hit_json
    from search.responsibilities import find_passages

    session = current()
    text = need_words(text, session.lang)
    with session.open_index() as (store, index):
        within = resolve_document(store, document, session.lang).iri if document else None
        hits = find_passages(index, text, limit, within)
    if as_json:
        session.print_json({"hits": [hit_json(hit) for hit in hits]})
    elif not hits:
        session.errors.print(say("empty", session.lang))
    else:
        for hit in hits:
            session.console.print(Text.assemble((_place(hit), "cyan"), f"  {_short(hit.passage.text)}"))
    return 0 if hits else 1


def _show_today(session: Session, today: Succession | None) -> None:
    if today is None:
        return
    for holder in today.holders:
        since = f", từ {holder.since:%d/%m/%Y}" if holder.since else ""
        basis = f" ({'; '.join(holder.basis)})" if holder.basis else ""
        session.console.print(f"   → {today.as_of:%d/%m/%Y}: {holder.agency.label}{since}{basis}", markup=False)
    if today.note:
        session.console.print(f"   → {today.note}", markup=False)


def _place(hit: Hit) -> str:
    return f"{_short(hit.name, 90)}, {hit.passage.locator}"


def _short(text: str, width: int = 300) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= width else joined[: width - 1] + "…"
