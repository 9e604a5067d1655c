"""The matters of a life that procedures are gathered under (catalogue.Procedure.topic holds the slug)."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Topic(NamedTuple):
    """`line` says in a few words what is in it; `is_new` marks what has come to the one-stop shop lately."""

    slug: str
    name: str | Promise
    line: str | Promise
    icon: str
    is_new: bool = False


TOPICS: tuple[Topic, ...] = (
    Topic("sinh-con", _("Sinh con"), _("Khai sinh, thẻ bảo hiểm y tế, hộ khẩu"), "baby-duotone"),
    Topic("nha-va-dat", _("Nhà và đất"), _("Sang tên, cấp sổ, phép xây dựng"), "house-line-duotone"),
    Topic("dien-va-nuoc", _("Điện và nước"), _("Kéo điện, lắp điện kế, cấp nước"), "lightning-duotone", is_new=True),
    Topic("xe-va-bang-lai", _("Xe và bằng lái"), _("Đổi bằng lái, đăng ký phương tiện"), "motorcycle-duotone"),
    Topic("tau-ca-nuoi-tom", _("Tàu cá, nuôi tôm"), _("Đăng ký tàu, cơ sở nuôi trồng"), "boat-duotone"),
    Topic("mo-tiem-cong-ty", _("Mở tiệm, công ty"), _("Hộ kinh doanh, thành lập doanh nghiệp"), "storefront-duotone"),
    Topic("giay-to-tu-phap", _("Giấy tờ tư pháp"), _("Lý lịch tư pháp, chứng thực, hộ tịch"), "seal-check-duotone"),
    Topic("tro-cap-nguoi-co-cong", _("Trợ cấp, người có công"), _("Bảo trợ xã hội, ưu đãi"), "hand-heart-duotone"),
)
_BY_SLUG = {topic.slug: topic for topic in TOPICS}


def named(slug: str) -> Topic | None:
    """Return the topic with this slug, or None: a procedure need not be under one."""
    return _BY_SLUG.get(slug)
