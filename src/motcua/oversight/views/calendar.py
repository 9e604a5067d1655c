"""The province's calendar: to read for all who look in, to change for the Centre."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers.answering import MEND
from motcua.law.refusals import Refusal
from motcua.oversight.forms import DayForm
from motcua.oversight.presenters import calendar as present
from motcua.oversight.room import Visit, watching
from motcua.working_time.actions import set_day
from motcua.working_time.models import Calendar
from motcua.working_time.sentences import refusal_in_words


@require_http_methods(["GET", "HEAD", "POST"])
@watching
def calendar(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a year; add a day with its legal basis, and then offer to recalculate what was promised."""
    form = DayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not visit.keeps_the_calendar:
            raise PermissionDenied(_("Chỉ cán bộ giám sát của Trung tâm mới sửa lịch làm việc."))
        if form.is_valid() and _entered(form, visit):
            messages.success(request, _("Đã ghi ngày vào lịch. Ngày hẹn đã hứa chưa đổi: xem trước rồi tính lại."))
            return redirect("oversight:recalculation")
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else visit.today.year
    context = present.page(visit, form, year=year)
    return render(request, "oversight/calendar.html", context, status=MEND if form.errors else 200)


def _entered(form: DayForm, visit: Visit) -> bool:
    """Write the day; what the calendar refuses is said beside the form."""
    province = Calendar.objects.filter(is_default=True).first()
    if province is None:
        form.add_error(None, _("Lịch chung của tỉnh chưa được nạp. Nạp lịch trước rồi thêm ngày."))
        return False
    try:
        set_day(calendar=province, day=form.day(), by=visit.user.get_username(), at=visit.at)
    except Refusal as refusal:
        form.add_error("date", refusal_in_words(refusal))
    except ValidationError as trouble:
        form.add_error(None, trouble.messages)
    return not form.errors
