"""The form on which a clinic tells prices, insurers and hours: as people type, nothing lost."""

import pytest

from clinics.models import Proposal
from tests import factories as make
from tests.desk.forms import as_sent
from tests.desk.helpers import granted
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db

URL = "/clinics/harbor/care/"
LOW, HIGH, PER = (f"offer-iv-infusion-0-{column}" for column in ("low", "high", "per"))
SECOND = {"offer-iv-infusion-1-low": "1200", "offer-iv-infusion-1-per": "course"}


@pytest.fixture
def clinic():
    make.TreatmentFactory()
    make.PayerFactory()
    return make.ClinicFactory(slug="harbor")


@pytest.fixture
def keeper(client, clinic):
    client.force_login(granted(clinic).user)
    return client


def send(keeper, **typed):
    return keeper.post(URL, as_sent(keeper.get(URL).context["form"]) | {"offer-iv-infusion": "on"} | typed)


def proposed(field="offers"):
    return Proposal.objects.get(field=field).new


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("450", 45_000), ("$450", 45_000), ("$ 450", 45_000), (" 1,200.50 ", 120_050), ("1200.5", 120_050),
        ("450.", 45_000), ("0", 0), ("100,000", 10_000_000), ("89.99", 8_999),
    ],
)  # fmt: skip
def test_a_price_is_read_as_people_type_it(keeper, typed, cents):
    send(keeper, **{LOW: typed})
    assert proposed() == f"iv-infusion|session|{cents}||"


@pytest.mark.parametrize(
    "typed",
    ["about 450", "450 to 600", "-1", "1,20", "1.200,50", "4e2", "٤٥٠", "100,001", "9" * 20, "$", "1.999"],
)
def test_what_is_no_price_is_named_beside_its_field_and_comes_back(keeper, typed):
    response = send(keeper, **{LOW: typed, "phone_note": "Press 2"})
    form = response.context["form"]
    assert list(form.errors) == [LOW]
    assert (form[LOW].value(), form["phone_note"].value()) == (typed, "Press 2")
    assert form["offer-iv-infusion"].value()
    page = Reading(response.content.decode())
    [error] = [one for one in page.attributes("p") if one.get("data-error")]
    assert error["data-error"] == LOW
    assert f"#id_{LOW}" in [one.get("href") for one in page.attributes("a")]
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({LOW: "600", HIGH: "450"}, HIGH),
        ({HIGH: "450"}, LOW),
        ({LOW: "450", **SECOND, "offer-iv-infusion-1-per": "session"}, "offer-iv-infusion-1-per"),
        ({"offer-iv-infusion-0-includes": "x" * 201}, "offer-iv-infusion-0-includes"),
        ({"hours-0-0-opens": "09:00"}, "hours-0-0-closes"),
        ({"hours-0-0-closes": "09:00"}, "hours-0-0-opens"),
        ({"hours-0-0-opens": "17:00", "hours-0-0-closes": "09:00"}, "hours-0-0-closes"),
        ({"hours-0-0-opens": "noon", "hours-0-0-closes": "17:00"}, "hours-0-0-opens"),
        (
            {
                "hours-0-0-opens": "09:00", "hours-0-0-closes": "13:00",
                "hours-0-1-opens": "12:00", "hours-0-1-closes": "17:00",
            },
            "hours-0-1-opens",
        ),
        ({"payer-aetna": "free"}, "payer-aetna"),
        ({"conditions": ["nonsense"]}, "conditions"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_beside_its_field(keeper, typed, wrong):
    response = send(keeper, **typed)
    assert list(response.context["form"].errors) == [wrong]
    assert f'data-error="{wrong}"' in response.content.decode()
    assert Proposal.objects.count() == 0


def test_a_treatment_may_have_no_price_and_several(keeper, clinic):
    send(keeper)
    assert proposed() == "iv-infusion|session|||"
    send(
        keeper, **{LOW: "450", PER: "session"}, **SECOND, **{"offer-iv-infusion-1-includes": " Six  visits "}
    )
    assert proposed() == "iv-infusion|course|120000||Six visits\niv-infusion|session|45000||"


def test_the_first_price_may_be_left_empty_and_the_second_told(keeper):
    send(keeper, **SECOND)
    assert proposed() == "iv-infusion|course|120000||"


def test_an_emptied_price_goes_and_the_others_stay(keeper, clinic):
    make.OfferFactory(listing=clinic, per="session", price_low_cents=45_000)
    make.OfferFactory(listing=clinic, per="course", price_low_cents=200_000)
    form = keeper.get(URL).context["form"]
    [course] = [n for n in (0, 1) if form[f"offer-iv-infusion-{n}-per"].value() == "course"]
    send(keeper, **{f"offer-iv-infusion-{course}-low": "", f"offer-iv-infusion-{course}-high": ""})
    assert proposed() == "iv-infusion|session|45000|45000|"


def test_a_treatment_without_a_tick_is_not_offered_any_more(keeper, clinic):
    make.OfferFactory(listing=clinic)
    data = as_sent(keeper.get(URL).context["form"])
    del data["offer-iv-infusion"]
    keeper.post(URL, data)
    assert proposed() == ""


def test_a_price_without_a_tick_is_asked_about_and_not_lost(keeper):
    data = as_sent(keeper.get(URL).context["form"]) | {LOW: "450"}
    response = keeper.post(URL, data)
    form = response.context["form"]
    assert list(form.errors) == ["offer-iv-infusion"]
    assert form[LOW].value() == "450"


def test_more_than_two_spans_of_a_day_stay(keeper, clinic):
    for hour in (8, 11, 14):
        make.OpeningHoursFactory(clinic=clinic, opens=f"{hour:02d}:00", closes=f"{hour + 2:02d}:00")
    send(keeper, **{"hours-0-2-closes": "17:30"})
    assert proposed("hours") == "0|08:00|10:00\n0|11:00|13:00\n0|14:00|17:30"


def test_what_was_told_shows_at_once_and_the_rest_behind_one_more_tap(keeper, clinic):
    for number in range(20):
        make.LanguageFactory(slug=f"tongue-{number}")
    clinic.languages.add(make.LanguageFactory(slug="tongue-7"))
    make.PayerFactory(slug="cigna")
    make.ListingPayerFactory(listing=clinic)
    form = keeper.get(URL).context["form"]
    near, more = form.parts["languages"].groups(form)[0]
    assert [box.data["value"] for box in near] == ["tongue-7"]
    assert len(more) == 19
    near, more = form.parts["payers"].groups(form)[0]
    assert [[field.name for field in some] for some in (near, more)] == [["payer-aetna"], ["payer-cigna"]]


def test_a_fact_in_a_state_that_no_vocabulary_knows_breaks_nothing(keeper, clinic):
    claim = clinic.claims.get()
    for field in ("conditions", "offers", "payers", "languages"):
        Proposal.objects.create(
            origin="claim", claim=claim, listing_id=clinic.pk, field=field, new="gone|session|1||"
        )
    assert keeper.get(URL).status_code == 200
