"""The weekly review: drafted, sent, seen, answered (ux.md ra-soat/)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.dossiers.answering import MEND
from motcua.oversight import queries
from motcua.oversight.forms import AnswerForm, NoteForm
from motcua.oversight.presenters import review as present
from motcua.oversight.room import Visit, watching, watching_or_leading
from motcua.oversight.views.refusals import refused
from motcua.reporting import actions
from motcua.reporting.authority import NotNow, NotYours, may_answer_for
from motcua.reporting.models import ReviewLetter, WeeklyReview
from motcua.reporting.queries import letter_to, review_of
from motcua.reporting.weeks import Week


@require_GET
@watching_or_leading
def latest(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Lead the Centre to this week's review, and a head to the last letter that their agency got."""
    if visit.watches:
        return redirect("oversight:review", visit.week)
    letter = queries.last_letter_to(visit.led)
    if letter is None:
        return render(request, "oversight/no_letter.html", present.no_letter_page(visit))
    return redirect("oversight:letter", letter.review.week, letter.agency.key)


@require_GET
@watching
def review(request: HttpRequest, visit: Visit, week: Week) -> HttpResponse:
    """Show the review of a week with the state of every letter."""
    return render(request, "oversight/review.html", present.page(visit, week))


@require_POST
@watching
def draft(request: HttpRequest, visit: Visit, week: Week) -> HttpResponse:
    """Draft the review, or count again while it is not sent."""
    if not visit.sends or week != visit.week:
        raise PermissionDenied(_("Chỉ phòng giám sát soạn rà soát, và chỉ cho tuần này."))
    actions.draft_review(week=week, at=visit.at)
    return redirect("oversight:review", week)


@require_POST
@watching
def send(request: HttpRequest, visit: Visit, week: Week) -> HttpResponse:
    """Send every letter to the heads of its agency."""
    try:
        sent = actions.send_review(review=_review_or_404(week), by=visit.actor, at=visit.at)
    except NotYours as refusal:
        return refused(refusal)
    except NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        count = sent.letters.count()
        messages.success(request, _("Đã gửi thông báo tới %(count)d đơn vị.") % {"count": count})
    return redirect("oversight:review", week)


@require_GET
@watching_or_leading
def letter(request: HttpRequest, visit: Visit, week: Week, key: str) -> HttpResponse:
    """Show one agency's letter; when its head opens it, the Centre sees that."""
    found = _letter_or_404(visit, week, key)
    if found.review.sent_at and may_answer_for(visit.actor, found.agency):
        actions.mark_seen(letter=found, by=visit.actor, at=visit.at)
        found = _letter_or_404(visit, week, key)
    return render(request, "oversight/letter.html", present.letter_page(visit, found))


@require_GET
@watching_or_leading
def paper(request: HttpRequest, visit: Visit, week: Week, key: str) -> HttpResponse:
    """Show the letter as it is printed, with its annex."""
    return render(request, "oversight/paper.html", present.letter_paper(_letter_or_404(visit, week, key)))


@require_POST
@watching
def note(request: HttpRequest, visit: Visit, week: Week, key: str) -> HttpResponse:
    """Add a word to a letter before it goes."""
    found, form = _letter_or_404(visit, week, key), NoteForm(request.POST)
    form.is_valid()
    try:
        actions.set_note(letter=found, note=form.cleaned_data["note"], by=visit.actor, at=visit.at)
    except NotYours as refusal:
        return refused(refusal)
    except NotNow as refusal:
        messages.error(request, str(refusal))
    except ValidationError as trouble:
        form.take_problems(trouble)
        return render(request, "oversight/letter.html", present.letter_page(visit, found, form=form), status=MEND)
    else:
        messages.success(request, _("Đã ghi lời nhắc cho %(agency)s.") % {"agency": found.agency.name})
    return redirect("oversight:letter", week, key)


@require_POST
@watching_or_leading
def answer(request: HttpRequest, visit: Visit, week: Week, key: str) -> HttpResponse:
    """Answer for the agency."""
    found, form = _letter_or_404(visit, week, key), AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "oversight/letter.html", present.letter_page(visit, found, form=form), status=MEND)
    try:
        actions.answer(letter=found, text=form.cleaned_data["answer"], by=visit.actor, at=visit.at)
    except NotYours as refusal:
        return refused(refusal)
    except NotNow as refusal:
        messages.error(request, str(refusal))
    except ValidationError as trouble:
        form.take_problems(trouble)
        return render(request, "oversight/letter.html", present.letter_page(visit, found, form=form), status=MEND)
    else:
        messages.success(request, _("Đã gửi trả lời. Trung tâm thấy ngay."))
    return redirect("oversight:letter", week, key)


def _review_or_404(week: Week) -> WeeklyReview:
    found = review_of(week)
    if found is None:
        raise Http404
    return found


def _letter_or_404(visit: Visit, week: Week, key: str) -> ReviewLetter:
    """Return an agency's letter: any for the Centre, one's own and once it was sent for its head."""
    found = letter_to(queries.agency_or_404(key, on=week.sunday), week)
    if found is None:
        raise Http404
    if not visit.watches and not (found.review.sent_at and may_answer_for(visit.actor, found.agency)):
        raise Http404  # that there is a draft is nobody's business yet
    return found
