"""Fictional practitioners and their credentials."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from django.utils.text import slugify

from clinics.listings.models import (
    Affiliation,
    BoardCertification,
    DeaRegistration,
    License,
    Listing,
    Provider,
    Source,
    Status,
)
from clinics.medicine.models import Language
from clinics.registries.demo.words import Words, maybe, some, told
from clinics.registries.specialties import license_type, specialty

PRESCRIBING = "prescriber"


class People:
    """Makes practitioners; no two bear the same name."""

    def __init__(self, words: Words, today: date) -> None:
        self.words, self.today = words, today
        self.names = set(Provider.objects.filter(is_demo=True).values_list("slug", flat=True))

    def join(
        self, listing: Listing, profession: str, states: Iterable[str], dice: Random, *, leads: bool = False
    ) -> Provider:
        """A new practitioner of this profession who works at the listing, licensed in these states."""
        job = self.words.professions[profession]
        person = self._person(job, dice)
        self._credentials(person, job, states, dice)
        roles = [Affiliation.Role.MEDICAL_DIRECTOR, job["role"]] if leads else [job["role"]]
        for role in dict.fromkeys(roles):
            Affiliation.objects.create(
                listing=listing, provider=person, role=role, position=0 if leads else 1
            )
        known = list(listing.conditions.all())
        person.conditions.set(some(dice, known, share=0.9) if known and maybe(dice, 0.5) else [])
        return person

    def _person(self, job: dict, dice: Random) -> Provider:
        first, last, slug = self._name(dice)
        languages = self.words.terms[Language]
        person = Provider.objects.create(
            slug=slug,
            status=Status.PUBLISHED,
            source=Source.DEMO,
            is_demo=True,
            first_name=first,
            last_name=last,
            credentials=dice.choice(job["credentials"]),
            taxonomy=job["taxonomy"],
            specialty=specialty(job["taxonomy"]),
            description=self.words.pick(dice, "person_descriptions") if maybe(dice, 0.6) else "",
            practising_since=self.today.year - dice.randint(2, 35) if maybe(dice, 0.85) else None,
            ketamine_training=self.words.pick(dice, "trainings") if maybe(dice, 0.5) else "",
            acls=told(dice, 0.8, unknown=0.4),
            bls=told(dice, 0.95, unknown=0.3),
            confirmed_on=self.today - timedelta(days=dice.randint(5, 400)) if maybe(dice, 0.6) else None,
        )
        second = dice.choice(["spanish", "french", "arabic", "vietnamese"]) if maybe(dice, 0.2) else None
        person.languages.set(languages[slug] for slug in ("english", second) if slug in languages)
        return person

    def _name(self, dice: Random) -> tuple[str, str, str]:
        while True:
            first = self.words.pick(dice, "first_names")
            last = self.words.pick(dice, "last_starts") + self.words.pick(dice, "last_ends")
            slug = slugify(f"{first} {last} sample")
            if slug not in self.names:
                self.names.add(slug)
                return first, last, slug

    def _credentials(self, person: Provider, job: dict, states: Iterable[str], dice: Random) -> None:
        kind = license_type(person.taxonomy, person.credentials)
        issued = date(
            person.practising_since or self.today.year - 3, dice.randint(1, 12), dice.randint(1, 28)
        )
        for usps in states:
            status, days = self._standing(dice)
            License.objects.create(
                provider=person,
                state_id=usps,
                number=f"DEMO{dice.randrange(100_000):05d}",
                type=kind,
                status=status,
                issued_on=issued,
                expires_on=self.today + timedelta(days=days),
            )
            if job["role"] == PRESCRIBING and maybe(dice, 0.7):
                DeaRegistration.objects.create(
                    provider=person,
                    state_id=usps,
                    attested_on=self.today - timedelta(days=dice.randint(1, 300)),
                )
        if job["certificate"] and maybe(dice, 0.75):
            board, field = job["certificate"]
            BoardCertification.objects.create(
                provider=person,
                board=board,
                specialty=field,
                issued_on=issued,
                expires_on=self.today + timedelta(days=dice.randint(60, 3000)),
            )

    def _standing(self, dice: Random) -> tuple[str, int]:
        """What a license is worth, and in how many days it ends: most are sound, some lapse soon or have."""
        return dice.choices(
            [
                (License.Status.ACTIVE, dice.randint(40, 900)),
                (License.Status.ACTIVE, dice.randint(1, 30)),
                (License.Status.ACTIVE, -dice.randint(1, 90)),
                (License.Status.UNKNOWN, dice.randint(40, 900)),
                (License.Status.SUSPENDED, dice.randint(40, 900)),
            ],
            [84, 5, 4, 5, 2],
        )[0]
