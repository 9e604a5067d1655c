"""Identifiers that follow from a seed and a moment, shaped as motcua.lib.uuid7 makes them."""

from datetime import datetime
from random import Random


class Identifiers:
    """Draws the ids of one dossier's rows, in the order in which the rows would have been made."""

    def __init__(self, random: Random) -> None:
        self._bits = random.getrandbits
        self._moment: datetime | None = None
        self._base = self._made = 0

    def draw(self, at: datetime) -> str:
        """Return a new identifier of this moment as 32 hexadecimal digits, which is what the database reads fastest."""
        if at is not self._moment:
            self._moment = at
            self._base = (int(at.timestamp() * 1000) << 80) | (0x7 << 76) | (0x2 << 62)
        self._made = (self._made + 1) & 0xFFF  # where uuid7 has the fraction of the millisecond: keeps the order
        return f"{self._base | (self._made << 64) | self._bits(62):032x}"

    def draw_written(self, at: datetime) -> str:
        """Return one as the diary writes it, with hyphens."""
        h = self.draw(at)
        return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"
