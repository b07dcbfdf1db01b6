"""Nạp văn bản: a file is read and shown first; it is stored when the reader confirms. Off unless a token is set."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile

from app.errors import NotAllowed, message_of
from app.marked_text import extraction_marks, render_marks
from app.pages.frame import page_language, render
from app.pages.links import document_link
from app.pages.words import word
from app.served import Served
from app.settings import Settings
from app.writing import WRITING, holds_token
from graph.load import IngestResult, load_extraction
from graph.registers import load_lexicon
from graph.store import open_store
from ingest.model import Extraction, Span
from ingest.pipeline import extract
from ingest.read import InputRejected, Limits, read_bytes
from search.index import update_index

router = APIRouter(include_in_schema=False)
MAX_WAITING = 8
"""Previews kept in memory; the oldest goes first."""
MAX_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that was read and is not stored yet."""

    extraction: Extraction
    at: float


_WAITING: OrderedDict[str, Waiting] = OrderedDict()
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
    try:
        source = read_bytes(tep.filename[:200], tep.file.read(), Limits(max_bytes=served.settings.max_upload_bytes))
    except InputRejected as rejected:
        return _show(request, message_of(rejected, lang), status=422)
    extraction = extract(source, load_lexicon())
    return _show(request, extraction=extraction, ticket=_keep(extraction))


@router.post("/nap/luu")
def store(request: Request, ma: Words = "", phieu: Words = "") -> Response:
    """Store the file that was shown."""
    served: Served = request.app.state.served
    lang = page_language(request)
    if not _is_allowed(served.settings, ma):
        waiting = _WAITING.get(phieu)
        extraction = waiting.extraction if waiting else None
        return _show(request, word("upload.bad_token", lang), extraction, phieu, status=403)
    waiting = _WAITING.pop(phieu, None)
    if waiting is None or time.monotonic() - waiting.at > MAX_SECONDS:
        return _show(request, word("upload.expired", lang), status=410)
    with WRITING, open_store(served.settings.store) as writer:
        result = load_extraction(writer, waiting.extraction)
        if result.status != "unchanged":
            update_index(writer)
    return _show(request, result=result)


def _is_allowed(settings: Settings, given: str) -> bool:
    """Tell whether ``given`` is the token.

    Raises:
        NotAllowed: adding is off.
    """
    if settings.token is None or not settings.token.get_secret_value():
        raise NotAllowed(f"{word('upload.off', 'vi')} {word('upload.off', 'en')}")
    return holds_token(settings, given)


def _keep(extraction: Extraction) -> str:
    ticket = secrets.token_urlsafe(24)
    _WAITING[ticket] = Waiting(extraction, time.monotonic())
    while len(_WAITING) > MAX_WAITING:
        _WAITING.popitem(last=False)
    return ticket


def _show(
    request: Request,
    wrong: str = "",
    extraction: Extraction | None = None,
    ticket: str = "",
    result: IngestResult | None = None,
    status: int = 200,
) -> Response:
    served: Served = request.app.state.served
    return render(
        request,
        "upload.html",
        status,
        on=served.settings.token is not None,
        wrong=wrong,
        extraction=extraction,
        text=_marked(extraction) if extraction else "",
        ticket=ticket,
        result=result,
        document_link=document_link,
    )


def _marked(extraction: Extraction) -> str:
    """Return the beginning of the text with its marks: enough to see whether it was read well."""
    text = extraction.source.text
    return render_marks(text, extraction_marks(extraction), Span(0, min(len(text), 60_000)))
