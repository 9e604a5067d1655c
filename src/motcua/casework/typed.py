"""What somebody typed into a search box: a number, a code, or a name."""

from motcua.law import codes


def digits_of(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit() and sign.isascii())


def is_bare(text: str) -> bool:
    """Tell whether the text is nothing but digits, as spoken, scanned or grouped."""
    return bool(text.strip()) and all(
        (sign.isdigit() and sign.isascii()) or sign in " .\u00a0" for sign in text.strip()
    )


def is_quick_code(text: str) -> bool:
    return is_bare(text) and len(digits_of(text)) == 10


def is_code(text: str) -> bool:
    """Tell whether the text is a dossier's full code."""
    try:
        codes.parse(text.strip().upper())
    except codes.UnreadableCode:
        return False
    return True
