"""Who may write through the server, and one writer at a time."""

from __future__ import annotations

import secrets
from threading import Lock

from app.settings import Settings

WRITING = Lock()
"""Held while a request writes: the store has one writer."""


def holds_token(settings: Settings, given: str) -> bool:
    """Tell whether ``given`` is the token, compared in constant time; false where none is set: writing is then off."""
    if settings.token is None or not settings.token.get_secret_value():
        return False
    return secrets.compare_digest(settings.token.get_secret_value().encode(), given.encode("utf-8", "replace"))
