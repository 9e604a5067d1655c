"""What a rule refuses: a code, the facts, and one Vietnamese sentence that says how to mend it.

Pure, so that the command line answers without starting the framework. Pages show the reader's language through
motcua.working_time.sentences, which looks the same sentence up in the catalogue of translations.
"""

from collections.abc import Mapping
from typing import ClassVar


def gettext_noop(text: str) -> str:
    """Mark a sentence for the translators and leave it as it is; import it as `_`."""
    return text


class Refusal(ValueError):
    """An input that no rule covers. `code` and `facts` are for programs, `str()` is for people."""

    SENTENCES: ClassVar[Mapping[str, str]] = {}

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(self.SENTENCES[code].format(**facts))

    @property
    def template(self) -> str:
        """Return the sentence before its facts are filled in, as the translators know it."""
        return self.SENTENCES[self.code]


def shortened(typed: object, limit: int = 60) -> str:
    """Return what was typed, on one line and not longer than a sentence can carry."""
    text = " ".join(str(typed).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
