"""What the one field of the desk was given: a scan or typing. Pure; it knows shapes and looks nobody up.

An office PC runs UniKey, which turns letters into tones and leaves digits alone (ux.md D6): whatever is meant as a
number is read by its digits, marks stripped.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from motcua.lib import damm


@dataclass(frozen=True)
class Scan:
    """One reading of the field: a number of some kind, a chip card, or words."""

    digits: str = ""
    words: str = ""
    card: dict[str, str] = field(default_factory=dict)  # fields of a person, as the card says them

    @property
    def may_be_quick_code(self) -> bool:
        """Tell whether these are ten digits whose check digit is right."""
        return len(self.digits) == 10 and damm.is_valid(self.digits)

    def as_person(self) -> dict[str, str]:
        """Return what of a new person's form this fills in, by field: nothing typed is typed twice."""
        if self.card:
            return self.card
        if self.words:
            return {"name": self.words}
        if re.fullmatch(r"0[235789]\d{8,9}", self.digits):
            return {"phone": self.digits}
        kind = "business" if len(self.digits) in (10, 13) else "person"
        return {"id_number": self.digits, "kind": kind} if self.digits else {}


def read(text: str) -> Scan:
    """Return what this text is: the QR of a chip card, a number, or a name."""
    card = _card(text)
    if card:
        return Scan(digits=card["id_number"], card=card)
    digits, words = digits_of(text), " ".join(text.split())
    # two letters that a Telex layer slipped in do not make a name
    letters = sum(letter.isalpha() for letter in words)
    if digits and letters <= len(digits) / 3:
        return Scan(digits=digits)
    return Scan(words=words)


def digits_of(text: str) -> str:
    """Return the digits 0–9 in this text, freed of the tones and spaces around them."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if "0" <= sign <= "9")


def _card(text: str) -> dict[str, str]:
    """Read the QR of a chip card: number | old number | name | ddmmyyyy | sex | address | day of issue."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) < 6 or not re.fullmatch(r"\d{12}", parts[0]):
        return {}
    try:
        born = datetime.strptime(parts[3], "%d%m%Y").strftime("%d/%m/%Y")
    except ValueError:
        born = ""
    return {"kind": "person", "id_number": parts[0], "name": parts[2], "born": born, "address": parts[5][:200]}
