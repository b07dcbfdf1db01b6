"""Problem details (RFC 9457) in Vietnamese and English, from the one exception table of ``app.errors``."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import NothingFound, SeveralFound, message_of, outcome_of
from app.invalid_parameters import describe_invalid
from app.middleware import BodyTooLarge, BodyTooSlow
from app.pages.frame import page_language
from app.pages.trouble import tell_candidates, trouble_page, wants_page
from app.presentation import Json, candidate_json
from app.settings import Language

PROBLEM_TYPE = "application/problem+json"
_LOG = logging.getLogger("cancu.problem")
_TITLES: Mapping[int, tuple[str, str]] = {
    300: ("Có nhiều kết quả phù hợp", "Several match"),
    400: ("Yêu cầu không đúng", "Bad request"),
    401: ("Cần mã truy cập", "A token is needed"),
    403: ("Không được phép", "Not allowed"),
    404: ("Không tìm thấy", "Not found"),
    405: ("Phương thức không được hỗ trợ", "Method not allowed"),
    406: ("Không có định dạng được yêu cầu", "Not acceptable"),
    408: ("Quá thời gian", "Time out"),
    413: ("Quá lớn", "Too large"),
    415: ("Không hỗ trợ loại nội dung này", "Unsupported media type"),
    422: ("Dữ liệu bị từ chối", "Input rejected"),
    429: ("Quá nhiều yêu cầu", "Too many requests"),
    500: ("Lỗi của hệ thống", "A fault of ours"),
    503: ("Tạm thời không phục vụ được", "Unavailable for now"),
}

_HEADERS: Mapping[int, Mapping[str, str]] = {401: {"www-authenticate": "Bearer"}, 503: {"retry-after": "5"}}
_DETAILS: Mapping[int, tuple[str, str]] = {
    400: ("Không đọc được yêu cầu. Hãy gửi lại.", "The request cannot be read. Send it again."),
    404: (
        "Không có địa chỉ này. Hãy kiểm tra đường dẫn, hoặc bắt đầu lại từ trang Hỏi.",
        "There is nothing at this address. Check it, or begin again at the first page.",
    ),
    405: (
        "Địa chỉ này không nhận phương thức ấy; tiêu đề Allow nêu các phương thức được nhận.",
        "This address does not take that method; the Allow header names those that it takes.",
    ),
}
"""What the framework itself refuses; all else says its own."""


def language_of(request: Request) -> Language:
    """Return the language asked for by ``?lang=``, a cookie or Accept-Language; Vietnamese otherwise."""
    asked = request.query_params.get("lang") or request.cookies.get("lang")
    if asked in {"vi", "en"}:
        return "en" if asked == "en" else "vi"
    first = request.headers.get("accept-language", "").split(",")[0].strip().lower()
    return "en" if first.startswith("en") else "vi"


def problem(
    request: Request,
    status: int,
    detail: str,
    slug: str = "about:blank",
    more: Json | None = None,
    headers: Mapping[str, str] | None = None,
    candidates: Sequence[object] = (),
) -> Response:
    """Return a problem document, or a page for a person; ``slug`` becomes the type, ``more`` its own members."""
    person = wants_page(request)
    lang = page_language(request) if person else language_of(request)
    title = _TITLES.get(status, (str(status), str(status)))[lang == "en"]
    if person:
        page = trouble_page(request, status, title, detail, candidates)
        page.headers.update(headers or {})
        return page
    body: Json = {
        "type": slug if ":" in slug else f"/problems/{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        "request_id": request.scope.get("cancu.request_id"),
        **(more or {}),
    }
    return JSONResponse(body, status, dict(headers or {}), PROBLEM_TYPE)


def install_problem_handlers(app: FastAPI) -> None:
    """Make every error of ``app`` a problem document; a fault of ours is logged, and says nothing of its inside."""

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        lang = page_language(request) if wants_page(request) else language_of(request)
        detail = _DETAILS.get(error.status_code, _DETAILS[400])[lang == "en"]
        return problem(request, error.status_code, detail, headers=error.headers)

    async def on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        lang = page_language(request) if wants_page(request) else language_of(request)
        fields = describe_invalid(error.errors(), lang)
        detail = "; ".join(f"{field.at.rpartition('.')[2]} {field.problem}" for field in fields)
        listed = [{"at": field.at, "problem": field.problem} for field in fields]
        return problem(request, 422, detail, "invalid-parameters", {"errors": listed})

    async def on_error(request: Request, error: Exception) -> Response:
        outcome = outcome_of(error)
        lang = page_language(request) if wants_page(request) else language_of(request)
        if outcome.exit == 70:
            _LOG.error("fault", exc_info=error, extra={"request_id": request.scope.get("cancu.request_id")})
            detail = (
                "Something went wrong on our side; the request changed nothing."
                if lang == "en"
                else "Có lỗi ở phía hệ thống; yêu cầu không làm thay đổi dữ liệu. Hãy báo lại kèm mã yêu cầu."
            )
            return problem(request, outcome.status, detail, outcome.slug)
        more: Json = {}
        candidates = error.candidates if isinstance(error, NothingFound) else ()
        if candidates:
            more["candidates"] = [candidate_json(item) for item in candidates]
        for name in ("line", "column", "code"):
            value = getattr(error, name, None)
            if isinstance(value, int | str):
                more[name] = value
        headers = _HEADERS.get(outcome.status)
        detail = message_of(error, lang)
        if candidates and wants_page(request):
            # The page lists them with links; the message of programs and terminals would list them again.
            detail = tell_candidates(several=isinstance(error, SeveralFound), lang=lang)
        return problem(request, outcome.status, detail, outcome.slug, more, headers, candidates)

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(Exception, on_error)
    app.add_middleware(ErrorAnswers, answer=on_error)


class ErrorAnswers:
    """Answers errors inside of all other middleware, so that problems have security headers and are counted by status.

    A handler of ``Exception`` answers outside of it, and only what fails in the middleware itself.
    """

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Exception], Awaitable[Response]]) -> None:
        self.app = app
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; answer an error where no response has begun."""
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except (BodyTooLarge, BodyTooSlow):
            raise
        except Exception as error:
            if started or scope["type"] != "http":
                raise
            response = await self.answer(Request(scope, receive), error)
            await response(scope, receive, send)
