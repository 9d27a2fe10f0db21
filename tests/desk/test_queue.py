"""The curators' queue: what waits where, who sees it, and the way from item to item."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.template import Context, Template
from django.test import RequestFactory

from clinicfinder import clock
from clinics.desk.queue import BY_KEY, QUEUES
from clinics.models import (
    Claim,
    Clinic,
    ExclusionMatch,
    Listing,
    Proposal,
    Request,
    ServedState,
    SourcePage,
)
from tests import factories as make
from tests.pages.reading import Reading
from tests.reviews.moderators import fill_with_reviews

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.desk.desk_urls")]
NOW = clock.now()


def day(number):
    return NOW + timedelta(days=number)


@pytest.fixture
def boss():
    return make.UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def sign_in(client):
    def staff_with(*permissions):
        user = make.UserFactory(is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        assert user.user_permissions.count() == len(permissions)
        client.force_login(user)
        return user

    return staff_with


def waits(key, user):
    """The names of what waits in a queue; its count agrees."""
    found = BY_KEY[key].page(user, 0, 50)
    assert BY_KEY[key].count(user) == len(found)
    return [item.title for item in found]


def created(subject, when):
    type(subject).objects.filter(pk=subject.pk).update(created_at=when)
    return subject


def verify(row, since, until):
    type(row).objects.filter(pk=row.pk).update(verified_from=day(since), verified_until=day(until))
    return row


def served(state="TX", since=-9, until=9, **fields):
    service = make.TelemedicineServiceFactory(states=[state], **fields)
    verify(ServedState.objects.get(service=service), since, until)
    return service


def licensed(since=-9, until=9, **fields):
    person = make.ProviderFactory(**fields)
    verify(make.LicenseFactory(provider=person), since, until)
    return person


def test_each_entry_says_what_helps_to_choose(boss):
    clinic = make.ClinicFactory(name="Harbor", city="Austin", status="draft")
    user = make.UserFactory()
    make.ReportFactory(listing=clinic, text="Nobody answers. " * 9)
    make.ReportFactory(listing=clinic, text="")
    Request.objects.create(kind="correct", listing=clinic, name="Ada", text="The suite is wrong.")
    Claim.objects.create(
        listing_id=clinic.pk, user=user, email="a@harbor.example", role="Nurse", state="open"
    )
    Proposal.objects.create(listing_id=clinic.pk, origin="registry", field="phone_note", new="Press 2")
    ExclusionMatch.objects.create(key="a", listed="HARBOR LLC", listing_id=clinic.pk, by_npi=True)

    def told(key):
        return [item.said for item in BY_KEY[key].page(boss, 0, 50)]

    assert told("drafts") == ["Clinic · Austin, TX · Draft"]
    assert [len(words) for words in told("reports")] == [80, len("No words of their own")]
    assert told("requests") == ["The suite is wrong."]
    assert told("claims") == ["Nurse"]
    assert told("proposals") == ["The national registry"]
    assert told("exclusions") == ["May be Harbor, matched by NPI"]


def test_a_proposal_is_called_as_the_form_calls_its_field(boss):
    clinic = make.ClinicFactory(name="Harbor")
    Proposal.objects.create(listing_id=clinic.pk, origin="registry", field="phone_note", new="Press 2")
    assert waits("proposals", boss) == ["Harbor: Note on the phone"]


def test_drafts_of_every_kind_wait_the_oldest_first(boss):
    created(make.ClinicFactory(name="Alpha", status="draft"), day(-1))
    created(make.TelemedicineServiceFactory(name="Bravo", status="draft"), day(-3))
    created(make.ProviderFactory(first_name="Ada", last_name="Lark", status="draft"), day(-2))
    for status in ("published", "suspended", "closed"):
        make.ClinicFactory(status=status)
    assert waits("drafts", boss) == ["Bravo", "Ada Lark, MD", "Alpha"]


def test_what_is_open_waits_and_what_is_settled_does_not(boss):
    clinic, user = make.ClinicFactory(name="Harbor"), make.UserFactory()
    for state in ("open", "done"):
        make.ReportFactory(listing=clinic, state=state)
        Request.objects.create(kind="correct", listing=clinic, name="Ada", state=state)
    for state in ("code-sent", "open", "refused"):
        Claim.objects.create(
            listing=clinic,
            user=make.UserFactory() if state == "code-sent" else user,
            email="a@example.org",
            role="Owner",
            state=state,
        )
    for state in ("open", "accepted"):
        Proposal.objects.create(listing=clinic, origin="registry", field="phone", state=state)
    for key, decision in (("a", "open"), ("b", "confirmed")):
        ExclusionMatch.objects.create(key=key, listed="Listed", listing=clinic, decision=decision)
    for key in ("reports", "requests", "claims", "proposals", "exclusions"):
        assert len(waits(key, boss)) == 1, key


def test_what_ends_within_thirty_days_is_lapsing_the_first_end_first(boss):
    verify(make.ClinicFactory(name="Alpha"), -9, 20)
    served(name="Bravo", until=10)
    licensed(first_name="Ada", last_name="Lark", until=15)
    verify(make.ClinicFactory(name="Later"), -9, 31)
    verify(make.ClinicFactory(name="Over"), -9, -1)
    verify(make.ClinicFactory(name="Not yet"), 1, 9)
    verify(make.ClinicFactory(name="Draft", status="draft"), -9, 9)
    make.ClinicFactory(name="Never")
    assert waits("lapsing", boss) == ["Bravo", "Ada Lark, MD", "Alpha"]


def test_a_service_waits_once_however_many_states_end(boss):
    service = served(name="Bravo", until=10)
    for usps, until in (("CA", 5), ("NY", 300)):
        verify(ServedState.objects.create(service=service, state=make.StateFactory(usps=usps)), -9, until)
    [item] = BY_KEY["lapsing"].page(boss, 0, 50)
    assert item.since == day(5)


def test_contact_is_unconfirmed_after_180_days_unless_a_check_says_otherwise(boss):
    make.ClinicFactory(name="Old", confirmed_on=day(-181).date())
    make.ClinicFactory(name="Never")
    make.TelemedicineServiceFactory(name="Service", confirmed_on=day(-400).date())
    make.ClinicFactory(name="Fresh", confirmed_on=day(-179).date())
    make.ClinicFactory(name="Draft", status="draft")
    make.CheckFactory(listing=make.ClinicFactory(name="Called"), looked_at=day(-100))
    make.CheckFactory(listing=make.ClinicFactory(name="Called long ago"), looked_at=day(-200))
    make.CheckFactory(listing=make.ClinicFactory(name="No answer"), outcome="failed")
    make.CheckFactory(listing=make.ClinicFactory(name="Priced"), kind="price")
    names = ["Never", "Called long ago", "No answer", "Priced", "Service", "Old"]
    assert waits("unconfirmed", boss) == names


def test_clinics_without_a_point_wait(boss):
    make.ClinicFactory(name="Nowhere", latitude=None, longitude=None)
    make.ClinicFactory(name="Draft", status="draft", latitude=None, longitude=None)
    make.ClinicFactory(name="Gone", status="closed", latitude=None, longitude=None)
    make.ClinicFactory(name="Here")
    assert sorted(waits("off-the-map", boss)) == ["Draft", "Nowhere"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "far"),
    [
        (30.2713, -97.7426, False),
        (30.2713 + 24 / 69, -97.7426, False),
        (30.2713 + 26 / 69, -97.7426, True),
        (30.2713, -97.7426 - 24 / 59.8, False),
        (30.2713, -97.7426 - 26 / 59.8, True),
        (-30.2713, 97.7426, True),
    ],
)
@pytest.mark.parametrize("zip_code", ["78701", "78701-1234"])
def test_a_point_further_from_its_zip_than_zips_reach_waits(boss, latitude, longitude, far, zip_code):
    make.ZipCodeFactory(reach_miles=25)
    make.ClinicFactory(latitude=latitude, longitude=longitude, zip_code=zip_code)
    assert BY_KEY["far-from-zip"].count(boss) == far


def test_a_zip_code_that_nobody_knows_says_nothing(boss):
    make.ClinicFactory(zip_code="99999")
    assert waits("far-from-zip", boss) == []


def test_the_front_page_counts_what_waits(client, boss):
    client.force_login(boss)
    make.ReportFactory()
    page = Reading(client.get("/admin/").content.decode())
    assert "Reports from the public 1" in page.texts("a")
    assert "/admin/queue/reports/" in [a.get("href") for a in page.attributes("a")]
    assert "Queue" not in Reading(client.get("/admin/clinics/").content.decode()).texts("h2")


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.key)
def test_nobody_sees_what_they_may_not(client, sign_in, queue):
    sign_in()
    assert f"/admin/queue/{queue.key}/" not in client.get("/admin/").content.decode()
    for page in ("", "next/"):
        assert client.get(f"/admin/queue/{queue.key}/{page}").status_code == 403


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.key)
def test_outsiders_are_asked_to_sign_in(client, queue):
    assert client.get(f"/admin/queue/{queue.key}/").status_code == 302


def test_each_sees_only_the_kinds_that_they_may(sign_in, client):
    user = sign_in("view_report", "view_provider", "view_check")
    make.ClinicFactory(status="draft")
    make.ProviderFactory(first_name="Ada", last_name="Lark", status="draft")
    assert waits("drafts", user) == ["Ada Lark, MD"]
    assert client.get("/admin/queue/reports/").status_code == 200


def test_an_unknown_queue_is_not_there(admin_client):
    assert admin_client.get("/admin/queue/nonsense/").status_code == 404


def test_next_leads_from_item_to_item_and_back_to_the_list(client, boss):
    client.force_login(boss)
    one, two = (created(make.ClinicFactory(status="draft"), day(-n)) for n in (3, 2))
    ada = created(make.ProviderFactory(status="draft"), day(-1))
    pages = [
        f"/admin/clinics/check/of/{m}/{s.pk}/"
        for m, s in (("clinic", one), ("clinic", two), ("provider", ada))
    ]
    cursors = [item.cursor for item in BY_KEY["drafts"].page(boss, 0, 50)]
    assert [client.get("/admin/queue/drafts/next/", {"at": c}).url for c in cursors] == pages
    assert client.get("/admin/queue/drafts/next/").url == pages[0]
    assert client.get("/admin/queue/drafts/next/", {"after": cursors[0]}).url == pages[1]
    Clinic.objects.filter(pk=two.pk).update(status="published")
    assert client.get("/admin/queue/drafts/next/", {"after": cursors[0]}).url == pages[2]
    assert client.get("/admin/queue/drafts/next/", {"after": cursors[1]}).url == pages[2]
    end = client.get("/admin/queue/drafts/next/", {"after": cursors[2]}, follow=True)
    assert end.redirect_chain == [("/admin/queue/drafts/", 302)]
    assert "That was the last one here." in end.content.decode()


@pytest.mark.parametrize("cursor", ["x", "2026-01-01,0,1,2", "0001-01-01T00:00:00+14:00,0,1", "2026-01-01T00:00,0,1", "2026-01-01,0,99999999999999999999"])  # fmt: skip
def test_a_place_that_nobody_wrote_leads_to_the_first(client, boss, cursor):
    client.force_login(boss)
    make.ClinicFactory(status="draft")
    assert client.get("/admin/queue/drafts/next/", {"after": cursor}).status_code == 302


def test_on_the_page_of_an_item_stands_the_way_on(client, boss):
    client.force_login(boss)
    clinic = make.ClinicFactory(status="draft")
    url = client.get("/admin/queue/drafts/next/").url

    def bar(path):
        request = RequestFactory().get(path)
        request.session = client.session
        return Template("{% load desk_queue %}{% desk_next %}").render(Context({"request": request}))

    [back, on] = [a["href"] for a in Reading(bar(url)).attributes("a")]
    assert back == "/admin/queue/drafts/"
    assert client.get(on).url == back
    assert bar(f"/admin/clinics/clinic/{clinic.pk}/change/").strip() == ""


def do(client, what, item, key="drafts", follow=True):
    data = {"do": what, "model": item.model, "pk": item.pk, "cursor": item.cursor}
    return client.post(f"/admin/queue/{key}/act/", data, follow=follow)


def test_one_click_publishes_and_leads_to_the_next(client, boss):
    client.force_login(boss)
    one, two = make.ClinicFactory(status="draft"), make.ClinicFactory(status="draft")
    page = do(client, "publish", BY_KEY["drafts"].page(boss, 0, 1)[0])
    assert page.redirect_chain[-1][0] == f"/admin/clinics/check/of/clinic/{two.pk}/"
    assert f"{one.name}: Published." in [str(message) for message in page.context["messages"]]
    assert list(Listing.objects.filter(status="published")) == [one.listing_ptr]
    newest = one.history.first()
    assert (newest.status, newest.history_user) == ("published", boss)
    assert newest.history_change_reason == "From the queue: New drafts"
    assert LogEntry.objects.get().change_message == "Published. From the queue: New drafts"


def test_what_cannot_be_published_leads_to_its_form_with_the_reason(client, boss):
    client.force_login(boss)
    clinic = make.ClinicFactory(status="draft", latitude=None, longitude=None)
    page = do(client, "publish", BY_KEY["drafts"].page(boss, 0, 1)[0])
    assert page.redirect_chain[-1][0] == f"/admin/clinics/clinic/{clinic.pk}/change/"
    assert "the address is not on the map" in str(next(iter(page.context["messages"])))


def test_what_lapsed_is_suspended_in_one_click(client, boss):
    client.force_login(boss)
    clinic = make.CheckFactory(listing=make.ClinicFactory()).listing
    do(client, "suspend", BY_KEY["lapsed"].page(boss, 0, 1)[0], key="lapsed")
    clinic.refresh_from_db()
    assert clinic.status == "suspended"


def test_only_what_waits_is_changed_and_only_by_those_who_may(client, sign_in, boss):
    clinic = make.ClinicFactory(status="draft")
    item = BY_KEY["drafts"].page(boss, 0, 1)[0]
    sign_in("view_clinic", "view_check")
    assert do(client, "publish", item).status_code == 403
    client.force_login(boss)
    assert do(client, "suspend", item).status_code == 404
    assert client.get("/admin/queue/drafts/act/").status_code == 405
    Listing.objects.filter(pk=clinic.pk).update(status="closed")
    do(client, "publish", item)
    clinic.refresh_from_db()
    assert clinic.status == "closed"


def test_a_list_has_pages_and_buttons_with_a_name(client, boss):
    client.force_login(boss)
    for _ in range(51):
        make.ClinicFactory(status="draft")
    page = Reading(client.get("/admin/queue/drafts/").content.decode())
    assert page.texts("button").count("Publish") == 50
    assert {b.get("aria-label") for b in page.attributes("button")} > {
        f"Publish: {Clinic.objects.earliest('pk')}"
    }
    assert "?page=2" in [a.get("href") for a in page.attributes("a")]
    assert "Page 2 of 2" in Reading(client.get("/admin/queue/drafts/?page=2").content.decode()).text


def test_those_who_only_look_get_no_button(client, sign_in):
    sign_in("view_clinic", "view_check")
    make.ClinicFactory(status="draft")
    assert "Publish" not in Reading(client.get("/admin/queue/drafts/").content.decode()).texts("button")


def fill(numbers):
    """Something in every queue for each number."""
    for number in numbers:
        clinic = make.ClinicFactory(latitude=None, longitude=None, phone="")
        verify(clinic, -9, 9)
        for _ in range(2):
            lapsed = make.ClinicFactory(latitude=20 + number / 10, phone="")
            make.CheckFactory(listing=lapsed, looked_at=day(-400))
        served(name=f"Served {number}", website=f"https://example.org/{number}", phone="")
        licensed()
        make.ProviderFactory(status="draft")
        make.ReportFactory(listing=clinic)
        Request.objects.create(kind="correct", listing=clinic, name="Ada")
        Proposal.objects.create(listing=clinic, origin="registry", field="phone")
        Claim.objects.create(listing=clinic, user=make.UserFactory(), email="a@example.org", role="Owner")
        ExclusionMatch.objects.create(key="a", listed="Listed", listing=clinic)
        fill_with_law(number)
        fill_with_reviews(number)


def fill_with_law(number):
    url = f"https://example.org/law/{number}"
    make.RegulationNoteFactory(source_url=url, review_due_on=day(-1).date())
    make.RegulationNoteFactory(status="draft", approved_at=None)
    page = SourcePage.objects.create(url=url, failing_since=day(-2))
    page.readings.create(text="Anew.", digest="b", changed=True, read_at=day(-1))


def test_every_page_asks_as_often_for_many_as_for_few_and_under_twenty_times(
    client, boss, django_assert_max_num_queries
):
    make.ZipCodeFactory()
    client.force_login(boss)
    pages = ["/admin/", *(f"/admin/queue/{queue.key}/" for queue in QUEUES)]
    asked = []
    for numbers in (range(5), range(5, 40)):
        fill(numbers)
        asked.append([])
        for page in pages:
            with django_assert_max_num_queries(19) as queries:
                assert client.get(page).status_code == 200
            asked[-1].append(len(queries))
    assert all(queue.count(boss) for queue in QUEUES)
    assert all(later <= earlier for earlier, later in zip(*asked, strict=True))
