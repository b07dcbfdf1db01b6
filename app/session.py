"""What one command or one server works with: settings, and the store, registers and index opened when first needed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape

from app.errors import WrongUsage
from app.messages import say
from app.settings import Language, Settings

if TYPE_CHECKING:
    from rich.progress import Progress

    from app.presentation import Json
    from graph.store import GraphStore
    from search.index import SearchIndex


@dataclass(frozen=True, slots=True)
class Session:
    """The settings of one run and where it prints."""

    settings: Settings

    @property
    def lang(self) -> Language:
        """The language of messages."""
        return self.settings.lang

    @property
    def console(self) -> Console:
        """Where a person reads."""
        return Console(highlight=False, soft_wrap=not sys.stdout.isatty())

    @property
    def errors(self) -> Console:
        """Where messages, warnings and progress go."""
        return Console(stderr=True, highlight=False)

    @contextmanager
    def open_store(self, *, read_only: bool = True) -> Iterator[GraphStore]:
        """Open the store for the time of a command."""
        from app.opening import open_checked

        with open_checked(self.settings.store, read_only=read_only) as store:
            yield store

    @contextmanager
    def open_index(self) -> Iterator[tuple[GraphStore, SearchIndex]]:
        """Open the store and the search index over it, brought up to date if ingestion was cut off before."""
        from search.index import open_index

        with self.open_store() as store:
            yield store, open_index(store)

    def update_index(self, store: GraphStore) -> None:
        """Bring the search index up to the state of ``store``, with progress on standard error."""
        from search.index import update_index

        with self.shown_progress() as shown:
            task = shown.add_task(say("index.step", self.lang), total=None)
            update_index(store, progress=lambda done, total: shown.update(task, completed=done, total=total))

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[str], None]]:
        """Show progress on standard error while something long runs; the function given marks one step done."""
        with self.shown_progress() as shown:
            task = shown.add_task("…", total=total)
            yield lambda step: shown.update(task, advance=1, description=escape(step[-60:]))

    def shown_progress(self) -> Progress:
        """Return a progress display on standard error: what runs, how far it is, how long it will take."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        return Progress(*columns, console=self.errors, transient=True)

    def print_error(self, slug: str, message: str, candidates: Sequence[object]) -> None:
        """Print the one JSON document of a command that found nothing: why, and what may have been meant."""
        from app.presentation import candidate_json

        listed = [candidate_json(candidate) for candidate in candidates]
        self.print_json({"error": {"code": slug, "message": message}, "candidates": listed})

    def print_json(self, value: Json) -> None:
        """Print the one JSON document of a command."""
        json.dump(value, sys.stdout, ensure_ascii=False, indent=None if not sys.stdout.isatty() else 1)
        sys.stdout.write("\n")


def read_settings() -> Settings:
    """Return the settings of the environment.

    Raises:
        WrongUsage: a variable has a value that it cannot have; the message names it.
    """
    try:
        return Settings()
    except ValidationError as wrong:
        lang: Language = "en" if os.environ.get("CANCU_LANG") == "en" else "vi"
        names = ", ".join(f"CANCU_{'_'.join(map(str, error['loc'])).upper()}" for error in wrong.errors())
        raise WrongUsage(say("settings.bad", lang, names=names)) from wrong


_current: list[Session] = []


def start_session(session: Session) -> None:
    """Make ``session`` the one that commands of this process use."""
    _current[:] = [session]


def has_session() -> bool:
    """Tell whether a session was started in this process."""
    return bool(_current)


def current() -> Session:
    """Return the session of this process; one from the environment when none was started."""
    if not _current:
        start_session(Session(read_settings()))
    return _current[0]
