"""Conditions, languages, prices, insurers, hours, states: proposed, shown beside each other, accepted."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from clinicfinder import clock
from clinics.desk import facts
from clinics.desk.proposals import Moved, accept, propose
from clinics.models import Check, Clinic, Listing, Proposal, SearchEntry
from clinics.vetting.recording import record_looks
from clinics.vetting.standing import gather_listings
from tests import factories as make
from tests.desk.forms import as_sent
from tests.desk.helpers import curator, granted, proposal
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db

URL = "/clinics/harbor/care/"
PRICE = "iv-infusion|session|45000|60000|Medicine"


@pytest.fixture
def clinic():
    ptsd = make.ConditionFactory()
    for slug in ("anxiety", "chronic-pain"):
        make.ConditionFactory(slug=slug)
    for slug in ("english", "spanish", "korean"):
        make.LanguageFactory(slug=slug)
    make.TreatmentFactory(slug="spravato")
    for slug in ("cigna", "humana"):
        make.PayerFactory(slug=slug)
    made = make.ClinicFactory(
        slug="harbor",
        conditions=[ptsd],
        age_groups=[make.AgeGroupFactory()],
        languages=[make.LanguageFactory()],
        accessibility=[make.AccessibilityFeatureFactory()],
    )
    make.OfferFactory(listing=made, price_high_cents=60_000, includes="Medicine")
    make.ListingPayerFactory(listing=made)
    make.OpeningHoursFactory(clinic=made)
    make.OpeningHoursFactory(clinic=made, weekday=1)
    return made


@pytest.fixture
def keeper(client, clinic):
    client.force_login(granted(clinic).user)
    return client


@pytest.fixture
def staff(client):
    client.force_login(curator("view_proposal", "change_proposal"))
    return client


@pytest.fixture
def boss():
    return curator()


def page_of(listing):
    return f"/admin/clinics/proposal/of/listing/{listing.pk}/"


def waiting(clinic, field, new):
    """A proposal whose `old` is what stands there."""
    return proposal(clinic, field, old=facts.current(clinic, field), new=new)


def test_every_fact_that_stands_there_is_in_the_form_and_untouched_it_proposes_nothing(keeper):
    assert keeper.post(URL, as_sent(keeper.get(URL).context["form"])).status_code == 302
    assert Proposal.objects.count() == 0


def test_each_fact_of_rows_is_one_proposal_with_all_its_rows(keeper):
    data = as_sent(keeper.get(URL).context["form"]) | {
        "conditions": ["ptsd", "anxiety"],
        "languages": [],
        "payer-aetna": "superbill",
        "payer-cigna": "in-network",
        "offer-iv-infusion-0-high": "$1,200.50",
        "offer-spravato": "on",
        "hours-0-0-closes": "12:00",
        "hours-0-1-opens": "13:00",
        "hours-0-1-closes": "5 pm",
    }
    keeper.post(URL, data)
    assert dict(Proposal.objects.values_list("field", "new")) == {
        "conditions": "anxiety\nptsd",
        "languages": "",
        "payers": "aetna|superbill\ncigna|in-network",
        "offers": "iv-infusion|session|45000|120050|Medicine\nspravato|session|||",
        "hours": "0|09:00|12:00\n0|13:00|17:00\n1|09:00|17:00",
    }
    assert Proposal.objects.get(field="offers").old == PRICE


def test_the_form_comes_back_with_what_waits_and_says_so(keeper):
    data = as_sent(keeper.get(URL).context["form"]) | {"conditions": ["anxiety"], "hours-6-0-opens": "10:00"}
    keeper.post(URL, data | {"hours-6-0-closes": "12:00"})
    response = keeper.get(URL)
    form = response.context["form"]
    assert form["conditions"].value() == ["anxiety"]
    assert form["hours-6-0-closes"].value() == "12:00"
    assert Reading(response.content.decode()).text.count("Your change waits for a curator") == 2


def test_what_changed_elsewhere_since_then_is_not_taken_back_by_sending_the_form_again(keeper, clinic):
    keeper.post(URL, as_sent(keeper.get(URL).context["form"]) | {"conditions": ["ptsd", "anxiety"]})
    clinic.conditions.add(make.ConditionFactory(slug="chronic-pain"))
    keeper.post(URL, as_sent(keeper.get(URL).context["form"]))
    assert Proposal.objects.get().new == "anxiety\nchronic-pain\nptsd"


def test_accepting_writes_rows_history_and_index_and_leaves_other_rows_alone(clinic, boss):
    monday, tuesday = clinic.hours.all()
    [offer] = clinic.offers.all()
    [condition] = Clinic.conditions.through.objects.filter(listing=clinic)
    new = {
        "conditions": "anxiety\nptsd",
        "languages": "english\nkorean",
        "accessibility": "",
        "payers": "aetna|superbill\ncigna|in-network",
        "offers": PRICE.replace("45000", "40000") + "\nspravato|course|||Visits",
        "hours": "0|09:00|17:00\n1|09:00|16:00\n1|17:00|20:00",
    }
    propose(clinic, new, "confirmation")
    for row in Proposal.objects.all():
        accept(row, boss)
    clinic = Clinic.objects.get()
    assert {name: facts.current(clinic, name) for name in new} == new
    assert list(clinic.hours.values_list("pk", "weekday", "closes"))[:2] == [
        (monday.pk, 0, time(17)),
        (tuesday.pk, 1, time(16)),
    ]
    assert clinic.offers.get(price_low_cents=40_000) == offer
    assert condition in Clinic.conditions.through.objects.filter(listing=clinic)
    assert clinic.history.first().history_change_reason.startswith("Proposal ")
    assert offer.history.first().history_change_reason.startswith("Proposal ")
    assert SearchEntry.objects.get(listing=clinic).price_cents == 40_000
    call_command("check_derived")


def test_a_row_that_is_taken_away_leaves_its_reason_in_the_history(clinic, boss):
    accept(waiting(clinic, "payers", ""), boss)
    assert not clinic.payer_links.exists()
    [last, *_before] = clinic.payer_links.model.history.all()
    assert (last.history_type, last.history_change_reason[:9]) == ("-", "Proposal ")


def test_a_changed_price_ends_the_check_that_the_price_was_confirmed(clinic, boss):
    def confirmed():
        return gather_listings([clinic.pk])[clinic.pk].subject.looks["price", ""].passed

    look = Check(
        kind="price", outcome="passed", listing=clinic, source_name="Our call", looked_at=clock.now()
    )
    record_looks([look])
    accept(waiting(clinic, "payers", ""), boss)
    assert confirmed()
    accept(waiting(clinic, "offers", PRICE.replace("45000", "44000")), boss)
    assert not confirmed()


def test_lines_are_accepted_one_by_one_and_the_rest_goes_on_waiting(staff, clinic):
    row = waiting(clinic, "conditions", "anxiety\nchronic-pain")
    data = {f"decision-{row.pk}": "accept", f"asked-{row.pk}": "1"}
    staff.post(page_of(clinic), data | {f"line-{row.pk}": ["anxiety", "ptsd"]})
    assert facts.current(clinic, "conditions") == "anxiety"
    row.refresh_from_db()
    assert (row.state, row.new) == ("accepted", "anxiety")
    rest = Proposal.objects.get(state="open")
    assert (rest.old, rest.new, rest.origin) == ("anxiety", "anxiety\nchronic-pain", row.origin)
    assert rest.created_at == row.created_at


def test_no_line_ticked_is_no_decision(staff, clinic):
    row = waiting(clinic, "conditions", "anxiety")
    response = staff.post(page_of(clinic), {"all": "1", f"asked-{row.pk}": "1"}, follow=True)
    assert "Tick at least one line" in response.content.decode()
    row.refresh_from_db()
    assert (row.state, row.new) == ("open", "anxiety")


def test_a_curators_own_change_of_another_row_survives(clinic, boss):
    row = waiting(clinic, "conditions", "anxiety\nptsd")
    clinic.conditions.add(make.ConditionFactory(slug="chronic-pain"))
    accept(row, boss)
    assert facts.current(clinic, "conditions") == "anxiety\nchronic-pain\nptsd"


def test_a_row_that_has_changed_since_must_be_seen_first(clinic, boss):
    row = waiting(clinic, "offers", PRICE.replace("45000", "40000"))
    clinic.offers.update(price_low_cents=50_000)
    with pytest.raises(Moved):
        accept(row, boss)
    assert clinic.offers.get().price_low_cents == 50_000
    accept(row, boss, seen=True)
    assert clinic.offers.get().price_low_cents == 40_000


def test_the_page_of_curators_says_what_is_added_changed_and_taken_away(staff, clinic):
    waiting(clinic, "conditions", "anxiety")
    waiting(clinic, "offers", PRICE.replace("|Medicine", "|"))
    waiting(clinic, "hours", "1|09:00|17:00\n6|10:00|12:30")
    clinic.offers.update(price_low_cents=50_000)
    told = Reading(staff.get(page_of(clinic)).content.decode()).text
    for words in (
        "Added: Anxiety",
        "Taken away: Ptsd",
        "Changed: Iv infusion: $450 to $600 a session (includes: Medicine) → Iv infusion: $450 to $600 a session",
        "Stands there now: Iv infusion: $500 to $600 a session",
        "Added: Sunday 10 a.m. to 12:30 p.m.",
        "Stays as it is: Tuesday 9 a.m. to 5 p.m.",
    ):
        assert words in told
    assert "2 differences" in Reading(staff.get("/admin/clinics/proposal/").content.decode()).text


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("conditions", "nonsense"), ("offers", "iv-infusion"), ("offers", "iv-infusion|year|1|2|"),
        ("offers", "iv-infusion|session|2|1|"), ("offers", "iv-infusion|session||1|"),
        ("offers", "iv-infusion|session|-1||"), ("offers", "iv-infusion|session|99999999999||"),
        ("offers", "iv-infusion|session|1||" + "x" * 201), ("offers", PRICE + "\niv-infusion|session|1||"),
        ("payers", "aetna|free"), ("payers", "nobody|in-network"), ("payers", "aetna|in-network\naetna|superbill"),
        ("hours", "7|09:00|10:00"), ("hours", "0|10:00|09:00"), ("hours", "0|noon|13:00"),
        ("hours", "0|09:00|12:00\n0|11:00|13:00"), ("hours", "monday"),
    ],
)  # fmt: skip
def test_what_no_row_can_hold_stays_open_and_is_told(staff, clinic, field, new):
    before = facts.current(clinic, field)
    row = waiting(clinic, field, new)
    assert staff.get(page_of(clinic)).status_code == 200
    response = staff.post(page_of(clinic), {"all": "1"}, follow=True)
    assert facts.label(Clinic, field) + ":" in Reading(response.content.decode()).text
    row.refresh_from_db()
    assert row.state == "open"
    assert facts.current(clinic, field) == before


def test_a_service_tells_its_states_and_never_loses_them_all(client, boss):
    service = make.TelemedicineServiceFactory(slug="lantern", states=["TX", "CA"])
    texas = service.served.get(state="TX")
    client.force_login(granted(service).user)
    url = "/telehealth/lantern/care/"
    data = as_sent(client.get(url).context["form"])
    response = client.post(url, data | {"states_served": []})
    assert "Tick at least one state" in response.context["form"].errors["states_served"][0]
    make.StateFactory(usps="FL")
    client.post(url, data | {"states_served": ["TX", "FL"]})
    accept(Proposal.objects.get(), boss)
    assert set(service.served.values_list("state", flat=True)) == {"TX", "FL"}
    assert service.served.get(state="TX").pk == texas.pk
    assert set(SearchEntry.objects.values_list("state", flat=True)) == {"TX", "FL"}
    with pytest.raises(ValidationError):
        accept(waiting(service, "states_served", ""), boss)
    assert service.served.count() == 2


@pytest.mark.parametrize("field", ["status", "affiliations", "checks", "former_slugs", "payer_links"])
def test_no_other_rows_can_be_proposed(clinic, field):
    assert propose(clinic, {field: "x"}, "claim") == 0
    assert Listing.objects.get().status == "published"
