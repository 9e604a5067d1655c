"""What stands in the addresses of this surface."""

from motcua.reporting.weeks import Week


class WeekConverter:
    """A week in an address: 2018-tuan-43."""

    regex = r"\d{4}-tuan-\d{1,2}"

    def to_python(self, value: str) -> Week:
        return Week.parse(value)

    def to_url(self, value: Week) -> str:
        return value.slug
