"""Addresses of the estimator: any is answered, each keeps what was asked, and none costs much."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.guide.costs import KEEP, Costs
from clinics.guide.loading import load_costs
from clinics.listings import index
from clinics.medicine.loading import load_vocabularies
from clinics.models import Treatment
from tests import factories as make

pytestmark = pytest.mark.django_db
IV, SPRAVATO = "iv-infusion", "esketamine-spravato"
INSURED = {"insured": "commercial", "deductible": "0", "percent": "20"}


@pytest.fixture(autouse=True)
def known(db):
    load_vocabularies()
    load_costs()
    make.ZipCodeFactory()
    make.CityFactory()


@pytest.fixture
def many_prices():
    """Sixty clinics in Austin, each with a price."""
    for dollars in range(400, 700, 5):
        make.OfferFactory(
            listing=make.ClinicFactory(),
            treatment=Treatment.objects.get(slug=IV),
            price_low_cents=dollars * 100,
        )
    index.rebuild()


texts = st.one_of(
    st.sampled_from(
        ["", "0", "5", "1,250", "$9.5", "x", "-1", "TX", IV, SPRAVATO, "pain", "78701", "1" * 300]
    ),
    st.text(max_size=20),
)


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=st.dictionaries(st.sampled_from([*KEEP, "of", "nonsense"]), texts, max_size=8))
def test_any_address_gives_a_page(client, query):
    assert client.get("/costs/", query).status_code == 200
    assert client.get("/costs/worksheet/", query).status_code == 200


treatments = st.sampled_from([IV, SPRAVATO, "im-injection"])
good = {
    "state": st.sampled_from(["TX", "NY"]),
    "radius": st.integers(1, 500).map(str),
    "first": st.integers(0, 60).map(str),
    "upkeep": st.integers(0, 310).map(lambda tenths: f"{tenths / 10:g}"),
    "price": st.integers(0, 50_000).map(lambda dollars: f"${dollars:,}"),
    "consult": st.integers(0, 50_000).map(str),
    "ride": st.integers(0, 500).map(str),
    "insured": st.just("commercial"),
    "confirmed": st.just("on"),
    "deductible": st.integers(0, 9_000).map(str),
    "percent": st.integers(0, 100).map(str),
    "most": st.integers(0, 9_000).map(str),
    "savings": st.just("on"),
    "drug": st.integers(0, 900).map(str),
    "limit": st.integers(0, 9_000).map(str),
}


@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=st.fixed_dictionaries({"treatment": treatments}, optional=good))
def test_the_link_leads_to_the_same_estimate_and_is_its_own_link(query):
    first = QueryDict(mutable=True)
    first.update(query)
    here = Costs(first)
    link = here.address("/costs/")
    there = Costs(QueryDict(urlsplit(link).query))
    assert there.address("/costs/") == link
    assert there.result() == here.result()


def test_the_page_leads_to_a_search_and_to_help_with_what_was_said_filled_in(client):
    context = client.get("/costs/", {"treatment": SPRAVATO, "state": "TX", **INSURED}).context
    search = urlsplit(context["search_url"])
    assert search.path == "/search/"
    assert parse_qs(search.query) == {"state": ["TX"], "treatment": [SPRAVATO], "max_price": ["1600"]}
    assert client.get(context["search_url"]).context["form"].errors == {}
    assert parse_qs(urlsplit(context["assistance_url"]).query) == {
        "treatment": [SPRAVATO],
        "state": ["TX"],
        "insured": ["commercial"],
    }


PAGES = [
    "/costs/",
    "/costs/?treatment=iv-infusion&near=Nowhereville&use=pain",
    f"/costs/?treatment={SPRAVATO}&near=78701&insured=commercial&deductible=1500&percent=20&savings=on",
    "/costs/insurance/",
    "/costs/worksheet/",
    f"/costs/worksheet/?treatment={SPRAVATO}&near=78701&insured=commercial&deductible=1500&percent=20",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_costs_at_most_eight_queries_and_stays_under_sixty_kilobytes(
    client, many_prices, django_assert_max_num_queries, path
):
    with django_assert_max_num_queries(8):
        response = client.get(path)
    assert response.status_code == 200
    assert len(response.content) < 60_000


def test_nothing_asked_is_stored_in_a_session_or_a_cookie(client):
    response = client.get("/costs/", {"treatment": IV, "state": "TX", "insured": "commercial"})
    assert not response.cookies
    assert not client.cookies
