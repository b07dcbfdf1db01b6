"""The addresses and credentials of a SPARQL 1.1 endpoint, and the HTTP client that speaks with it.

``CANCU_STORE=sparql+http://host/path`` names the store; ``CANCU_STORE_QUERY`` and ``CANCU_STORE_UPDATE`` give separate
addresses for queries and updates, ``CANCU_STORE_USER`` and ``CANCU_STORE_PASSWORD`` the credentials (Basic or Digest,
whichever the server asks for). Credentials never appear in messages.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import httpx

from graph.store_model import StoreUnavailable

SCHEME_MARK: Final = "sparql+"
"""How the location of an endpoint begins, before ``http://`` or ``https://``."""
TIMEOUT_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class EndpointAddress:
    """Where queries and updates go, and as whom."""

    location: str
    query: str
    update: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def read(cls, location: str, environment: Mapping[str, str] | None = None) -> EndpointAddress:
        """Return the addresses for ``location``, refined by the environment.

        >>> address = EndpointAddress.read("sparql+http://kg.example/ds", {"CANCU_STORE_UPDATE": "http://kg.example/up"})
        >>> address.query, address.update
        ('http://kg.example/ds', 'http://kg.example/up')
        >>> EndpointAddress.read("sparql+http://an:bi-mat@kg.example/ds", {}).location
        'sparql+http://kg.example/ds'
        """
        given = os.environ if environment is None else environment
        parts = urlsplit(location.removeprefix(SCHEME_MARK))
        bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        return cls(
            SCHEME_MARK + bare,
            given.get("CANCU_STORE_QUERY") or bare,
            given.get("CANCU_STORE_UPDATE") or bare,
            given.get("CANCU_STORE_USER") or parts.username,
            given.get("CANCU_STORE_PASSWORD") or parts.password,
        )

    def connect(self) -> httpx.Client:
        """Return a client with the credentials; it follows no redirects, so that they go nowhere else."""
        auth = Credentials(self.user, self.password or "") if self.user else None
        return httpx.Client(auth=auth, timeout=TIMEOUT_SECONDS, follow_redirects=False)

    def unavailable(self, reason: object) -> StoreUnavailable:
        """Return the error for an endpoint that does not do its part."""
        return StoreUnavailable(
            self.location,
            f"Máy chủ SPARQL {self.location} không trả lời được: {reason}. Hãy kiểm tra địa chỉ, quyền truy cập "
            "(CANCU_STORE_USER, CANCU_STORE_PASSWORD) và xem máy chủ có đang chạy không.",
            f"The SPARQL endpoint {self.location} does not answer: {reason}. Check the address, the credentials "
            "(CANCU_STORE_USER, CANCU_STORE_PASSWORD), and that the server is running.",
        )


class Credentials(httpx.Auth):
    """Answers the server's challenge: Digest where it is offered, else Basic. Nothing is sent before it asks."""

    def __init__(self, user: str, password: str) -> None:
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request as it is first; with credentials once the server has told which it takes."""
        if self._chosen is None:
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            offered = response.headers.get("www-authenticate", "").lower()
            self._chosen = self._digest if offered.startswith("digest") else self._basic
        yield from self._chosen.auth_flow(request)
