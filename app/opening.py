"""Opens the store of the settings, after a look at whose addresses its documents bear.

The base of all IRIs (``CANCU_BASE``) is fixed by the first document of a store: every IRI in it begins so. A store that
was filled under another base is refused, since what it names could not be asked for here.
"""

from __future__ import annotations

from graph.store import GraphStore, StoreError, open_store
from ontology.identifiers import DEFAULT_BASE
from ontology.vocabulary import Eli

_ANY_DOCUMENT = f"SELECT ?document {{ ?document a <{Eli.LEGAL_RESOURCE}> }} LIMIT 1"


class BaseDiffers(StoreError):
    """The documents of the store bear the addresses of another base than ``CANCU_BASE``."""

    @classmethod
    def between(cls, location: str, found: str, wanted: str) -> BaseDiffers:
        """Return the error for a store of base ``found`` where ``wanted`` is set."""
        return cls(
            location,
            f"Kho {location} được nạp với địa chỉ gốc {found}, nay CANCU_BASE là {wanted}. "
            f"Hãy đặt CANCU_BASE={found}, hoặc nạp lại các tệp vào một kho khác.",
            f"The store {location} was filled under the base {found}; CANCU_BASE is now {wanted}. "
            f"Set CANCU_BASE={found}, or ingest the files into another store.",
        )


def open_checked(location: str, *, read_only: bool = False) -> GraphStore:
    """Open the store at ``location``.

    Raises:
        BaseDiffers: its documents were named under another base.
        StoreError: it cannot be opened (``graph.store.open_store``).
    """
    store = open_store(location, read_only=read_only)
    try:
        _check_base(store)
    except BaseException:
        store.close()
        raise
    return store


def _check_base(store: GraphStore) -> None:
    found = find_base(store)
    if found is not None and found != DEFAULT_BASE:
        raise BaseDiffers.between(store.location, found, DEFAULT_BASE)


def find_base(store: GraphStore) -> str | None:
    """Return the base of the IRIs in ``store``, None while it holds no document."""
    rows = store.select(_ANY_DOCUMENT)
    iri = getattr(rows[0]["document"], "value", "") if rows else ""
    return iri.partition("/id/")[0] or None
