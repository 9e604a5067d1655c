"""What comes and goes by public post (QĐ 45/2016/QĐ-TTg): the number of an item, the day of a handover record. Pure."""

import re
from datetime import datetime

from django.utils.translation import gettext as _

from motcua.working_time.calendar import WorkingCalendar, in_vietnam


def number_of(typed: str) -> str:
    """Return a consignment number as the post writes it, without the gaps that group it: EE123456789VN."""
    return re.sub(r"[\s.\-]", "", typed).upper()


def number_problem(number: str) -> str:
    """Return what is wrong with a consignment number, "" for nothing."""
    if re.fullmatch(r"[A-Z0-9]{8,30}", number):
        return ""
    return _("Mã bưu gửi có từ 8 đến 30 chữ không dấu và số, như EE123456789VN. Xem trên phong bì.")


def is_recorded_in_time(signed_at: datetime, *, at: datetime, calendar: WorkingCalendar) -> bool:
    """Tell whether a handover record is entered on the day it was signed, or the working day after.

    The clock starts when it is signed (art. 7.4); what is entered later still is late entry, and bears its mark.

    :raises CalendarEnds: nobody has said on which days the office works then
    """
    signed_on, today = in_vietnam(signed_at).date(), in_vietnam(at).date()
    return signed_on >= today or calendar.next_working_day(signed_on) >= today
