"""A visitor on the same machine: one connection, requests as bytes, and next to no work between them."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

HOST = "127.0.0.1"
PATIENCE = 120.0  # seconds for one answer


class BadAnswer(Exception):
    """The server answered otherwise than it should; the message says to what, and how."""


@dataclass(frozen=True)
class Request:
    """One request as a browser sends it, and the status that it is to be answered with."""

    path: str
    status: int = 200
    cookies: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_bytes(self, **more: str) -> bytes:
        """Return what goes over the line.

        :param more: headers for this time only, with underscores for hyphens
        """
        body = b"" if self.form is None else urlencode(self.form).encode()
        lines = [
            f"{'GET' if self.form is None else 'POST'} {self.path} HTTP/1.1",
            f"Host: {HOST}",
            "Accept: text/html",
            "Accept-Encoding: gzip",
            "Accept-Language: vi",
        ]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if self.form is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Visitor:
    """One connection that is kept open, as browsers keep theirs."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = self._connected()
        self._rest = b""

    def close(self) -> None:
        self._socket.close()

    def ask(self, asked: bytes, *, status: int) -> bytes:
        """Send a request and return the body of the answer.

        :raises BadAnswer: another status than this
        """
        self._socket.sendall(asked)
        while (end := self._rest.find(b"\r\n\r\n")) < 0:
            self._receive()
        head, self._rest = self._rest[:end].lower(), self._rest[end + 4 :]
        length = int(_header(head, b"content-length") or 0)
        while len(self._rest) < length:
            self._receive()
        body, self._rest = self._rest[:length], self._rest[length:]
        if head[9:12] != str(status).encode():
            line = asked.split(b"\r\n", 1)[0].decode()
            raise BadAnswer(f"{line}: {head[9:12].decode()} instead of {status}. {body[:300]!r}")
        if _header(head, b"connection") == b"close":
            self._socket.close()
            self._socket = self._connected()
        return body

    def _connected(self) -> socket.socket:
        connected = socket.create_connection((HOST, self._port), timeout=PATIENCE)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connected

    def _receive(self) -> None:
        received = self._socket.recv(262_144)
        if not received:
            raise BadAnswer("The server closed the connection.")
        self._rest += received


def _header(head: bytes, name: bytes) -> bytes:
    """Return the value of a header; `head` and `name` are in small letters."""
    start = head.find(b"\r\n" + name + b":")
    if start < 0:
        return b""
    return head[start + len(name) + 3 :].split(b"\r\n", 1)[0].strip()
