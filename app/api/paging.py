"""Lists in pages with a cursor, and answers with an ETag: what has not changed is not sent again (RFC 9110, 13)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from app.errors import WrongUsage
from app.messages import say
from app.presentation import Json
from app.problems import language_of
from app.served import Served
from app.settings import Language

Item = TypeVar("Item")
CURSOR_PATTERN = r"^[A-Za-z0-9_-]{1,38}={0,2}$"
_VARY = "Accept-Language, Cookie"


def respond_page(
    request: Request,
    served: Served,
    name: str,
    items: Sequence[Item],
    present: Callable[[Item], Json],
    limit: int,
    cursor: str | None,
) -> Response:
    """Return one page of a list; ``next`` is the cursor of the page after it, null on the last.

    Raises:
        WrongUsage: ``cursor`` is none of ours.
    """
    start = read_cursor(cursor, language_of(request))
    end = start + limit
    following = write_cursor(end) if end < len(items) else None
    body = {name: [present(item) for item in items[start:end]], "total": len(items), "next": following}
    return respond(request, served, body)


def respond(request: Request, served: Served, body: Json) -> Response:
    """Return ``body`` with an ETag of its content; 304 when the caller has it already."""
    response = JSONResponse(body)
    payload = bytes(response.body)
    tag = f'"{served.store.version()}-{hashlib.sha256(payload).hexdigest()[:16]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": _VARY}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response


def write_cursor(start: int) -> str:
    """Return the cursor of the page that begins with item ``start``.

    >>> read_cursor(write_cursor(200), "vi")
    200
    """
    return base64.urlsafe_b64encode(f"from:{start}".encode()).decode()


def read_cursor(cursor: str | None, lang: Language) -> int:
    """Return the item that the page of ``cursor`` begins with, 0 without a cursor.

    Raises:
        WrongUsage: it is no cursor of ours.
    """
    if cursor is None:
        return 0
    try:
        word, _, number = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if word == "from" and number.isascii() and number.isdigit():
            return int(number)
    except (binascii.Error, ValueError):
        pass
    raise WrongUsage(say("cursor.bad", lang, text=cursor))
