"""Factories: small, explicit, readable defaults. Everything made here is fictional."""

from datetime import date, time

import factory

from clinicfinder import clock
from clinics.listings import index
from clinics.models import (
    AccessibilityFeature,
    Affiliation,
    AgeGroup,
    Check,
    City,
    Clinic,
    Condition,
    Language,
    License,
    ListingPayer,
    Offer,
    OpeningHours,
    Payer,
    Provider,
    RegulationNote,
    Report,
    Review,
    ServedState,
    State,
    TelemedicineService,
    Treatment,
    User,
    ZipCode,
)
from clinics.places.names import name_key
from clinics.places.states import STATES

ROWS = {row.usps: row for row in STATES}
READ_ON = date(2026, 11, 24)


def well_formed_npi(number: int, lead: str = "1") -> str:
    """The NPI that has `lead`, then `number` in eight digits, then its check digit."""
    stem = f"{lead}{number:08d}"
    total = 24 + sum(
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10))
        for place, digit in enumerate(reversed(stem))
    )
    return stem + str(-total % 10)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"curator{n}")


class StateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = State
        django_get_or_create = ["usps"]

    usps = "TX"
    number = factory.LazyAttribute(lambda s: ROWS[s.usps].number)
    name = factory.LazyAttribute(lambda s: ROWS[s.usps].name)
    kind = factory.LazyAttribute(lambda s: ROWS[s.usps].kind)
    timezone = factory.LazyAttribute(lambda s: ROWS[s.usps].timezone)


class ZipCodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ZipCode
        django_get_or_create = ["code"]

    code = "78701"
    city = "Austin"
    region = "TX"
    latitude = 30.2713
    longitude = -97.7426


class CityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = City
        django_get_or_create = ["name_key", "state"]

    name = "Austin"
    name_key = factory.LazyAttribute(lambda c: name_key(c.name))
    state = factory.SubFactory(StateFactory)
    latitude = 30.2672
    longitude = -97.7431
    population = 900_000
    timezone = "America/Chicago"


class TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        django_get_or_create = ["slug"]

    name = factory.LazyAttribute(lambda t: t.slug.replace("-", " ").capitalize())
    bit = factory.Sequence(lambda n: n % 60)


class SourcedTermFactory(TermFactory):
    class Meta:
        abstract = True

    source_name = "A source"
    source_url = "https://example.org/source"
    retrieved_on = READ_ON
    description = "Described in plain words."


class ConditionFactory(SourcedTermFactory):
    class Meta:
        model = Condition

    slug = "ptsd"
    evidence = Condition.Evidence.LIMITED


class TreatmentFactory(SourcedTermFactory):
    class Meta:
        model = Treatment

    slug = "iv-infusion"
    route = "Into a vein"
    setting = "Clinic"
    fda_status = Treatment.FdaStatus.OFF_LABEL
    fda_note = "Off-label."


class PayerFactory(TermFactory):
    class Meta:
        model = Payer

    slug = "aetna"
    kind = Payer.Kind.COMMERCIAL


class LanguageFactory(TermFactory):
    class Meta:
        model = Language

    slug = "spanish"


class AccessibilityFeatureFactory(TermFactory):
    class Meta:
        model = AccessibilityFeature

    slug = "step-free-entrance"


class AgeGroupFactory(TermFactory):
    class Meta:
        model = AgeGroup

    slug = "adult"
    from_age = 18
    until_age = 64


class ListingFactory(factory.django.DjangoModelFactory):
    """Published and real by default; `is_demo=True` also sets the source."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Quiet Harbor Clinic {n}")
    slug = factory.LazyAttribute(lambda c: c.name.lower().replace(" ", "-").replace(".", ""))
    status = "published"
    source = factory.LazyAttribute(lambda c: "demo" if c.is_demo else "curator")
    is_demo = False
    phone = "+15125550123"

    @factory.post_generation
    def conditions(self, create, extracted, **kwargs):
        if extracted:
            self.conditions.set(extracted)

    @factory.post_generation
    def languages(self, create, extracted, **kwargs):
        if extracted:
            self.languages.set(extracted)

    @factory.post_generation
    def accessibility(self, create, extracted, **kwargs):
        if extracted:
            self.accessibility.set(extracted)

    @factory.post_generation
    def age_groups(self, create, extracted, **kwargs):
        if extracted:
            self.age_groups.set(extracted)


class ClinicFactory(ListingFactory):
    class Meta:
        model = Clinic

    street = "100 Example Street"
    city = "Austin"
    state = factory.SubFactory(StateFactory)
    zip_code = "78701"
    latitude = 30.2713
    longitude = -97.7426
    point_source = factory.LazyAttribute(lambda c: "zip" if c.latitude is not None else "")


class TelemedicineServiceFactory(ListingFactory):
    class Meta:
        model = TelemedicineService

    name = factory.Sequence(lambda n: f"Far Lantern Telehealth {n}")
    modality = "video"

    @factory.post_generation
    def states(self, create, extracted, **kwargs):
        """`states=["TX", "CA"]` says which states it serves."""
        for usps in extracted or []:
            ServedState.objects.create(service=self, state=StateFactory(usps=usps))

    @factory.post_generation
    def prescriber(self, create, extracted, **kwargs):
        """`prescriber="md"` names one with a license of that type in every state served."""
        if extracted:
            person = AffiliationFactory(listing=self).provider
            for served in self.served.all():
                LicenseFactory(provider=person, state=served.state, type=extracted)


class OfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Offer

    listing = factory.SubFactory(ClinicFactory)
    treatment = factory.SubFactory(TreatmentFactory)
    per = "session"
    price_low_cents = 45_000
    price_high_cents = factory.SelfAttribute("price_low_cents")


class ListingPayerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ListingPayer

    listing = factory.SubFactory(ClinicFactory)
    payer = factory.SubFactory(PayerFactory)
    basis = "in-network"


class OpeningHoursFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OpeningHours

    clinic = factory.SubFactory(ClinicFactory)
    weekday = 0
    opens = time(9)
    closes = time(17)


class ProviderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Provider

    first_name = "Ada"
    last_name = factory.Sequence(lambda n: f"Winterbourne{n}")
    slug = factory.LazyAttribute(lambda p: f"{p.first_name}-{p.last_name}".lower())
    credentials = "MD"
    status = "published"
    source = factory.LazyAttribute(lambda p: "demo" if p.is_demo else "curator")
    is_demo = False


class LicenseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = License

    provider = factory.SubFactory(ProviderFactory)
    state = factory.SubFactory(StateFactory)
    number = factory.Sequence(lambda n: f"Q{n:05d}")
    type = "md"
    status = "active"
    issued_on = date(2015, 1, 1)
    expires_on = date(2030, 12, 31)


class AffiliationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Affiliation

    listing = factory.SubFactory(ClinicFactory)
    provider = factory.SubFactory(ProviderFactory)
    role = "prescriber"


class RegulationNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RegulationNote

    key = factory.Sequence(lambda n: f"tx-note-{n}")
    state = factory.SubFactory(StateFactory)
    topic = "telehealth-controlled"
    summary = "A summary in plain words."
    citation = "Example Code 1"
    source_url = "https://example.org/law"
    last_verified_on = READ_ON
    basis = "stored page"
    confidence = "high"
    status = "approved"
    approved_at = factory.LazyFunction(clock.now)


class ReviewFactory(factory.django.DjangoModelFactory):
    """A published review by an account of its own. Call `index.refresh` after it, or use `reviewed`."""

    class Meta:
        model = Review

    listing = factory.SubFactory(ClinicFactory)
    author = factory.SubFactory(UserFactory, pseudonym=factory.Sequence(lambda n: f"Quiet reader {n}"))
    overall = 4
    role = "patient"
    text = "They explained each step, watched me all the time and told me the price before."
    no_reward = True
    state = "published"
    decided_at = factory.Maybe("waits", None, factory.LazyFunction(clock.now))
    first_sent_at = factory.LazyFunction(clock.now)
    sent_at = factory.SelfAttribute("first_sent_at")

    class Params:
        waits = factory.LazyAttribute(lambda r: r.state == "pending")


class ReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Report

    listing = factory.SubFactory(ClinicFactory)
    kind = "contact"
    text = "The number rings out."


class CheckFactory(factory.django.DjangoModelFactory):
    """A look that passed just now. Call `index.refresh` after it, or make it through `evidence`."""

    class Meta:
        model = Check

    kind = Check.Kind.CONTACT
    outcome = Check.Outcome.PASSED
    source_name = "Our call"
    looked_at = factory.LazyFunction(clock.now)


def checked(subject, kind, **columns):
    """A passed look at a listing or practitioner, and the index that knows of it."""
    provider = isinstance(subject, Provider)
    check = CheckFactory(kind=kind, **{"provider" if provider else "listing": subject}, **columns)
    ids = [subject.pk]
    index.refresh(listings=[] if provider else ids, providers=ids if provider else [])
    return check


def verified(subject, states=None, **columns):
    """Give a listing or practitioner every check that the policy needs, and return it.

    A listing gets a prescriber with a license in each state; `columns` go to every check.
    """
    if isinstance(subject, Provider):
        for kind in ("npi", "exclusion"):
            CheckFactory(kind=kind, provider=subject, **columns)
        for usps in states or ["TX"]:
            LicenseFactory(provider=subject, state=StateFactory(usps=usps))
            CheckFactory(kind="license", provider=subject, state_id=usps, **columns)
        index.refresh(providers=[subject.pk])
        return subject
    person = AffiliationFactory(listing=subject).provider
    verified(person, states=states, **columns)
    for kind in ("npi", "contact", "privacy", "exclusion"):
        CheckFactory(kind=kind, listing=subject, **columns)
    index.refresh(listings=[subject.pk])
    subject.refresh_from_db()
    return subject


def reviewed(listing, *stars, **columns):
    """Published reviews of the listing, one account for each number of stars, and their figures."""
    for overall in stars:
        ReviewFactory(listing=listing, overall=overall, **columns)
    index.refresh(listings=[listing.pk])
    listing.refresh_from_db()
    return listing
