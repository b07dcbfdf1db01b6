"""Phân công: the matrix of bodies and tasks, the list with its sentences, and the task sheets to take away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from app.downloads.task_sheet import build_task_sheet, describe_holders
from app.errors import NothingFound
from app.lookup import parse_date, today
from app.pages.frame import page_language, render
from app.pages.links import document_link, provision_link, sentence_link
from app.queries import DutyFilter, Held, find_duties
from app.served import Served
from graph.model import AgencyRef, Duty
from graph.reading import AgencyUse, list_agencies, list_documents
from ingest.model import Role

router = APIRouter(include_in_schema=False)
PAGE = 100
"""Tasks on one page."""
COLUMNS = 24
"""Bodies that have a column of their own; a wider table is not read."""
Words = Annotated[str, Query(max_length=500)]
Day = Annotated[str, Query(max_length=20)]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One task with what each body of the columns has to do with it."""

    first: Duty
    cells: tuple[tuple[Role, ...], ...]
    others: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Bodies × tasks; ``hidden`` counts the bodies without a column."""

    agencies: tuple[AgencyRef, ...]
    rows: tuple[MatrixRow, ...]
    hidden: int


@router.get("/phan-cong")
def duties(
    request: Request,
    co_quan: Words = "",
    vai_tro: Annotated[str, Query(max_length=20)] = "",
    giai_doan: Annotated[str, Query(max_length=100)] = "",
    van_ban: Words = "",
    ngay: Day = "",
    xem: Literal["ma-tran", "danh-sach"] = "ma-tran",
    trang: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Show who has to do what, narrowed by body (its name then or now), role, period and document."""
    served: Served = request.app.state.served
    lang = page_language(request)
    asked = _filter(co_quan, vai_tro, giai_doan, van_ban, ngay)
    try:
        held, unknown = find_duties(served.store, asked, lang), ""
    except NothingFound as nothing:
        held, unknown = (), str(nothing)
    tasks = group_tasks(held)
    shown = tasks[(trang - 1) * PAGE : trang * PAGE]
    chosen = {"co_quan": co_quan, "vai_tro": vai_tro, "giai_doan": giai_doan, "van_ban": van_ban, "ngay": ngay}
    query = urlencode({name: value for name, value in chosen.items() if value})
    uses = list_agencies(served.store)
    return render(
        request,
        "duties.html",
        chosen=chosen,
        query=query,
        view=xem,
        page=trang,
        more=len(tasks) > trang * PAGE,
        count=len(held),
        unknown=unknown,
        matrix=build_matrix(shown) if xem == "ma-tran" else None,
        tasks=shown,
        roles=get_args(Role),
        uses=uses,
        agency_name=_name_of(co_quan, uses),
        documents=list_documents(served.store)[:500],
        as_of=ngay or today().isoformat(),
        describe_holders=lambda succession: describe_holders(succession, lang),
        agency_link=lambda agency: f"/phan-cong?{urlencode({'co_quan': agency.iri})}",
        document_link=document_link,
        provision_link=provision_link,
        sentence_link=sentence_link,
    )


@router.get("/phan-cong/phieu.{form}")
def task_sheet(
    request: Request,
    form: Literal["xlsx", "docx"],
    co_quan: Words = "",
    vai_tro: Annotated[str, Query(max_length=20)] = "",
    giai_doan: Annotated[str, Query(max_length=100)] = "",
    van_ban: Words = "",
    ngay: Day = "",
) -> Response:
    """Give the task sheet of what the filter leaves, as a workbook or a document."""
    from app.downloads import letter, workbook

    served: Served = request.app.state.served
    lang = page_language(request)
    asked = _filter(co_quan, vai_tro, giai_doan, van_ban, ngay)
    held = find_duties(served.store, asked, lang)
    sheet = build_task_sheet(held, parse_date(asked.as_of or "", lang), lang)
    body, media = (
        (workbook.write_workbook(sheet), workbook.MEDIA_TYPE)
        if form == "xlsx"
        else (letter.write_letter(sheet), letter.MEDIA_TYPE)
    )
    headers = {"content-disposition": f'attachment; filename="phieu-giao-viec.{form}"'}
    return Response(body, media_type=media, headers=headers)


def group_tasks(held: Sequence[Held]) -> list[tuple[Held, ...]]:
    """Return duties by task: those of the same words at the same place are one task."""
    groups: dict[tuple[str, str, str], list[Held]] = {}
    for pair in held:
        duty = pair[0]
        groups.setdefault((duty.document, duty.locator, duty.task), []).append(pair)
    return [tuple(group) for group in groups.values()]


def build_matrix(tasks: Sequence[Sequence[Held]]) -> Matrix:
    """Return the matrix of ``tasks``: the bodies with most duties have columns, at most ``COLUMNS``."""
    refs = {duty.agency.iri: duty.agency for task in tasks for duty, _ in task}
    counts = Counter(duty.agency.iri for task in tasks for duty, _ in task)
    columns = tuple(refs[iri] for iri, _ in counts.most_common(COLUMNS))
    shown = {agency.iri for agency in columns}
    rows = []
    for task in tasks:
        roles: dict[str, dict[Role, None]] = {}
        for duty, _ in task:
            roles.setdefault(duty.agency.iri, {})[duty.role] = None
        cells = tuple(tuple(roles.get(agency.iri, ())) for agency in columns)
        rows.append(MatrixRow(task[0][0], cells, len(roles.keys() - shown)))
    return Matrix(columns, tuple(rows), len(refs) - len(columns))


def _filter(agency: str, role: str, period: str, document: str, day: str) -> DutyFilter:
    return DutyFilter(
        agency.strip() or None,
        document.strip() or None,
        role.strip() or None,
        period.strip() or None,
        day.strip() or today().isoformat(),
    )


def _name_of(asked: str, uses: Sequence[AgencyUse]) -> str:
    """Return the name of a body that is asked for by IRI, else the words as they are."""
    return next((use.agency.label for use in uses if use.agency.iri == asked), asked)
