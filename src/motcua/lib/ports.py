"""Ports of this machine."""

import socket


def free_port(host: str) -> int:
    """Return a port of this address that nobody listens on now; somebody may before it is used."""
    with socket.socket() as trial:
        trial.bind((host, 0))
        port: int = trial.getsockname()[1]
    return port
