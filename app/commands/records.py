"""Commands that read the graph: ``trace``, ``path``, ``documents``, ``agencies``, ``duties``, ``targets``."""

from __future__ import annotations

from typing import Literal

import typer

from app.errors import NothingFound
from app.messages import say
from app.session import current

Direction = Literal["up", "down", "both"]
TraceFormat = Literal["text", "json", "mermaid", "dot", "graphml", "svg"]


def register(app: typer.Typer) -> None:
    """Put the commands on ``app``."""
    for command in (trace, path, documents, agencies, duties, targets):
        app.command(command.__name__)(command)


def trace(
    document: str = typer.Argument(help="Số hiệu, khóa hoặc IRI; thêm ngày nếu trùng số: “20-NQ/TW 01/11/2012”."),
    direction: Direction = typer.Option("both", help="up: dựa trên gì; down: gì dựa trên nó; both."),
    depth: int | None = typer.Option(None, min=1, max=1000, help="Số bước nhiều nhất."),
    asserted_only: bool = typer.Option(False, "--asserted-only", help="Bỏ các quan hệ suy ra."),
    relation: list[str] | None = typer.Option(None, help="Chỉ quan hệ này (based_on hoặc “căn cứ”, …); lặp lại được."),
    as_of: str | None = typer.Option(None, "--as-of", help="Chỉ văn bản ban hành đến ngày này."),
    form: TraceFormat = typer.Option("text", "--format", help="text, json, mermaid, dot, graphml, svg."),
    as_json: bool = typer.Option(False, "--json", help="Như --format json."),
) -> None:
    """Lần theo đường căn cứ: văn bản dựa trên những gì, những gì dựa trên nó, vì sao."""
    from app.lookup import parse_date, resolve_document
    from app.presentation import lineage_json
    from app.queries import check_relations
    from graph.drawing import draw_lineage
    from graph.lineage import trace_lineage

    session = current()
    relations = check_relations(relation, session.lang)
    day = parse_date(as_of, session.lang) if as_of else None
    with session.open_store() as store:
        root = resolve_document(store, document, session.lang)
        lineage = trace_lineage(
            store, root.iri, direction, depth, relations=relations, asserted_only=asserted_only, as_of=day
        )
    if as_json or form == "json":
        session.print_json(lineage_json(lineage))
    else:
        typer.echo(draw_lineage(lineage, form, session.lang), nl=False)


def path(
    source: str = typer.Argument(help="Văn bản xuất phát."),
    target: str = typer.Argument(help="Văn bản đích."),
    limit: int = typer.Option(1, min=1, max=50, help="Số đường nhiều nhất."),
    asserted_only: bool = typer.Option(False, "--asserted-only", help="Bỏ các quan hệ suy ra."),
    as_json: bool = typer.Option(False, "--json", help="In một tài liệu JSON."),
) -> None:
    """Chỉ đường căn cứ ngắn nhất giữa hai văn bản, mỗi bước một câu kèm nguyên văn."""
    from app.lookup import resolve_document
    from app.presentation import routes_json
    from graph.lineage import find_paths
    from graph.wording import describe_step

    session = current()
    with session.open_store() as store:
        ends = [resolve_document(store, name, session.lang) for name in (source, target)]
        routes = find_paths(store, ends[0].iri, ends[1].iri, limit, asserted_only)
        back = () if routes else find_paths(store, ends[1].iri, ends[0].iri, 1, asserted_only)
    if not routes:
        reason = "path.same" if ends[0].iri == ends[1].iri else "path.back" if back else "path.none"
        raise NothingFound(say(reason, session.lang, source=source, target=target))
    if as_json:
        session.print_json(routes_json(routes))
        return
    for rank, route in enumerate(routes, 1):
        if len(routes) > 1:
            session.console.print(say("path.rank", session.lang, rank=rank, steps=len(route.edges)), style="bold")
        nodes = {node.iri: node for node in route.nodes}
        for number, edge in enumerate(route.edges, 1):
            sentence = describe_step(edge, nodes[edge.source], nodes[edge.target], session.lang)
            session.console.print(f"{number}. {sentence}", markup=False)


def documents(
    cited: bool = typer.Option(False, "--cited", help="Cả văn bản chỉ biết qua viện dẫn."),
    as_json: bool = typer.Option(False, "--json", help="In một tài liệu JSON."),
) -> None:
    """Liệt kê các văn bản trong kho."""
    from app.presentation import document_json
    from app.terminal import print_table
    from graph.documents import list_documents

    session = current()
    with session.open_store() as store:
        listed = list_documents(store) + (list_documents(store, cited=True) if cited else ())
    if as_json:
        session.print_json({"documents": [document_json(node) for node in listed]})
        return
    rows = (
        (
            node.number or "—",
            f"{node.date:%d/%m/%Y}" if node.date else "",
            node.issuer or "",
            node.title or "",
            node.key,
        )
        for node in listed
    )
    print_table(session.console, "Văn bản", ("Số hiệu", "Ngày", "Cơ quan", "Trích yếu", "Khóa"), rows)
    if not listed:
        session.errors.print(say("store.empty", session.lang, store=session.settings.store))


def agencies(as_json: bool = typer.Option(False, "--json", help="In một tài liệu JSON.")) -> None:
    """Liệt kê các cơ quan được giao nhiệm vụ."""
    from app.presentation import listed_agency_json
    from app.terminal import print_table
    from graph.reading import list_agencies

    session = current()
    with session.open_store() as store:
        listed = list_agencies(store)
    if as_json:
        session.print_json({"agencies": [listed_agency_json(agency) for agency in listed]})
        return
    rows = ((item.agency.label, str(item.duties), item.agency.iri) for item in listed)
    print_table(session.console, "Cơ quan", ("Cơ quan", "Nhiệm vụ", "IRI"), rows)


def duties(
    agency: str | None = typer.Option(None, help="Tên cơ quan (khi ban hành hoặc hiện nay) hoặc IRI."),
    document: str | None = typer.Option(None, help="Số hiệu văn bản."),
    role: str | None = typer.Option(None, help="lead, support, report, … hoặc “chủ trì”, “phối hợp”, “báo cáo”, …"),
    period: str | None = typer.Option(None, help="Thời gian: “2026-2030”, “trước 15/11”, “hằng năm”."),
    as_of: str | None = typer.Option(None, "--as-of", help="Cho biết ai giữ nhiệm vụ vào ngày này."),
    as_json: bool = typer.Option(False, "--json", help="In một tài liệu JSON."),
) -> int:
    """Liệt kê nhiệm vụ được giao: cơ quan, vai trò, việc, thời hạn, vị trí."""
    from app.presentation import duty_json
    from app.queries import DutyFilter, find_duties, read_conditions
    from app.terminal import ROLE_LABELS, print_table, word_of

    session = current()
    asked = DutyFilter(agency, document, role, period, as_of)
    read_conditions(asked, session.lang)  # wrong words are told before the store is looked for
    with session.open_store() as store:
        listed = find_duties(store, asked, session.lang)
    if as_json:
        session.print_json({"duties": [duty_json(duty, succession) for duty, succession in listed]})
        return 0 if listed else 1
    rows = (
        (
            duty.agency.label,
            word_of(ROLE_LABELS, duty.role, session.lang),
            " ".join(duty.task.split())[:110],
            duty.when.surface if duty.when else "",
            f"{duty.number or ''} {duty.locator}",
            ""
            if succession is None
            else "; ".join(h.agency.label for h in succession.holders) or succession.note or "",
        )
        for duty, succession in listed
    )
    columns = ("Cơ quan", "Vai trò", "Nhiệm vụ", "Thời gian", "Vị trí", "Hiện nay" if as_of else "")
    print_table(session.console, "Nhiệm vụ", columns, rows)
    if not listed:
        raise NothingFound(say("empty", session.lang))
    return 0


def targets(
    document: str | None = typer.Option(None, help="Số hiệu văn bản."),
    as_json: bool = typer.Option(False, "--json", help="In một tài liệu JSON."),
) -> int:
    """Liệt kê chỉ tiêu định lượng: từ, đến, đơn vị, năm, vị trí."""
    from app.lookup import resolve_document
    from app.presentation import target_json
    from app.terminal import print_table
    from graph.reading import read_targets

    session = current()
    with session.open_store() as store:
        node = resolve_document(store, document, session.lang) if document else None
        listed = read_targets(store, [node.iri] if node else None)
    if as_json:
        session.print_json({"targets": [target_json(target) for target in listed]})
        return 0 if listed else 1
    rows = (
        (
            "" if target.min is None else str(target.min),
            "" if target.max is None else str(target.max),
            ("% " if target.percent else "") + target.unit,
            str(target.by_year or ""),
            f"{target.number or ''} {target.locator}",
        )
        for target in listed
    )
    print_table(session.console, "Chỉ tiêu", ("Từ", "Đến", "Đơn vị", "Đến năm", "Vị trí"), rows)
    if not listed:
        raise NothingFound(say("empty", session.lang))
    return 0
