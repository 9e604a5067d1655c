"""Whoever comes through the door, by number: the same number is always the same person.

All are invented. Their identity numbers begin with noughts, which no province gives out, and their telephone numbers
have a nought where no subscriber's number has one.
"""

from collections.abc import Sequence
from typing import NamedTuple

from motcua.dossiers.models import PersonKind
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Agency

_FAMILIES = (
    ["Nguyễn"] * 38
    + ["Trần"] * 12
    + ["Lê"] * 9
    + ["Phạm"] * 7
    + ["Huỳnh"] * 5
    + ["Võ"] * 4
    + ["Phan"] * 4
    + ["Trương", "Bùi", "Đặng", "Đỗ", "Ngô", "Hồ", "Dương", "Đinh", "Lâm", "Lý", "Mai", "Tạ", "Quách", "Danh", "Thạch"]
)
_MIDDLES = (
    ("Văn", "Hữu", "Minh", "Quốc", "Hoàng", "Thanh", "Công", "Đức", "Trọng", "Chí", "Tấn", "Duy", "Nhựt", "Bá"),
    ("Thị", "Thị", "Thị Kim", "Thị Ngọc", "Thị Mỹ", "Thị Bé", "Ngọc", "Kim", "Mỹ", "Thị Thu", "Cẩm", "Bích", "Hồng"),
)
_GIVEN = (
    "An Bình Cường Dũng Đạt Em Giang Hải Hậu Hiếu Hùng Khánh Khoa Lâm Lộc Long Mẫn Nam Nghĩa Phát Phong Phú Quân Quý "
    "Sang Sơn Tâm Tài Thắng Thịnh Toàn Trí Trung Tuấn Út Vinh Vũ Xuyên Đông Kiệt",
    "Ánh Bích Châu Diễm Dung Đào Giàu Hà Hằng Hạnh Hoa Hương Huệ Kiều Lan Liên Loan Mai My Nga Ngân Nhi Như Oanh "
    "Phương Phượng Quyên Sương Thảo Thoa Thơ Thúy Tiên Trang Trinh Tuyết Út Vân Xuân Yến",
)
_NAMES = tuple(names.split() for names in _GIVEN)
_TRADES = ("Thủy sản", "Xây dựng", "Vận tải", "Thương mại", "Chế biến", "Du lịch", "Dịch vụ", "Vật liệu", "Nông nghiệp")
_FOLDED = {part: fold(part) for parts in (_FAMILIES, *_MIDDLES, *_NAMES, _TRADES) for part in parts}
_PLACES = (
    "Ấp Tân Lập",
    "Ấp Mỹ Hưng",
    "Ấp Cái Keo",
    "Khóm 1",
    "Khóm 2",
    "Khóm 4",
    "Khóm 6",
    "Ấp Kinh Ba",
    "Ấp Rạch Tàu",
)


class Visitor(NamedTuple):
    """Somebody as a desk writes them down: what motcua.dossiers.opening keeps of a person."""

    kind: str
    name: str
    name_folded: str
    id_number: str
    phone: str
    email: str
    address: str
    commune: Agency
    born: str


def citizen(number: int, communes: Sequence[Agency]) -> Visitor:
    """Return the citizen of this number, living in one of these communes."""
    mixed = _mixed(number)
    is_woman = mixed & 1
    names = (
        _FAMILIES[(mixed >> 1) % len(_FAMILIES)],
        _MIDDLES[is_woman][(mixed >> 9) % len(_MIDDLES[is_woman])],
        _NAMES[is_woman][(mixed >> 17) % len(_NAMES[is_woman])],
    )
    has_card = (mixed >> 25) % 5 > 0
    return Visitor(
        kind=PersonKind.PERSON.value,
        name=" ".join(names),
        name_folded=" ".join([_FOLDED[name] for name in names]),
        id_number=f"000{number:09d}" if has_card else f"00{number:07d}",
        phone=_phone(number),
        email=f"nguoi.nop.{number}@thu.example" if (mixed >> 33) % 8 == 0 else "",
        address=_PLACES[(mixed >> 37) % len(_PLACES)],
        commune=communes[(mixed >> 41) % len(communes)],
        born=str(1940 + (mixed >> 49) % 65),
    )


def business(number: int, communes: Sequence[Agency]) -> Visitor:
    """Return the business of this number, seated in one of these communes."""
    mixed = _mixed(number)
    trade = _TRADES[(mixed >> 1) % len(_TRADES)]
    name = _NAMES[mixed & 1][(mixed >> 9) % len(_NAMES[mixed & 1])]
    return Visitor(
        kind=PersonKind.BUSINESS.value,
        name=f"Công ty TNHH {trade} {name} {number % 997}",
        name_folded=f"cong ty tnhh {_FOLDED[trade]} {_FOLDED[name]} {number % 997}",
        id_number=f"00{number:08d}",
        phone=_phone(number),
        email=f"cong.ty.{number}@thu.example",
        address=_PLACES[(mixed >> 37) % len(_PLACES)],
        commune=communes[(mixed >> 41) % len(communes)],
        born="",
    )


def _phone(number: int) -> str:
    return f"02900{number % 1_000_000:06d}"


def _mixed(number: int) -> int:
    """Spread a number over 64 bits, the same way each time (splitmix64)."""
    mixed = (number + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return mixed ^ (mixed >> 31)
