"""Fictional clinics and telemedicine services, of realistic variety and with gaps."""

from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils.text import slugify

from clinics.listings.models import (
    Clinic,
    Listing,
    ListingPayer,
    Offer,
    OpeningHours,
    ServedState,
    Source,
    Status,
    TelemedicineService,
)
from clinics.medicine.models import AccessibilityFeature, AgeGroup, Condition, Language, Payer, Treatment
from clinics.places.models import PointSource
from clinics.registries.demo.places import Spot
from clinics.registries.demo.words import Words, maybe, some, told

TERMS = (
    ("conditions", Condition),
    ("languages", Language),
    ("age_groups", AgeGroup),
    ("accessibility", AccessibilityFeature),
)
STATUSES = ([Status.PUBLISHED, Status.DRAFT, Status.SUSPENDED, Status.CLOSED], [90, 3, 3, 4])


class Listings:
    """Makes clinics and services of the words."""

    def __init__(self, words: Words, today: date) -> None:
        self.words, self.today = words, today

    def clinic(self, name: str, practice: dict, spot: Spot, dice: Random) -> Clinic:
        """A clinic of this kind of practice, with its treatments, payers and hours."""
        clinic = Clinic.objects.create(
            **self._public(name, dice.choices(*STATUSES)[0]),
            **self._contact(name, spot.state, dice),
            **self._answers(practice, dice),
            street=f"{dice.randint(1, 99) * 100 + dice.randrange(100)} {self.words.pick(dice, 'streets')}",
            unit=self.words.pick(dice, "units") if maybe(dice, 0.4) else "",
            city=spot.city,
            state_id=spot.state,
            zip_code=spot.zip_code,
            latitude=spot.latitude,
            longitude=spot.longitude,
            point_source=PointSource.ZIP,
            monitoring_by=self.words.pick(dice, "monitoring_by") if maybe(dice, 0.75) else "",
            monitoring_of=self.words.pick(dice, "monitoring_of") if maybe(dice, 0.7) else "",
        )
        if maybe(dice, 0.92):
            self._terms(clinic, practice, spot.state, dice)
        self._payers(clinic, practice, spot.state, dice)
        if maybe(dice, 0.85):
            self._hours(clinic, dice)
        return clinic

    def service(self, told_of: dict) -> TelemedicineService:
        """A telemedicine service as fixtures/demo/services.json tells of it."""
        dice = Random(told_of["name"])  # noqa: S311 (fiction, not secrets)
        same = {
            name: told_of[name]
            for name in (
                "description", "modality", "platforms", "evaluation", "in_person_visit_required",
                "home_delivery", "monitor_required", "privacy_practice", "business_associate_agreement",
                "takes_insurance", "accepting_new_patients", "wait_days", "emergency_plan", "follow_up",
                "hsa_fsa", "payment_plans", "sliding_scale", "prior_authorization_help",
                "consultation_required", "psychotherapy_support",
            )
        }  # fmt: skip
        ago = told_of["confirmed_days_ago"]
        service = TelemedicineService.objects.create(
            **self._public(told_of["name"], told_of["status"]),
            **self._contact(told_of["name"], told_of["states"][0], dice),
            **same,
            confirmed_on=None if ago is None else self.today - timedelta(days=ago),
        )
        ServedState.objects.bulk_create(
            ServedState(service=service, state_id=usps) for usps in told_of["states"]
        )
        for field, model in TERMS:
            getattr(service, field).set(self._rows(model, told_of[field]))
        for offer in told_of["treatments"]:
            self._offer(
                service, offer["treatment"], offer["per"], (offer["low"], offer["high"]), offer["includes"]
            )
        self._link(service, told_of["payers"])
        return service

    def _public(self, name: str, status: str) -> dict[str, Any]:
        return {
            "name": name,
            "slug": slugify(name),
            "status": status,
            "source": Source.DEMO,
            "is_demo": True,
        }

    def _contact(self, name: str, usps: str, dice: Random) -> dict[str, Any]:
        return {
            "phone": self.words.phone(dice, usps),
            "phone_extension": str(dice.randint(1, 9)) if maybe(dice, 0.1) else "",
            "phone_note": self.words.pick(dice, "phone_notes") if maybe(dice, 0.15) else "",
            "website": f"https://{slugify(name)}.example.org/" if maybe(dice, 0.9) else "",
            "email": f"hello@{slugify(name)}.example.org" if maybe(dice, 0.5) else "",
        }

    def _answers(self, practice: dict, dice: Random) -> dict[str, Any]:
        """What the clinic has said of itself; every question stays open somewhere."""
        ago = dice.choices(
            [dice.randint(3, 85), dice.randint(95, 175), dice.randint(200, 700), None], [5, 2, 2, 1]
        )[0]
        return {
            "description": dice.choice(practice["descriptions"]) if maybe(dice, 0.9) else "",
            "accepting_new_patients": told(dice, 0.85, unknown=0.15),
            "wait_days": dice.choice([0, 1, 2, 3, 5, 7, 10, 14, 21, 30, 45]) if maybe(dice, 0.7) else None,
            "payment_plans": told(dice, 0.5),
            "sliding_scale": told(dice, 0.25, unknown=0.35),
            "hsa_fsa": told(dice, 0.85, unknown=0.3),
            "prior_authorization_help": told(dice, practice["insured"], unknown=0.3),
            "consultation_required": told(dice, 0.95, unknown=0.1),
            "psychotherapy_support": told(dice, practice["psychotherapy"], unknown=0.2),
            "follow_up": self.words.pick(dice, "follow_ups") if maybe(dice, 0.7) else "",
            "emergency_plan": self.words.pick(dice, "emergency_plans") if maybe(dice, 0.7) else "",
            "confirmed_on": None if ago is None else self.today - timedelta(days=ago),
        }

    def _terms(self, clinic: Clinic, practice: dict, usps: str, dice: Random) -> None:
        clinic.conditions.set(
            self._rows(Condition, some(dice, practice["conditions"], at_least=2, share=0.75))
        )
        spoken = ["english"]
        if maybe(dice, 0.45 if usps in self.words.lists["spanish_states"] else 0.12):
            spoken.append("spanish")
        clinic.languages.set(self._rows(Language, spoken) if maybe(dice, 0.85) else [])
        ages = ["adult", "older-adult"] + (["adolescent"] if maybe(dice, 0.12) else [])
        clinic.age_groups.set(self._rows(AgeGroup, ages) if maybe(dice, 0.85) else [])
        features = sorted(self.words.terms[AccessibilityFeature])
        clinic.accessibility.set(
            self._rows(AccessibilityFeature, some(dice, features, share=0.4)) if maybe(dice, 0.6) else []
        )
        for treatment, (low, high) in practice["treatments"].items():
            if treatment == next(iter(practice["treatments"])) or maybe(dice, 0.5):
                self._offer(
                    clinic, treatment, Offer.Per.SESSION, self._price(low, high, dice), self._includes(dice)
                )

    def _price(self, low: int, high: int, dice: Random) -> tuple[int | None, int | None]:
        """A range in whole five dollars within these bounds in cents; a quarter publish none."""
        if maybe(dice, 0.25):
            return None, None
        first = round(dice.randint(low, high) / 500) * 500
        return first, first + dice.choice([0, 0, 5_000, 10_000, 20_000])

    def _includes(self, dice: Random) -> str:
        return self.words.pick(dice, "includes") if maybe(dice, 0.6) else ""

    def _offer(
        self, listing: Listing, slug: str, per: str, price: tuple[int | None, int | None], includes: str
    ) -> None:
        Offer.objects.create(
            listing=listing,
            treatment=self.words.terms[Treatment][slug],
            per=per,
            price_low_cents=price[0],
            price_high_cents=price[1],
            includes=includes,
        )

    def _payers(self, clinic: Clinic, practice: dict, usps: str, dice: Random) -> None:
        """None said, no insurance taken, or some payers in or out of network."""
        if maybe(dice, 0.2):
            return
        clinic.takes_insurance = maybe(dice, practice["insured"])
        clinic.save(update_fields=["takes_insurance"])
        if clinic.takes_insurance:
            local = [slug for slug, states in self.words.lists["local_payers"].items() if usps in states]
            offered = some(dice, self.words.lists["common_payers"] + local, at_least=2, share=0.4)
            bases = [ListingPayer.Basis.IN_NETWORK, ListingPayer.Basis.SUPERBILL]
            self._link(clinic, {slug: dice.choices(bases, [7, 3])[0] for slug in offered})

    def _link(self, listing: Listing, payers: dict[str, str]) -> None:
        rows = self.words.terms[Payer]
        ListingPayer.objects.bulk_create(
            ListingPayer(listing=listing, payer=rows[slug], basis=basis)
            for slug, basis in payers.items()
            if slug in rows
        )

    def _hours(self, clinic: Clinic, dice: Random) -> None:
        spans = [self.words.pick(dice, "hours")]
        if maybe(dice, 0.2):
            spans.append(self.words.pick(dice, "weekend_hours"))
        OpeningHours.objects.bulk_create(
            OpeningHours(clinic=clinic, weekday=day, opens=span["opens"], closes=span["closes"])
            for span in spans
            for day in span["weekdays"]
        )

    def _rows(self, model: type, slugs: list[str]) -> list[Any]:
        known = self.words.terms[model]
        return [known[slug] for slug in slugs if slug in known]
