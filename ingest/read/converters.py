"""Installed programs that turn a document into text, in the order in which they are tried.

Run without a shell, in an empty directory of their own, with a time limit; nothing of the file's name reaches them.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ingest.read.encoding import decode_bytes
from ingest.read.limits import Limits
from ingest.read.rejection import InputRejected


@dataclass(frozen=True, slots=True)
class Converter:
    """A program, its arguments ({input} and {folder} are filled in), the formats it reads, and where its text goes."""

    program: str
    arguments: tuple[str, ...]
    extensions: tuple[str, ...]
    output: str = ""
    """File that it writes in {folder}; empty when the text comes on standard output."""


CONVERTERS: tuple[Converter, ...] = (
    Converter(
        "soffice",
        ("--headless", "--norestore", "-env:UserInstallation=file://{folder}/profile", "--convert-to",
         "txt:Text (encoded):UTF8", "--outdir", "{folder}", "{input}"),
        (".doc", ".rtf"),
        "document.txt",
    ),
    Converter("antiword", ("-w", "0", "-m", "UTF-8.txt", "{input}"), (".doc",)),
    Converter("catdoc", ("-w", "-d", "utf-8", "{input}"), (".doc", ".rtf")),
)  # fmt: skip


def convert_to_text(name: str, data: bytes, extension: str, limits: Limits) -> str:
    """Return the text that the first installed converter gives.

    Raises:
        InputRejected: ``missing_converter`` when none is installed, ``conversion_failed`` when none succeeds.
    """
    able = [converter for converter in CONVERTERS if extension in converter.extensions]
    installed = [converter for converter in able if shutil.which(converter.program)]
    if not installed:
        raise InputRejected("missing_converter", name, "libreoffice-writer, antiword, catdoc")
    for converter in installed:
        text = _run(converter, data, extension, limits)
        if text.strip():
            return text
    raise InputRejected("conversion_failed", name, ", ".join(converter.program for converter in installed))


def _run(converter: Converter, data: bytes, extension: str, limits: Limits) -> str:
    program = shutil.which(converter.program)
    if program is None:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "document" + extension)
        source.write_bytes(data)
        arguments = [part.format(input=source, folder=folder) for part in converter.arguments]
        try:
            # The program is a fixed name, the arguments are fixed, the file's name is ours.
            done = subprocess.run(  # noqa: S603
                [program, *arguments], capture_output=True, timeout=limits.max_seconds, check=False, cwd=folder
            )
        except (subprocess.TimeoutExpired, OSError):
            return ""
        written = Path(folder, converter.output) if converter.output else None
        if written is not None:
            return decode_bytes(written.read_bytes()).text if written.is_file() else ""
        return decode_bytes(done.stdout).text if done.returncode == 0 else ""
