"""Commands that check and move the whole store: ``verify``, ``validate``, ``export``, ``import``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from app.messages import say
from app.session import current


class ExportFormat(StrEnum):
    """The forms of an export; ``nquads`` and ``trig`` keep the named graphs, the others merge them."""

    NQUADS = "nquads"
    TRIG = "trig"
    TURTLE = "turtle"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    NTRIPLES = "ntriples"


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
    form: ExportFormat = typer.Option(ExportFormat.NQUADS, "--format", help="nquads và trig giữ nguyên các đồ thị."),
) -> None:
    """Xuất toàn bộ đồ thị; nquads hoặc trig là bản sao lưu đầy đủ."""
    import sys

    from graph.transfer import export_store

    session = current()
    with session.open_store() as store:
        if target is None:
            export_store(store, sys.stdout.buffer, form.value)
            return
        partial = target.with_name(target.name + ".partial")
        with partial.open("wb") as out:
            export_store(store, out, form.value)
        partial.replace(target)


def restore(source: Path = typer.Argument(help="Bản sao lưu (nquads hoặc trig).")) -> None:
    """Khôi phục kho từ một bản sao lưu; kho hiện có được thay thế toàn bộ."""
    from graph.transfer import import_store

    from graph.store import open_store

    session = current()
    with open_store(session.settings.store) as store:
        import_store(store, source)
