"""Nạp văn bản: a file is read and shown first; it is stored when the reader confirms. Off unless a token is set."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile

from app.errors import NotAllowed, message_of
from app.marked_text import extraction_marks, render_marks
from app.pages.frame import page_language, render
from app.pages.links import document_link
from app.pages.words import word
from app.served import Served
from app.settings import Settings
from app.waiting import WaitingFile, WaitingRoom
from app.writing import holds_token, is_writing_on, read_upload, store_extraction
from graph.load import IngestResult
from ingest.model import Extraction, Span
from ingest.read import InputRejected

router = APIRouter(include_in_schema=False)
Words = Annotated[str, Form(max_length=2000)]


@router.get("/nap")
def form(request: Request) -> Response:
    """Show the form, or that adding is off."""
    return _show(request)


@router.post("/nap")
def preview(request: Request, ma: Words = "", tep: Annotated[UploadFile | None, File()] = None) -> Response:
    """Read the file and show what was found in it; nothing is stored."""
    served: Served = request.app.state.served
    lang = page_language(request)
    if not _is_allowed(served.settings, ma):
        return _show(request, word("upload.bad_token", lang), status=403)
    if tep is None or not tep.filename:
        return _show(request, word("upload.no_file", lang), status=422)
    file = WaitingFile(tep.filename[:200], tep.file.read())
    try:
        extraction = read_upload(file.name, file.data, served.settings)
    except InputRejected as rejected:
        return _show(request, message_of(rejected, lang), status=422)
    return _show(request, extraction=extraction, ticket=_room(served).keep(file))


@router.post("/nap/luu")
def store(request: Request, ma: Words = "", phieu: Words = "") -> Response:
    """Store the file that was shown."""
    served: Served = request.app.state.served
    lang = page_language(request)
    allowed = _is_allowed(served.settings, ma)
    room = _room(served)
    waiting = room.read(phieu)
    if waiting is None:
        return _show(request, word("upload.expired", lang), status=410)
    extraction = read_upload(waiting.name, waiting.data, served.settings)
    if not allowed:
        return _show(request, word("upload.bad_token", lang), extraction, phieu, status=403)
    result = store_extraction(extraction, served.settings)
    room.drop(phieu)
    return _show(request, result=result)


def _is_allowed(settings: Settings, given: str) -> bool:
    """Tell whether ``given`` is the token.

    Raises:
        NotAllowed: adding is off.
    """
    if not is_writing_on(settings):
        raise NotAllowed(f"{word('upload.off', 'vi')} {word('upload.off', 'en')}")
    return holds_token(settings, given)


def _room(served: Served) -> WaitingRoom:
    return WaitingRoom.of_store(served.settings.store)


def _show(
    request: Request,
    wrong: str = "",
    extraction: Extraction | None = None,
    ticket: str = "",
    result: IngestResult | None = None,
    status: int = 200,
) -> Response:
    served: Served = request.app.state.served
    page = render(
        request,
        "upload.html",
        status,
        on=is_writing_on(served.settings),
        wrong=wrong,
        extraction=extraction,
        text=_marked(extraction) if extraction else "",
        ticket=ticket,
        result=result,
        document_link=document_link,
    )
    # A preview holds a text that is not public yet, and its ticket.
    page.headers["cache-control"] = "no-store"
    return page


def _marked(extraction: Extraction) -> str:
    """Return the beginning of the text with its marks: enough to see whether it was read well."""
    text = extraction.source.text
    return render_marks(text, extraction_marks(extraction), Span(0, min(len(text), 60_000)))
