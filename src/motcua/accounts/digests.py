"""What is kept of a secret, and of a request."""

import hashlib


def digest_of(token: str) -> str:
    """Return what is kept of a token: tokens are long and random, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def fingerprint_of(method: str, path: str, body: bytes) -> str:
    """Return what tells one request from another under the same Idempotency-Key."""
    return hashlib.sha256(b"\n".join([method.encode(), path.encode(), body])).hexdigest()
