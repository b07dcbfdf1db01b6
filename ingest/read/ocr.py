"""Scanned pages through Tesseract, where the program and its Vietnamese model are installed (nhận dạng chữ)."""

from __future__ import annotations

import shutil
import subprocess
import time

import pypdfium2

from ingest.read.limits import Limits
from ingest.read.rejection import InputRejected
from ingest.read.wrapping import join_wrapped_lines

_DOTS_PER_INCH = 200
_MAX_SIDE = 5_000
"""Pixels; a larger page is drawn smaller."""


def recognise_pages(name: str, document: pypdfium2.PdfDocument, limits: Limits) -> str:
    """Return the text that Tesseract reads on the pages of an open PDFium document.

    Raises:
        InputRejected: ``no_text_layer`` without Tesseract or its model, ``too_slow``.
    """
    program = shutil.which("tesseract")
    if program is None or not _has_vietnamese(program):
        raise InputRejected("no_text_layer", name)
    deadline = time.monotonic() + limits.max_seconds * 5
    texts = []
    for index in range(len(document)):
        if time.monotonic() > deadline:
            raise InputRejected("too_slow", name, f"{limits.max_seconds * 5:.0f} giây")
        texts.append(_recognise(program, _draw(document[index]), limits))
    blocks = "\n\n".join(texts).split("\n\n")
    return "\n".join(line for block in blocks for line in join_wrapped_lines(block.strip().split("\n")) if line)


def _has_vietnamese(program: str) -> bool:
    listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)  # noqa: S603
    return b"vie" in listed.stdout.split()


def _draw(page: pypdfium2.PdfPage) -> bytes:
    """Return a page as a grey picture (PGM)."""
    width, height = page.get_size()
    bitmap = page.render(scale=min(_DOTS_PER_INCH / 72, _MAX_SIDE / max(1.0, width, height)), grayscale=True)
    raw, stride = bytes(bitmap.buffer), bitmap.stride
    rows = b"".join(raw[at * stride : at * stride + bitmap.width] for at in range(bitmap.height))
    page.close()
    return b"P5 %d %d 255\n%b" % (bitmap.width, bitmap.height, rows)


def _recognise(program: str, picture: bytes, limits: Limits) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            [program, "stdin", "stdout", "-l", "vie", "--psm", "4"],
            input=picture, capture_output=True, timeout=limits.max_seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace").replace("\f", "")
