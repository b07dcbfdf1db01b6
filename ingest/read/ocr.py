"""Scanned pages through Tesseract, where the program and its Vietnamese model are installed (nhận dạng chữ).

Tesseract gives words with their places, so a scan goes through the same layout as a page with text.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass

import pypdfium2

from ingest.read.geometry import Box, Page, Word
from ingest.read.limits import Limits

_DOTS_PER_INCH = 200
_MAX_SIDE = 5_000
"""Pixels; a larger page is drawn smaller."""
_LINE, _WORD = "4", "5"
_FIELDS = 12


@dataclass(frozen=True, slots=True)
class Recogniser:
    """An installed Tesseract with the Vietnamese model."""

    program: str

    def recognise(self, page: pypdfium2.PdfPage, limits: Limits) -> Page:
        """Return the words on a page, none where Tesseract fails or takes too long."""
        width, height = page.get_size()
        scale = min(_DOTS_PER_INCH / 72, _MAX_SIDE / max(1.0, width, height))
        try:
            done = subprocess.run(  # noqa: S603
                [self.program, "stdin", "stdout", "-l", "vie", "tsv"],
                input=_draw(page, scale), capture_output=True, timeout=limits.max_seconds, check=False,
            )  # fmt: skip
        except (subprocess.TimeoutExpired, OSError):
            return Page(width, height, ())
        return Page(width, height, parse_tsv(done.stdout.decode("utf-8", "replace"), scale))


def find_recogniser() -> Recogniser | None:
    """Return Tesseract when it can read Vietnamese."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)  # noqa: S603
    except (subprocess.TimeoutExpired, OSError):
        return None
    return Recogniser(program) if b"vie" in listed.stdout.split() else None


def parse_tsv(table: str, scale: float) -> tuple[Word, ...]:
    r"""Return the words of Tesseract's table, in points; a word has the height of its line.

    Columns: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.

    >>> rows = "4\t1\t1\t1\t1\t0\t20\t10\t90\t20\t-1\t\n5\t1\t1\t1\t1\t1\t20\t14\t40\t10\t96.1\tSở"
    >>> parse_tsv(rows, 2.0)
    (Word(text='Sở', box=Box(left=10.0, top=5.0, right=30.0, bottom=15.0), spaced=True),)
    """
    words = []
    top = bottom = 0.0
    for row in table.split("\n"):
        fields = row.rstrip("\r").split("\t")
        if len(fields) != _FIELDS or fields[0] not in {_LINE, _WORD}:
            continue
        left, above, width, height = (float(field) / scale for field in fields[6:10])
        if fields[0] == _LINE:
            top, bottom = above, above + height
        elif fields[11].strip():
            words.append(Word(fields[11].strip(), Box(left, top, left + width, bottom), spaced=True))
    return tuple(words)


def _draw(page: pypdfium2.PdfPage, scale: float) -> bytes:
    """Return a page as a grey picture (PGM)."""
    bitmap = page.render(scale=scale, grayscale=True)
    raw, stride = bytes(bitmap.buffer), bitmap.stride
    rows = b"".join(raw[at * stride : at * stride + bitmap.width] for at in range(bitmap.height))
    return b"P5 %d %d 255\n%b" % (bitmap.width, bitmap.height, rows)
