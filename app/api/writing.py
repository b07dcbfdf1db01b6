"""Files sent through the API: read and given back, or stored with the token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.api import shapes
from app.api.parameters import FileName, Lang, ServedHere
from app.api.problem_shape import describe_problems
from app.errors import Busy, NotAllowed, TokenNeeded
from app.ingestion import FileResult
from app.messages import say
from app.presentation import Json, extraction_json, ingestion_json
from app.settings import Settings
from app.writing import MAX_READERS, holds_token, is_writing_on, read_upload, store_upload

_FILE_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
Result = TypeVar("Result")
MAX_WAITING: Final = 8
"""Files that wait for their turn in memory; each may be as large as a request."""
_TURNS: Final = CapacityLimiter(MAX_READERS)
_BEARER = HTTPBearer(auto_error=False, description="CANCU_TOKEN")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
router = APIRouter(tags=["api"], responses=describe_problems((408, 413, 422, 429, 500, 503)))


@router.post(
    "/extract",
    summary="Đọc một tệp, không lưu · extract",
    openapi_extra=_FILE_BODY,
    responses={200: {"model": shapes.ExtractionShape}},
)
async def extract_file(request: Request, served: ServedHere, name: FileName = "van-ban.txt") -> Response:
    """Read the file that is the body of the request and give what is in it; nothing is stored."""
    data = await request.body()
    return JSONResponse(await in_turn(_read_as_json, name, data, served.settings))


@router.post(
    "/ingest",
    summary="Nạp một tệp vào kho · ingest",
    openapi_extra=_FILE_BODY,
    responses={200: {"model": shapes.IngestionShape}, **describe_problems((401, 403))},
)
async def ingest_file(
    request: Request, served: ServedHere, lang: Lang, bearer: Bearer, name: FileName = "van-ban.txt"
) -> Response:
    """Store the file that is the body of the request; ``Authorization: Bearer <CANCU_TOKEN>`` is needed."""
    if not is_writing_on(served.settings):
        raise NotAllowed(say("token.off", lang))
    if bearer is None or not holds_token(served.settings, bearer.credentials):
        raise TokenNeeded(say("token.bad", lang))
    data = await request.body()
    result = await in_turn(_read_and_store, name, data, served.settings)
    return JSONResponse(ingestion_json([result]))


async def in_turn(work: Callable[[str, bytes, Settings], Result], name: str, data: bytes, settings: Settings) -> Result:
    """Do ``work`` in a thread when its turn comes; those who wait hold no thread, which pages would lack.

    Raises:
        Busy: too many wait already.
    """
    if _TURNS.statistics().tasks_waiting >= MAX_WAITING:
        raise Busy.now()
    return await to_thread.run_sync(work, name, data, settings, limiter=_TURNS)


def _read_as_json(name: str, data: bytes, settings: Settings) -> Json:
    return extraction_json(read_upload(name, data, settings))


def _read_and_store(name: str, data: bytes, settings: Settings) -> FileResult:
    return store_upload(name, read_upload(name, data, settings), settings)
