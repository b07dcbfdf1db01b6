"""Load a file fast: in portions, which keep the loader's memory small, merged at the end, which keeps queries fast.

Measured on 1 000 000 N-Quads (226 MB), processor seconds and peak: whole 11.7 s and 1 430 MB, in portions of 20 MB
11.3 s and 215 MB, of 60 MB 10.6 s and 400 MB. Each portion leaves sorted files of its own, and a query looks into all
of them; merging takes 2 s, and queries are then two to three times faster. The loader renames blank nodes at each call,
so a file that has any is loaded whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import RdfFormat, Store

PORTION_BYTES = 50_000_000
_LINE_FORMATS = (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES)
_BLANK = b"_:"


def load_file(native: Store, source: BinaryIO | Path, rdf_format: RdfFormat, note: str) -> None:
    """Add a file to an open database, run the update ``note``, and merge all sorted files.

    This is no transaction: what breaks off stays half there.

    Raises:
        SyntaxError: the file is not of the format.
        OSError: it cannot be read, or the database not written.
    """
    try:
        for portion in read_portions(source, rdf_format):
            native.bulk_load(portion, rdf_format)
        native.update(note)
        native.optimize()
    finally:
        del native  # an error keeps this frame, and must not keep the files open


def read_portions(source: BinaryIO | Path, rdf_format: RdfFormat) -> Iterator[bytes | BinaryIO]:
    r"""Yield ``source`` in portions of whole lines, or itself where lines do not stand alone.

    >>> import io
    >>> file = io.BytesIO(b"<urn:a> <urn:b> <urn:c> <urn:g> .\n" * 3)
    >>> [len(portion) for portion in read_portions(file, RdfFormat.N_QUADS)]
    [102]
    """
    with ExitStack() as stack:
        file = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
        if rdf_format not in _LINE_FORMATS or not file.seekable() or _names_blank_nodes(file):
            yield file
            return
        while lines := file.readlines(PORTION_BYTES):
            yield b"".join(lines)


def _names_blank_nodes(file: BinaryIO) -> bool:
    """Tell whether ``_:`` occurs from here on; the file is left where it was."""
    start = file.tell()
    tail = b""
    found = False
    while not found and (block := file.read(PORTION_BYTES)):
        found = _BLANK in tail + block
        tail = block[-1:]
    file.seek(start)
    return found
