"""Commands that read documents: ``ingest`` stores them, ``extract`` shows what is in one and stores nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from app.messages import say
from app.session import Session, current

if TYPE_CHECKING:
    from app.ingestion import FileResult


def register(app: typer.Typer) -> None:
    """Put the commands on ``app``."""
    app.command("ingest")(ingest)
    app.command("extract")(extract)


def ingest(
    paths: list[Path] = typer.Argument(help="Tệp hoặc thư mục (txt, md, html, docx, doc, rtf, pdf)."),
    jobs: int = typer.Option(1, min=1, max=64, help="Số tiến trình đọc song song."),
    as_json: bool = typer.Option(False, "--json", help="In một tài liệu JSON."),
) -> int:
    """Nạp văn bản vào kho; nạp lại cùng một văn bản thì không đổi gì."""
    from app.ingestion import find_files, ingest_files
    from app.presentation import ingestion_json

    session = current()
    files = find_files(paths)
    results = []
    with session.progress(len(files)) as advance:
        for result in ingest_files(session, files, jobs=jobs):
            advance(result.file)
            results.append(result)
    if any(result.status in {"added", "replaced"} for result in results):
        with session.open_store() as store:
            session.update_index(store)
    if as_json:
        session.print_json(ingestion_json(results))
    elif results:
        _show_ingestion(session, results)
    if not files:
        where = ", ".join(map(str, paths))
        session.errors.print(say("ingest.nothing", session.lang, path=where), style="yellow", markup=False)
        return 1
    return 3 if any(result.status == "rejected" for result in results) else 0


def extract(
    file: Path = typer.Argument(help="Tệp cần đọc; không lưu gì."),
    as_json: bool = typer.Option(False, "--json", help="In một tài liệu JSON."),
    as_html: bool = typer.Option(False, "--html", help="In văn bản dạng HTML, tô màu mọi chỗ tìm được."),
) -> None:
    """Xem những gì đọc được từ một tệp: bố cục, viện dẫn, phân công, chỉ tiêu; không lưu gì."""
    from graph.registers import load_lexicon
    from ingest.pipeline import extract as extract_document
    from ingest.read import read_file

    session = current()
    extraction = extract_document(read_file(file), load_lexicon())
    if as_json:
        from app.presentation import extraction_json

        session.print_json(extraction_json(extraction))
    elif as_html:
        from app.marked_text import extraction_page

        typer.echo(extraction_page(extraction))
    else:
        from app.terminal import show_extraction

        show_extraction(session.console, extraction, session.lang)


def _show_ingestion(session: Session, results: list[FileResult]) -> None:
    for result in results:
        if result.status == "rejected":
            session.errors.print(f"✗ {result.file}: {result.reason}", style="red", markup=False)
        else:
            session.console.print(f"✓ {result.status:9} {result.key}  ← {result.file}", markup=False)
    counts = Counter(result.status for result in results)
    numbers = {status: counts[status] for status in ("added", "replaced", "unchanged", "rejected")}
    session.errors.print(say("ingest.done", session.lang, documents=len(results), **numbers), markup=False)
