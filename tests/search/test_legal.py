"""The law where the patient lives decides which telehealth is offered, before anything is counted."""

from datetime import date

import pytest
import time_machine

from clinics.listings import index
from clinics.search import finding
from tests import factories as make

pytestmark = pytest.mark.django_db
ESKETAMINE = ["esketamine-spravato"]


def telehealth_rule(rule="follows_federal", required="none", by=None, conditions="all", who="all"):
    return {
        "rule": rule,
        "examination": {"required": required, "days": None, "by": by},
        "conditions_allowed": conditions,
        "prescribers": who,
    }


def note(effect, state="TX", **fields):
    place = make.StateFactory(usps=state) if state else None
    return make.RegulationNoteFactory(state=place, effect=effect, **fields)


def service(name, *conditions, prescriber="md", treatments=(), states=("TX",), **fields):
    fields["conditions"] = [make.ConditionFactory(slug=slug) for slug in conditions]
    made = make.TelemedicineServiceFactory(
        name=name, slug=name, states=states, prescriber=prescriber, **fields
    )
    for slug in treatments:
        make.OfferFactory(listing=made, treatment=make.TreatmentFactory(slug=slug))
    return made


@pytest.fixture
def federal():
    """Federal law: one examination in person, but for a flexibility through 2026."""
    note({"rule": "federal_examination"}, state=None, key="us-examination", topic="examination")
    note(
        {"rule": "federal_flexibility"},
        state=None,
        key="us-flexible",
        effective_from=date(2026, 1, 1),
        effective_until=date(2027, 1, 1),
    )


@pytest.fixture
def not_pain(federal):
    note(telehealth_rule(), key="tx-follows")
    note(telehealth_rule("limits_conditions", conditions="not_pain"), key="tx-pain")


@pytest.fixture(params=["few", "many"], ids=["judged here", "judged by the database"])
def either_way(request, monkeypatch):
    """Few rows are judged in Python, many in SQL: both must say the same."""
    if request.param == "many":
        monkeypatch.setattr(finding, "MOST_ROWS", 0)


@pytest.fixture
def cards(client):
    """Slug → (answer, line) of each telehealth result, in order."""

    def search(**query):
        index.rebuild()
        found = client.get("/telehealth/", {"state": "TX"} | query).context["results"]
        return {card.key.removeprefix("telehealth:"): (card.law_answer, card.law_line) for card in found}

    return search


def test_a_service_that_may_not_treat_people_there_is_not_offered(cards, federal, either_way):
    note(telehealth_rule("requires_examination", "before_first", "prescriber"))
    service("remote", "ptsd")
    assert list(cards()) == []


def test_where_the_law_leaves_nobody_clinics_are_one_tap_away(client, federal):
    note(telehealth_rule("requires_examination", "before_first", "prescriber"))
    service("remote", "ptsd")
    index.rebuild()
    page = client.get("/telehealth/", {"state": "TX", "condition": "ptsd"}).content.decode()
    assert "Clinics that you visit follow other rules." in page
    assert '<a href="/search/?state=TX&amp;condition=ptsd">Look for clinics too</a>' in page


def test_one_that_examines_in_person_first_is_offered_and_says_so(cards, federal, either_way):
    note(telehealth_rule("requires_examination", "before_first", "prescriber"))
    service("remote", "ptsd")
    service("meets-you", "ptsd", in_person_visit_required=True)
    [(slug, (answer, line))] = cards().items()
    assert (slug, answer) == ("meets-you", "conditional")
    assert line == (
        "Texas: a doctor licensed there may prescribe ketamine by video after examining you in person once."
    )


def test_a_condition_that_is_closed_there_finds_nobody_from_afar(cards, not_pain, either_way):
    service("both", "ptsd", "crps")
    service("pain-only", "crps")
    assert list(cards(condition="crps")) == []
    assert list(cards(condition="ptsd")) == ["both"]
    assert list(cards()) == ["both"]


def test_who_has_not_said_what_they_treat_is_not_let_in_for_a_closed_condition(cards, not_pain, either_way):
    make.ConditionFactory(slug="crps"), make.ConditionFactory(slug="ptsd")
    service("silent")
    assert list(cards(condition="crps", unknown="1")) == []
    assert list(cards(condition="ptsd", unknown="1")) == ["silent"]


def test_the_count_of_a_condition_leaves_out_whom_the_law_leaves_out(client, not_pain, either_way):
    service("both", "ptsd", "crps")
    index.rebuild()
    page = client.get("/telehealth/", {"state": "TX"})
    counts = {
        choice.value: choice.count
        for facet in page.context["facets"]
        if facet.parameter == "condition"
        for choice in facet.choices
    }
    assert counts == {"ptsd": 1, "crps": 0}


def test_allowed_for_what_it_treats_needs_no_words(cards, not_pain):
    service("mind", "ptsd")
    assert cards() == {"mind": ("allowed", "")}


def test_for_some_of_what_it_treats_the_card_says_so(cards, not_pain):
    service("both", "ptsd", "crps")
    [(answer, line)] = cards().values()
    assert answer == "conditional"
    assert "for some conditions, but not for all" in line


def test_where_nothing_is_settled_services_stay_after_the_others_with_whom_to_ask(
    client, federal, either_way
):
    note(telehealth_rule("unknown", required=None, conditions="unknown"))
    make.ZipCodeFactory()
    service("remote", "ptsd", wait_days=1)
    make.ClinicFactory(slug="clinic", wait_days=90, conditions=[make.ConditionFactory(slug="ptsd")])
    index.rebuild()
    for sort in ("best", "soonest", "price"):
        page = client.get("/search/", {"near": "78701", "sort": sort})
        assert [card.key for card in page.context["results"]] == ["clinic:clinic", "telehealth:remote"]
    assert "Ask the prescriber or the medical board." in page.context["results"][1].law_line


def test_spravato_alone_is_never_offered_from_afar(cards, not_pain, either_way):
    note(
        {
            "rule": "forbids", "profiles": ["telehealth"], "treatments": ESKETAMINE,
            "conditions": "all", "prescribers": "all",
        },
        state=None, topic="spravato-rems",
    )  # fmt: skip
    service("spray", "ptsd", treatments=ESKETAMINE)
    service("both", "ptsd", treatments=[*ESKETAMINE, "oral-sublingual"])
    service("tablets", "ptsd", treatments=["oral-sublingual"])
    assert set(cards()) == {"both", "tablets"}


def ban(*treatments, state="TX", conditions="all", who="all"):
    effect = {"rule": "forbids", "profiles": ["telehealth"], "treatments": list(treatments)}
    note(effect | {"conditions": conditions, "prescribers": who}, state=state, topic="ketamine-rule")


def test_two_bans_that_cover_all_that_is_offered_close_it(cards, not_pain, either_way):
    ban("esketamine-spravato", state=None)
    ban("oral-sublingual")
    service("both", "ptsd", treatments=["esketamine-spravato", "oral-sublingual"])
    service("troches", "ptsd", treatments=["intranasal-compounded"])
    assert list(cards()) == ["troches"]


def test_a_ban_on_nurses_closes_a_service_of_nurses_alone(cards, not_pain, either_way):
    ban("oral-sublingual", who="np")
    service("doctors", "ptsd", treatments=["oral-sublingual"])
    service("nurses", "ptsd", prescriber="np", treatments=["oral-sublingual"])
    assert list(cards()) == ["doctors"]


def test_a_ban_for_some_conditions_leaves_the_others_open(cards, federal, either_way):
    note(telehealth_rule())
    ban("oral-sublingual", conditions="psychiatric_and_sud_only")
    service("tablets", "ptsd", "chronic-pain", treatments=["oral-sublingual"])
    assert list(cards(condition="ptsd")) == []
    assert list(cards(condition="chronic-pain")) == ["tablets"]


@pytest.mark.parametrize(("day", "answer"), [("2026-09-30", "allowed"), ("2026-10-01", "unknown")])
def test_a_doctor_whose_license_has_ended_speaks_for_the_service_no_more(cards, federal, day, answer):
    note(telehealth_rule(who="physicians"))
    mixed = service("mixed", "ptsd", prescriber="np")
    doctor = make.AffiliationFactory(listing=mixed).provider
    make.LicenseFactory(provider=doctor, expires_on=date(2026, 9, 30))
    index.rebuild()
    with time_machine.travel(f"{day}T18:00:00Z", tick=False):
        assert cards()["mixed"][0] == answer


def test_nurses_follow_the_rules_that_speak_to_nurses(cards, federal, either_way):
    note(telehealth_rule(who="physicians"), key="tx-doctors")
    service("doctors", "ptsd")
    service("nurses", "ptsd", prescriber="np")
    found = cards()
    assert list(found) == ["doctors", "nurses"]
    assert found["nurses"][0] == "unknown"
    assert "nurse practitioner" in found["nurses"][1]


def test_a_nurse_who_needs_a_doctor_says_so_on_the_card(cards, not_pain):
    tells = {"rule": "tells", "about": "np-practice", "value": "restricted"}
    note(tells, key="tx-np-practice", topic="np-practice")
    service("nurses", "ptsd", prescriber="np")
    assert "a doctor who works with the nurse practitioner" in cards()["nurses"][1]


def test_the_law_is_that_of_the_patients_state_and_never_judges_a_clinic(client, federal):
    note(telehealth_rule("requires_examination", "before_first", "prescriber"))
    make.ZipCodeFactory()
    make.ClinicFactory(slug="clinic")
    index.rebuild()
    [card] = client.get("/search/", {"near": "78701"}).context["results"]
    assert (card.key, card.law_answer, card.law_line) == ("clinic:clinic", "", "")


def test_without_a_state_nothing_is_judged(client, federal):
    note(telehealth_rule("requires_examination", "before_first", "prescriber"))
    service("remote", "ptsd")
    index.rebuild()
    [card] = client.get("/telehealth/").context["results"]
    assert card.law_answer == ""


@pytest.mark.parametrize(
    ("state", "instant", "answer"),
    [
        ("GU", "2026-12-31T13:59:59Z", "allowed"),
        ("GU", "2026-12-31T14:00:00Z", "unknown"),
        ("NY", "2027-01-01T04:59:59Z", "allowed"),
        ("NY", "2027-01-01T05:00:00Z", "unknown"),
        ("TX", "2027-01-01T05:59:59Z", "allowed"),
        ("TX", "2027-01-01T06:00:00Z", "unknown"),
        ("HI", "2027-01-01T09:59:59Z", "allowed"),
        ("HI", "2027-01-01T10:00:00Z", "unknown"),
        ("TX", "2028-02-29T12:00:00Z", "unknown"),
    ],
)
def test_when_the_federal_rule_ends_the_answer_changes_at_midnight_there(
    cards, federal, state, instant, answer
):
    note(telehealth_rule(), state)
    service("mind", "ptsd", states=[state])
    with time_machine.travel(instant, tick=False):
        assert cards(state=state)["mind"][0] == answer


@pytest.mark.parametrize(("scope", "key"), [("/telehealth/", "telehealth"), ("/providers/", "provider")])
def test_practitioners_of_a_service_follow_the_same_law(client, federal, scope, key):
    note(telehealth_rule("requires_examination", "before_first", "prescriber"))
    service("remote", "ptsd")
    index.rebuild()
    assert client.get(scope, {"state": "TX"}).context["results"] == []
    assert len(client.get(scope, {"state": "TX", "care": "in_person"}).context["results"]) == 0


def test_a_service_is_offered_only_where_somebody_it_names_is_licensed(client, not_pain, either_way):
    named = service("named", "ptsd", prescriber=None)
    person = make.AffiliationFactory(listing=named).provider
    make.LicenseFactory(provider=person, state=make.StateFactory(usps="OK"))
    index.rebuild()
    assert client.get("/telehealth/", {"state": "TX"}).context["results"] == []
    assert client.get("/telehealth/", {"state": "TX", "unknown": "1"}).context["results"] == []


def test_a_service_that_names_nobody_is_among_those_that_have_not_said(client, not_pain, either_way):
    service("nobody", "ptsd", prescriber=None)
    index.rebuild()
    page = client.get("/telehealth/", {"state": "TX"})
    assert page.context["results"] == []
    assert page.context["unknown_url"]
    [card] = client.get("/telehealth/", {"state": "TX", "unknown": "1"}).context["results"]
    assert card.key == "telehealth:nobody"


@pytest.mark.parametrize(
    ("issued", "expires", "offered"),
    [
        (None, date(2026, 11, 24), False),
        (None, date(2026, 11, 25), True),
        (date(2026, 11, 25), None, True),
        (date(2026, 11, 26), None, False),
    ],
)
@time_machine.travel("2026-11-25T18:00:00Z")
def test_a_service_is_offered_on_the_days_on_which_a_license_stands(
    cards, not_pain, issued, expires, offered
):
    named = service("named", "ptsd", prescriber=None)
    person = make.AffiliationFactory(listing=named).provider
    make.LicenseFactory(provider=person, issued_on=issued, expires_on=expires)
    assert ("named" in cards()) is offered


def test_a_telehealth_registration_counts_from_afar_and_not_in_a_clinic(client, not_pain):
    named = service("named", "ptsd", prescriber=None)
    person = make.AffiliationFactory(listing=named).provider
    make.LicenseFactory(provider=person, ground="telehealth")
    make.AffiliationFactory(listing=make.ClinicFactory(), provider=person)
    index.rebuild()
    assert len(client.get("/telehealth/", {"state": "TX"}).context["results"]) == 1
    in_person = client.get("/providers/", {"state": "TX", "care": "in_person"})
    assert in_person.context["results"] == []
