"""What is kept of a secret."""

import hashlib


def digest_of(token: str) -> str:
    """Return what is kept of a token: tokens are long and random, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()
