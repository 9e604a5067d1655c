"""Identifiers that sort by the time they were made (UUID version 7, RFC 9562), made here and not by the database.

PostgreSQL 18 has them, Debian's 15 has not; and a row that knows its key before it is written can be written in bulk.
"""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """Return a new identifier: 48 bits of milliseconds, then randomness."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)
