"""Fixtures of the tests of the shared index: one server for all, a new database for each test."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql

from search.postgres.address import IndexAddress, parse_address
from search.postgres.database import close_pools
from tests.search.postgres_server import RunningPostgres, run_postgres

_NUMBERS = itertools.count()


@dataclass(frozen=True, slots=True)
class EmptyDatabase:
    """A database on the server of the tests."""

    server: RunningPostgres
    name: str

    @property
    def location(self) -> str:
        """Its address, as ``CANCU_INDEX`` takes it."""
        return self.server.location(self.name)

    @property
    def address(self) -> IndexAddress:
        """Its address, as the index takes it."""
        return parse_address(self.location)

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        """Open a connection of one's own, to look behind the index."""
        return psycopg.connect(self.location, autocommit=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[RunningPostgres]:
    """One PostgreSQL with pgvector for all tests of a process."""
    with run_postgres() as server:
        yield server


@pytest.fixture
def database(postgres: RunningPostgres) -> Iterator[EmptyDatabase]:
    """A new database; what the index keeps open of it is closed at the end."""
    yield make_database(postgres)
    close_pools()


def make_database(server: RunningPostgres) -> EmptyDatabase:
    """Make a new database on ``server``."""
    made = EmptyDatabase(server, f"test_{next(_NUMBERS)}")
    with psycopg.connect(server.location(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(made.name)))
    return made
