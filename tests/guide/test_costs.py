"""The estimator's page: which prices it takes, what it says of them, and what it leads to."""

import pytest

from clinics.guide import costs as module
from clinics.guide.loading import load_costs
from clinics.listings import index
from clinics.medicine.loading import load_vocabularies
from clinics.models import Fact, NationalPrice, Treatment
from tests import factories as make
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db
IV, SPRAVATO = "iv-infusion", "esketamine-spravato"
INSURED = {"insured": "commercial", "deductible": "0", "percent": "20"}


@pytest.fixture(autouse=True)
def known(db):
    load_vocabularies()
    load_costs()
    make.ZipCodeFactory()
    make.CityFactory()


def publish(*dollars, treatment=IV, **columns):
    """A clinic in Austin for each price of one session."""
    for price in dollars:
        make.OfferFactory(
            listing=make.ClinicFactory(**columns),
            treatment=Treatment.objects.get(slug=treatment),
            price_low_cents=price * 100,
        )
    index.rebuild()


def page(client, **query):
    response = client.get("/costs/", query)
    assert response.status_code == 200
    return response


def sums(response):
    """The lines of the table by their kind."""
    return {line.kind: line.cells for line in response.context["result"].lines}


def test_before_anything_is_asked_the_page_explains_itself_and_leads_on(client):
    reading = Reading(client.get("/costs/").content.decode())
    assert "Choose a treatment to begin" in reading.text
    addresses = [a.get("href") for a in reading.attributes("a")]
    assert {"/search/", "/costs/insurance/", "/assistance/", "/costs/worksheet/"} <= set(addresses)


def test_before_a_treatment_is_chosen_each_price_of_a_session_stands_with_its_source(client):
    reading = Reading(client.get("/costs/").content.decode())
    addresses = [link.get("href") for link in reading.attributes("a")]
    for row in NationalPrice.objects.exclude(session_low_cents=None):
        assert f"/costs/?treatment={row.treatment.slug}&use={row.use}" in addresses
        assert row.source_url in addresses
    assert "IV infusion (pain): $600 to $1,400" in reading.text
    chosen = Reading(client.get("/costs/?treatment=iv-infusion").content.decode())
    assert "What one session costs in the country" not in chosen.text


def test_where_no_listing_tells_a_price_the_national_figures_count_and_say_so(client):
    response = page(client, treatment=IV, state="TX")
    assert sums(response)["consult"] == ("$150", "$225", "$300")
    assert sums(response)["first"] == ("$2,400", "$3,600", "$4,800")
    assert sums(response)["upkeep"] == ("$4,800", "$7,200", "$9,600")
    text = Reading(response.content.decode()).text
    assert "These are national figures. No listing in Texas publishes a price" in text
    assert "One later session a month is our assumption." in text
    assert "Read in a stored copy on 24 Nov 2026." in text


@pytest.mark.parametrize("query", [{"state": "TX"}, {"near": "78701"}, {"near": "Austin, TX", "radius": "5"}])
def test_from_five_listings_on_their_quartiles_and_median_count(client, query):
    publish(400, 500, 600, 700, 800)
    response = page(client, treatment=IV, **query)
    assert sums(response)["first"] == ("$3,000", "$3,600", "$4,200")
    assert "5 listings" in Reading(response.content.decode()).text


def test_four_listings_are_too_few_and_the_page_says_how_many(client):
    publish(400, 500, 600, 700)
    response = page(client, treatment=IV, state="TX")
    assert sums(response)["first"] == ("$2,400", "$3,600", "$4,800")
    assert "4 listings in Texas publish a price" in Reading(response.content.decode()).text


def test_listings_elsewhere_hidden_ones_and_prices_of_something_else_do_not_count(client, settings):
    settings.SHOW_DEMO = False
    publish(400, 500, 600, 700)
    publish(900, status="draft")
    publish(900, is_demo=True)
    publish(900, state=make.StateFactory(usps="CA"), latitude=34.05, longitude=-118.24)
    publish(900, treatment="im-injection")
    monthly = make.ClinicFactory()
    make.OfferFactory(listing=monthly, treatment=Treatment.objects.get(slug=IV), per="month")
    index.rebuild()
    assert page(client, treatment=IV, state="TX").context["costs"].near.count == 4
    assert page(client, treatment=IV, near="78701").context["costs"].near.count == 4


def test_a_clinic_outside_the_radius_does_not_count_though_its_cell_is_touched(client):
    publish(500, latitude=30.2713, longitude=-97.8426)
    assert page(client, treatment=IV, near="78701", radius="5").context["costs"].near.count == 0
    assert page(client, treatment=IV, near="78701", radius="7").context["costs"].near.count == 1


def test_a_service_that_serves_the_state_counts(client):
    service = make.TelemedicineServiceFactory(states=["TX"])
    make.OfferFactory(listing=service, treatment=Treatment.objects.get(slug="oral-sublingual"))
    index.rebuild()
    for where in ({"state": "TX"}, {"near": "78701"}):
        assert page(client, treatment="oral-sublingual", **where).context["costs"].near.count == 1
    assert page(client, treatment="oral-sublingual", state="CA").context["costs"].near.count == 0


def test_made_up_prices_of_demo_listings_are_named_so(client):
    publish(400, 500, 600, 700, 800, is_demo=True)
    text = Reading(page(client, treatment=IV, state="TX").content.decode()).text
    assert "Their prices are made up." in text


def test_for_pain_listings_do_not_count_because_they_do_not_say_what_a_price_is_for(client):
    publish(400, 500, 600, 700, 800)
    response = page(client, treatment=IV, use="pain", state="TX")
    assert sums(response)["first"] == ("$3,600", "$6,000", "$8,400")
    assert "Listings do not say whether a price is for pain" in Reading(response.content.decode()).text


def test_a_treatment_without_known_prices_says_so_until_a_price_is_typed(client):
    text = Reading(page(client, treatment="subcutaneous").content.decode()).text
    assert "we know no price" in text
    assert page(client, treatment="subcutaneous").context["result"] is None
    assert sums(page(client, treatment="subcutaneous", price="$250"))["first"] == (
        "$2,000",
        "$2,000",
        "$2,000",
    )


def test_every_number_can_be_changed(client):
    asked = {"first": "8", "upkeep": "0.5", "price": "1,250.50", "consult": "0", "ride": "40"}
    found = sums(page(client, treatment=IV, **asked))
    assert found["consult"] == ("$0",) * 3
    assert found["first"] == ("$10,004",) * 3
    assert found["upkeep"] == ("$7,503",) * 3
    assert found["rides"] == ("$560",) * 3


def test_the_form_is_filled_with_the_numbers_that_we_start_from(client):
    fields = page(client, treatment=SPRAVATO).context["form"]
    assert (fields["first"].value(), fields["upkeep"].value()) == ("12", "2.2")


def test_another_treatment_brings_its_own_numbers_and_keeps_those_that_were_typed(client):
    came_along = {"of": "iv-infusion.mood", "first": "6", "upkeep": "3"}
    found = page(client, treatment=SPRAVATO, **came_along).context["costs"]
    assert (found.first, found.upkeep) == (12, 30)


def test_insurance_is_left_out_of_an_off_label_treatment_with_the_reason_and_its_source(client):
    response = page(client, treatment=IV, **INSURED)
    assert not response.context["result"].insured
    text = Reading(response.content.decode()).text
    assert Fact.objects.get(key="insurance-commercial").text in text


def test_insurance_counts_off_label_where_the_plan_has_confirmed_it(client):
    found = sums(page(client, treatment=IV, price="500", consult="0", confirmed="on", **INSURED))
    assert found["you"] == ("$1,800",) * 3
    assert found["insurer"] == ("$7,200",) * 3


def test_the_savings_program_counts_for_spravato_alone(client):
    found = sums(page(client, treatment=SPRAVATO, price="1000", consult="0", savings="on", **INSURED))
    # 38 sessions; a fifth of $590 is $118 each, of which $10 stay: $4,104.
    assert found["program"] == ("$4,104",) * 3
    response = page(client, treatment=IV, savings="on", confirmed="on", **INSURED)
    assert "program" not in sums(response)
    assert "savings" in response.context["form"].errors


def test_what_we_assume_of_the_savings_program_stands_in_a_fact():
    texts = " ".join(Fact.objects.values_list("text", flat=True))
    for cents in (module.DRUG_CENTS, module.LIMIT_CENTS, module.REST_CENTS):
        assert f"${cents // 100:,}" in texts


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("treatment", "x"),
        ("use", "sleep"),
        ("near", "99999"),
        ("state", "ZZ"),
        ("radius", "0"),
        ("first", "-1"),
        ("first", "61"),
        ("first", "six"),
        ("upkeep", "32"),
        ("upkeep", "1.25"),
        ("upkeep", "-1"),
        ("price", "free"),
        ("price", "-5"),
        ("price", "50001"),
        ("price", "1,00"),
        ("price", "٣"),
        ("consult", "1.234"),
        ("ride", "1e3"),
        ("insured", "x"),
        ("deductible", "NaN"),
        ("percent", "101"),
        ("copay", "$"),
        ("most", "x"),
        ("drug", "x"),
        ("limit", "x"),
    ],
)
def test_a_wrong_value_gets_a_message_beside_its_field_and_the_rest_counts(client, name, value):
    query = {"treatment": IV, "state": "TX", "ride": "20", name: value}
    response = page(client, **query)
    html = response.content.decode()
    assert f'data-error="{name}"' in html
    if name not in ("treatment", "ride"):
        assert sums(response)["rides"] == ("$360",) * 3
    if name in ("near", "first", "price", "percent"):
        assert response.context["form"][name].value() == value


def test_pain_with_a_treatment_that_we_have_no_figure_for_says_so(client):
    response = page(client, treatment=SPRAVATO, use="pain")
    assert 'data-error="use"' in response.content.decode()
    assert sums(response)["consult"] == ("$150", "$225", "$300")


def test_a_plan_with_half_its_numbers_is_left_out_and_asked_for(client):
    response = page(client, treatment=SPRAVATO, insured="commercial")
    assert {"deductible", "percent"} <= set(response.context["form"].errors)
    assert not response.context["result"].insured


def test_coinsurance_and_copay_together_are_told_and_the_first_counts(client):
    response = page(client, treatment=SPRAVATO, copay="50", **INSURED)
    assert "copay" in response.context["form"].errors
    assert response.context["costs"].plan().copay is None


def test_it_says_that_it_is_no_quote_with_the_rule_and_its_source(client):
    html = page(client, treatment=IV).content.decode()
    text = Reading(html).text
    assert "This is not a quote" in text
    fact = Fact.objects.get(key="pay-good-faith-estimate")
    assert fact.text in text
    assert fact.source_url in html


def test_the_picture_and_the_table_say_the_same(client):
    response = page(client, treatment=IV, ride="20")
    result = response.context["result"]
    labels = [row.label for row in result.chart.rows]
    total = sums(response)["total"]
    assert labels == [f"{name}: {sum_}" for name, sum_ in zip(("Low", "Middle", "High"), total, strict=True)]
    for row in result.chart.rows:
        assert all(bar.width >= 0 for bar in row.bars)
        assert sum(bar.width for bar in row.bars) <= result.chart.width + 1


def test_what_is_recalled_says_that_nobody_has_read_the_page(client):
    NationalPrice.objects.filter(key="iv-infusion").update(basis="recalled")
    text = Reading(page(client, treatment=IV).content.decode()).text
    assert "General knowledge: we have not read this page yet." in text


def test_an_ambiguous_place_offers_its_choices(client):
    make.CityFactory(name="Springfield", state=make.StateFactory(usps="IL"))
    make.CityFactory(name="Springfield", state=make.StateFactory(usps="MO"))
    response = page(client, treatment=IV, near="Springfield")
    assert {link.label for link in response.context["place_links"]} == {"Springfield, IL", "Springfield, MO"}
    assert all("treatment=iv-infusion" in link.url for link in response.context["place_links"])
