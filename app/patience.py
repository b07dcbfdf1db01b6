"""How long the server waits for a client: a request's head has to come within seconds ("slowloris")."""

from __future__ import annotations

import asyncio
from typing import Final

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS: Final = 15.0


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 that hangs up on a client which has opened a connection, or begun a request, and sends no whole head."""

    _clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start waiting for the first head."""
        super().connection_made(transport)
        self._start()

    def data_received(self, data: bytes) -> None:
        """Take what has come; wait on only while no request is whole."""
        super().data_received(data)
        if self._is_answering():
            self._stop()
        elif self._clock is None:
            self._start()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _start(self) -> None:
        self._clock = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _give_up(self) -> None:
        self._clock = None
        if not self._is_answering() and not self.transport.is_closing():
            self.transport.close()
