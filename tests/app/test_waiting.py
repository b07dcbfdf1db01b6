"""Files that wait to be confirmed: whoever has the ticket has the file, in any process of the server, for a while."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.waiting import MAX_SECONDS, MAX_WAITING, WaitingFile, WaitingRoom

FILE = WaitingFile("kế hoạch.txt", b"\x00\nc\xe1c d\xf2ng\n")


def test_another_process_has_the_file_by_its_ticket(tmp_path: Path) -> None:
    ticket = WaitingRoom(tmp_path / "cho").keep(FILE)
    other = WaitingRoom(tmp_path / "cho")
    assert other.read(ticket) == FILE
    other.drop(ticket)
    assert other.read(ticket) is None


@pytest.mark.parametrize("ticket", ["", "../../etc/passwd", "\x00", "a" * 5000, "\udc80"])
def test_a_ticket_is_no_path(tmp_path: Path, ticket: str) -> None:
    assert WaitingRoom(tmp_path / "cho").read(ticket) is None


def test_the_folder_is_ours_alone_and_shows_no_ticket(tmp_path: Path) -> None:
    room = WaitingRoom(tmp_path / "cho")
    ticket = room.keep(FILE)
    assert room.folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in room.folder.iterdir())
    assert not any(ticket in path.name for path in room.folder.iterdir())


def test_a_folder_that_others_may_enter_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "cho").mkdir()
    (tmp_path / "cho").chmod(0o777)
    with pytest.raises(PermissionError):
        WaitingRoom(tmp_path / "cho").keep(FILE)


def test_few_wait_and_not_for_long(tmp_path: Path) -> None:
    room = WaitingRoom(tmp_path / "cho")
    first = room.keep(FILE)
    past = time.time() - MAX_SECONDS - 1
    for path in room.folder.iterdir():
        os.utime(path, (past, past))
    assert room.read(first) is None
    tickets = [room.keep(FILE) for _ in range(MAX_WAITING + 3)]
    assert len(list(room.folder.iterdir())) == MAX_WAITING
    assert room.read(tickets[-1]) == FILE


def test_stores_have_rooms_of_their_own() -> None:
    assert WaitingRoom.of_store("kho-a").folder != WaitingRoom.of_store("kho-b").folder
