"""Answers as an ASGI server wants them: whole, or as a stream of server-sent events."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Answer:
    """One answer, whole or as a stream."""

    def __init__(self, send: Send, *, origin: str) -> None:
        """Begin nothing yet.

        :param origin: whose pages may read the answer, though they come from elsewhere; empty: nobody's
        """
        self.origin, self._send = origin, send

    async def whole(self, status: int, text: str = "", *, media_type: str = "", retry_after: str = "") -> None:
        await self._start(status, {"content-type": media_type, "retry-after": retry_after})
        await self._send({"type": "http.response.body", "body": text.encode()})

    async def begin(self) -> None:
        await self._start(200, {"content-type": "text/event-stream", "x-accel-buffering": "no"})

    async def say(self, text: str) -> None:
        """Send a piece of the stream; waits while the reader does not take what was sent before."""
        await self._send({"type": "http.response.body", "body": text.encode(), "more_body": True})

    async def end(self) -> None:
        await self._send({"type": "http.response.body", "body": b""})

    async def _start(self, status: int, more: dict[str, str]) -> None:
        headers = {"cache-control": "no-store", "access-control-allow-origin": self.origin, "vary": "Origin", **more}
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items() if value]
        await self._send({"type": "http.response.start", "status": status, "headers": pairs})
