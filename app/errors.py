"""One table from exceptions to exit codes and HTTP statuses; nothing else decides them.

Exit: 0 answered, 1 nothing found or abstained, 2 wrong usage, 3 input rejected, 4 store or service unavailable.
The table is keyed by qualified names, so that looking up an outcome imports nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

from app.settings import Language


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a kind of error means outside: exit code, HTTP status, and the slug of its problem type (RFC 9457)."""

    exit: Literal[1, 2, 3, 4, 70]
    status: int
    slug: str


class NothingFound(LookupError):
    """Nothing answers the request; ``candidates`` are the nearest of the exact type, never a silent substitute."""

    def __init__(self, message: str, candidates: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates


class SeveralFound(NothingFound):
    """The request fits several things and says too little to choose; ``candidates`` lists them all."""


class WrongUsage(ValueError):
    """The caller's words cannot be read: a date, a role, a direction."""


class NotAllowed(PermissionError):
    """What is asked for is not done here: writing is off, or never through this door."""


class TokenNeeded(NotAllowed):
    """Writing is on, and the caller lacks the right token."""


class Busy(RuntimeError):
    """Too much is under way; the same request may succeed later."""

    def __init__(self, message: str, message_en: str) -> None:
        super().__init__(message)
        self.message_en = message_en

    @classmethod
    def now(cls) -> Self:
        """Return the error for a file that finds too many others before it."""
        return cls(
            "Máy chủ đang đọc các tệp khác; hãy gửi lại sau ít phút.",
            "The server is reading other files; send this one again in a few minutes.",
        )


class NotAcceptable(ValueError):
    """No form asked for can be given; the message names those that can."""


OUTCOMES: dict[str, Outcome] = {
    "app.errors.SeveralFound": Outcome(1, 300, "several-found"),
    "app.errors.NothingFound": Outcome(1, 404, "not-found"),
    "app.errors.WrongUsage": Outcome(2, 400, "wrong-usage"),
    "app.errors.TokenNeeded": Outcome(2, 401, "token-needed"),
    "app.errors.NotAllowed": Outcome(2, 403, "not-allowed"),
    "app.errors.NotAcceptable": Outcome(2, 406, "not-acceptable"),
    "app.errors.Busy": Outcome(4, 503, "busy"),
    "ingest.read.rejection.InputRejected": Outcome(3, 422, "input-rejected"),
    "graph.store_model.StoreMissing": Outcome(4, 503, "store-missing"),
    "graph.store_model.StoreError": Outcome(4, 503, "store-unavailable"),
    "graph.transfer.BackupRejected": Outcome(3, 422, "backup-rejected"),
    "search.index.IndexMissing": Outcome(4, 503, "index-missing"),
    "search.postgres.address.IndexAddressWrong": Outcome(2, 503, "index-address-wrong"),
    "search.postgres.faults.IndexUnavailable": Outcome(4, 503, "index-unavailable"),
    "search.embedding.EncoderUnavailable": Outcome(4, 503, "encoder-unavailable"),
    "graph.query_errors.QuerySyntaxError": Outcome(2, 400, "query-syntax"),
    "graph.query_errors.QueryRefused": Outcome(2, 403, "query-refused"),
    "graph.query_errors.QueryTimeout": Outcome(4, 503, "query-timeout"),
    "graph.query_errors.QueryBusy": Outcome(4, 503, "query-busy"),
    "graph.query_errors.ResultTooLarge": Outcome(4, 413, "result-too-large"),
    "graph.query_errors.QueryFailed": Outcome(4, 500, "query-failed"),
}
FAULT = Outcome(70, 500, "fault")


def outcome_of(error: BaseException) -> Outcome:
    """Return what ``error`` means outside: the row of its class or of the nearest class above; else a fault of ours.

    >>> outcome_of(SeveralFound("20-NQ/TW")).exit
    1
    >>> outcome_of(RuntimeError()).status
    500
    """
    for kind in type(error).__mro__:
        outcome = OUTCOMES.get(f"{kind.__module__}.{kind.__qualname__}")
        if outcome:
            return outcome
    return FAULT


def message_of(error: BaseException, lang: Language) -> str:
    """Return the error's words for the user in ``lang``, where it has them in both."""
    told = getattr(error, "message_en" if lang == "en" else "message", None)
    return str(told or error)
