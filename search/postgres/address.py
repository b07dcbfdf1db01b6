"""Where the shared index is: ``CANCU_INDEX``, read so that its password can never be shown.

Reads the environment; gives an ``IndexAddress``. What libpq says of a wrong address may quote the address, so its words
are never passed on; ours name the server and the database only.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Final

VARIABLE: Final = "CANCU_INDEX"
SCHEMES: Final = ("postgresql://", "postgres://")
_DEFAULTS: Final = {"connect_timeout": "10", "application_name": "cancu"}


class IndexAddressWrong(ValueError):
    """``CANCU_INDEX`` is no address of a PostgreSQL database; its words are not repeated, they may hold a password."""

    def __init__(self) -> None:
        self.message_en = "CANCU_INDEX is not an address of PostgreSQL. Write postgresql://user@host:5432/database."
        super().__init__(
            "CANCU_INDEX không phải địa chỉ PostgreSQL. Hãy viết postgresql://người_dùng@máy:5432/cơ_sở_dữ_liệu."
        )


@dataclass(frozen=True, slots=True)
class IndexAddress:
    """How to reach the database: ``conninfo`` for libpq, with the password; ``shown`` for people, without.

    >>> address = parse_address("postgresql://an:bi-mat@kho:5433/cancu")
    >>> address
    IndexAddress(shown='kho:5433/cancu')
    """

    conninfo: str = field(repr=False)
    shown: str


def find_address() -> IndexAddress | None:
    """Return the address in ``CANCU_INDEX``; nothing when it is not set, so the index lies beside the store.

    Raises:
        IndexAddressWrong: it is set, and is none.
    """
    text = os.environ.get(VARIABLE, "").strip()
    return parse_address(text) if text else None


def parse_address(text: str) -> IndexAddress:
    """Return the address written as a connection URI of libpq, with bounds where it says nothing.

    A host that is left out is the local socket; a password may also stand in ``PGPASSWORD`` or ``~/.pgpass``.

    Raises:
        IndexAddressWrong: it is not one.
        IndexUnavailable: the driver is not installed.
    """
    if not text.startswith(SCHEMES):
        raise IndexAddressWrong
    from search.postgres.faults import need_driver

    need_driver()
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(text).items() if value is not None}
    except psycopg.ProgrammingError:
        raise IndexAddressWrong from None
    host = parts.get("host") or parts.get("hostaddr") or "socket"
    port = f":{parts['port']}" if "port" in parts else ""
    return IndexAddress(make_conninfo("", **(_DEFAULTS | parts)), f"{host}{port}/{parts.get('dbname', '')}")
