"""Published states of a store on disk, so that readers never meet the writer.

RocksDB lets one process write, and reading its files while they change is undefined. The writer therefore publishes
each committed state as a checkpoint (hard links, about 20 ms) in ``snapshots/<version>`` and then names it in
``current``, replaced atomically. A reader opens the checkpoint read-only and holds a shared lock on its folder; the
writer removes older ones that no one holds.

``dirty`` exists while a commit may not have been published: whoever opens the store next and can take the writer's
lock publishes it. A bulk load is no transaction of the engine: while ``loading`` exists the current snapshot is the
truth, and goes back in the place of ``live`` if the load does not end. A restored backup is loaded into ``fresh`` and
published from there: naming it in ``current`` is the switch, and ``live`` follows.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store

from graph.store_model import StoreLocked, StoreMissing

_ATTEMPTS = 50
"""How often a reader tries again when its snapshot was withdrawn between naming and opening."""

_HOLDER_BYTES = 100
"""How much of the writer's name and command is kept for the message to others."""


class Snapshot:
    """One published state, open for reading. The folder's shared lock lasts as long as this object."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self._lease = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(self._lease, fcntl.LOCK_SH)
            folder.stat()
            self.native = Store.read_only(str(folder))
        except BaseException:
            os.close(self._lease)
            raise

    def __del__(self) -> None:
        if hasattr(self, "native"):
            del self.native
            os.close(self._lease)


class SnapshotShelf:
    """The folder of a store: ``live`` (the writer's), ``snapshots/*``, ``current``, ``dirty``, ``writer.lock``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.live = folder / "live"
        self._snapshots = folder / "snapshots"
        self._current = folder / "current"
        self._dirty = folder / "dirty"
        self._loading = folder / "loading"
        self._fresh = folder / "fresh"

    def exists(self) -> bool:
        """Tell whether a store was ever made here."""
        return self.live.is_dir()

    @property
    def is_dirty(self) -> bool:
        """Tell whether a commit may be newer than the current snapshot, or that snapshot is gone."""
        name = self.current()
        return self._dirty.exists() or not name or not (self._snapshots / name).is_dir()

    def mark_dirty(self) -> None:
        """Note, before a commit, that the current snapshot will be behind."""
        self._dirty.touch()

    def begin_loading(self) -> None:
        """Note that ``live`` may hold a part of a file until ``end_loading``."""
        self._loading.touch()

    def end_loading(self) -> None:
        """Note that the file is whole."""
        self._loading.unlink(missing_ok=True)

    def restore(self) -> None:
        """Put the current snapshot in the place of ``live`` where it is the truth. Nobody may have ``live`` open."""
        if not self._loading.exists():
            return
        draft = self.folder / "live.draft"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(self._snapshots / self.current(), draft, copy_function=_link_sorted)
        shutil.rmtree(self.live, ignore_errors=True)
        draft.rename(self.live)
        self.end_loading()

    def current(self) -> str:
        """Return the name of the newest snapshot, ``""`` where there is none."""
        try:
            return self._current.read_text(encoding="ascii")
        except FileNotFoundError:
            return ""

    def publish(self, live: Store, name: str) -> None:
        """Make the committed state of ``live`` the current snapshot and drop those that nobody reads."""
        if not (self._snapshots / name).exists():
            self._take(live, name)
        self._point_to(name)
        self._dirty.unlink(missing_ok=True)
        self._prune(name)

    @contextmanager
    def fresh(self) -> Iterator[Store]:
        """Give an empty database beside ``live``; it is gone afterwards."""
        shutil.rmtree(self._fresh, ignore_errors=True)
        try:
            yield Store(str(self._fresh))
        finally:
            shutil.rmtree(self._fresh, ignore_errors=True)

    def publish_instead(self, fresh: Store, name: str) -> None:
        """Make the state of another database the current snapshot; ``restore`` then puts it in the place of ``live``.

        What a killed writer left under this name was never named in ``current``, so nobody reads it.
        """
        shutil.rmtree(self._snapshots / name, ignore_errors=True)
        self._take(fresh, name)
        self.begin_loading()
        self._point_to(name)
        self._dirty.unlink(missing_ok=True)
        self._prune(name)

    def open_current(self) -> Snapshot:
        """Open the newest snapshot.

        Raises:
            StoreMissing: if nothing was ever published.
        """
        for _ in range(_ATTEMPTS):
            name = self.current()
            if not name:
                break
            try:
                return Snapshot(self._snapshots / name)
            except (FileNotFoundError, OSError):
                if self.current() == name and (self._snapshots / name).exists():
                    raise
        raise StoreMissing(
            str(self.folder.parent),
            f"Chưa có kho dữ liệu ở {self.folder.parent}. Hãy nạp văn bản trước: `cancu ingest ĐƯỜNG_DẪN`.",
            f"There is no store at {self.folder.parent}. Ingest first: `cancu ingest PATH`.",
        )

    def _take(self, database: Store, name: str) -> None:
        """Make the snapshot ``name`` of a database; under its name it is whole."""
        self._snapshots.mkdir(exist_ok=True)
        draft = self._snapshots / f"{name}.draft"
        shutil.rmtree(draft, ignore_errors=True)
        database.backup(str(draft))
        draft.rename(self._snapshots / name)

    def _point_to(self, name: str) -> None:
        pointer = self.folder / "current.draft"
        pointer.write_text(name, encoding="ascii")
        pointer.replace(self._current)

    def _prune(self, keep: str) -> None:
        for folder in self._snapshots.iterdir():
            if folder.name != keep:
                _remove_unread(folder)


class WriterLock:
    """The right to write, held by one process; freed by the system when that process ends, however it ends."""

    def __init__(self, folder: Path, wait_seconds: float) -> None:
        """Take the lock.

        Raises:
            StoreLocked: if another process still holds it after ``wait_seconds``.
        """
        path = folder / "writer.lock"
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        deadline = time.monotonic() + wait_seconds
        while not self._try():
            if time.monotonic() >= deadline:
                holder = os.pread(self._file, 4 * _HOLDER_BYTES, 0).decode(errors="replace") or "?"
                os.close(self._file)
                raise StoreLocked(
                    str(folder.parent),
                    f"Kho {folder.parent} đang được tiến trình khác ghi ({holder}). Hãy đợi tiến trình đó xong, "
                    "hoặc dừng nó rồi chạy lại.",
                    f"Another process ({holder}) is writing to the store {folder.parent}. Wait for it to finish, "
                    "or stop it and try again.",
                )
            time.sleep(0.02)
        os.ftruncate(self._file, 0)
        command = " ".join((Path(sys.argv[0]).name, *sys.argv[1:2]))
        os.pwrite(self._file, f"PID {os.getpid()}, {command}"[:_HOLDER_BYTES].encode(errors="replace"), 0)

    def release(self) -> None:
        """Give the lock back; closing twice does nothing."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _try(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _link_sorted(source: str, target: str) -> None:
    """Copy a file of a database: its sorted files never change, so a hard link does where the file system has them."""
    try:
        if source.endswith(".sst"):
            os.link(source, target)
            return
    except OSError:
        Path(target).unlink(missing_ok=True)
    shutil.copy2(source, target)


def _remove_unread(folder: Path) -> None:
    """Remove a snapshot unless a reader holds its lock; a draft left by a killed writer has no reader."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return
    finally:
        os.close(handle)
