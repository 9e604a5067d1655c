"""Which agency of this province a national text means: by the name it gives, else by the ministry and the field."""

from collections.abc import Iterable, Mapping, Sequence

from motcua.lib.vietnamese import fold
from motcua.organisations.models import Agency, Kind

#: What a national record calls somebody → what such a body is called here, newest name first. Folded.
CALLED: Sequence[tuple[str, Sequence[str]]] = (
    ("thue", ("thue tinh", "cuc thue tinh")),
    ("bao hiem xa hoi", ("bao hiem xa hoi",)),
    ("cong an", ("cong an tinh",)),
    ("quan ly xuat nhap canh", ("cong an tinh",)),
    ("canh sat", ("cong an tinh",)),
    ("dang ky dat dai", ("so nong nghiep va moi truong", "so tai nguyen va moi truong")),
    ("khu kinh te", ("ban quan ly khu kinh te",)),
    ("khu cong nghiep", ("ban quan ly khu kinh te",)),
    ("so giao thong", ("so giao thong van tai", "so xay dung")),
    ("so ke hoach", ("so ke hoach va dau tu", "so tai chinh")),
    ("so tai nguyen", ("so tai nguyen va moi truong", "so nong nghiep va moi truong")),
    ("so lao dong", ("so lao dong", "so noi vu")),
    ("so thong tin", ("so thong tin va truyen thong", "so khoa hoc va cong nghe")),
)
#: Fields of the Ministry of Agriculture and Environment that belonged to the department of natural resources
LAND_AND_WATER = (
    "dat dai",
    "moi truong",
    "khoang san",
    "dia chat",
    "tai nguyen nuoc",
    "bien",
    "do dac",
    "khi tuong",
    "vien tham",
)
#: Ministry → departments, when the record names no body of the province
MINISTRIES: Mapping[str, Sequence[str]] = {
    "bo tai chinh": ("so tai chinh",),
    "bo nong nghiep va moi truong": ("so nong nghiep va moi truong", "so nong nghiep va phat trien nong thon"),
    "bo xay dung (giao thong van tai cu)": ("so giao thong van tai", "so xay dung"),
    "bo xay dung": ("so xay dung",),
    "bo cong an": ("cong an tinh",),
    "bo tu phap": ("so tu phap",),
    "bo quoc phong": ("bo chi huy quan su tinh",),
}


class AgencyFinder:
    """The units of the province on one day, and who among them settles what."""

    def __init__(self, units: Iterable[Agency]) -> None:
        agencies = [unit for unit in units if unit.kind in (Kind.DEPARTMENT, Kind.VERTICAL)]
        self.by_name = {fold(unit.name): unit.key for unit in agencies}
        self.office = self._first(["van phong ubnd tinh", "van phong uy ban nhan dan tinh"]) or ""

    def key_of(self, *, named: Sequence[str], ministry: str, field: str) -> str:
        """Return the key of the agency that settles this at the province; its office where the text names none."""
        for name in map(fold, named):
            found = self._first([name]) or self._called(name)
            if found:
                return found
        candidates = MINISTRIES.get(fold(ministry), ())
        if fold(ministry) == "bo nong nghiep va moi truong" and any(word in fold(field) for word in LAND_AND_WATER):
            candidates = ("so nong nghiep va moi truong", "so tai nguyen va moi truong")
        return self._first(candidates) or self.office

    def _called(self, name: str) -> str:
        for words, candidates in CALLED:
            if words in name:
                return self._first(candidates)
        return ""

    def _first(self, candidates: Iterable[str]) -> str:
        """Return the key of the first unit whose name begins like one of these."""
        for candidate in candidates:
            for name, key in self.by_name.items():
                if name.startswith(candidate) or candidate.startswith(name):
                    return key
        return ""
