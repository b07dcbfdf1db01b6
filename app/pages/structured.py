"""Structured data of a page for search engines: schema.org ``Legislation`` as JSON-LD, a data block, not a script."""

from __future__ import annotations

import json

from markupsafe import Markup

from app.pages.links import document_link
from graph.model import DocumentNode, Lineage
from graph.wording import name_document
from ingest.model import Relation

_PROPERTIES: dict[Relation, str] = {
    "based_on": "isBasedOn",
    "implements": "isBasedOn",
    "amends": "legislationChanges",
    "replaces": "legislationRepeals",
    "repeals": "legislationRepeals",
    "consolidates": "legislationConsolidates",
    "cites": "citation",
}


def legislation_block(document: DocumentNode, lineage: Lineage, root: str) -> Markup:
    """Return the JSON-LD of ``document``; ``root`` is the address that links begin with."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": document.iri,
        "url": root + document_link(document),
        "name": document.title or name_document(document),
        "inLanguage": "vi",
    }
    if document.number:
        data["legislationIdentifier"] = document.number
    if document.type:
        data["legislationType"] = document.type
    if document.date:
        data["legislationDate"] = document.date.isoformat()
    if document.issuer:
        data["legislationPassedBy"] = {"@type": "Organization", "name": document.issuer}
    names = {node.iri: name_document(node) for node in lineage.nodes}
    for edge in lineage.edges:
        name = _PROPERTIES.get(edge.relation)
        if name and edge.source == document.iri:
            links = data.setdefault(name, [])
            assert isinstance(links, list)
            links.append({"@type": "Legislation", "@id": edge.target, "name": names[edge.target]})
    words = json.dumps(data, ensure_ascii=False)
    # Nothing in it can end the block.
    safe = words.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(f'<script type="application/ld+json">{safe}</script>')  # noqa: S704  escaped just above
