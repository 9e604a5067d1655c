"""Identifiers that sort by the time they were made (UUID version 7, RFC 9562), made here and not by the database.

PostgreSQL 18 has them, Debian's 15 has not; and a row that knows its key before it is written can be written in bulk.
"""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """Return a new identifier: 48 bits of milliseconds, 12 of their fraction, then randomness.

    The fraction (RFC 9562 §6.2, method 3) keeps rows of one moment in the order they were made.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = (rest << 12) // 1_000_000
    value = (milliseconds << 80) | (0x7 << 76) | (fraction << 64) | int.from_bytes(os.urandom(8), "big")
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def moment_of(made: UUID) -> float:
    """Return when an identifier was made, in the machine's seconds since 1970, to the millisecond."""
    return (made.int >> 80) / 1000


def first_at(moment: float) -> UUID:
    """Return what stands before all identifiers of this moment and after those made earlier."""
    return UUID(int=int(moment * 1000) << 80)
