"""Up to four side by side: by address alone, in the words of each page, with what differs marked."""

from datetime import date, time

import pytest

from clinics.listings.records import change_slug
from tests import factories as make
from tests.pages.reading import Reading


@pytest.fixture
def compare(client, db):
    """The page for these listings, read."""

    def read(*keys, **more):
        response = client.get("/compare/", {"listing": list(keys)} | more)
        assert response.status_code == 200
        return Reading(response.content.decode())

    return read


def rows(reading):
    """By the name of a row, what its fields say."""
    found, label = {}, None
    for element in reading.elements:
        said = " ".join("".join(element["said"]).split())
        role = element["attributes"].get("role")
        if role == "rowheader":
            label = said.removesuffix(" differs")
            found[label] = []
        elif role == "cell" and label:
            found[label].append(said)
    return found


def differing(reading):
    heads = [e for e in reading.elements if e["attributes"].get("role") == "rowheader"]
    said = [" ".join("".join(e["said"]).split()) for e in heads]
    return [text.removesuffix(" differs") for text in said if text.endswith(" differs")]


def columns(reading):
    return [a["data-column"] for a in reading.attributes("th") if "data-column" in a]


def full_clinic(**more):
    """One that has told everything a row asks for."""
    told = {
        "name": "Full Harbor", "slug": "full", "accepting_new_patients": True, "wait_days": 3,
        "takes_insurance": True, "payment_plans": True, "sliding_scale": False, "hsa_fsa": True,
        "prior_authorization_help": True, "consultation_required": True, "psychotherapy_support": False,
        "follow_up": "A call the next day.", "emergency_plan": "A crash cart.\nThe hospital is next door.",
        "monitoring_by": "A nurse", "monitoring_of": "Pulse oximetry", "confirmed_on": date(2026, 10, 3),
    }  # fmt: skip
    clinic = make.ClinicFactory(
        **told | more,
        conditions=[make.ConditionFactory(name="PTSD")],
        languages=[make.LanguageFactory(name="Spanish")],
        accessibility=[make.AccessibilityFeatureFactory(name="Step-free entrance")],
        age_groups=[make.AgeGroupFactory(name="Adults")],
    )
    make.OfferFactory(
        listing=clinic,
        treatment=make.TreatmentFactory(name="IV infusion"),
        price_high_cents=60_000,
        includes="Monitoring",
    )
    make.ListingPayerFactory(listing=clinic, payer=make.PayerFactory(name="Aetna"))
    make.OpeningHoursFactory(clinic=clinic, weekday=0, opens=time(9), closes=time(17))
    person = make.ProviderFactory(
        first_name="Ada", last_name="Winter", credentials="MD", slug=f"ada-{clinic.slug}"
    )
    make.AffiliationFactory(listing=clinic, provider=person)
    make.LicenseFactory(provider=person, number="Q1")
    return clinic


def test_each_row_says_what_the_page_of_the_listing_says(compare):
    full_clinic()
    said = {label: cells[0] for label, cells in rows(compare("clinic:full")).items()}
    assert said["Where"] == "100 Example Street, Austin, TX\u00a078701".replace("\u00a0", " ")
    assert said["Last confirmed"] == "Details last confirmed on 3 Oct 2026."
    assert said["New patients"] == "Takes new patients"
    assert said["Wait"] == "First visit in about 3 days"
    assert said["Reviews"] == "No reviews yet"
    assert said["Treatments and prices"] == "IV infusion: $450 to $600 a sessionIncludes: Monitoring"
    assert "In network: Aetna" in said["Insurance"]
    assert (said["Payment plans"], said["Lower price for low income"]) == ("Yes", "No")
    assert said["Who treats here"].startswith("Ada Winter, MD: Prescribes")
    assert "Texas license Q1, active" in said["Who treats here"]
    assert said["Emergency plan"] == "A crash cart.The hospital is next door."
    assert said["Opening hours"] == "Monday: 9 a.m. – 5 p.m."
    assert said["Verification"] == "Not yet verified by us."


def test_an_unknown_is_never_a_no_and_what_does_not_apply_is_neither(compare):
    make.ClinicFactory(slug="silent", payment_plans=None)
    make.ClinicFactory(slug="plain", payment_plans=False)
    make.TelemedicineServiceFactory(slug="far", states=["TX", "CA"], home_delivery=None)
    make.ProviderFactory(slug="ada")
    said = rows(compare("clinic:silent", "clinic:plain", "telehealth:far", "provider:ada"))
    assert said["Payment plans"] == ["Not known. Ask.", "No", "Not known. Ask.", "Does not apply"]
    assert said["States served"] == [
        "Does not apply",
        "Does not apply",
        "California, Texas",
        "Does not apply",
    ]
    assert said["Medicine sent to your home"][2] == "Not known. Ask."
    assert said["Licenses"][:2] == ["Does not apply", "Does not apply"]
    assert "We know of no license yet" in said["Licenses"][3]


def test_a_row_differs_where_those_it_applies_to_say_different_things(compare):
    make.ClinicFactory(slug="a", payment_plans=None, hsa_fsa=True)
    make.ClinicFactory(slug="b", payment_plans=False, hsa_fsa=True)
    make.ProviderFactory(slug="ada")
    page = compare("clinic:a", "clinic:b", "provider:ada")
    assert "Payment plans" in differing(page)
    assert not {"HSA and FSA cards", "Reviews", "Licenses"} & set(differing(page))
    only = compare("clinic:a", "clinic:b", differ="1")
    assert set(rows(only)) == {"Go on", *differing(only)}
    assert "Payment plans" in rows(only)
    assert "/compare/?listing=clinic:a&listing=clinic:b" in [a.get("href") for a in only.attributes("a")]


def test_a_fifth_is_left_out_a_repeated_one_counts_once_and_strangers_are_named(compare):
    for slug in "abcde":
        make.ClinicFactory(slug=slug)
    page = compare("clinic:a", "clinic:a", "clinic:b", "clinic:c", "clinic:d", "clinic:e", "<b>junk</b>")
    assert columns(page) == ["clinic:a", "clinic:b", "clinic:c", "clinic:d"]
    assert "There is room for 4 here. This one is left out: clinic:e" in page.text
    assert "“<b>junk</b>” is not the address of a listing here" in page.text
    assert not any(e["tag"] == "b" for e in page.elements)


@pytest.mark.parametrize("status", ["draft", "suspended"])
def test_an_unpublished_listing_is_as_unknown_as_one_that_never_was(compare, status):
    make.ClinicFactory(slug="secret", name="Secret Harbor", status=status)
    page = compare("clinic:secret", "clinic:never")
    assert "Secret Harbor" not in page.text
    assert "We know of no listing “clinic:secret”" in page.text
    assert "We know of no listing “clinic:never”" in page.text


def test_a_closed_listing_says_so_and_a_renamed_one_is_found(compare):
    make.ClinicFactory(slug="gone", name="Gone Harbor", status="closed")
    change_slug(make.ClinicFactory(slug="old"), "new")
    page = compare("clinic:gone", "clinic:old", "clinic:new")
    assert columns(page) == ["clinic:new"]
    assert "Gone Harbor has closed, as far as we know." in page.text


def test_a_fictional_listing_is_labelled_and_hidden_where_this_site_shows_none(compare, settings):
    make.ClinicFactory(slug="demo", is_demo=True)
    settings.SHOW_DEMO = True
    assert "Fictional, for demonstration" in compare("clinic:demo").text
    settings.SHOW_DEMO = False
    assert columns(compare("clinic:demo")) == []


def test_the_address_of_a_page_names_a_listing_in_every_language(compare):
    make.ClinicFactory(slug="a")
    make.ProviderFactory(slug="ada")
    page = compare("https://example.org/clinics/a/?x=1", "/es/providers/ada/", "/clinics/", "http://[")
    assert columns(page) == ["clinic:a", "provider:ada"]
    assert "“/clinics/” is not the address of a listing" in page.text


def test_a_page_that_nobody_may_index_and_no_cache_on_the_way_keeps(client, db):
    answer = client.get("/compare/")
    assert "private" in answer.headers["Cache-Control"]
    assert "noindex" in [m.get("content") for m in Reading(answer.content.decode()).attributes("meta")]
    assert not answer.cookies


def test_several_reports_of_a_closed_door_are_told_here_too(compare):
    clinic = make.ClinicFactory(slug="a")
    for sender in ("one", "two", "three"):
        make.ReportFactory(listing=clinic, kind="closed", sender=sender)
    assert "Three people told us" in rows(compare("clinic:a"))["Verification"][0]


def test_what_is_kept_out_of_results_offers_no_number_to_call(compare, client):
    clinic = make.ClinicFactory(slug="a", phone="+15125550123")
    make.checked(clinic, "exclusion", outcome="failed")
    page = compare("clinic:a")
    assert "federal exclusion list" in rows(page)["Verification"][0]
    assert rows(page)["Contact"] == ["Do not book here before you have asked"]
    listed = Reading(client.get("/shortlist/?listing=clinic:a").content.decode())
    assert "Do not book here before you have asked" in listed.text
    for shown in (page, listed):
        assert "555-0123" not in shown.text
        assert "tel:+15125550123" not in [a.get("href") for a in shown.attributes("a")]


QUERIES = {"clinic": 12, "telehealth": 12, "provider": 9}


@pytest.mark.parametrize("kind", QUERIES)
@pytest.mark.parametrize("number", [1, 4])
def test_four_cost_the_same_queries_as_one(client, db, django_assert_num_queries, kind, number):
    for n in range(number):
        if kind == "clinic":
            full_clinic(slug=f"x{n}")
        elif kind == "provider":
            place = make.AffiliationFactory(provider=make.ProviderFactory(slug=f"x{n}"))
            make.LicenseFactory(provider=place.provider)
        else:
            service = make.TelemedicineServiceFactory(slug=f"x{n}", states=["TX", "CA"], prescriber="md")
            make.OfferFactory(listing=service)
    with django_assert_num_queries(QUERIES[kind]):
        client.get("/compare/", {"listing": [f"{kind}:x{n}" for n in range(number)]})


@pytest.mark.parametrize(("people", "most"), [(False, 15), (True, 21)])
def test_several_kinds_cost_no_more_than_each_alone(client, db, django_assert_max_num_queries, people, most):
    clinic = full_clinic(slug="x")
    make.TelemedicineServiceFactory(slug="x", states=["TX", "CA"], prescriber="md")
    person = clinic.affiliations.get().provider
    keys = ["clinic:x", "telehealth:x", *([f"provider:{person.slug}"] if people else [])]
    with django_assert_max_num_queries(most):
        client.get("/compare/", {"listing": keys})
