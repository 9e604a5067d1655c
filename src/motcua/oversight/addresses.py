"""Where the pages of the room are. A table says hundreds of them at every request, and none changes while we run."""

from functools import lru_cache

from django.urls import reverse

from motcua.reporting.weeks import Week


@lru_cache(maxsize=4096)
def of(page: str, *about: str | Week) -> str:
    """Return the address of a page: `addresses.of("letter", week, agency.key)`."""
    return reverse(f"oversight:{page}", args=about)
