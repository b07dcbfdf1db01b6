"""Commands that check and move the whole store: ``verify``, ``validate``, ``export``, ``import``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

import typer

from app.messages import say
from app.session import current

ExportFormat = Literal["nquads", "trig", "turtle", "jsonld", "rdfxml", "ntriples"]
"""The forms of an export; ``nquads`` and ``trig`` keep the named graphs, the others merge them."""


def register(app: typer.Typer) -> None:
    """Put the commands on ``app``."""
    app.command("verify")(verify)
    app.command("validate")(validate)
    app.command("export")(export)
    app.command("import")(restore)


def verify(as_json: bool = typer.Option(False, "--json", help="In một tài liệu JSON.")) -> int:
    """Đối chiếu lại mọi trích dẫn với văn bản đã lưu."""
    from app.presentation import verification_json
    from graph.validate import verify_evidence

    session = current()
    with session.open_store() as store:
        checked = verify_evidence(store)
    if as_json:
        session.print_json(verification_json(checked))
    else:
        message = say("verify.done", session.lang, checked=checked.checked, broken=len(checked.broken))
        session.console.print(message, markup=False)
    return 1 if checked.broken else 0


def validate(
    as_of: str | None = typer.Option(None, "--as-of", help="Ngày để xét giai đoạn đã hết hay chưa."),
    as_json: bool = typer.Option(False, "--json", help="In một tài liệu JSON."),
) -> int:
    """Kiểm tra đồ thị theo các khuôn SHACL và nêu các phát hiện, mỗi phát hiện kèm nguyên văn."""
    from app.lookup import parse_date, today
    from app.presentation import validation_json
    from graph.validate import validate_store

    session = current()
    day = parse_date(as_of, session.lang) if as_of else today()
    with session.open_store() as store:
        report = validate_store(store, day)
    if as_json:
        session.print_json(validation_json(report))
        return 0 if report.conforms else 1
    for violation in report.violations:
        session.console.print(f"✗ {violation.message}", style="red", markup=False)
    for finding in report.findings:
        session.console.print(f"• [{finding.rule}] {finding.message}", markup=False)
    return 0 if report.conforms else 1


def export(
    target: Path | None = typer.Argument(None, help="Tệp đích; bỏ trống để in ra màn hình."),
    form: ExportFormat = typer.Option("nquads", "--format", help="nquads: bản sao lưu đầy đủ."),
    document: list[str] | None = typer.Option(None, help="Chỉ (các) văn bản này."),
) -> None:
    """Xuất đồ thị; không chọn gì thì nquads là bản sao lưu đầy đủ, khôi phục bằng `cancu import`."""
    from app.lookup import resolve_document
    from graph.transfer import export_graphs, write_backup

    session = current()
    with session.open_store() as store:
        chosen = [resolve_document(store, name, session.lang).iri for name in document] if document else None
        with _open_target(target) as out:
            if form == "nquads" and chosen is None:
                write_backup(store, out)
            else:
                export_graphs(store, out, form, chosen)


def restore(
    source: Path = typer.Argument(help="Bản sao lưu (nquads)."),
    as_json: bool = typer.Option(False, "--json", help="In một tài liệu JSON."),
) -> None:
    """Khôi phục kho từ một bản sao lưu; kho hiện có được thay thế toàn bộ."""
    from graph.store import open_store
    from graph.transfer import restore_backup

    session = current()
    with open_store(session.settings.store) as store:
        quads = restore_backup(store, source)
        session.update_index(store)
    if as_json:
        session.print_json({"quads": quads})
    else:
        session.errors.print(say("import.done", session.lang, quads=quads), markup=False)


@contextmanager
def _open_target(target: Path | None) -> Iterator[BinaryIO]:
    """Give standard output, or a file that appears under its name only when it is whole."""
    if target is None:
        yield sys.stdout.buffer
        return
    partial = target.with_name(target.name + ".partial")
    with partial.open("wb") as out:
        yield out
    partial.replace(target)
