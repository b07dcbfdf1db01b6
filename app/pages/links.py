"""Addresses of the pages: of a document, of a provision, of a sentence; pages name a document by its key."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from graph.model import DocumentNode, Evidence
from ontology.identifiers import DEFAULT_BASE


def key_of_iri(iri: str, base: str = DEFAULT_BASE) -> str:
    """Return the key that names a document in addresses: its IRI without base.

    >>> key_of_iri("https://cancu.example/id/eli/vn/ttg/2018/qd/996")
    'ttg/2018/qd/996'
    """
    return iri.removeprefix(f"{base}/id/eli/vn/")


def document_link(document: DocumentNode | str) -> str:
    """Return the page of a document (a node, or its IRI)."""
    key = document.key if isinstance(document, DocumentNode) else key_of_iri(document)
    return f"/van-ban/{quote(key)}"


def provision_link(document: str, locator: str) -> str:
    """Return the place of a provision on the page of its document."""
    return f"{document_link(document)}#{quote(locator)}" if locator else document_link(document)


def sentence_link(evidence: Evidence) -> str:
    """Return the page that shows the sentence of ``evidence`` highlighted, without any script."""
    return f"{document_link(evidence.document)}?tu={evidence.start}&den={evidence.end}#trich-dan"


def lineage_link(document: DocumentNode, end: DocumentNode | None = None) -> str:
    """Return the lineage of a document, with the way to ``end`` where it is given."""
    return f"/duong-can-cu/{quote(document.key)}" + (f"?{urlencode({'den': end.key})}" if end else "")
