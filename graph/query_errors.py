"""Why a query was not answered. Each error carries its data; ``message`` is Vietnamese, ``message_en`` English."""

from __future__ import annotations

from typing import Literal

RefusalRule = Literal["update", "service", "dataset", "length", "depth", "ambiguous", "escape", "format", "form"]
"""What was refused: an update form · SERVICE · FROM of an unknown graph · too long · nested too deep · a ``<`` that
engines read differently · an escape that hides syntax · a media type that does not fit · a query of another form."""


class QueryError(Exception):
    """A query that was not answered."""

    def __init__(self, message: str, message_en: str) -> None:
        super().__init__(message)
        self.message = message
        self.message_en = message_en


class QuerySyntaxError(QueryError):
    """The text is not SPARQL 1.1; ``line`` and ``column`` (from 1) say where reading stopped."""

    def __init__(self, line: int, column: int, detail: str) -> None:
        super().__init__(
            f"Truy vấn sai cú pháp SPARQL ở dòng {line}, cột {column}: {detail}. Hãy sửa chỗ đó rồi gửi lại.",
            f"Not SPARQL at line {line}, column {column}: {detail}. Correct it and send it again.",
        )
        self.line = line
        self.column = column
        self.detail = detail

    def __reduce__(self) -> tuple[type[QuerySyntaxError], tuple[int, int, str]]:
        return type(self), (self.line, self.column, self.detail)


class QueryRefused(QueryError):
    """The text is understood, and this service does not run such queries; ``rule`` says which house rule."""

    def __init__(self, rule: RefusalRule, message: str, message_en: str) -> None:
        super().__init__(message, message_en)
        self.rule: RefusalRule = rule

    @classmethod
    def unknown_graph(cls, iri: str) -> QueryRefused:
        """Return the refusal of a dataset that names a graph which the store does not hold."""
        return cls(
            "dataset",
            f"Kho không có đồ thị <{iri}>, và dịch vụ này không tải dữ liệu từ nơi khác. "
            "Các đồ thị hiện có: SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
            f"The store has no graph <{iri}>, and this service loads no data from elsewhere. "
            "List them: SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
        )

    def __reduce__(self) -> tuple[type[QueryRefused], tuple[RefusalRule, str, str]]:
        return type(self), (self.rule, self.message, self.message_en)


class QueryTimeout(QueryError):
    """The query ran longer than ``seconds``, and was ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"Truy vấn chạy quá {seconds:g} giây nên đã bị dừng. Hãy thêm điều kiện hoặc LIMIT.",
            f"The query ran longer than {seconds:g} seconds and was ended. Add conditions or a LIMIT.",
        )
        self.seconds = seconds

    def __reduce__(self) -> tuple[type[QueryTimeout], tuple[float]]:
        return type(self), (self.seconds,)


class QueryBusy(QueryError):
    """All query processes were at work for ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"Máy chủ đang bận: đã đợi {seconds:g} giây. Hãy thử lại sau ít phút.",
            f"The server is busy: waited {seconds:g} seconds. Try again later.",
        )
        self.seconds = seconds

    def __reduce__(self) -> tuple[type[QueryBusy], tuple[float]]:
        return type(self), (self.seconds,)


class ResultTooLarge(QueryError):
    """The result passed the limit of ``amount`` rows or bytes, or the evaluation passed its memory in bytes."""

    def __init__(self, limit: Literal["rows", "bytes", "memory"], amount: int) -> None:
        words = {"rows": "dòng", "bytes": "byte", "memory": "byte bộ nhớ"}
        super().__init__(
            f"Kết quả vượt quá {amount} {words[limit]}. Hãy thêm điều kiện, hoặc lấy từng phần với LIMIT và OFFSET.",
            f"The result passes the limit of {amount} ({limit}). Add conditions, or fetch parts with LIMIT and OFFSET.",
        )
        self.limit: Literal["rows", "bytes", "memory"] = limit
        self.amount = amount

    def __reduce__(self) -> tuple[type[ResultTooLarge], tuple[Literal["rows", "bytes", "memory"], int]]:
        return type(self), (self.limit, self.amount)


class QueryFailed(QueryError):
    """The evaluation failed, by our fault or the store's; ``reason`` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Lỗi của hệ thống khi chạy truy vấn: {reason}. Hãy báo cho người quản trị.",
            f"The evaluation failed, by our fault: {reason}. Please tell the operator.",
        )
        self.reason = reason

    def __reduce__(self) -> tuple[type[QueryFailed], tuple[str]]:
        return type(self), (self.reason,)
