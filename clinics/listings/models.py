"""Listings (clinics and telemedicine services) and practitioners, with what patients ask about them.

The error code of a constraint names the field beside which a form shows its message.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from clinics.listings.queries import ListingQuerySet, ProviderQuerySet
from clinics.listings.rules import person_name
from clinics.listings.validators import validate_npi
from clinics.medicine.models import AccessibilityFeature, AgeGroup, Condition, Language, Payer, Treatment
from clinics.places.models import PointSource, State, coordinates_are_possible

UNKNOWN_MEANS = _("Leave as unknown unless somebody there said so")


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


class Source(models.TextChoices):
    CURATOR = "curator", _("Entered by a curator")
    NPPES = "nppes", _("From the national registry (NPPES)")
    DEMO = "demo", _("Fictional demo listing")


def demo_is_labelled(name: str) -> models.CheckConstraint:
    """A fictional row says so twice, and no real row can be taken for one."""
    return models.CheckConstraint(
        name=name,
        condition=Q(is_demo=True, source=Source.DEMO) | (Q(is_demo=False) & ~Q(source=Source.DEMO)),
    )


def verification_is_an_interval(name: str) -> models.CheckConstraint:
    """Verification has a start and an end, in this order, or there is none."""
    return models.CheckConstraint(
        name=name,
        condition=Q(verified_from__isnull=True, verified_until__isnull=True)
        | Q(verified_from__isnull=False, verified_until__isnull=False, verified_until__gt=F("verified_from")),
    )


def npi_has_ten_digits(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(npi="") | Q(npi__regex=r"^[12][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]$"),
    )


class Published(models.Model):
    """What every public record carries: where it came from, whether it is shown, how it is reached."""

    slug = models.SlugField(_("slug"), max_length=120, help_text=_("Its address; the old one redirects"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.CURATOR)
    is_demo = models.BooleanField(_("fictional"), default=False)
    npi = models.CharField(_("NPI"), max_length=10, blank=True, validators=[validate_npi])
    phone = PhoneNumberField(_("phone"), blank=True)
    phone_extension = models.CharField(_("extension"), max_length=10, blank=True)
    phone_note = models.CharField(
        _("note on the phone"), max_length=120, blank=True, help_text=_("Such as: new patients press 2")
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    verified_from = models.DateTimeField(_("verified from"), null=True, blank=True, editable=False)
    verified_until = models.DateTimeField(_("verified until"), null=True, blank=True, editable=False)
    confirmed_on = models.DateField(
        _("last confirmed"), null=True, blank=True, help_text=_("When somebody last confirmed the details")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class Listing(Published):
    """A place to go to or a service to call. Search, reviews and reports know only this."""

    class Kind(models.TextChoices):
        CLINIC = "clinic", _("Clinic")
        TELEHEALTH = "telehealth", _("Telemedicine service")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    name = models.CharField(_("name"), max_length=160)
    organisation = models.CharField(
        _("organisation"), max_length=160, blank=True, help_text=_("The legal body, where its name differs")
    )
    description = models.TextField(_("description"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    accepting_new_patients = models.BooleanField(
        _("accepts new patients"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    wait_days = models.PositiveSmallIntegerField(_("wait for a first visit, in days"), null=True, blank=True)
    takes_insurance = models.BooleanField(
        _("takes insurance"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    payment_plans = models.BooleanField(_("payment plans"), null=True, blank=True, help_text=UNKNOWN_MEANS)
    sliding_scale = models.BooleanField(_("sliding scale"), null=True, blank=True, help_text=UNKNOWN_MEANS)
    hsa_fsa = models.BooleanField(
        _("takes HSA and FSA cards"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    prior_authorization_help = models.BooleanField(
        _("helps with prior authorization"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    consultation_required = models.BooleanField(
        _("consultation before treatment"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    psychotherapy_support = models.BooleanField(
        _("psychotherapy offered"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    follow_up = models.TextField(_("follow-up after treatment"), blank=True)
    emergency_plan = models.TextField(_("emergency plan"), blank=True)
    conditions = models.ManyToManyField(Condition, blank=True, verbose_name=_("conditions treated"))
    languages = models.ManyToManyField(Language, blank=True, verbose_name=_("languages"))
    accessibility = models.ManyToManyField(AccessibilityFeature, blank=True, verbose_name=_("accessibility"))
    age_groups = models.ManyToManyField(AgeGroup, blank=True, verbose_name=_("ages treated"))
    treatments = models.ManyToManyField(Treatment, through="Offer", verbose_name=_("treatments"))
    payers = models.ManyToManyField(Payer, through="ListingPayer", verbose_name=_("payers"))
    rating_mean = models.FloatField(_("mean rating"), null=True, blank=True, editable=False)
    rating_count = models.PositiveIntegerField(_("reviews"), default=0, editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        constraints = [
            models.UniqueConstraint(name="listing_slug_once_per_kind", fields=["kind", "slug"]),
            models.CheckConstraint(
                name="listing_rating_is_1_to_5",
                condition=Q(rating_mean__isnull=True, rating_count=0)
                | Q(rating_mean__isnull=False, rating_mean__range=(1, 5), rating_count__gt=0),
            ),
            demo_is_labelled("listing_demo_is_labelled"),
            verification_is_an_interval("listing_verification_is_an_interval"),
            npi_has_ten_digits("listing_npi_has_ten_digits"),
        ]
        indexes = [
            models.Index(name="listing_by_status", fields=["status", "kind"]),
            models.Index(name="listing_by_npi", fields=["npi"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(self.kind, args=[self.slug])


class Clinic(Listing):
    """A place with one address."""

    street = models.CharField(_("street"), max_length=120, blank=True)
    unit = models.CharField(_("suite or floor"), max_length=60, blank=True)
    city = models.CharField(_("city"), max_length=80)
    state = models.ForeignKey(State, models.PROTECT, related_name="clinics", verbose_name=_("state"))
    zip_code = models.CharField(_("ZIP code"), max_length=10)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    point_source = models.CharField(
        _("how the coordinates were obtained"), max_length=6, choices=PointSource, blank=True
    )
    monitoring_by = models.CharField(
        _("who monitors"), max_length=160, blank=True, help_text=_("Such as: a registered nurse in the room")
    )
    monitoring_of = models.CharField(
        _("what is monitored"),
        max_length=200,
        blank=True,
        help_text=_("Such as: pulse oximetry, blood pressure"),
    )

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("clinic")
        verbose_name_plural = _("clinics")
        constraints = [
            coordinates_are_possible("clinic_coordinates_are_possible"),
            models.CheckConstraint(
                name="clinic_point_says_its_source",
                condition=Q(latitude__isnull=True, point_source="")
                | (Q(latitude__isnull=False) & ~Q(point_source="")),
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.kind = Listing.Kind.CLINIC
        super().save(*args, **kwargs)


class TelemedicineService(Listing):
    """A service that treats people where they are, in the states that it serves."""

    class Modality(models.TextChoices):
        VIDEO = "video", _("Video")
        PHONE = "phone", _("Phone")
        VIDEO_OR_PHONE = "video-or-phone", _("Video or phone")
        MESSAGES = "messages", _("Messages between video visits")

    modality = models.CharField(_("modality"), max_length=16, choices=Modality, blank=True)
    platforms = models.CharField(
        _("platforms"), max_length=160, blank=True, help_text=_("Such as: web browser, iPhone, Android")
    )
    evaluation = models.TextField(_("how the patient is evaluated"), blank=True)
    in_person_visit_required = models.BooleanField(
        _("examines in person before the first prescription"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    home_delivery = models.BooleanField(
        _("medicine delivered to the home"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    monitor_required = models.BooleanField(
        _("another adult must be present"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    privacy_practice = models.TextField(_("privacy practice"), blank=True)
    business_associate_agreement = models.BooleanField(
        _("business associate agreement (BAA) with its video service"),
        null=True,
        blank=True,
        help_text=UNKNOWN_MEANS,
    )
    states_served = models.ManyToManyField(State, through="ServedState", verbose_name=_("states served"))

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("telemedicine service")
        verbose_name_plural = _("telemedicine services")

    def save(self, *args: object, **kwargs: object) -> None:
        self.kind = Listing.Kind.TELEHEALTH
        super().save(*args, **kwargs)


class ServedState(models.Model):
    """A state in which a telemedicine service treats people. Verification is told state by state."""

    service = models.ForeignKey(
        TelemedicineService, models.CASCADE, related_name="served", verbose_name=_("service")
    )
    state = models.ForeignKey(State, models.PROTECT, related_name="served", verbose_name=_("state"))
    verified_from = models.DateTimeField(_("verified from"), null=True, blank=True, editable=False)
    verified_until = models.DateTimeField(_("verified until"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["state"]
        verbose_name = _("state served")
        verbose_name_plural = _("states served")
        constraints = [
            models.UniqueConstraint(name="state_served_once", fields=["service", "state"]),
            verification_is_an_interval("served_state_verification_is_an_interval"),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.state_id}"


class FormerSlug(models.Model):
    """An address that a listing or practitioner once had: it redirects for ever."""

    class Kind(models.TextChoices):
        CLINIC = "clinic", _("Clinic")
        TELEHEALTH = "telehealth", _("Telemedicine service")
        PROVIDER = "provider", _("Practitioner")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    slug = models.SlugField(_("former slug"), max_length=120)
    listing = models.ForeignKey(
        Listing, models.CASCADE, null=True, blank=True, related_name="former_slugs", verbose_name=_("listing")
    )
    provider = models.ForeignKey(
        "Provider",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="former_slugs",
        verbose_name=_("practitioner"),
    )

    class Meta:
        ordering = ["kind", "slug"]
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(name="former_slug_once_per_kind", fields=["kind", "slug"]),
            models.CheckConstraint(
                name="former_slug_has_exactly_one_subject",
                condition=Q(kind="provider", provider__isnull=False, listing__isnull=True)
                | (~Q(kind="provider") & Q(provider__isnull=True, listing__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Offer(models.Model):
    """A treatment that a listing offers, at a price in US cents. No price means: not published."""

    class Per(models.TextChoices):
        SESSION = "session", _("a session")
        MONTH = "month", _("a month")
        COURSE = "course", _("a course")

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="offers", verbose_name=_("listing"))
    treatment = models.ForeignKey(
        Treatment, models.PROTECT, related_name="offers", verbose_name=_("treatment")
    )
    per = models.CharField(_("price per"), max_length=8, choices=Per, default=Per.SESSION)
    price_low_cents = models.PositiveIntegerField(_("price from, in cents"), null=True, blank=True)
    price_high_cents = models.PositiveIntegerField(_("price to, in cents"), null=True, blank=True)
    includes = models.CharField(
        _("what the price includes"),
        max_length=200,
        blank=True,
        help_text=_("Such as: medicine and monitoring"),
    )

    class Meta:
        ordering = ["treatment__bit", "per", "pk"]
        verbose_name = _("treatment and price")
        verbose_name_plural = _("treatments and prices")
        constraints = [
            models.UniqueConstraint(
                name="offer_once_per_unit",
                fields=["listing", "treatment", "per"],
                violation_error_message=_("This treatment already has a price of this kind."),
                violation_error_code="treatment",
            ),
            models.CheckConstraint(
                name="offer_price_is_a_range",
                condition=Q(price_high_cents__isnull=True)
                | Q(price_low_cents__isnull=False, price_high_cents__gte=F("price_low_cents")),
                violation_error_message=_("The higher price goes here, the lower one before it."),
                violation_error_code="price_high_cents",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.treatment}, {self.listing}"


class ListingPayer(models.Model):
    """An insurer that a listing deals with, and how."""

    class Basis(models.TextChoices):
        IN_NETWORK = "in-network", _("in network")
        SUPERBILL = "superbill", _("out of network, with a superbill")

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="payer_links", verbose_name=_("listing")
    )
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="listing_links", verbose_name=_("payer"))
    basis = models.CharField(_("how"), max_length=12, choices=Basis)

    class Meta:
        ordering = ["payer__bit"]
        verbose_name = _("payer")
        verbose_name_plural = _("payers")
        constraints = [
            models.UniqueConstraint(
                name="payer_once_per_listing",
                fields=["listing", "payer"],
                violation_error_message=_("This payer is listed already."),
                violation_error_code="payer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.payer}, {self.get_basis_display()}"


class OpeningHours(models.Model):
    """One span of one weekday, in the clinic's local time."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="hours", verbose_name=_("clinic"))
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.UniqueConstraint(
                name="hours_open_once",
                fields=["clinic", "weekday", "opens"],
                violation_error_message=_("It opens at this time already on this day."),
                violation_error_code="opens",
            ),
            models.CheckConstraint(
                name="hours_close_after_opening",
                condition=Q(closes__gt=F("opens")),
                violation_error_message=_("It closes before it opens."),
                violation_error_code="closes",
            ),
            models.CheckConstraint(name="hours_on_a_weekday", condition=Q(weekday__range=(0, 6))),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Provider(Published):
    """A person who treats: a practitioner, with licenses by state."""

    first_name = models.CharField(_("first name"), max_length=60)
    middle_name = models.CharField(_("middle name"), max_length=60, blank=True)
    last_name = models.CharField(_("last name"), max_length=60)
    suffix = models.CharField(_("suffix"), max_length=10, blank=True)
    credentials = models.CharField(
        _("credentials"), max_length=40, blank=True, help_text=_("Such as MD or CRNA")
    )
    taxonomy = models.CharField(
        _("taxonomy code"),
        max_length=10,
        blank=True,
        help_text=_("NUCC code, self-declared, such as 2084P0800X"),
    )
    specialty = models.CharField(_("specialty in words"), max_length=120, blank=True)
    description = models.TextField(_("description"), blank=True)
    practising_since = models.PositiveSmallIntegerField(_("in practice since (year)"), null=True, blank=True)
    ketamine_training = models.CharField(
        _("ketamine training"), max_length=200, blank=True, help_text=_("Which course, given by whom")
    )
    acls = models.BooleanField(_("ACLS"), null=True, blank=True, help_text=UNKNOWN_MEANS)
    bls = models.BooleanField(_("BLS"), null=True, blank=True, help_text=UNKNOWN_MEANS)
    conditions = models.ManyToManyField(Condition, blank=True, verbose_name=_("conditions treated"))
    languages = models.ManyToManyField(Language, blank=True, verbose_name=_("languages"))
    listings = models.ManyToManyField(Listing, through="Affiliation", verbose_name=_("works at"))
    street = models.CharField(_("practice street"), max_length=120, blank=True)
    unit = models.CharField(_("suite or floor"), max_length=60, blank=True)
    city = models.CharField(_("practice city"), max_length=80, blank=True)
    state = models.ForeignKey(
        State,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="providers",
        verbose_name=_("practice state"),
    )
    zip_code = models.CharField(_("practice ZIP code"), max_length=10, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    point_source = models.CharField(
        _("how the coordinates were obtained"), max_length=6, choices=PointSource, blank=True
    )

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        verbose_name = _("practitioner")
        verbose_name_plural = _("practitioners")
        constraints = [
            models.UniqueConstraint(name="provider_slug_once", fields=["slug"]),
            models.UniqueConstraint(
                name="provider_npi_once",
                fields=["npi"],
                condition=~Q(npi=""),
                violation_error_message=_("Another practitioner has this NPI."),
                violation_error_code="npi",
            ),
            models.CheckConstraint(
                name="provider_taxonomy_has_its_shape",
                condition=Q(taxonomy="")
                | Q(taxonomy__regex=r"^[0-9][0-9][0-9][0-9A-Z][0-9A-Z][0-9][0-9][0-9][0-9]X$"),
                violation_error_message=_("This is not the shape of a NUCC code, such as 2084P0800X."),
                violation_error_code="taxonomy",
            ),
            demo_is_labelled("provider_demo_is_labelled"),
            verification_is_an_interval("provider_verification_is_an_interval"),
            npi_has_ten_digits("provider_npi_has_ten_digits"),
            coordinates_are_possible("provider_coordinates_are_possible"),
        ]
        indexes = [models.Index(name="provider_by_status", fields=["status"])]

    def __str__(self) -> str:
        return person_name(self.first_name, self.middle_name, self.last_name, self.suffix, self.credentials)

    def get_absolute_url(self) -> str:
        return reverse("provider", args=[self.slug])

    @property
    def name(self) -> str:
        """The full name without credentials."""
        return person_name(self.first_name, self.middle_name, self.last_name, self.suffix)


class License(models.Model):
    """A license to practise in one state. The day after `expires_on` it no longer stands."""

    class Type(models.TextChoices):
        MD = "md", _("Physician (MD)")
        DO = "do", _("Physician (DO)")
        NP = "np", _("Nurse practitioner")
        PA = "pa", _("Physician assistant")
        CRNA = "crna", _("Nurse anesthetist (CRNA)")
        RN = "rn", _("Registered nurse")
        PSYCHOLOGIST = "psychologist", _("Psychologist")
        THERAPIST = "therapist", _("Therapist or counselor")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        EXPIRED = "expired", _("Expired")
        SUSPENDED = "suspended", _("Suspended")
        REVOKED = "revoked", _("Revoked")
        UNKNOWN = "unknown", _("Not yet looked up")

    provider = models.ForeignKey(
        Provider, models.CASCADE, related_name="licenses", verbose_name=_("practitioner")
    )
    state = models.ForeignKey(State, models.PROTECT, related_name="licenses", verbose_name=_("state"))
    number = models.CharField(_("number"), max_length=40)
    type = models.CharField(_("type"), max_length=14, choices=Type)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UNKNOWN)
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    expires_on = models.DateField(
        _("expires"), null=True, blank=True, help_text=_("The last day on which it stands")
    )

    class Meta:
        ordering = ["state", "type", "number"]
        verbose_name = _("license")
        verbose_name_plural = _("licenses")
        constraints = [
            models.UniqueConstraint(
                name="license_once",
                fields=["provider", "state", "type", "number"],
                violation_error_message=_("This license is listed already."),
                violation_error_code="number",
            ),
            models.CheckConstraint(
                name="license_expires_after_issue",
                condition=Q(issued_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
                violation_error_message=_("It expires before it was issued."),
                violation_error_code="expires_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()}, {self.state_id} {self.number}"


class BoardCertification(models.Model):
    """A specialty board's certificate."""

    provider = models.ForeignKey(
        Provider, models.CASCADE, related_name="certifications", verbose_name=_("practitioner")
    )
    board = models.CharField(_("board"), max_length=120)
    specialty = models.CharField(_("specialty"), max_length=120)
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    expires_on = models.DateField(_("expires"), null=True, blank=True)

    class Meta:
        ordering = ["board", "specialty"]
        verbose_name = _("board certification")
        verbose_name_plural = _("board certifications")
        constraints = [
            models.UniqueConstraint(
                name="certificate_once",
                fields=["provider", "board", "specialty"],
                violation_error_message=_("This certificate is listed already."),
                violation_error_code="specialty",
            ),
            models.CheckConstraint(
                name="certificate_expires_after_issue",
                condition=Q(issued_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
                violation_error_message=_("It expires before it was issued."),
                violation_error_code="expires_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.specialty}, {self.board}"


class DeaRegistration(models.Model):
    """The practitioner attests a DEA registration for a state. The number itself is never kept."""

    provider = models.ForeignKey(
        Provider, models.CASCADE, related_name="dea_registrations", verbose_name=_("practitioner")
    )
    state = models.ForeignKey(State, models.PROTECT, related_name="+", verbose_name=_("state"))
    attested_on = models.DateField(_("attested on"))

    class Meta:
        ordering = ["state"]
        verbose_name = _("DEA registration attested")
        verbose_name_plural = _("DEA registrations attested")
        constraints = [
            models.UniqueConstraint(
                name="dea_once_per_state",
                fields=["provider", "state"],
                violation_error_message=_("This state is listed already."),
                violation_error_code="state",
            )
        ]

    def __str__(self) -> str:
        return f"DEA, {self.state_id}"


class Affiliation(models.Model):
    """What a practitioner does at a listing."""

    class Role(models.TextChoices):
        MEDICAL_DIRECTOR = "medical-director", _("Medical director")
        PRESCRIBER = "prescriber", _("Prescribes")
        ADMINISTERS = "administers", _("Gives the treatment")
        THERAPIST = "therapist", _("Therapist")

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="affiliations", verbose_name=_("listing")
    )
    provider = models.ForeignKey(
        Provider, models.CASCADE, related_name="affiliations", verbose_name=_("practitioner")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    position = models.PositiveSmallIntegerField(_("order on the page"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            models.UniqueConstraint(
                name="role_once_per_listing",
                fields=["listing", "provider", "role"],
                violation_error_message=_("This person has this role here already."),
                violation_error_code="role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.get_role_display()}, {self.listing}"
