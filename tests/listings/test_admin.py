"""A curator's lists: what they show, how they are searched, what is done to many at once."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from clinics.listings import index
from clinics.models import Clinic, License, Listing, Provider, SearchEntry, TelemedicineService
from tests import factories as make
from tests.listings.submission import address

pytestmark = pytest.mark.django_db
MODELS = [Clinic, TelemedicineService, Provider]


def curator_with(client, *permissions):
    user = make.UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return client


def act(client, action, *subjects):
    """Choose rows, run an action, and tell what it answered and where each row stands now."""
    url = address(type(subjects[0]), "changelist")
    chosen = {"action": action, "_selected_action": [s.pk for s in subjects], "reason": "It is so"}
    page = client.post(url, chosen, follow=True)
    assert page.status_code == 200
    for subject in subjects:
        subject.refresh_from_db()
    assert list(index.disagreements()) == []
    return [str(message) for message in page.context["messages"]], [subject.status for subject in subjects]


def found(client, model, **query):
    return list(client.get(address(model, "changelist"), query).context["cl"].result_list)


def findable_service(**fields):
    return make.TelemedicineServiceFactory(states=["TX"], **fields)


def findable_provider(**fields):
    provider = make.ProviderFactory(state=make.StateFactory(), **fields)
    make.LicenseFactory(provider=provider)
    return provider


@pytest.mark.parametrize("make_one", [make.ClinicFactory, findable_service, findable_provider])
def test_drafts_are_published_and_search_finds_them(admin_client, make_one):
    draft, other = make_one(status="draft"), make_one(status="published")
    index.rebuild()
    answers, statuses = act(admin_client, "publish", draft, other)
    assert answers == ["1 published."]
    assert statuses == ["published", "published"]
    assert SearchEntry.objects.count() == 2


@pytest.mark.parametrize("make_one", [make.ClinicFactory, findable_service, findable_provider])
@pytest.mark.parametrize(
    ("action", "answer", "status"),
    [("suspend", "2 suspended.", "suspended"), ("mark_closed", "2 marked as closed.", "closed")],
)
def test_what_is_suspended_or_closed_is_found_no_more(admin_client, make_one, action, answer, status):
    chosen = [make_one(), make_one(status="draft")]
    index.rebuild()
    assert act(admin_client, action, *chosen) == ([answer], [status, status])
    assert not SearchEntry.objects.exists()


def test_what_no_search_could_find_is_not_published_and_the_reason_is_told(admin_client):
    nowhere = make.ClinicFactory(name="Nowhere", status="draft", latitude=None, longitude=None)
    elsewhere = make.ClinicFactory(name="Elsewhere", status="draft", latitude=None, longitude=None)
    ready = make.ClinicFactory(status="draft")
    answers, statuses = act(admin_client, "publish", nowhere, elsewhere, ready)
    assert answers == [
        "Not published, because the address is not on the map: Elsewhere, Nowhere",
        "1 published.",
    ]
    assert statuses == ["draft", "draft", "published"]


def test_a_service_without_a_state_is_not_published(admin_client):
    service = make.TelemedicineServiceFactory(name="Lantern", status="draft")
    answers, statuses = act(admin_client, "publish", service)
    assert answers == [
        "Not published, because no state is named that it serves: Lantern",
        "Nothing was changed.",
    ]
    assert statuses == ["draft"]


@pytest.mark.parametrize(
    ("state", "license", "reason"),
    [
        ("TX", {"status": "revoked"}, "no license is listed that stands today"),
        ("TX", {"expires_on": "2020-12-31"}, "no license is listed that stands today"),
        (None, {}, "neither a place of work nor a practice state is named"),
    ],
)
def test_a_practitioner_whom_no_search_finds_is_not_published(admin_client, state, license, reason):
    place = make.StateFactory(usps=state) if state else None
    ada = make.ProviderFactory(first_name="Ada", last_name="Lark", status="draft", state=place)
    make.LicenseFactory(provider=ada, **license)
    answers, statuses = act(admin_client, "publish", ada)
    assert answers[0] == f"Not published, because {reason}: Ada Lark, MD"
    assert statuses == ["draft"]


def test_many_that_could_not_be_published_are_counted(admin_client):
    nowhere = [make.ClinicFactory(status="draft", latitude=None, longitude=None) for _ in range(12)]
    [refusal, _], _ = act(admin_client, "publish", *nowhere)
    assert refusal.endswith(" and 2 more")


def test_a_fictional_clinic_stays_fictional_when_published(admin_client):
    clinic = make.ClinicFactory(is_demo=True, status="draft")
    answers, _ = act(admin_client, "publish", clinic)
    assert answers == ["1 published.", "1 is fictional and says so."]
    assert (clinic.is_demo, clinic.source) == (True, "demo")


def test_an_action_stands_in_the_history_of_each(admin_client):
    clinic = make.ClinicFactory()
    act(admin_client, "suspend", clinic)
    text = admin_client.get(address(clinic, "history")).content.decode()
    assert "It is so" in text
    assert "admin" in text


def test_nothing_changes_status_without_a_reason(admin_client):
    clinic = make.ClinicFactory()
    for reason in ({}, {"reason": " "}):
        chosen = {"action": "suspend", "_selected_action": [clinic.pk]} | reason
        page = admin_client.post(address(Clinic, "changelist"), chosen)
        assert "Why?" in page.content.decode()
    clinic.refresh_from_db()
    assert clinic.status == "published"


def test_checked_all_still_right_moves_the_confirmation_and_its_author_alone(admin_client):
    clinic = make.ClinicFactory(confirmed_on=None)
    before = Clinic.objects.values().get()
    act(admin_client, "still_right", clinic)
    after = Clinic.objects.values().get()
    assert {name for name in after if after[name] != before[name]} == {"confirmed_on"}
    newest = clinic.history.first()
    assert (newest.history_user.username, newest.history_change_reason) == (
        "admin",
        "Checked: all still right",
    )


def test_deleting_many_brings_the_index_up_to_date(admin_client):
    ada = findable_provider()
    clinics = [make.ClinicFactory(), make.ClinicFactory()]
    for clinic in clinics:
        make.AffiliationFactory(listing=clinic, provider=ada)
    index.rebuild()
    chosen = [clinic.pk for clinic in clinics]
    url = address(Clinic, "changelist")
    admin_client.post(url, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
    assert not Listing.objects.exists()
    assert list(index.disagreements()) == []
    assert list(SearchEntry.objects.values_list("provider_id", "listing_id")) == [(ada.pk, None)]


@pytest.mark.parametrize("make_one", [make.ClinicFactory, findable_service, findable_provider])
def test_deleting_one_brings_the_index_up_to_date(admin_client, make_one):
    subject = make_one()
    if isinstance(subject, Provider):
        make.AffiliationFactory(provider=subject)
    else:
        make.AffiliationFactory(listing=subject, provider=findable_provider())
    index.rebuild()
    admin_client.post(address(subject, "delete"), {"post": "yes"})
    assert not type(subject).objects.filter(pk=subject.pk).exists()
    assert list(index.disagreements()) == []


def test_who_may_delete_clinics_needs_no_further_right(client):
    clinic = make.ClinicFactory()
    curator_with(client, "delete_clinic", "view_clinic").post(address(clinic, "delete"), {"post": "yes"})
    assert not Listing.objects.exists()


@pytest.mark.parametrize(
    "query", ["Harbor", "Tide Medical", "Marfa", "79843", "1234567893", "512-555-0147", "(512) 555-0147"]
)
def test_a_clinic_is_found_by_what_a_curator_knows_of_it(admin_client, query):
    clinic = make.ClinicFactory(
        name="Harbor", organisation="Tide Medical PLLC", city="Marfa", zip_code="79843",
        npi="1234567893", phone="+15125550147",
    )  # fmt: skip
    make.ClinicFactory(name="Other", slug="other")
    assert found(admin_client, Clinic, q=query) == [clinic]


def test_a_practitioner_is_found_by_a_license_number(admin_client):
    ada = make.LicenseFactory(number="K-77").provider
    make.LicenseFactory(provider=ada, number="K-778")
    make.ProviderFactory()
    assert found(admin_client, Provider, q="K-77") == [ada]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"status__exact": "draft"}, {"Alpha"}),
        ({"source__exact": "nppes"}, {"Alpha"}),
        ({"is_demo__exact": "1"}, {"Bravo"}),
        ({"accepting_new_patients__exact": "1"}, {"Bravo"}),
        ({"point": "none"}, {"Alpha"}),
        ({"point": "zip"}, {"Bravo", "Charlie"}),
        ({"state__usps__exact": "CA"}, {"Charlie"}),
    ],
)
def test_clinics_are_filtered(admin_client, query, kept):
    make.ClinicFactory(name="Alpha", status="draft", source="nppes", latitude=None, longitude=None)
    make.ClinicFactory(name="Bravo", is_demo=True, accepting_new_patients=True)
    make.ClinicFactory(name="Charlie", state=make.StateFactory(usps="CA"))
    assert {clinic.name for clinic in found(admin_client, Clinic, **query)} == kept


def test_practitioners_are_filtered_by_the_standing_of_a_license(admin_client):
    ada = make.LicenseFactory(status="suspended").provider
    make.LicenseFactory()
    assert found(admin_client, Provider, licenses__status__exact="suspended") == [ada]


def rows_of_everything(number):
    """So many clinics, services and practitioners, each with a license, an address, a state served."""
    for _ in range(number):
        make.ClinicFactory()
        findable_service()
        findable_provider()


@pytest.mark.parametrize("number", [1, 25])
@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_queries_whatever_its_length(
    admin_client, model, number, django_assert_max_num_queries
):
    rows_of_everything(number)
    with django_assert_max_num_queries(8):
        assert len(found(admin_client, model)) == number


def several(number):
    """A clinic and a practitioner with so many rows of each kind below their form."""
    clinic, ada = make.ClinicFactory(), findable_provider()
    for n in range(number):
        make.OfferFactory(listing=clinic, treatment__slug=f"treatment-{n}")
        make.ListingPayerFactory(listing=clinic, payer__slug=f"payer-{n}")
        make.OpeningHoursFactory(
            clinic=clinic, opens=f"0{n // 10}:{n % 10}0" if n % 10 < 6 else f"0{n // 10}:0{n % 10}"
        )
        make.AffiliationFactory(listing=clinic)
        make.AffiliationFactory(provider=ada)
        make.LicenseFactory(provider=ada)
    return clinic, ada


@pytest.mark.parametrize("number", [1, 25])
@pytest.mark.parametrize("which", [0, 1], ids=["clinic", "practitioner"])
def test_a_form_costs_the_same_queries_however_many_rows_it_has(
    admin_client, which, number, django_assert_max_num_queries
):
    subject = several(number)[which]
    with django_assert_max_num_queries(25):
        assert admin_client.get(address(subject)).status_code == 200


def test_a_service_in_every_state_costs_few_queries(admin_client, django_assert_max_num_queries):
    service = make.TelemedicineServiceFactory(states=list(make.ROWS))
    with django_assert_max_num_queries(25):
        assert admin_client.get(address(service)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_staff_without_rights_see_none_of_it(client, model):
    page = curator_with(client).get(reverse("admin:index"))
    assert f"/clinics/{model._meta.model_name}/" not in page.content.decode()
    assert client.get(address(model, "changelist")).status_code == 403
    assert client.get(address(model, "add")).status_code == 403


def test_who_may_only_look_changes_nothing(client):
    clinic = make.ClinicFactory(status="draft")
    curator = curator_with(client, "view_clinic")
    page = curator.get(address(clinic))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert curator.post(address(clinic), {"name": "Mine"}).status_code == 403
    curator.post(
        address(Clinic, "changelist"),
        {"action": "publish", "_selected_action": [clinic.pk], "reason": "It is so"},
    )
    assert Clinic.objects.get().status == "draft"


def test_who_may_only_look_sees_the_states_that_a_service_serves(client):
    service = make.TelemedicineServiceFactory(states=["TX", "CA"])
    curator = curator_with(client, "view_telemedicineservice")
    assert "CA, TX" in curator.get(address(service)).content.decode()


def test_who_may_change_clinics_may_publish_them_and_change_their_rows(client):
    clinic = make.ClinicFactory(status="draft")
    curator = curator_with(client, "change_clinic", "view_clinic")
    assert 'name="offers-0-per"' in curator.get(address(clinic)).content.decode()
    assert act(curator, "publish", clinic) == (["1 published."], ["published"])


def test_a_place_of_work_is_searched_by_name_and_town(admin_client):
    marfa = make.ClinicFactory(name="Harbor", slug="a", city="Marfa")
    make.ClinicFactory(name="Harbor", slug="b", city="Alpine")
    service = make.TelemedicineServiceFactory(name="Harbor by Phone")
    query = {"app_label": "clinics", "model_name": "affiliation", "field_name": "listing"}
    url = reverse("admin:name-and-place")
    assert admin_client.get(url, query | {"term": "harbor marfa"}).json()["results"] == [
        {"id": str(marfa.pk), "text": "Harbor (Marfa, TX)"}
    ]
    assert admin_client.get(url, query | {"term": "phone"}).json()["results"] == [
        {"id": str(service.pk), "text": "Harbor by Phone"}
    ]


def test_who_may_not_see_clinics_cannot_search_them_as_places_of_work(client):
    query = {"app_label": "clinics", "model_name": "affiliation", "field_name": "listing", "term": "a"}
    assert curator_with(client).get(reverse("admin:name-and-place"), query).status_code == 403


def test_a_listing_leads_to_the_form_of_its_kind(admin_client):
    for subject in (make.ClinicFactory(), make.TelemedicineServiceFactory()):
        url = reverse("admin:clinics_listing_change", args=[subject.pk])
        assert admin_client.get(url).url == address(subject)
    for unknown in ("999999", "abc"):
        assert admin_client.get(reverse("admin:clinics_listing_change", args=[unknown])).status_code == 302


def test_listings_as_such_are_not_curated(admin_client):
    listing = make.ClinicFactory().listing_ptr
    assert "/admin/clinics/listing/" not in admin_client.get(reverse("admin:index")).content.decode()
    assert admin_client.get(address(Listing, "add")).status_code == 403
    assert admin_client.post(address(listing, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("fields", "link"),
    [
        ({"status": "published"}, "/clinics/harbor/"),
        ({"status": "closed"}, "/clinics/harbor/"),
        ({"status": "draft"}, None),
        ({"status": "suspended"}, None),
        ({"status": "published", "is_demo": True}, None),
    ],
)
def test_the_form_links_to_a_page_that_the_public_can_see(admin_client, settings, fields, link):
    settings.SHOW_DEMO = False
    clinic = make.ClinicFactory(slug="harbor", **fields)
    assert admin_client.get(address(clinic)).context.get("absolute_url") == link


def test_licenses_are_told_by_state_in_the_list(admin_client):
    ada = make.LicenseFactory().provider
    make.LicenseFactory(provider=ada, state=make.StateFactory(usps="CA"))
    make.LicenseFactory(provider=ada, number="second in Texas")
    assert License.objects.count() == 3
    assert "CA, TX" in admin_client.get(address(Provider, "changelist")).content.decode()
