"""What lapsed, and when: the order in which it waits for a curator."""

import pytest

from clinics.desk.queue import BY_KEY
from clinics.models import Listing, ServedState
from tests import factories as make
from tests.desk.test_queue import NOW, day, licensed, served, verify, waits

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.desk.desk_urls")]


@pytest.fixture
def boss():
    return make.UserFactory(is_staff=True, is_superuser=True)


def test_what_was_looked_at_and_stands_nowhere_has_lapsed(boss):
    over, never, stands = (make.ClinicFactory(name=name) for name in ("Over", "Never", "Stands"))
    verify(over, -99, -1)
    verify(stands, -9, 9)
    failed = make.ClinicFactory(name="Failed")
    service, person = served(name="Bravo", since=-9, until=-1), licensed(last_name="Lark", since=-9, until=-1)
    partly = served(name="Partly", since=-9, until=-1)
    verify(ServedState.objects.create(service=partly, state=make.StateFactory(usps="CA")), -9, 9)
    for subject in (over, stands, service, partly):
        make.CheckFactory(listing=subject)
    make.CheckFactory(listing=failed, outcome="failed")
    make.CheckFactory(listing=never, kind="npi")
    make.CheckFactory(provider=person, kind="license", state_id="TX")
    assert never.name not in waits("lapsed", boss)
    assert sorted(waits("lapsed", boss)) == ["Ada Lark, MD", "Bravo", "Over"]


def passed(subject, kind, days, **columns):
    column = "provider" if subject._meta.model_name == "provider" else "listing"
    return make.CheckFactory(kind=kind, looked_at=day(days), **{column: subject} | columns)


def test_what_lapsed_first_comes_first_whoever_was_created_first(boss):
    # The stored end of a verification, while the night has not taken it away.
    ended = verify(make.ClinicFactory(name="Ended 20 days ago"), -99, -20)
    passed(ended, "contact", -1)
    # A call is good for 180 days, the exclusion list for 75.
    passed(make.ClinicFactory(name="Called 190 days ago"), "contact", -190)
    listed = make.ClinicFactory(name="List read 105 days ago")
    passed(listed, "contact", -100)
    passed(listed, "exclusion", -105)
    passed(make.TelemedicineServiceFactory(name="Called 185 days ago"), "contact", -185)
    person = make.ProviderFactory(last_name="Lark")
    passed(person, "license", -100, state_id=make.StateFactory().pk, valid_until=day(-16).date())
    found = BY_KEY["lapsed"].page(boss, 0, 50)
    assert [item.title for item in found] == [
        "List read 105 days ago", "Ended 20 days ago", "Ada Lark, MD", "Called 190 days ago", "Called 185 days ago",
    ]  # fmt: skip
    assert [(NOW.date() - item.since.date()).days for item in found] == [30, 20, 15, 10, 5]


@pytest.mark.parametrize(
    ("kind", "role", "since"), [("exclusion", "therapist", 25), ("license", "prescriber", 35)]
)
def test_a_listing_lapses_with_what_is_needed_of_its_people(boss, kind, role, since):
    clinic = make.ClinicFactory()
    passed(clinic, "contact", -100)
    person = make.AffiliationFactory(listing=clinic, role=role).provider
    state = {"state_id": clinic.state_id} if kind == "license" else {}
    passed(person, kind, -400 if kind == "license" else -100, **state)
    [item] = [item for item in BY_KEY["lapsed"].page(boss, 0, 50) if item.model == "clinic"]
    assert (NOW.date() - item.since.date()).days == since


def test_the_last_license_of_a_prescriber_and_the_newest_look_count(boss):
    clinic = make.ClinicFactory()
    passed(clinic, "contact", -700)
    passed(clinic, "contact", -100)
    for days in (-500, -400):
        person = make.AffiliationFactory(listing=clinic).provider
        passed(person, "license", days, state_id=clinic.state_id)
    passed(person, "license", -366, state_id=make.StateFactory(usps="CA").pk)
    [item] = [item for item in BY_KEY["lapsed"].page(boss, 0, 50) if item.model == "clinic"]
    assert (NOW.date() - item.since.date()).days == 35


def test_a_check_that_failed_lapses_it_then_and_a_changed_fact_when_it_was_saved(boss):
    failed, changed = make.ClinicFactory(name="Failed"), make.ClinicFactory(name="Changed")
    passed(failed, "contact", -50)
    passed(failed, "npi", -60)
    passed(failed, "npi", -7, outcome="failed")
    passed(changed, "contact", -50)
    Listing.objects.filter(pk=changed.pk).update(updated_at=day(-3))
    found = BY_KEY["lapsed"].page(boss, 0, 50)
    assert [(item.title, (NOW.date() - item.since.date()).days) for item in found] == [
        ("Failed", 7), ("Changed", 3),
    ]  # fmt: skip


def test_the_way_from_one_lapsed_to_the_next_leaves_none_out(boss):
    for days in (-200, -190, -190, -250):
        passed(make.ClinicFactory(), "contact", days)
        passed(make.TelemedicineServiceFactory(), "contact", days - 1)
    queue, seen, cursor = BY_KEY["lapsed"], [], ""
    while item := queue.following(boss, cursor, inclusive=False):
        seen.append((item.model, item.pk))
        cursor = item.cursor
    assert seen == [(item.model, item.pk) for item in queue.page(boss, 0, 50)]
    assert len(seen) == 8
