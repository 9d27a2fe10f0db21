"""Counts beside choices: how many results each would leave, its own filter set aside."""

from tests import factories as make


def listing(*slugs, **fields):
    return make.ClinicFactory(conditions=[make.ConditionFactory(slug=slug) for slug in slugs], **fields)


def test_a_choice_counts_what_it_would_leave(facet):
    listing("ptsd")
    listing("ptsd", "crps")
    listing()
    assert facet("condition") == {"ptsd": 2, "crps": 1}


def test_its_own_filter_is_set_aside_and_the_others_hold(facet):
    listing("ptsd", accepting_new_patients=True)
    listing("crps", accepting_new_patients=True)
    listing("crps")
    assert facet("condition", condition="ptsd") == {"ptsd": 1, "crps": 2}
    assert facet("condition", condition="ptsd", accepting="1") == {"ptsd": 1, "crps": 1}
    assert facet("accepting", condition="crps", accepting="1") == {"1": 1}


def test_with_the_silent_ones_let_in_they_stay_under_every_choice(facet):
    listing("ptsd")
    listing()
    assert facet("condition", unknown="1") == {"ptsd": 2, "crps": 1}


def test_a_service_that_serves_many_states_counts_once(facet):
    make.TelemedicineServiceFactory(states=["TX", "OK", "CA"])
    assert facet("care") == {"telehealth": 1}


def test_each_count_is_what_the_choice_then_finds(facet, results):
    for number in range(12):
        slugs = [slug for bit, slug in enumerate(["ptsd", "crps"]) if number >> bit & 1]
        clinic = listing(*slugs, accepting_new_patients=[None, True, False][number % 3])
        if number % 2:
            make.OfferFactory(listing=clinic, price_low_cents=20_000 + number * 10_000)
    base = {"accepting": "1"}
    for parameter in ("condition", "max_price", "treatment", "care"):
        for value, count in facet(parameter, **base).items():
            assert len(results(**base, **{parameter: value})) == count
