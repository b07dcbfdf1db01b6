"""Files sent through the API: read and given back, or stored with the token."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from app.api import shapes
from app.api.parameters import FileName, Lang, ServedHere
from app.api.problem_shape import describe_problems
from app.errors import NotAllowed, TokenNeeded
from app.messages import say
from app.presentation import extraction_json, ingestion_json
from app.writing import holds_token, is_writing_on, read_upload, store_upload

_FILE_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_BEARER = HTTPBearer(auto_error=False, description="CANCU_TOKEN")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
router = APIRouter(tags=["api"], responses=describe_problems((413, 422, 429, 500, 503)))


@router.post(
    "/extract",
    summary="Đọc một tệp, không lưu · extract",
    openapi_extra=_FILE_BODY,
    responses={200: {"model": shapes.ExtractionShape}},
)
async def extract_file(request: Request, served: ServedHere, name: FileName = "van-ban.txt") -> Response:
    """Read the file that is the body of the request and give what is in it; nothing is stored."""
    data = await request.body()
    extraction = await run_in_threadpool(read_upload, name, data, served.settings)
    return JSONResponse(await run_in_threadpool(extraction_json, extraction))


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
    extraction = await run_in_threadpool(read_upload, name, data, served.settings)
    result = await run_in_threadpool(store_upload, name, extraction, served.settings)
    return JSONResponse(ingestion_json([result]))
