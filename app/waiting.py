"""Files that were shown and wait for the reader to confirm: kept on disk, so that every process of the server has them.

A ticket names a file; only its digest is on disk. Few wait, not for long: the oldest goes first.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MAX_WAITING: Final = 8
MAX_SECONDS: Final = 1800.0
_NAME_BYTES: Final = 1000


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file as it was sent: its name and its bytes."""

    name: str
    data: bytes


class WaitingRoom:
    """The waiting files of one store, in a folder that only this user may enter."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of_store(cls, location: str) -> WaitingRoom:
        """Return the waiting room of the store at ``location``: a folder of the machine's temporary files."""
        place = hashlib.sha256(f"{Path(location).absolute()}|{location}".encode()).hexdigest()[:16]
        return cls(Path(tempfile.gettempdir()) / f"cancu-{os.getuid()}-{place}")

    def keep(self, file: WaitingFile) -> str:
        """Keep ``file`` and return its ticket.

        Raises:
            PermissionError: another user has made the folder.
        """
        self._enter()
        ticket = secrets.token_urlsafe(24)
        path = self._path_of(ticket)
        name = file.name.encode("utf-8", "replace").replace(b"\n", b" ")[:_NAME_BYTES]
        handle = os.open(path.with_suffix(".part"), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(name + b"\n" + file.data)
        path.with_suffix(".part").rename(path)
        self._tidy()
        return ticket

    def read(self, ticket: str) -> WaitingFile | None:
        """Return the file of ``ticket``, None where none waits under it any more."""
        path = self._path_of(ticket)
        try:
            if time.time() - path.stat().st_mtime > MAX_SECONDS:
                return None
            name, _, data = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        return WaitingFile(name.decode("utf-8", "replace"), data)

    def drop(self, ticket: str) -> None:
        """Forget the file of ``ticket``."""
        self._path_of(ticket).unlink(missing_ok=True)

    def _path_of(self, ticket: str) -> Path:
        return self.folder / hashlib.sha256(ticket.encode("utf-8", "replace")).hexdigest()

    def _enter(self) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        found = self.folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise PermissionError(f"{self.folder} is not ours alone")

    def _tidy(self) -> None:
        """Remove what has waited too long, and the oldest beyond ``MAX_WAITING``."""
        waiting: list[tuple[float, Path]] = []
        for path in self.folder.iterdir():
            with contextlib.suppress(OSError):
                waiting.append((path.stat().st_mtime, path))
        kept = sorted(waiting, reverse=True)[:MAX_WAITING]
        soonest = time.time() - MAX_SECONDS
        for at, path in waiting:
            if (at, path) not in kept or at < soonest:
                path.unlink(missing_ok=True)
