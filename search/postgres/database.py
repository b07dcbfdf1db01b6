"""Connections: a small pool for questions, bounded and read-only; one for the writer.

Every statement is a constant; what comes from a question or a document goes as a parameter, never into the words of a
statement.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final, LiteralString

import psycopg
from pgvector.psycopg import register_vector
from psycopg import sql
from psycopg_pool import ConnectionPool

from search.postgres.address import IndexAddress
from search.postgres.faults import IndexUnavailable, told_plainly

STATEMENT_SECONDS: Final = 30
"""The longest that one statement of a question may run."""
WRITE_SECONDS: Final = 4 * 3600
"""The longest that one statement of a writer may run: a graph over a million vectors takes about an hour."""
LOCK_SECONDS: Final = 60
_POOL: Final = 4
_WAIT_SECONDS: Final = 5
_EF_SEARCH: Final = 200
_LOWEST_PGVECTOR: Final = (0, 8)

Row = tuple[Any, ...]


class Database:
    """One edition of the index, asked by short statements."""

    def __init__(self, address: IndexAddress, schema: str) -> None:
        self.address = address
        self.schema = schema

    def rows(self, statement: sql.SQL | sql.Composed | LiteralString, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows that ``statement`` gives.

        Raises:
            IndexUnavailable: the server does not answer, or not in time.
        """
        with told_plainly(self.address.shown), _pool(self.address.conninfo, self.schema).connection() as connection:
            return connection.execute(statement, parameters, binary=True).fetchall()


@contextmanager
def connect(address: IndexAddress, seconds: int = STATEMENT_SECONDS) -> Iterator[psycopg.Connection[Row]]:
    """Open one connection that commits each statement, for reading the registry and for writing; close it at the end.

    Raises:
        IndexUnavailable: the server does not answer, refuses, or is too slow.
    """
    with told_plainly(address.shown), psycopg.connect(address.conninfo, autocommit=True) as connection:
        bound_statements(connection, seconds)
        yield connection


def bound_statements(connection: psycopg.Connection[Row], seconds: int) -> None:
    """Let no statement of ``connection`` run or wait for longer."""
    connection.execute(
        "SELECT set_config('statement_timeout', %s, false), set_config('lock_timeout', %s, false)",
        (f"{seconds}s", f"{min(seconds, LOCK_SECONDS)}s"),
    )


def enter_schema(connection: psycopg.Connection[Row], schema: str) -> None:
    """Make the tables of ``schema`` and the types of pgvector, wherever it is installed, reachable by their names."""
    found = connection.execute(
        "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'vector'"
    ).fetchone()
    path = sql.SQL(", ").join(sql.Identifier(name) for name in (schema, *(found or ())))
    connection.execute("SELECT set_config('search_path', %s, false)", (path.as_string(connection),))
    register_vector(connection)


def need_pgvector(connection: psycopg.Connection[Row], at: str) -> None:
    """Make sure that the database has pgvector, installing it where the user may.

    Raises:
        IndexUnavailable: it is not there, or too old to filter while it searches.
    """
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFile, psycopg.errors.FeatureNotSupported):
        raise IndexUnavailable("pgvector", at) from None
    row = connection.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'").fetchone()
    version = tuple(int(part) for part in str(row[0]).split(".")[:2]) if row else (0, 0)
    if version < _LOWEST_PGVECTOR:
        raise IndexUnavailable("pgvector", at)


def close_pools() -> None:
    """Close the connections of this process."""
    for pool in _opened:
        pool.close()
    _opened.clear()
    _pool.cache_clear()


_opened: list[ConnectionPool[psycopg.Connection[Row]]] = []
atexit.register(close_pools)


@lru_cache(maxsize=16)
def _pool(conninfo: str, schema: str) -> ConnectionPool[psycopg.Connection[Row]]:
    def configure(connection: psycopg.Connection[Row]) -> None:
        bound_statements(connection, STATEMENT_SECONDS)
        enter_schema(connection, schema)
        connection.execute(
            "SELECT set_config('default_transaction_read_only', 'on', false),"
            " set_config('hnsw.iterative_scan', 'relaxed_order', false), set_config('hnsw.ef_search', %s, false)",
            (str(_EF_SEARCH),),
        )

    pool = ConnectionPool(
        conninfo,
        kwargs={"autocommit": True},
        min_size=0,
        max_size=_POOL,
        timeout=_WAIT_SECONDS,
        max_idle=300,
        configure=configure,
        check=ConnectionPool.check_connection,
        name=f"cancu-{schema}",
        open=True,
    )
    _opened.append(pool)
    return pool
