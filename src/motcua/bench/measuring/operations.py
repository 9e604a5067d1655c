"""What is measured: requests as officers and citizens send them, chosen from the dossiers that are there."""

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from urllib.parse import quote_plus

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Count, F
from django.urls import reverse

from motcua.accounts.models import User
from motcua.bench.ground import UNTIL
from motcua.bench.measuring.loopback import Request
from motcua.casework import lists, overviews
from motcua.casework import queries as casework
from motcua.casework.asked import Asked
from motcua.casework.desk import Desk
from motcua.catalogue.models import StepKind
from motcua.catalogue.queries import receivable_at
from motcua.dossiers import actors
from motcua.dossiers.lifecycle import RUNNING, Status
from motcua.dossiers.models import Dossier
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Kind, Post, Role
from motcua.organisations.queries import posts_on
from motcua.reporting.actions import draft_review
from motcua.reporting.weeks import Week

#: How many different requests of one kind: as many clients have each their own two
WAYS = 16
CLIENTS = (1, 8)
DEEP = 4  # pages down the list
ACT = "act of casework: take over"


@dataclass(frozen=True)
class Operation:
    """One kind of request, in several ways that differ by who asks for what."""

    name: str
    ways: Sequence[Callable[[], Request]]
    clients: Sequence[int] = CLIENTS

    def record_of(self, way: int) -> str:
        """Return the name under which one way is written down."""
        return re.sub(r"[^a-z0-9]+", "-", f"{self.name} {way}".lower())

    def turns_of(self, client: int, *, clients: int) -> Iterator[int]:
        """Return without end the ways that one of so many clients goes; while there are enough, no two share one."""
        ways = len(self.ways)
        return cycle([way for way in range(ways) if way % min(clients, ways) == client % min(clients, ways)])


class Cast:
    """The officers who take part, signed in."""

    def __init__(self) -> None:
        self._sessions: dict[int, dict[str, str]] = {}
        self._secret = secrets.token_urlsafe(24)[:32].replace("-", "a").replace("_", "b")

    def get(self, user: User, path: str) -> Request:
        return Request(path, cookies=self._cookies(user))

    def post(self, user: User, path: str, form: dict[str, str]) -> Request:
        """Return a request that answers with where to go next."""
        return Request(path, 302, cookies=self._cookies(user), form={"csrfmiddlewaretoken": self._secret} | form)

    def _cookies(self, user: User) -> dict[str, str]:
        if user.pk not in self._sessions:
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.create()
            assert session.session_key is not None  # just created
            self._sessions[user.pk] = {"sessionid": session.session_key, "csrftoken": self._secret}
        return self._sessions[user.pk]


def all_operations() -> list[Operation]:
    """Return everything that is measured: what reads before what writes, so that it reads what was grown."""
    cast = Cast()
    return [
        *_for_citizens(),
        *_at_the_bench(cast),
        *_in_the_monitoring_room(cast),
        _receipts(cast),
        _acts(cast),
        _receptions(cast),
    ]


def _for_citizens() -> list[Operation]:
    codes = _spread(Dossier.objects.exclude(status=Status.DRAFT).values_list("quick_code", flat=True))
    typed = ("lam giay khai snh", "lap dien kee", "sang ten so doo", "doi bang lai xee", "dang ky ket hom", "ho chieus")
    return [
        Operation("tracking page", [_always(Request(reverse("portal:track", args=[code]))) for code in codes]),
        Operation(
            "procedure search with a typing error",
            [_always(Request(f"{reverse('portal:find')}?q={quote_plus(text)}")) for text in typed],
        ),
    ]


def _at_the_bench(cast: Cast) -> list[Operation]:
    desks = [_desk_of(user) for user in User.objects.filter(pk__in=_busiest()).order_by("pk")]
    pages = [
        cast.get(desk.user, reverse("casework:dossier", args=[dossier.code]))
        for desk in desks
        for dossier in casework.under_way(desk).filter(officer=desk.user).order_by("due_at", "id")[:2]
    ]
    texts = ("nguyen thi kim anh", "tran van hung", "le thi be", "pham minh tam", "huynh ngoc giau", "vo thi my hanh")
    slips = ("nguyen thi kmi anh", "tran van hunng", "le thj be", "pham mnh tam", "huynh ngoc giua", "vo thi my hahn")
    first = [cast.get(desk.user, Asked(view=overviews.ALL).url) for desk in desks]
    deep = [cast.get(desk.user, Asked(view=overviews.ALL, after=_deep_key(desk)).url) for desk in desks]
    return [
        Operation("dossier page", list(map(_always, pages))),
        Operation("worklist, first page", list(map(_always, first))),
        Operation("worklist, deep page", list(map(_always, deep))),
        Operation("search by name without diacritics", _searches(cast, desks, texts)),
        Operation("search by name with a typing error", _searches(cast, desks, slips)),
    ]


def _searches(cast: Cast, desks: Sequence[Desk], texts: Iterable[str]) -> list[Callable[[], Request]]:
    page = reverse("casework:search")
    return [
        _always(cast.get(desk.user, f"{page}?q={quote_plus(text)}"))
        for desk, text in zip(desks, cycle(texts), strict=False)
    ]


def _in_the_monitoring_room(cast: Cast) -> list[Operation]:
    watcher = _holder(Role.CENTRE)
    week = Week.of(UNTIL.date())
    draft_review(week=week, at=UNTIL)
    pages = {
        "oversight today": reverse("oversight:today"),
        "weekly review of all agencies": reverse("oversight:review", args=[week]),
        "province dashboard": reverse("oversight:figures"),
    }
    drawn_up = cast.post(watcher, reverse("oversight:draft_review", args=[week]), {})
    preview = cast.get(watcher, reverse("oversight:recalculation"))
    return [
        *(Operation(name, [_always(cast.get(watcher, path))]) for name, path in pages.items()),
        Operation("weekly review, drawn up", [_always(drawn_up)], clients=(1,)),
        Operation("bulk due dates: all open dossiers", [_always(preview)], clients=(1,)),
    ]


def _receipts(cast: Cast) -> Operation:
    clerks = {clerk.agency_id: clerk.user for clerk in _clerks()}
    received = Dossier.objects.filter(unit__in=clerks, code__isnull=False)
    papers = [
        cast.get(clerks[unit], reverse("counter:receipt", args=[code]))
        for unit, code in _spread(received.values_list("unit_id", "code"))
    ]
    return Operation("receipt PDF", list(map(_always, papers)))


def _acts(cast: Cast) -> Operation:
    """Take a dossier over, each time from the colleague who had it: the same act of casework without end."""
    pairs = {
        agency: [post.user for post in posts]
        for agency, posts in _posts_by_agency(Role.SPECIALIST).items()
        if len(posts) > 1
    }
    at_work = Dossier.objects.filter(
        holder__in=pairs, status__in=RUNNING, step__kind=StepKind.HANDLING, officer__isnull=False
    )
    return Operation(ACT, [_takeovers(cast, dossier, pairs) for dossier in _spread(at_work)])


def _takeovers(cast: Cast, dossier: Dossier, pairs: dict[int, list[User]]) -> Callable[[], Request]:
    path = reverse("casework:take_over", args=[dossier.code])
    other = next(user for user in pairs[dossier.holder_id] if user.pk != dossier.officer_id)
    one = next(user for user in pairs[dossier.holder_id] if user != other)
    return partial(next, cycle([cast.post(user, path, {}) for user in (other, one)]))


def _receptions(cast: Cast) -> Operation:
    return Operation("receive at the counter", [_reception(cast, post) for post in _clerks()[:WAYS]])


def _reception(cast: Cast, post: Post) -> Callable[[], Request]:
    """Return what this clerk sends to take in the most frequent business of their desk."""
    versions = receivable_at(post.agency, on=UNTIL.date()).filter(cases=None).select_related("procedure")
    version = versions.order_by("-procedure__popularity", "id")[0]
    form = {
        "do": "receive", "procedure": version.procedure.code, "kind": "person", "name": "Nguyễn Thị Ánh Nguyệt",
        "id_number": "000000000123", "phone": "02900000123", "address": "Ấp Tân Lập", "result_channel": "counter",
    }  # fmt: skip
    for paper in version.documents.filter(is_required=True):
        form |= {f"paper-{paper.code}": "on", f"originals-{paper.code}": "1", f"copies-{paper.code}": "0"}
    path = reverse("counter:receive")
    return lambda: cast.post(post.user, path, form | {"dossier_id": str(uuid7())})


# Who and what is there


def _always(request: Request) -> Callable[[], Request]:
    return lambda: request


def _spread(rows) -> list:  # type: ignore[no-untyped-def]  # a queryset of whatever
    """Return WAYS of these rows, from all over the years, the same each time."""
    keys = list(rows.order_by("id").values_list("pk", flat=True)[:200_000])
    step = max(1, len(keys) // WAYS)
    return list(rows.filter(pk__in=keys[::step][:WAYS]).order_by("id"))


def _busiest() -> list[int]:
    """Return the specialists of the departments with most in hand."""
    in_hand = Dossier.objects.open().filter(officer__isnull=False, holder=F("agency"), holder__desk_name="")
    counted = in_hand.values_list("officer").annotate(count=Count("pk")).order_by("-count", "officer")
    return [officer for officer, _count in counted[: WAYS // 2]]


def _desk_of(user: User) -> Desk:
    return Desk(user=user, actor=actors.officer(user, at=UNTIL), at=UNTIL)


def _deep_key(desk: Desk) -> str:
    """Return the key behind which the deep page begins: DEEP pages down, or the last page there is."""
    after = ""
    for _page in range(DEEP):
        following = casework.page_of(desk, lists.all_of_it, after=after).after
        after = following or after
    return after


def _posts_by_agency(role: Role) -> dict[int, list[Post]]:
    found: dict[int, list[Post]] = {}
    for post in posts_on(UNTIL.date()).filter(role=role).select_related("user", "agency").order_by("id"):
        found.setdefault(post.agency_id, []).append(post)
    return found


def _clerks() -> list[Post]:
    """Return one clerk for each desk, the Centre's first, then districts, then communes."""
    order = [Kind.CENTRE, Kind.DISTRICT, Kind.COMMUNE]
    first = [posts[0] for posts in _posts_by_agency(Role.COUNTER).values() if posts[0].agency.desk_name]
    return sorted(first, key=lambda post: (order.index(Kind(post.agency.kind)), post.pk))


def _holder(role: Role) -> User:
    return posts_on(UNTIL.date()).filter(role=role).select_related("user").order_by("id")[0].user
