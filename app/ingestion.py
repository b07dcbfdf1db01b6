"""Files into the store: found, read, extracted (in parallel if asked), loaded one after the other, indexed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from app.errors import message_of
from app.opening import open_checked
from app.session import Session
from graph.load import ingest_source, load_extraction
from graph.registers import load_lexicon
from graph.store import GraphStore
from ingest.model import Extraction, Issue, SourceDocument
from ingest.pipeline import extract
from ingest.read import InputRejected, read_file

MAX_FILES = 200_000


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file; ``reason`` only when it was rejected."""

    file: str
    status: Literal["added", "unchanged", "replaced", "rejected"]
    key: str | None = None
    number: str | None = None
    reason: str | None = None
    code: str | None = None
    issues: tuple[Issue, ...] = ()


def find_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files at ``paths``, those of folders in the order of their names; hidden ones are passed over.

    A path at which nothing is comes back as it is, so that reading it says so.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (item for item in sorted(path.rglob("*")) if not _is_hidden(item.relative_to(path)))
            found += [item for item in inside if item.is_file()]
        else:
            found.append(path)
    return tuple(dict.fromkeys(found))[:MAX_FILES]


def ingest_files(session: Session, files: Sequence[Path], jobs: int = 1) -> Iterator[FileResult]:
    """Load ``files``, yielding what became of each; the store is not touched before the first file that is read."""
    store: GraphStore | None = None
    with ExitStack() as stack:
        for file, read in _read_all(files, jobs, stack):
            if isinstance(read, InputRejected):
                yield FileResult(str(file), "rejected", reason=message_of(read, session.lang), code=read.code)
                continue
            if store is None:
                store = stack.enter_context(open_checked(session.settings.store))
            done = load_extraction(store, read) if isinstance(read, Extraction) else ingest_source(store, read)
            yield FileResult(str(file), done.status, done.key, done.number, issues=done.issues)


def _read_all(
    files: Sequence[Path], jobs: int, stack: ExitStack
) -> Iterator[tuple[Path, Extraction | SourceDocument | InputRejected]]:
    if jobs == 1 or len(files) < 2:
        yield from ((file, _read(file)) for file in files)
        return
    # Spawned, for a fork would copy the locks of numeric libraries and may hang.
    pool = stack.enter_context(ProcessPoolExecutor(min(jobs, len(files)), mp_context=get_context("spawn")))
    yield from zip(files, pool.map(_extract, files, chunksize=4), strict=True)


def _read(file: Path) -> SourceDocument | InputRejected:
    try:
        return read_file(file)
    except InputRejected as rejected:
        return rejected


def _extract(file: Path) -> Extraction | InputRejected:
    read = _read(file)
    return read if isinstance(read, InputRejected) else extract(read, load_lexicon())


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
