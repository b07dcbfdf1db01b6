"""The address that readers reach the server by: ``CANCU_BASE`` where it is set, else what the request itself says.

The Host header is the client's word; in links that others keep (sitemaps, calendars) the configured address is better.
"""

from __future__ import annotations

from fastapi import Request

from ontology.identifiers import DEFAULT_BASE, TERMS_BASE


def public_root(request: Request) -> str:
    """Return the scheme, host and port that links to pages begin with."""
    return DEFAULT_BASE if DEFAULT_BASE != TERMS_BASE else str(request.base_url).rstrip("/")
