"""What fingers make of a word: one letter wrong, missing or too many, or two in the wrong order."""

from collections.abc import Iterator
from string import ascii_lowercase

_SIGNS = ascii_lowercase + " "


def one_error_away(text: str) -> set[str]:
    """Return every text that one slip of the hand turns into this one; single spaces between words only.

    :param text: folded by motcua.lib.vietnamese; so many texts come back as it has letters, times fifty-three
    """
    return {other for other in _slips(text) if other == " ".join(other.split())} - {text}


def _slips(text: str) -> Iterator[str]:
    for place in range(len(text) + 1):
        before, after = text[:place], text[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for sign in _SIGNS:
            yield before + sign + after
            if after:
                yield before + sign + after[1:]
