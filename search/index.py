"""The index on disk beside the store: written whole into a new generation, then switched to by one rename.

Reads duties, passages and documents from the graph; gives a ``SearchIndex``. ``<store>/index/current`` names the
generation in use; a crash while the next one is written leaves it untouched. Vectors are kept by model and by the hash
of the words, so an update encodes only what changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

from graph.model import DocumentNode, Duty, Passage
from graph.reading import list_documents, read_competences, read_duties, read_passages
from graph.registers import load_lexicon
from graph.store_model import GraphStore
from search.accents import AccentModel, build_accent_model, load_accent_model, save_accent_model
from search.bodies import Bodies, place_of
from search.embedding import (
    Encoder,
    RememberingEncoder,
    cache_folder,
    choose_query_encoder,
    chosen_model,
    load_encoder,
)
from search.evidence import Setting, build_setting
from search.model import Response
from search.passages import Unit, build_task_units, walk_passage_units
from search.places import Places
from search.postgres.address import find_address
from search.question import Reader, build_reader
from search.records import open_documents, open_duties, open_passages, open_units, write_records
from search.remembered import Remembered
from search.shelf import Progress, Shelf, open_shelf
from search.shelf_writer import Written, write_shelf
from search.spelling import Phrases, build_phrases
from search.words import Analyser

FORMAT: Final = 4
"""Raised when the files of an index change: an older index is then written anew."""
_CURRENT: Final = "current"
_ANSWERS: Final = 1000


class IndexMissing(LookupError):
    """There is no index that this version can read in ``folder``: build it with ``update_index``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"Chưa có chỉ mục tìm kiếm trong {folder}. Hãy nạp văn bản (cancu ingest) trước khi hỏi.")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from: the state of the store, the model, the counts."""

    state: str
    model: str
    tasks: int
    passages: int
    encoded: int


class IndexHome(Protocol):
    """Where an index lives: a folder, or a database server that several machines share."""

    def load_accents(self) -> AccentModel:
        """Return the spelling model of the corpus of this generation."""

    def newest(self) -> SearchIndex:
        """Open the newest generation there is."""


@dataclass(frozen=True)
class SearchIndex:
    """An open generation: two shelves, tasks and windows, whose units point into duties and passages."""

    home: IndexHome
    manifest: Manifest
    documents: tuple[DocumentNode, ...]
    duties: Sequence[Duty]
    passages: Sequence[Passage]
    tasks: Shelf
    windows: Shelf
    analyser: Analyser
    bodies: Bodies
    reader: Reader
    settings: dict[str, Setting]
    places: tuple[str, ...]

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder of the index, loaded when the first question comes."""
        return RememberingEncoder(choose_query_encoder(load_encoder(self.manifest.model)))

    @cached_property
    def answered(self) -> Remembered[Hashable, Response]:
        """The last answers of this generation, for readers who ask again or share a link."""
        return Remembered(_ANSWERS)

    @cached_property
    def accents(self) -> AccentModel:
        """The spelling model of the corpus, loaded when the first question without diacritics comes."""
        return self.home.load_accents()

    @cached_property
    def phrases(self) -> Phrases:
        """What follows what in the corpus, read when the first short form comes."""
        return build_phrases(self.accents)

    @cached_property
    def nodes(self) -> dict[str, DocumentNode]:
        """The documents by their IRI."""
        return {node.iri: node for node in self.documents}

    @cached_property
    def surroundings(self) -> dict[str, tuple[str, ...]]:
        """The words that tell each document (by its IRI) from others: its issuer, title, type, number and year."""
        return {document: setting.words for document, setting in self.settings.items()}

    @cached_property
    def titles(self) -> dict[str, tuple[str, ...]]:
        """The folded words of the title of each document (by IRI), to tell when a question names it."""
        return {node.iri: self.analyser.words(node.title) for node in self.documents if node.title}


@dataclass(frozen=True, slots=True)
class FolderHome:
    """The folder of one generation."""

    generation: Path

    def load_accents(self) -> AccentModel:
        """Return the spelling model written beside the shelves."""
        return load_accent_model(self.generation / "accents.json")

    def newest(self) -> SearchIndex:
        """Open the generation that is current now."""
        return load_index(self.generation.parent)


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that is indexed. ``state`` names the state of the store that it was read from."""

    documents: tuple[DocumentNode, ...]
    duties: Sequence[Duty]
    passages: Sequence[Passage]
    state: str


def write_index(
    folder: Path, corpus: Corpus, encoder: Encoder | None = None, progress: Progress | None = None
) -> SearchIndex:
    """Write a new generation of the index in ``folder``, switch to it, remove the older ones, and open it."""
    encoder = encoder or load_encoder()
    folder.mkdir(parents=True, exist_ok=True)
    before = _current(folder)
    reusable = before if before and _manifest(before) and _manifest(before).model == encoder.name else None  # type: ignore[union-attr]
    target = folder / f"g-{uuid.uuid4().hex[:12]}"
    target.mkdir()
    write_records(target / "documents.jsonl", corpus.documents)
    write_records(target / "duties.jsonl", corpus.duties)
    write_records(target / "passages.jsonl", corpus.passages)
    analyser = Analyser(load_lexicon().abbreviations)
    tasks = write_shelf(
        target / "tasks", build_task_units(corpus.duties), analyser, encoder, _part(reusable, "tasks"), progress
    )
    windows = write_shelf(
        target / "windows",
        walk_passage_units(corpus.passages),
        analyser,
        encoder,
        _part(reusable, "windows"),
        progress,
    )
    _write_accents(target, (("tasks", tasks), ("windows", windows)), reusable)
    manifest = {"format": FORMAT, "state": corpus.state, "model": encoder.name, "tasks": tasks.units,
                "passages": len(corpus.passages), "encoded": tasks.encoded + windows.encoded}  # fmt: skip
    (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    _switch(folder, target)
    return load_index(folder)


def _part(generation: Path | None, name: str) -> Path | None:
    return generation / name if generation else None


def _write_accents(target: Path, shelves: Iterable[tuple[str, Written]], before: Path | None) -> None:
    """Write the spelling model: that of before with the new texts, or that of all texts where a shelf was built anew.

    What lost texts added stays in it until then; spellings are counted in the thousands.
    """
    shelves = tuple(shelves)
    kept = before is not None and not any(written.rebuilt for _, written in shelves)
    known = load_accent_model(before / "accents.json") if before and kept else None
    texts = (
        text
        for name, written in shelves
        for unit in _fresh(target / name, written, every=not kept)
        for text in (unit.heading, unit.text)
    )
    save_accent_model(build_accent_model(texts, known), target / "accents.json")


def _fresh(shelf: Path, written: Written, *, every: bool) -> Iterator[Unit]:
    units = open_units(shelf / "units.jsonl")
    return iter(units) if every else (units[row] for row in written.fresh.tolist())


def load_index(folder: Path) -> SearchIndex:
    """Open the current generation in ``folder``.

    Raises:
        IndexMissing: there is none, or it was written by another version.
    """
    current = _current(folder)
    manifest = _manifest(current) if current else None
    if current is None or manifest is None:
        raise IndexMissing(folder)
    return assemble_index(
        FolderHome(current),
        manifest,
        tuple(open_documents(current / "documents.jsonl")),
        tuple(open_duties(current / "duties.jsonl")),
        open_passages(current / "passages.jsonl"),
        open_shelf(current / "tasks"),
        open_shelf(current / "windows"),
    )


def assemble_index(
    home: IndexHome,
    manifest: Manifest,
    documents: tuple[DocumentNode, ...],
    duties: Sequence[Duty],
    passages: Sequence[Passage],
    tasks: Shelf,
    windows: Shelf,
) -> SearchIndex:
    """Return the index over these parts, with the names, places and documents that questions are read by."""
    lexicon = load_lexicon()
    analyser = Analyser(lexicon.abbreviations)
    bodies = Bodies(analyser, lexicon.agencies, duties)
    titles = [f"{node.issuer or ''}\n{node.title or ''}" for node in documents]
    provinces = [analyser.words(name) for name in lexicon.provinces]
    return SearchIndex(
        home=home,
        manifest=manifest,
        documents=documents,
        duties=duties,
        passages=passages,
        tasks=tasks,
        windows=windows,
        analyser=analyser,
        bodies=bodies,
        reader=build_reader(bodies, Places(analyser, lexicon.provinces, titles), analyser, documents),
        places=tuple(sorted({place_of(duty.agency.iri) for duty in duties})),
        settings={node.iri: build_setting(node, provinces, analyser, bodies) for node in documents},
    )


def open_index(store: GraphStore, encoder: Encoder | None = None) -> SearchIndex:
    """Open the index of ``store``, brought up to date first when it is missing, older, or of another model.

    It lies beside the store, or on the server that ``CANCU_INDEX`` names.
    """
    address = find_address()
    if address is not None:
        from search.postgres.index import open_shared

        shared = open_shared(address)
        return shared if shared and shared.manifest.state == str(store.version()) else update_index(store, encoder)
    folder = _folder_of(store)
    try:
        index = load_index(folder)
    except IndexMissing:
        return update_index(store, encoder)
    model = encoder.name if encoder else chosen_model()
    current = (index.manifest.state, index.manifest.model) == (str(store.version()), model)
    return index if current else update_index(store, encoder)


def update_index(store: GraphStore, encoder: Encoder | None = None, progress: Progress | None = None) -> SearchIndex:
    """Write the index of what ``store`` holds now; only what changed is encoded."""
    state = str(store.version())
    duties = read_duties(store) + read_competences(store)
    corpus = Corpus(list_documents(store), duties, read_passages(store), state)
    address = find_address()
    if address is not None:
        from search.postgres.index import write_shared

        return write_shared(address, corpus, encoder, progress)
    return write_index(_folder_of(store), corpus, encoder, progress)


def _folder_of(store: GraphStore) -> Path:
    """Return where the index of a store lives: in its folder, or for an endpoint in the cache of the user."""
    if "://" not in store.location:
        return Path(store.location) / "index"
    return cache_folder() / hashlib.sha256(store.location.encode()).hexdigest()[:16]


def _current(folder: Path) -> Path | None:
    try:
        name = (folder / _CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    generation = folder / name
    return generation if name and generation.is_dir() else None


def _manifest(generation: Path) -> Manifest | None:
    try:
        stored = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if stored.pop("format", None) != FORMAT:
        return None
    return Manifest(**stored)


def _switch(folder: Path, target: Path) -> None:
    """Make ``target`` current by one rename, then remove the generations before it."""
    pointer = folder / f"{_CURRENT}.{target.name}"
    with pointer.open("w", encoding="utf-8") as handle:
        handle.write(target.name)
        handle.flush()
        os.fsync(handle.fileno())
    pointer.replace(folder / _CURRENT)
    for other in folder.glob("g-*"):
        if other != target:
            shutil.rmtree(other, ignore_errors=True)
