"""What a person's words mean to the store: one document, one date, or a clear error with candidates."""

from __future__ import annotations

import datetime as dt
import re

from app.errors import NothingFound, SeveralFound, WrongUsage
from app.messages import say
from app.settings import Language
from graph.documents import Ambiguous, Found, find_document
from graph.model import DocumentNode
from graph.store import GraphStore

VIETNAM = dt.timezone(dt.timedelta(hours=7))
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")


def resolve_document(store: GraphStore, name: str, lang: Language) -> DocumentNode:
    """Return the one document that ``name`` means: number, key, IRI, or number with date.

    Raises:
        SeveralFound: several bear the name; it lists them with dates and titles.
        NothingFound: none does; it lists the nearest of the exact type.
        WrongUsage: the name is empty.
    """
    found = find_document(store, need_words(name, lang))
    if isinstance(found, Found):
        return found.document
    if isinstance(found, Ambiguous):
        listed = "; ".join(describe_candidate(node, lang) for node in found.candidates)
        message = say("trace.ambiguous", lang, text=name, count=len(found.candidates), candidates=listed)
        raise SeveralFound(message, found.candidates)
    nearest = "; ".join(describe_candidate(node, lang) for node in found.nearest) or say("none", lang)
    raise NothingFound(say("trace.unknown", lang, text=name, nearest=nearest), found.nearest)


def need_words(text: str, lang: Language) -> str:
    """Return ``text`` without the spaces around it.

    Raises:
        WrongUsage: nothing in it can be looked for: no letter and no digit.

    >>> need_words(" báo cáo ", "vi")
    'báo cáo'
    """
    if not any(character.isalnum() for character in text):
        raise WrongUsage(say("text.empty", lang))
    return text.strip()


def describe_candidate(node: DocumentNode, lang: Language) -> str:
    """Return number, date and title of a document, as far as they are known, and its key to name it by."""
    date = f"{node.date:%d/%m/%Y}" if node.date else say("date.unknown", lang)
    title = " ".join((node.title or "").split())
    return f"{node.number or node.key} ({date}{', ' + title[:100] if title else ''}) [{node.key}]"


def today() -> dt.date:
    """Return the date in Việt Nam (UTC+7, no summer time)."""
    return dt.datetime.now(tz=VIETNAM).date()


def parse_date(text: str, lang: Language) -> dt.date:
    """Return the date that ``2026-11-23`` or ``23/11/2026`` writes.

    Raises:
        WrongUsage: it is no date.

    >>> parse_date("23/11/2026", "vi")
    datetime.date(2026, 11, 23)
    """
    match = _DAY_FIRST.match(text.strip())
    try:
        if match:
            return dt.date(int(match[3]), int(match[2]), int(match[1]))
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise WrongUsage(say("date.bad", lang, text=text)) from error
