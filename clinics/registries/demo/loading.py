"""Loading and clearing the fictional listings, all or nothing."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import product
from random import Random
from typing import NamedTuple

from django.db import transaction

from clinics.listings import index
from clinics.listings.models import Listing, Provider
from clinics.places.states import STATES
from clinics.registries.demo.evidence import checks_of
from clinics.registries.demo.listings import Listings
from clinics.registries.demo.people import People
from clinics.registries.demo.places import spots
from clinics.registries.demo.words import Words, maybe
from clinics.vetting.recording import store

CLINICS = 330
SEED = "clinicfinder demo"
HOME = [row.usps for row in STATES if row.kind != "territory"]
REMOTE_PRESCRIBERS = ("psychiatrist", "psychiatric-nurse-practitioner", "family-physician")
Progress = Callable[[Iterable, str], Iterable]


class Counts(NamedTuple):
    created: int
    updated: int
    left: int


@transaction.atomic
def load(now: datetime, progress: Progress = lambda rows, _: rows) -> Counts:
    """Make what is missing; dates lie around `now`. What is there already is left as it is.

    Raises LookupError if the reference facts are not loaded.
    """
    words, today = Words(), now.date()
    people, listings = People(words, today), Listings(words, today)
    there = set(Listing.objects.filter(is_demo=True).values_list("name", flat=True))
    created, left = [], 0
    for name, make in progress(_plan(words, people, listings), "demo"):
        if name in there:
            left += 1
        else:
            created.append(make())
    store(check for listing in created for check in checks_of(listing, now))
    index.refresh(listings=[listing.pk for listing in created])
    return Counts(len(created), 0, left)


@transaction.atomic
def clear() -> int:
    """Remove the fictional listings and practitioners, and nothing else. Returns how many."""
    listings, providers = Listing.objects.filter(is_demo=True), Provider.objects.filter(is_demo=True)
    gone = listings.count() + providers.count()
    # A real practitioner or listing that a curator tied to a fictional one must forget it.
    met_people = set(listings.values_list("affiliations__provider", flat=True)) - {None}
    met_places = set(providers.values_list("affiliations__listing", flat=True)) - {None}
    listings.delete()
    providers.delete()
    index.refresh(listings=met_places, providers=met_people)
    return gone


def _plan(words: Words, people: People, listings: Listings) -> list[tuple[str, Callable[[], Listing]]]:
    """Every listing of the demo by its name, and what makes it."""
    dice = Random(SEED)  # noqa: S311 (fiction, not secrets)
    names = [" ".join(pair) for pair in product(words.lists["first_words"], words.lists["second_words"])]
    taken = {service["name"].split(" Sample ")[0] for service in words.services}
    names = [name for name in names if name not in taken]
    dice.shuffle(names)
    weights = [practice["weight"] for practice in words.practices]
    plan: list[tuple[str, Callable[[], Listing]]] = []
    for words_of_name, spot in zip(names, spots(CLINICS, HOME, dice), strict=False):
        practice = dice.choices(words.practices, weights)[0]
        name = f"{words_of_name} Sample {practice['name']}"
        plan.append((name, _clinic_maker(people, listings, name, practice, spot)))
    plan.extend((told["name"], _service_maker(people, listings, told)) for told in words.services)
    return plan


def _clinic_maker(
    people: People, listings: Listings, name: str, practice: dict, spot
) -> Callable[[], Listing]:
    def make() -> Listing:
        dice = Random(name)  # noqa: S311 (fiction, not secrets)
        clinic = listings.clinic(name, practice, spot, dice)
        if maybe(dice, 0.95):
            people.join(clinic, dice.choice(practice["leaders"]), [spot.state], dice, leads=True)
            for profession in dice.sample(practice["staff"], dice.choice([0, 1, 1, 2])):
                people.join(clinic, profession, [spot.state], dice)
        return clinic

    return make


def _service_maker(people: People, listings: Listings, told: dict) -> Callable[[], Listing]:
    def make() -> Listing:
        dice = Random(told["name"])  # noqa: S311 (fiction, not secrets)
        service = listings.service(told)
        states, number = told["states"], told["prescribers"]
        for place in range(number):
            share = states[place::number] + ([states[0]] if place % number else [])
            profession = dice.choice(REMOTE_PRESCRIBERS)
            people.join(service, profession, dict.fromkeys(share), dice, leads=place == 0)
        return service

    return make
