"""A search costs a constant, small number of queries."""

import pytest

from clinics.listings import index
from tests import factories as make


def fill(number):
    condition = make.ConditionFactory(slug="ptsd")
    for _ in range(number):
        clinic = make.ClinicFactory(conditions=[condition])
        make.LicenseFactory(provider=make.AffiliationFactory(listing=clinic).provider)
    make.TelemedicineServiceFactory(states=["TX"], conditions=[condition])
    index.rebuild()


SEARCHES = [
    "/search/",
    "/search/?state=TX",
    "/search/?near=78701&condition=ptsd&sort=distance",
    "/search/?near=Austin,+TX&radius=500&q=harbor",
    "/search/?near=78701&condition=crps",
    "/providers/?near=78701",
    "/telehealth/?state=TX&condition=ptsd",
    "/states/tx/austin/",
]


@pytest.mark.parametrize("number", [10, 1000])
def test_a_search_costs_at_most_eight_queries(client, texas, django_assert_max_num_queries, number):
    fill(number)
    for url in SEARCHES:
        with django_assert_max_num_queries(8):
            assert client.get(url).status_code == 200
