"""What surrounds every request: an id, a log line, security headers, a rate limit, a bound on the body, metrics."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
import uuid
from collections import OrderedDict
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

from prometheus_client import Counter, Histogram
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger("cancu.request")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")
REQUESTS = Counter("cancu_requests_total", "Requests by route and status.", ["route", "method", "status"])
SECONDS = Histogram("cancu_request_seconds", "Seconds to the last byte, by route.", ["route"])

PART_SECONDS = 30.0
"""How long the next part of a body may be in coming."""
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
"""Methods with a figure of their own: clients may invent others without end."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
PRIVATE = "private, no-cache"
"""What a cache may do with an answer that says nothing else: keep it for one reader, and ask each time."""
PUBLIC = "public, max-age=600"


class Surroundings:
    """Gives a request its id, its security headers and its log line; counts it. Outermost of all."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass HTTP on with an id; everything else as it is."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        request_id = given if _REQUEST_ID.match(given) else uuid.uuid4().hex
        scope["cancu.request_id"] = request_id
        start, status, method = time.perf_counter(), 500, scope["method"]

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                kept = PUBLIC if scope["path"].startswith("/static/") and status < 400 else PRIVATE
                headers.setdefault("cache-control", kept)
                headers["x-request-id"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            self._record(scope, method, request_id, status, time.perf_counter() - start)

    def _record(self, scope: Scope, method: str, request_id: str, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        REQUESTS.labels(route, method if method in METHODS else "other", status).inc()
        SECONDS.labels(route).observe(seconds)
        line = {
            "request_id": request_id,
            "method": method,
            "path": scope["path"],
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
        }
        _LOG.info("%s", json.dumps(line, ensure_ascii=False))


@dataclass(slots=True)
class Bucket:
    """What a client may still ask for, filled again steadily."""

    tokens: float
    at: float = field(default_factory=time.monotonic)


class RateLimit:
    """Allows each client ``per_minute`` requests a minute with bursts of as many; forgets clients beyond 10 000."""

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self.app = app
        self.per_minute = per_minute
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 429 with Retry-After when a client's bucket is empty."""
        if scope["type"] != "http" or self._take(name_client(scope)):
            await self.app(scope, receive, send)
            return
        detail = "Quá nhiều yêu cầu; hãy thử lại sau ít giây. Too many requests; try again in a few seconds."
        await send_problem(send, 429, "rate-limit", detail, [(b"retry-after", b"5")])

    def _take(self, client: str) -> bool:
        now = time.monotonic()
        bucket = self._buckets.setdefault(client, Bucket(self.per_minute))
        self._buckets.move_to_end(client)
        if len(self._buckets) > 10_000:
            self._buckets.popitem(last=False)
        bucket.tokens = min(self.per_minute, bucket.tokens + (now - bucket.at) * self.per_minute / 60)
        bucket.at = now
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True


def name_client(scope: Scope) -> str:
    """Return whom a request counts for: an address, of IPv6 its /64, which one client has whole (RFC 6177).

    >>> name_client({"client": ("2001:db8:1:2:3:4:5:6", 5000)})
    '2001:db8:1:2::/64'
    >>> name_client({"client": ("192.0.2.7", 5000)})
    '192.0.2.7'
    """
    host: str = scope["client"][0] if scope.get("client") else "?"
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if address.version == 6:
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(ip_network((int(address), 64), strict=False))
    return str(address)


class BodyLimit:
    """Refuses request bodies over ``max_bytes``, announced or streamed, and those whose next part is long in coming."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the bytes as they come; answer 413 once there are too many."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > self.max_bytes:
            await self._refuse(send)
            return
        seen = 0
        started = whole = False

        async def counted() -> Message:
            nonlocal seen, whole
            try:
                # After the body only the end of the connection is waited for, as long as the answer takes.
                message = await asyncio.wait_for(receive(), None if whole else PART_SECONDS)
            except TimeoutError as slow:
                raise BodyTooSlow from slow
            whole = whole or not message.get("more_body", False)
            seen += len(message.get("body", b""))
            if seen > self.max_bytes:
                raise BodyTooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except BodyTooLarge:
            if not started:
                await self._refuse(send)
        except BodyTooSlow:
            if not started:
                detail = "Nội dung gửi lên đến quá chậm. The body comes too slowly."
                await send_problem(send, 408, "body-too-slow", detail, [(b"connection", b"close")])

    async def _refuse(self, send: Send) -> None:
        detail = f"Nội dung gửi lên vượt quá {self.max_bytes} byte. The body is over {self.max_bytes} bytes."
        await send_problem(send, 413, "body-too-large", detail)


class BodyTooLarge(Exception):
    """Ends the reading of a body that has grown too large."""


class BodyTooSlow(Exception):
    """Ends the waiting for a body of which nothing has come for long."""


async def send_problem(
    send: Send, status: int, slug: str, detail: str, headers: list[tuple[bytes, bytes]] | None = None
) -> None:
    """Send a problem document from below the application."""
    body = json.dumps(
        {"type": f"/problems/{slug}", "title": slug, "status": status, "detail": detail}, ensure_ascii=False
    ).encode()
    await send({
        "type": "http.response.start",
        "status": status,
        "headers": [(b"content-type", b"application/problem+json"), *(headers or [])],
    })  # fmt: skip
    await send({"type": "http.response.body", "body": body})
