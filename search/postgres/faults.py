"""What can go wrong with a shared index, in words for the user; the driver's own words never leave this package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Final, Literal

Reason = Literal["driver", "unreachable", "refused", "pgvector", "busy", "timeout", "outdated"]

_MESSAGES: Final[dict[Reason, tuple[str, str]]] = {
    "driver": (
        "CANCU_INDEX cần trình điều khiển PostgreSQL. Hãy cài: pip install 'cancu[postgres]'.",
        "CANCU_INDEX needs the driver of PostgreSQL: pip install 'cancu[postgres]'.",
    ),
    "unreachable": (
        "Không kết nối được chỉ mục PostgreSQL tại {at}. Hãy kiểm tra máy chủ và CANCU_INDEX.",
        "The PostgreSQL index at {at} does not answer. Check the server and CANCU_INDEX.",
    ),
    "refused": (
        "Máy chủ PostgreSQL tại {at} từ chối: sai tài khoản, mật khẩu, tên cơ sở dữ liệu hoặc thiếu quyền.",
        "PostgreSQL at {at} refuses: the user, password or database is wrong, or a privilege is missing.",
    ),
    "pgvector": (
        "Máy chủ PostgreSQL tại {at} chưa có pgvector 0.8 trở lên. Hãy cài rồi chạy: CREATE EXTENSION vector.",
        "PostgreSQL at {at} lacks pgvector 0.8 or newer. Install it, then CREATE EXTENSION vector.",
    ),
    "busy": (
        "Tiến trình khác đang lập chỉ mục tại {at}. Hãy thử lại sau.",
        "Another process is indexing at {at}. Try again later.",
    ),
    "timeout": (
        "Chỉ mục PostgreSQL tại {at} trả lời quá lâu. Hãy thử lại, hoặc xem tải của máy chủ.",
        "The PostgreSQL index at {at} takes too long. Try again, or look at the server's load.",
    ),
    "outdated": (
        "Chỉ mục tại {at} đã được thay bằng bản mới hơn. Hãy hỏi lại.",
        "The index at {at} has been replaced by a newer one. Ask again.",
    ),
}


class IndexUnavailable(RuntimeError):
    """The shared index cannot be used now; ``reason`` says why, ``at`` where it is (without credentials)."""

    def __init__(self, reason: Reason, at: str = "") -> None:
        self.reason = reason
        self.at = at
        self.message, self.message_en = (words.format(at=at) for words in _MESSAGES[reason])
        super().__init__(self.message)


def need_driver() -> None:
    """Make sure that the optional driver is installed.

    Raises:
        IndexUnavailable: it is not.
    """
    if any(find_spec(name) is None for name in ("psycopg", "psycopg_pool", "pgvector")):
        raise IndexUnavailable("driver")


@contextmanager
def told_plainly(at: str) -> Iterator[None]:
    """Turn what the driver raises for the server's state into ``IndexUnavailable``; a fault of ours passes as it is."""
    import psycopg
    from psycopg import errors
    from psycopg_pool import PoolTimeout

    try:
        yield
    except errors.QueryCanceled:
        raise IndexUnavailable("timeout", at) from None
    except PoolTimeout:
        raise IndexUnavailable("unreachable", at) from None
    except errors.LockNotAvailable:
        raise IndexUnavailable("busy", at) from None
    except (errors.UndefinedTable, errors.InvalidSchemaName):
        raise IndexUnavailable("outdated", at) from None
    except (errors.InvalidAuthorizationSpecification, errors.InsufficientPrivilege, errors.InvalidCatalogName):
        raise IndexUnavailable("refused", at) from None
    except psycopg.OperationalError as error:
        raise IndexUnavailable("refused" if _refuses(error) else "unreachable", at) from None


def _refuses(error: Exception) -> bool:
    """Tell whether the server was there and said no: while connecting, libpq gives the words but no SQLSTATE."""
    return "FATAL:" in str(error) and "starting up" not in str(error)
