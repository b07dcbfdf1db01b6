"""One question to one answer: the index, the register of agencies and the date put together."""

from __future__ import annotations

from app.lookup import parse_date, resolve_document, today
from app.queries import holders_on, predecessors_of
from app.settings import Language
from graph.store import GraphStore
from search.index import SearchIndex
from search.model import Response
from search.responsibilities import ask

MAX_QUESTION = 2000


def answer_question(
    store: GraphStore,
    index: SearchIndex,
    question: str,
    limit: int,
    document: str | None,
    as_of: str | None,
    lang: Language,
) -> Response:
    """Answer ``question`` (its first 2 000 characters), within ``document`` if given, as of a date or today.

    Raises:
        NothingFound: there is no such document.
        WrongUsage: the date cannot be read.
    """
    day = parse_date(as_of, lang) if as_of else today()
    within = resolve_document(store, document, lang).iri if document else None
    text = question[:MAX_QUESTION]
    return index.answered.get(
        (text, limit, within, day),
        lambda: ask(index, text, limit, within, day, successor=holders_on, predecessors=predecessors_of),
    )
