"""What a refused press answers."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied


def refused(refusal: Exception) -> NoReturn:
    """Show whose task it is. :raises PermissionDenied: always, with the sentence of the refusal"""
    raise PermissionDenied(str(refusal)) from refusal
