"""What may stand in an address of this surface."""

from django.urls.converters import StringConverter


class QuickCode(StringConverter):
    """The ten digits of a receipt, without the spaces they are printed with."""

    regex = "[0-9]{10}"


class Token(StringConverter):
    """The six characters beside them in the QR code."""

    regex = "[0-9A-Za-z]{6}"
