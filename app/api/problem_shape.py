"""The shape of a problem (RFC 9457), for the API's description: what is wrong, in the caller's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

_TEXT: Final = {"type": "string"}
_SHAPE: Final = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {**_TEXT, "format": "uri-reference", "examples": ["/problems/not-found"]},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "instance": {**_TEXT, "format": "uri-reference"},
        "request_id": {"type": ["string", "null"]},
        "errors": {
            "type": "array",
            "items": {"type": "object", "properties": {"at": _TEXT, "problem": _TEXT}, "required": ["at", "problem"]},
        },
        "candidates": {"type": "array", "description": "Có thể ý bạn là · what may have been meant"},
    },
}
_WORDS: Final = {
    300: "Nhiều kết quả phù hợp, kèm danh sách · several match, listed",
    304: "Không thay đổi · not changed",
    400: "Yêu cầu không đúng · bad request",
    401: "Cần mã truy cập đúng · the right token is needed",
    403: "Việc nạp qua mạng đang tắt · writing is off",
    404: "Không tìm thấy, kèm kết quả gần nhất · not found, with the nearest",
    408: "Nội dung đến quá chậm · the body comes too slowly",
    413: "Nội dung quá lớn · the body is too large",
    422: "Tham số hoặc tệp bị từ chối · parameters or file rejected",
    429: "Quá nhiều yêu cầu · too many requests",
    500: "Lỗi của hệ thống · a fault of ours",
    503: "Kho tạm thời không trả lời · the store does not answer for now",
}


def describe_problems(statuses: Iterable[int]) -> dict[int | str, dict[str, Any]]:
    """Return the descriptions of ``statuses``, each with the shape of its body; 304 has none.

    >>> sorted(describe_problems([404])[404]["content"])
    ['application/problem+json']
    """
    return {
        status: {"description": _WORDS[status]}
        | ({} if status == 304 else {"content": {"application/problem+json": {"schema": _SHAPE}}})
        for status in statuses
    }
