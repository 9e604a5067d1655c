"""Is everything well? For whoever watches the machines, so it needs no token and tells nothing but that."""

from datetime import UTC, datetime

from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _
from ninja import Router

from motcua.api.v1 import answers, problems
from motcua.api.v1.documented import responses
from motcua.api.v1.problems import FieldError, Problem
from motcua.dossiers.events import followers_behind
from motcua.jobs import queries as jobs
from motcua.lib import clock
from motcua.notifications import queries as letters

router = Router(tags=[_("Hệ thống")])


@router.get(
    "/health",
    auth=None,
    operation_id="health",
    summary=_("Hệ thống có khỏe không"),
    description=_(
        "200 khi cơ sở dữ liệu, tiến trình nền, việc định kỳ và thư điện tử đều chạy; 503 kèm lý do khi không."
    ),
    response=responses(answers.Health, problems.UNWELL, token=False),
)
def health(request: HttpRequest) -> answers.Health:
    faults = _faults()
    if faults:
        raise Problem(problems.UNWELL, " ".join(message for _field, message in faults), errors=faults)
    return answers.Health(status="ok", database="ok", background="ok", followers="ok", email="ok", time=clock.now())


def _faults() -> list[FieldError]:
    try:
        connection.ensure_connection()
        idle = [("background", fault) for fault in jobs.what_is_wrong(at=clock.now(), real_at=datetime.now(UTC))]
        behind = [
            ("followers", say("%(count)s việc chưa báo được cho “%(name)s”.") % {"count": count, "name": name})
            for name, count in followers_behind()
        ]
        stuck = [("email", fault) for fault in letters.what_is_wrong()]
    except DatabaseError:
        return [("database", say("Cơ sở dữ liệu không trả lời."))]
    return [*idle, *behind, *stuck]
