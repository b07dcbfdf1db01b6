"""Writing the shared index: only documents that changed, all of them in one transaction.

Reads a corpus; writes parcels, and a generation that lists the document versions it is made of. Vectors are computed
before the transaction and kept in a table of their own, so a crash loses none and no lock is held meanwhile. A reader
sees the generation before or the one after, never a part.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import psycopg
from pgvector import Vector
from psycopg import sql
from psycopg.types.json import Json

from graph.model import DocumentNode, Duty, Passage
from search.accents import AccentModel, build_accent_model, parse_accent_model, print_accent_model
from search.passages import Unit
from search.postgres.database import Row
from search.postgres.editions import KEPT, Edition, drop_superseded, make_current
from search.postgres.parcels import Parcel, TermList, list_terms
from search.postgres.terms import TERM_TABLES
from search.postgres.vectors import EXACT_ROWS
from search.records import encode_record
from search.words import Analyser

SHELVES: Final[tuple[Literal["tasks", "windows"], ...]] = ("tasks", "windows")
_TABLES: Final = ("document", "duties", "passages", *SHELVES, *TERM_TABLES.values(), "term", "term_count")
_AT_ONCE: Final = 64
"""Documents whose words and vectors are held in memory together."""
_FEW: Final = 20
"""Where fewer than one document in so many changed, what is known of all of them is added to, not made anew."""

_NEW_TERMS: Final = """
INSERT INTO term (field, word) SELECT * FROM unnest(%s::smallint[], %s::text[]) RETURNING field, word, id
"""
_OLD_TERMS: Final = """
SELECT t.field, t.word, t.id FROM unnest(%s::smallint[], %s::text[]) AS wanted (field, word)
JOIN term AS t USING (field, word)
"""
_COUNT_TERMS: Final = """
INSERT INTO term_count (term, since, units)
SELECT changed.term, %(number)s, coalesce(before.units, 0) + sum(changed.by)
FROM (
    SELECT unnest(terms) AS term, 1 AS by FROM task_terms WHERE document = ANY(%(added)s::integer[])
    UNION ALL SELECT unnest(terms), 1 FROM window_terms WHERE document = ANY(%(added)s::integer[])
    UNION ALL SELECT unnest(terms), -1 FROM task_terms WHERE document = ANY(%(removed)s::integer[])
    UNION ALL SELECT unnest(terms), -1 FROM window_terms WHERE document = ANY(%(removed)s::integer[])
) AS changed
LEFT JOIN LATERAL (
    SELECT units FROM term_count WHERE term = changed.term ORDER BY since DESC LIMIT 1
) AS before ON true
GROUP BY changed.term, before.units
HAVING sum(changed.by) <> 0
"""
_FORGET_COUNTS: Final = """
DELETE FROM term_count AS old USING term_count AS new, (SELECT min(number) AS number FROM generation) AS oldest
WHERE new.since = ANY(%s::integer[]) AND new.since <= oldest.number AND old.term = new.term AND old.since < new.since
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the next generation is made of; ``encoded`` counts the vectors that were computed for it.

    ``listed`` are the IRIs of the documents that have a node, in the order of the list of documents.
    """

    state: str
    parcels: tuple[Parcel, ...]
    listed: tuple[str, ...]
    encoded: int


@dataclass(frozen=True, slots=True)
class _Before:
    """The newest generation: its number, and the version of each document with its digest."""

    number: int
    versions: dict[str, tuple[int, bytes]]


def find_changed(connection: psycopg.Connection[Row], parcels: Iterable[Parcel]) -> tuple[Parcel, ...]:
    """Return the parcels that the newest generation does not have as they are."""
    versions = _read_before(connection).versions
    return tuple(parcel for parcel in parcels if versions.get(parcel.iri, (0, b""))[1] != parcel.digest)


def write_generation(connection: psycopg.Connection[Row], edition: Edition, draft: Draft, analyser: Analyser) -> None:
    """Write the next generation in one transaction; the vectors of its changed parcels must be in ``encoded`` or known.

    The connection must hold the lock of writers and have entered the edition.
    """
    with connection.transaction():
        before = _read_before(connection)
        codes = {iri: code for iri, (code, _) in before.versions.items()}
        changed = find_changed(connection, draft.parcels)
        added: list[int] = []
        for start in range(0, len(changed), _AT_ONCE):
            for parcel, code in _write_parcels(connection, changed[start : start + _AT_ONCE], analyser):
                codes[parcel.iri] = code
                added.append(code)
        kept = [codes[parcel.iri] for parcel in draft.parcels]
        removed = sorted({code for code, _ in before.versions.values()}.difference(kept))
        number, few = before.number + 1, len(changed) * _FEW < len(draft.parcels)
        accents = _add_accents(connection, before.number, changed) if few else _make_accents(draft.parcels)
        connection.execute(_COUNT_TERMS, {"number": number, "added": added, "removed": removed})
        connection.execute("UPDATE generation SET superseded = now() WHERE superseded IS NULL")
        connection.execute(
            "INSERT INTO generation (number, state, codes, listed, encoded, accents) VALUES (%s, %s, %s, %s, %s, %s)",
            (number, draft.state, kept, [codes[iri] for iri in draft.listed], draft.encoded, accents),
        )
        connection.execute("TRUNCATE encoded")
        _make_search_indexes(connection, edition)
        make_current(connection, edition)
        _forget(connection)
    for table in () if few else _TABLES:
        connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))
    drop_superseded(connection)


def _read_before(connection: psycopg.Connection[Row]) -> _Before:
    newest = connection.execute("SELECT number, codes FROM generation ORDER BY number DESC LIMIT 1").fetchone()
    if newest is None:
        return _Before(0, {})
    found = connection.execute("SELECT iri, code, digest FROM document WHERE code = ANY(%s)", (newest[1],)).fetchall()
    return _Before(newest[0], {iri: (code, bytes(digest)) for iri, code, digest in found})


def _write_parcels(
    connection: psycopg.Connection[Row], parcels: Sequence[Parcel], analyser: Analyser
) -> list[tuple[Parcel, int]]:
    """Write new versions of some documents with their records, terms and vectors; return their codes."""
    lists = {parcel.iri: {kind: list_terms(parcel, kind, analyser) for kind in SHELVES} for parcel in parcels}
    numbers = _number_terms(
        connection, (entry for shelves in lists.values() for part in shelves.values() for entry in part)
    )
    written = [(parcel, _write_document(connection, parcel, lists[parcel.iri])) for parcel in parcels]
    _copy_records(connection, "duties", [(code, parcel.duties) for parcel, code in written])
    _copy_records(connection, "passages", [(code, parcel.passages) for parcel, code in written])
    for kind in SHELVES:
        _copy_units(connection, kind, [(code, parcel.units(kind)) for parcel, code in written])
        _copy_terms(
            connection, TERM_TABLES[kind], [(code, lists[parcel.iri][kind]) for parcel, code in written], numbers
        )
    return written


def _write_document(
    connection: psycopg.Connection[Row], parcel: Parcel, lists: dict[Literal["tasks", "windows"], tuple[TermList, ...]]
) -> int:
    words = [0] * 6
    for part in lists.values():
        for entry in part:
            words[entry.field] += entry.length
    node = json.dumps(encode_record(parcel.node), ensure_ascii=False) if parcel.node else None
    row = connection.execute(
        "INSERT INTO document (iri, digest, node, duties, passages, tasks, windows, words)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING code",
        (
            parcel.iri, parcel.digest, node, len(parcel.duties), len(parcel.passages), len(parcel.tasks),
            len(parcel.windows), words,
        ),
    ).fetchone()  # fmt: skip
    assert row is not None
    return int(row[0])


def _number_terms(connection: psycopg.Connection[Row], lists: Iterable[TermList]) -> dict[tuple[int, str], int]:
    """Return the number of each (field, term), giving new ones to terms never met before."""
    wanted = sorted({(entry.field, term) for entry in lists for term in entry.counts})
    numbers: dict[tuple[int, str], int] = {}
    for statement in (_OLD_TERMS, _NEW_TERMS):
        missing = [pair for pair in wanted if pair not in numbers]
        if missing:
            fields, words = (list(column) for column in zip(*missing, strict=True))
            numbers |= {(f, w): n for f, w, n in connection.execute(statement, (fields, words)).fetchall()}
    return numbers


def _copy_records(
    connection: psycopg.Connection[Row],
    table: Literal["duties", "passages"],
    records: Iterable[tuple[int, Sequence[Duty | Passage | DocumentNode]]],
) -> None:
    statement = sql.SQL("COPY {} (document, place, record) FROM STDIN").format(sql.Identifier(table))
    with connection.cursor().copy(statement) as copy:
        for code, rows in records:
            for place, record in enumerate(rows):
                copy.write_row((code, place, json.dumps(encode_record(record), ensure_ascii=False)))


def _copy_units(
    connection: psycopg.Connection[Row],
    kind: Literal["tasks", "windows"],
    parcels: Sequence[tuple[int, tuple[Unit, ...]]],
) -> None:
    prints = {bytes.fromhex(unit.fingerprint) for _, units in parcels for unit in units}
    vectors = read_vectors(connection, list(prints))
    statement = sql.SQL("COPY {} (document, place, record, fingerprint, embedding) FROM STDIN (FORMAT binary)")
    with connection.cursor().copy(statement.format(sql.Identifier(kind))) as copy:
        copy.set_types(["int4", "int4", "json", "bytea", "vector"])
        for code, units in parcels:
            for place, unit in enumerate(units):
                fingerprint = bytes.fromhex(unit.fingerprint)
                record = Json(encode_record(unit), dumps=_dump)
                copy.write_row((code, place, record, fingerprint, vectors[fingerprint]))


def _copy_terms(
    connection: psycopg.Connection[Row],
    table: str,
    parcels: Iterable[tuple[int, tuple[TermList, ...]]],
    numbers: dict[tuple[int, str], int],
) -> None:
    statement = sql.SQL("COPY {} (document, place, field, length, terms, counts) FROM STDIN (FORMAT binary)")
    with connection.cursor().copy(statement.format(sql.Identifier(table))) as copy:
        copy.set_types(["int4", "int4", "int2", "int4", "int4[]", "bytea"])
        for code, lists in parcels:
            for entry in lists:
                numbered = sorted((numbers[entry.field, term], term) for term in entry.counts)
                counts = entry.packed_counts(term for _, term in numbered)
                row = (code, entry.place, entry.field, entry.length, [number for number, _ in numbered], counts)
                copy.write_row(row)


def read_vectors(connection: psycopg.Connection[Row], prints: list[bytes]) -> dict[bytes, Vector]:
    """Return the vectors that the server has for these fingerprints, newly computed or of any document version."""
    found: dict[bytes, Vector] = {}
    for table in ("encoded", *SHELVES):
        missing = [fingerprint for fingerprint in prints if fingerprint not in found]
        if missing:
            statement = sql.SQL("SELECT fingerprint, embedding FROM {} WHERE fingerprint = ANY(%s)")
            rows = connection.execute(statement.format(sql.Identifier(table)), (missing,), binary=True)
            found |= {bytes(fingerprint): vector for fingerprint, vector in rows}
    return found


def _make_search_indexes(connection: psycopg.Connection[Row], edition: Edition) -> None:
    """Make the indexes that cost less over filled tables: those over words, and over vectors once there are many."""
    connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for kind, table in TERM_TABLES.items():
        name = sql.Identifier(f"{table}_words")
        statement = sql.SQL("CREATE INDEX IF NOT EXISTS {} ON {} USING gin (terms)")
        connection.execute(statement.format(name, sql.Identifier(table)))
        many = connection.execute(
            sql.SQL("SELECT count(*) > %s FROM {}").format(sql.Identifier(kind)), (EXACT_ROWS,)
        ).fetchone()
        if many == (True,):
            near = sql.SQL("CREATE INDEX IF NOT EXISTS {} ON {} USING hnsw ((embedding::halfvec({})) halfvec_ip_ops)")
            connection.execute(
                near.format(sql.Identifier(f"{kind}_near"), sql.Identifier(kind), sql.Literal(edition.dimension))
            )


def _forget(connection: psycopg.Connection[Row]) -> None:
    """Remove the generations that no reader can still hold, and what only they had."""
    gone = connection.execute(
        "DELETE FROM generation WHERE superseded < now() - %s::interval RETURNING number", (KEPT,)
    ).fetchall()
    if not gone:
        return
    connection.execute("DELETE FROM document WHERE code NOT IN (SELECT unnest(codes) FROM generation)")
    connection.execute(_FORGET_COUNTS, ([number + 1 for (number,) in gone],))


def _make_accents(parcels: Iterable[Parcel], known: AccentModel | None = None) -> bytes:
    """Return the spelling model of all words of ``parcels``, added to what is ``known``."""
    units = (unit for parcel in parcels for part in (parcel.windows, parcel.tasks) for unit in part)
    model = build_accent_model((text for unit in units for text in (unit.heading, unit.text)), known)
    return zlib.compress(print_accent_model(model).encode())


def _add_accents(connection: psycopg.Connection[Row], number: int, parcels: Iterable[Parcel]) -> bytes:
    """Return the spelling model of generation ``number`` with the words of ``parcels``; those of lost texts stay."""
    row = connection.execute("SELECT accents FROM generation WHERE number = %s", (number,)).fetchone()
    known = parse_accent_model(zlib.decompress(row[0]).decode()) if row else None
    return _make_accents(parcels, known)


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
