"""Files that come in through the server: who may store them, a bounded number read at a time, one writer."""

from __future__ import annotations

import secrets
from threading import BoundedSemaphore, Lock
from typing import Final

from app.errors import Busy
from app.ingestion import FileResult
from app.opening import open_checked
from app.settings import Settings
from graph.load import IngestResult, load_extraction
from graph.registers import load_lexicon
from ingest.model import Extraction
from ingest.pipeline import extract
from ingest.read import Limits, read_bytes
from search.index import update_index

MAX_READERS: Final = 2
"""Files that are read at a time: reading one may take seconds of a processor and ten times its size of memory."""
MAX_SECONDS: Final = 30.0
"""How long a file waits for its turn."""
_READING: Final = BoundedSemaphore(MAX_READERS)
_WRITING: Final = Lock()


def is_writing_on(settings: Settings) -> bool:
    """Tell whether files can be stored through the server: only where a token is set."""
    return settings.token is not None and bool(settings.token.get_secret_value())


def holds_token(settings: Settings, given: str) -> bool:
    """Tell whether ``given`` is the token, compared in constant time; false where none is set."""
    if settings.token is None or not settings.token.get_secret_value():
        return False
    return secrets.compare_digest(settings.token.get_secret_value().encode(), given.encode("utf-8", "replace"))


def read_upload(name: str, data: bytes, settings: Settings) -> Extraction:
    """Return what is in the file ``name`` of the bytes ``data``.

    Raises:
        InputRejected: it cannot be read.
        Busy: other files have been read for half a minute.
    """
    if not _READING.acquire(timeout=MAX_SECONDS):
        raise Busy.now()
    try:
        return extract(read_bytes(name, data, Limits(max_bytes=settings.max_upload_bytes)), load_lexicon())
    finally:
        _READING.release()


def store_upload(name: str, extraction: Extraction, settings: Settings) -> FileResult:
    """Store what was read from the file ``name`` and index it; one at a time."""
    done = store_extraction(extraction, settings)
    return FileResult(name, done.status, done.key, done.number, issues=done.issues)


def store_extraction(extraction: Extraction, settings: Settings) -> IngestResult:
    """Make the store hold ``extraction`` and bring the search index up to it; one at a time."""
    with _WRITING, open_checked(settings.store) as store:
        done = load_extraction(store, extraction)
        if done.status != "unchanged":
            update_index(store)
    return done
