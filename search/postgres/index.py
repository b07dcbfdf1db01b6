"""The shared index, opened and written: the same ``SearchIndex`` as beside a store, with its parts on a server."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import psycopg
from pgvector import Vector
from psycopg import sql

from graph.registers import load_lexicon
from ingest.lexicon import Lexicon
from search.accents import AccentModel, parse_accent_model
from search.embedding import Encoder, choose_bulk_encoder, load_encoder
from search.index import Corpus, Manifest, SearchIndex, assemble_index
from search.postgres.address import IndexAddress
from search.postgres.database import WRITE_SECONDS, Database, Row, connect, need_pgvector
from search.postgres.editions import edition_for, find_edition, lock_for_writing, make_edition
from search.postgres.faults import IndexUnavailable
from search.postgres.generations import Generation, read_accents, read_generation
from search.postgres.parcels import Parcel, make_parcels
from search.postgres.records import PostgresRecords, unit_decoder
from search.postgres.terms import PostgresTerms
from search.postgres.vectors import PostgresVectors
from search.postgres.writing import SHELVES, Draft, find_changed, read_vectors, write_generation
from search.records import decode_document, decode_duty, decode_passage
from search.shelf import Progress, Shelf
from search.words import Analyser

_BATCH = 32


@dataclass(frozen=True, slots=True)
class SharedHome:
    """One generation on a server."""

    address: IndexAddress
    database: Database
    number: int

    def load_accents(self) -> AccentModel:
        """Return the spelling model of this generation."""
        return parse_accent_model(zlib.decompress(read_accents(self.database, self.number)).decode())

    def newest(self) -> SearchIndex:
        """Open the generation that is newest now."""
        found = open_shared(self.address)
        if found is None:
            raise IndexUnavailable("outdated", self.address.shown)
        return found


def open_shared(address: IndexAddress) -> SearchIndex | None:
    """Open the newest generation at ``address``; nothing when none was written in the format of this version.

    Raises:
        IndexUnavailable: the server does not answer.
    """
    with connect(address) as connection:
        edition = find_edition(connection)
    if edition is None:
        return None
    database = Database(address, edition.schema)
    generation = read_generation(database)
    if generation is None:
        return None
    by_code = {version.code: version for version in generation.versions}
    nodes = [by_code[code].node for code in generation.listed]
    duties, passages = generation.layout("duties"), generation.layout("passages")
    manifest = Manifest(
        state=generation.state,
        model=edition.model,
        tasks=len(generation.layout("tasks")),
        passages=len(passages),
        encoded=generation.encoded,
    )
    return assemble_index(
        SharedHome(address, database, generation.number),
        manifest,
        tuple(decode_document(node) for node in nodes if node),
        tuple(PostgresRecords(database, "duties", duties, lambda fields, _: decode_duty(fields))),
        PostgresRecords(database, "passages", passages, lambda fields, _: decode_passage(fields)),
        _shelf(database, generation, "tasks", edition.dimension),
        _shelf(database, generation, "windows", edition.dimension),
    )


def write_shared(
    address: IndexAddress, corpus: Corpus, encoder: Encoder | None = None, progress: Progress | None = None
) -> SearchIndex:
    """Bring the index at ``address`` to the state of ``corpus``: what changed is encoded, then written at once.

    Raises:
        IndexUnavailable: the server does not answer, has no pgvector, or another process is writing for long.
    """
    encoder = encoder or load_encoder()
    lexicon = load_lexicon()
    parcels = make_parcels(corpus.documents, corpus.duties, corpus.passages, _seed(lexicon))
    edition = edition_for(encoder.name, encoder.dimension)
    with connect(address, WRITE_SECONDS) as connection:
        need_pgvector(connection, address.shown)
        lock_for_writing(connection)
        make_edition(connection, edition)
        encoded = _encode(connection, find_changed(connection, parcels), encoder, progress)
        draft = Draft(corpus.state, parcels, tuple(node.iri for node in corpus.documents), encoded)
        write_generation(connection, edition, draft, Analyser(lexicon.abbreviations))
    written = open_shared(address)
    assert written is not None
    return written


def _shelf(database: Database, generation: Generation, kind: Literal["tasks", "windows"], dimension: int) -> Shelf:
    members = generation.layout("duties" if kind == "tasks" else "passages")
    layout = generation.layout(kind)
    return Shelf(
        units=PostgresRecords(database, kind, layout, unit_decoder(members)),
        lexical=PostgresTerms(database, kind, generation),
        vectors=PostgresVectors(database, kind, generation, dimension),
        documents=tuple(version.iri for version in generation.versions),
        codes=np.repeat(np.arange(len(generation.versions), dtype=np.int32), layout.counts()),
    )


def _encode(
    connection: psycopg.Connection[Row], parcels: Sequence[Parcel], encoder: Encoder, progress: Progress | None
) -> int:
    """Compute the vectors that the server lacks, keeping each batch at once; return how many there were."""
    units = {
        bytes.fromhex(unit.fingerprint): unit for parcel in parcels for kind in SHELVES for unit in parcel.units(kind)
    }
    known = read_vectors(connection, list(units))
    # Texts of like length together: a batch costs as much as its longest text.
    todo = sorted((item for item in units.items() if item[0] not in known), key=lambda item: len(item[1].passage))
    bulk = choose_bulk_encoder(encoder, len(todo))
    for start in range(0, len(todo), _BATCH):
        batch = todo[start : start + _BATCH]
        vectors = bulk.encode_passages([unit.passage for _, unit in batch])
        statement = sql.SQL("INSERT INTO encoded (fingerprint, embedding) VALUES (%s, %s)")
        rows = [(fingerprint, Vector(vector)) for (fingerprint, _), vector in zip(batch, vectors, strict=True)]
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)
        if progress:
            progress(min(start + _BATCH, len(todo)), len(todo))
    return len(todo)


def _seed(lexicon: Lexicon) -> bytes:
    """Return what the terms of every document depend on: the abbreviations of the register."""
    return hashlib.sha256(repr(lexicon.abbreviations).encode()).digest()
