"""A prepared query answers as the query set would, whatever it was asked before."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from motcua.lib.prepared import Given, Prepared
from motcua.organisations.models import Agency, Post
from tests.factories import Office, create_agency

pytestmark = pytest.mark.django_db


def test_it_reads_what_the_query_set_reads_for_each_value_it_is_given() -> None:
    office = Office()
    posts = Post.objects.select_related("user", "agency__parent").annotate(
        is_led=Exists(Post.objects.filter(agency=OuterRef("agency"), role="leader"))
    )
    ended = Q(valid_to=None) | Q(valid_to__gt=Given("day"))
    of_user = Prepared(lambda: posts.filter(ended, user=Given("user"), valid_from__lte=Given("day")).order_by("id"))

    for user in (office.lan, office.hai, office.sau):
        (post,) = of_user(user=user.pk, day=date(2018, 10, 22))
        (wanted,) = posts.filter(user=user)
        with CaptureQueriesContext(connection) as captured:
            assert (post, post.user, post.agency, post.agency.parent) == (
                wanted, user, wanted.agency, wanted.agency.parent
            )  # fmt: skip
            assert (post.title, post.is_led) == (wanted.title, wanted.is_led)
        assert not captured.captured_queries, "all of it came along"


def test_it_costs_one_statement_and_knows_when_there_is_nothing() -> None:
    agency = create_agency()
    by_key = Prepared(lambda: Agency.objects.filter(key=Given("key")))

    with CaptureQueriesContext(connection) as captured:
        assert by_key.first(key=agency.key) == agency
        assert by_key.first(key="nobody") is None
    assert len(captured.captured_queries) == 2


def test_a_value_stays_a_value() -> None:
    by_key = Prepared(lambda: Agency.objects.filter(key=Given("key")))
    create_agency()

    assert by_key(key="' OR ''='") == []
    with pytest.raises(KeyError):
        by_key(name="forgotten")


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_within_a_transaction_only() -> None:
    agency = create_agency()
    locked = Prepared(lambda: Agency.objects.select_for_update().filter(pk=Given("pk")))

    with transaction.atomic():
        assert locked.first(pk=agency.pk) == agency
    with pytest.raises(TransactionManagementError):
        locked.first(pk=agency.pk)


@pytest.mark.parametrize("planned_anew", [False, True])
def test_the_database_keeps_no_plan_of_what_is_planned_anew(planned_anew: bool) -> None:
    agency = create_agency()
    named = Prepared(
        lambda: Agency.objects.filter(key=Given("key")).order_by("-name", "-key"), planned_anew=planned_anew
    )
    for _time in range(6):
        assert named(key=agency.key) == [agency]

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ['%"name" DESC, %"key" DESC%']
        )
        assert cursor.fetchone() == (0 if planned_anew else 1,)
