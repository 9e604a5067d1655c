"""A new wording of a procedure comes with a process that the software made: what people drew before is used again."""

from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from motcua.catalogue.actions import (
    discard_process,
    draw_process,
    propose_process,
    publish_process,
    reuse_process,
    save_process,
)
from motcua.catalogue.models import ProcedureCase, ProcedureVersion, ProcessVersion
from motcua.catalogue.process_guard import NotYours, StaleProcess
from motcua.catalogue.process_reading import plan_of
from motcua.catalogue.redrawing import reusable_for, to_be_redrawn
from motcua.organisations.models import Role
from motcua.organisations.queries import standing_of
from tests.administration.conftest import NOW, ROOM, Setup
from tests.browser import SIZES, chromium, click_through, look_at, tab
from tests.factories import MONDAY, create_officer, create_version

__all__ = ["chromium"]
REUSE = "Dùng lại quy trình đã vẽ cho bản mới"


def publish(setup: Setup, draft: ProcessVersion, *, day: date = MONDAY) -> ProcessVersion:
    """Put a draft in force by the two people that it needs."""
    quang, hang = (standing_of(user, on=MONDAY) for user in (setup.quang, setup.hang))
    draft = propose_process(process=draft, by=quang, at=NOW, note="Vì dân.")
    return publish_process(process=draft, by=hang, at=NOW, effective_from=day)


def drawn(setup: Setup) -> ProcessVersion:
    """Return a process in force that people drew: a step is called otherwise than the software calls it."""
    draft = setup.draft()
    plan = plan_of(draft)
    plan[1] = replace(plan[1], name="Thẩm tra nguồn gốc")
    save_process(process=draft, steps=plan, by=standing_of(setup.quang, on=MONDAY), at=NOW)
    draft.refresh_from_db()
    return publish(setup, draft)


def newer(setup: Setup, *, state: str = "published", number: int = 2) -> ProcessVersion:
    """Return what the software made for a new wording of the procedure, in force from the new year on."""
    version = create_version(setup.department)
    day = date(2018 + number - 1, 1, 1)
    ProcedureVersion.objects.filter(procedure=setup.version.procedure, valid_to=None).update(valid_to=day)
    version.procedure, version.number, version.valid_from, version.state = setup.version.procedure, number, day, state
    version.save()
    return version.processes.get()


def undrawn(*, on: date = MONDAY) -> list[int]:
    return [process.pk for process in to_be_redrawn(on=on)]


def again(setup: Setup, made: ProcessVersion, older: ProcessVersion) -> ProcessVersion:
    return reuse_process(older=older, for_=made, by=standing_of(setup.quang, on=MONDAY), at=NOW)


# What is to be drawn again


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["announced", "published"])
def test_what_was_drawn_for_the_version_before_is_found(setup: Setup, state: str):
    before, made = drawn(setup), newer(setup, state=state)

    assert undrawn() == [made.pk]
    assert reusable_for(made, on=MONDAY) == [before]
    assert reusable_for(before, on=MONDAY) == []


@pytest.mark.django_db
def test_nothing_is_found_where_nobody_drew_anything(setup: Setup):
    made = newer(setup)

    assert (undrawn(), reusable_for(made, on=MONDAY)) == ([], [])


@pytest.mark.django_db
def test_a_wording_that_is_no_more_than_a_draft_or_over_is_left_alone(setup: Setup):
    drawn(setup)
    draft = newer(setup, state="draft")
    assert undrawn() == []

    ProcedureVersion.objects.filter(pk=draft.version_id).update(state="published", valid_to=date(2020, 1, 1))
    assert undrawn() == [draft.pk]
    assert undrawn(on=date(2020, 1, 1)) == []


@pytest.mark.django_db
def test_a_draft_that_was_never_published_is_nothing_to_go_by(setup: Setup):
    setup.draft()
    made = newer(setup)

    assert reusable_for(made, on=MONDAY) == []


@pytest.mark.django_db
def test_what_is_being_drawn_again_is_found_no_more_until_it_is_thrown_away(setup: Setup):
    before, made = drawn(setup), newer(setup)

    draft = again(setup, made, before)
    assert (undrawn(), reusable_for(made, on=MONDAY)) == ([], [])

    discard_process(process=draft, by=standing_of(setup.quang, on=MONDAY))
    assert undrawn() == [made.pk]


@pytest.mark.django_db
def test_the_newest_version_that_was_drawn_counts_whatever_came_between(setup: Setup):
    before = drawn(setup)
    newer(setup)
    last = newer(setup, number=3)

    assert reusable_for(last, on=MONDAY) == [before]


@pytest.mark.django_db
def test_cases_are_drawn_again_one_by_one(setup: Setup):
    quang = standing_of(setup.quang, on=MONDAY)
    cases = [
        ProcedureCase.objects.create(version=setup.version, key=key, name=key, position=place)
        for place, key in enumerate(("moi", "lai"))
    ]
    made = newer(setup)
    ProcedureCase.objects.create(version=made.version, key="moi", name="moi")
    for case in cases:
        setup.version.processes.create(case=case, number=1, state="published")
    first, second = reusable_for(made, on=MONDAY)
    assert [first.case, second.case] == cases

    assert again(setup, made, first).case.key == "moi"
    assert (undrawn(), reusable_for(made, on=MONDAY)) == ([made.pk], [second])
    # the newer version has no such case any more: the draft is for all of them
    assert reuse_process(older=second, for_=made, by=quang, at=NOW).case is None
    assert undrawn() == []


# Using it again


@pytest.mark.django_db
def test_the_draft_has_the_steps_of_before_for_the_newer_version_and_changes_nothing_yet(setup: Setup):
    before, made = drawn(setup), newer(setup)

    draft = again(setup, made, before)

    assert (draft.version, draft.state, draft.based_on) == (made.version, "draft", before)
    assert plan_of(draft)[1].name == "Thẩm tra nguồn gốc"
    assert ProcessVersion.objects.get(pk=made.pk).state == "published"


@pytest.mark.django_db
def test_only_procedure_control_uses_it_again(setup: Setup):
    before, made = drawn(setup), newer(setup)

    with pytest.raises(NotYours, match="kiểm soát thủ tục"):
        reuse_process(older=before, for_=made, by=standing_of(setup.sau, on=MONDAY), at=NOW)

    assert undrawn() == [made.pk]


@pytest.mark.django_db
def test_what_was_drawn_for_another_procedure_or_replaced_is_refused(setup: Setup):
    before, made = drawn(setup), newer(setup)
    foreign = create_version(setup.department).processes.get()
    publish(setup, draw_process(based_on=before, by=standing_of(setup.quang, on=MONDAY), at=NOW), day=date(2018, 11, 1))

    for older in (foreign, before):
        with pytest.raises(StaleProcess, match="Mở lại trang"):
            again(setup, made, older)


# The pages


@pytest.mark.django_db
def test_the_list_says_so_and_the_page_has_the_button(setup: Setup, as_):
    before, made = drawn(setup), newer(setup, state="announced")

    page = as_(setup.quang).get(ROOM).content.decode()
    assert "Một thủ tục có bản mới còn theo quy trình tự sinh" in page
    listed = as_(setup.quang).get(ROOM, {"loc": "chua-ve-lai"}).content.decode()
    assert f'href="{setup.page(made)}"' in listed and f'href="{setup.page(before)}"' not in listed
    assert "Bản trước đã có quy trình vẽ riêng" in listed and "Chờ thủ tục được công khai" in listed
    shown = as_(setup.quang).get(setup.page(made)).content.decode()
    assert REUSE in shown and "Phiên bản 1 của thủ tục đã có quy trình vẽ riêng (bản 2)" in shown
    assert REUSE not in as_(setup.quang).get(setup.page(before)).content.decode()


@pytest.mark.django_db
def test_one_press_makes_a_draft_that_a_second_person_publishes(setup: Setup, as_):
    before, made = drawn(setup), newer(setup)

    answer = as_(setup.quang).post(setup.page(made, "dung-lai/"), {"older": before.pk})

    draft = ProcessVersion.objects.get(state="draft")
    assert answer["Location"] == setup.page(draft)
    page = as_(setup.quang).get(answer["Location"]).content.decode()
    assert "Khác gì so với bản 2 của phiên bản 1" in page and "Các bước giống hệt bản trước." in page
    assert f'href="{setup.page(draft)}"' in as_(setup.quang).get(ROOM, {"loc": "dang-soan"}).content.decode()
    publish(setup, draft, day=date(2019, 1, 1))
    assert ProcessVersion.objects.get(pk=made.pk).state == "retired"
    assert REUSE not in as_(setup.quang).get(setup.page(made)).content.decode()


@pytest.mark.django_db
def test_a_draft_for_what_is_only_announced_waits_on_the_list_of_drafts(setup: Setup, as_):
    before, made = drawn(setup), newer(setup, state="announced")
    draft = again(setup, made, before)

    assert f'href="{setup.page(draft)}"' in as_(setup.quang).get(ROOM, {"loc": "dang-soan"}).content.decode()
    assert f'href="{setup.page(made)}"' not in as_(setup.quang).get(ROOM).content.decode(), "nothing follows it yet"


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.COUNTER, Role.SPECIALIST, Role.LEADER, Role.CENTRE, Role.CHAIR])
def test_others_are_refused_and_nothing_is_drawn(setup: Setup, as_, role: str):
    before, made = drawn(setup), newer(setup)

    answer = as_(create_officer(role, setup.department)).post(setup.page(made, "dung-lai/"), {"older": before.pk})

    assert answer.status_code == 403
    assert "kiểm soát thủ tục" in answer.content.decode()
    assert not ProcessVersion.objects.open().exists()


@pytest.mark.django_db
def test_a_stale_page_is_refused_and_says_so(setup: Setup, as_):
    before, made = drawn(setup), newer(setup)
    again(setup, made, before)

    answer = as_(setup.hang).post(setup.page(made, "dung-lai/"), {"older": before.pk})

    page = answer.content.decode()
    assert answer.status_code == 412
    assert "vừa có người soạn" in page and REUSE not in page
    assert ProcessVersion.objects.open().count() == 1


@pytest.mark.django_db
def test_what_does_not_exist_is_not_found(setup: Setup, as_):
    made = newer(setup)

    for older in ("999999", "", "x"):
        assert as_(setup.quang).post(setup.page(made, "dung-lai/"), {"older": older}).status_code == 404
    assert as_(setup.quang).get(setup.page(made, "dung-lai/")).status_code == 405


@pytest.mark.django_db
def test_the_list_costs_the_same_however_many_are_to_be_drawn_again(setup: Setup, as_, django_assert_max_num_queries):
    drawn(setup)
    for number in (2, 3, 4):
        newer(setup, number=number)
    quang = as_(setup.quang)

    with django_assert_max_num_queries(10):
        quang.get(ROOM)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", SIZES)
def test_from_the_note_on_the_list_to_the_draft(live_server, chromium: Browser, setup: Setup, size: str):
    drawn(setup)
    newer(setup)
    with tab(chromium, live_server.url, user=setup.quang, size=size) as page:
        page.goto(ROOM)
        look_at(page, "administration-to-be-redrawn")
        click_through(page.get_by_role("link", name="Xem để dùng lại"))
        look_at(page, "administration-to-be-redrawn-list")
        click_through(page.locator("[data-row]"))
        look_at(page, "administration-reuse")
        click_through(page.get_by_role("button", name=REUSE))
        expect(page.get_by_text("Đã chép thành bản nháp.")).to_be_visible()
        look_at(page, "administration-reused")
    assert ProcessVersion.objects.open().get().version.number == 2
