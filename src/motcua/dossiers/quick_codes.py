"""The ten digits that a citizen types: year, seven digits drawn without order, and a check digit (ux.md D6, D7, D9).

The serial is counted by a database sequence and then shuffled by a keyed permutation of the ten million numbers, so
that no code is drawn twice and none tells how many came before. The token on the receipt's QR is a MAC of the code:
nothing of it is stored, and it cannot be made without the key.
"""

import hashlib
import hmac

from django.db import connection

from motcua.lib import damm

SERIALS = 10_000_000
_HALF = 3163  # 3163² is the smallest square over ten million: cycles that leave the range walk on
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U to mistake


def draw(*, year: int, key: str) -> str:
    """Return a quick code never given out before (1 statement). Good for ten million dossiers a year."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('dossiers_quick_code')")
        (serial,) = cursor.fetchone()
    return compose(year=year, serial=serial, key=key)


def compose(*, year: int, serial: int, key: str) -> str:
    """Return the quick code of this serial in this year; from ten million on they begin again."""
    body = f"{year % 100:02d}{_shuffle(serial % SERIALS, key=key):07d}"
    return body + damm.check_digit(body)


def token(quick_code: str, *, key: str) -> str:
    """Return the six characters that the receipt's QR carries beside the code."""
    digest = int.from_bytes(_mac(f"token:{quick_code}", key)[:5], "big")
    return "".join(_LETTERS[(digest >> shift) & 31] for shift in range(0, 30, 5))


def token_matches(quick_code: str, given: str, *, key: str) -> bool:
    """Compare in constant time; letters that are easily mistaken are read as what was meant."""
    meant = given.strip().upper().translate(str.maketrans("ILO", "110"))
    return hmac.compare_digest(token(quick_code, key=key).encode(), meant.encode())


def _shuffle(serial: int, *, key: str) -> int:
    """Permute 0…9,999,999: four Feistel rounds over two halves, walking on while outside the range."""
    value = serial
    while True:
        left, right = divmod(value, _HALF)
        for turn in range(4):
            mixed = int.from_bytes(_mac(f"{turn}:{right}", key)[:4], "big")
            left, right = right, (left + mixed) % _HALF
        value = left * _HALF + right
        if value < SERIALS:
            return value


def _mac(message: str, key: str) -> bytes:
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()
