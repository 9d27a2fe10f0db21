"""Guide pages, programs that help with paying, and national prices: words with their sources."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinicfinder.history import kept
from clinics.guide.queries import GuidePageQuerySet, ProgramQuerySet
from clinics.medicine.models import Basis, SourcedFact, Treatment
from clinics.translations.catalog import said


class GuidePage(models.Model):
    """A page of the guide, or a question of the FAQ, in Markdown.

    A release brings pages as files; what editors have changed since stays theirs (`release_digest` is
    that of the text that the last release wrote).
    """

    class Part(models.TextChoices):
        GUIDE = "guide", _("Guide")
        FAQ = "faq", _("Questions")

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    part = models.CharField(_("part"), max_length=5, choices=Part, default=Part.GUIDE)
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    title = models.CharField(_("title"), max_length=120)
    lead = models.CharField(_("in one or two sentences"), max_length=300, blank=True)
    body = models.TextField(_("text, in Markdown"))
    sources = models.JSONField(
        _("sources"), default=list, help_text=_("A list of name, url, basis and retrieved")
    )
    published = models.BooleanField(_("published"), default=True)
    reviewed_on = models.DateField(_("reviewed on"))
    review_due_on = models.DateField(_("review due on"))
    release_digest = models.CharField(_("digest of the release"), max_length=64, blank=True, editable=False)

    SAID = ("title", "lead", "body")

    objects = GuidePageQuerySet.as_manager()
    history = kept("release_digest")

    class Meta:
        ordering = ["part", "position", "slug"]
        verbose_name = _("guide page")
        verbose_name_plural = _("guide pages")
        constraints = [
            models.CheckConstraint(
                name="guide_review_is_due_after_it_was_reviewed",
                condition=Q(review_due_on__gt=F("reviewed_on")),
            ),
        ]

    def __str__(self) -> str:
        return said(self.title)

    def get_absolute_url(self) -> str:
        if self.part == self.Part.FAQ:
            return reverse("faq-answer", args=[self.slug])
        return reverse("guide-page", args=[self.slug])


class Program(SourcedFact):
    """Help with paying: who gives it, to whom, and how to ask."""

    class Kind(models.TextChoices):
        MAKER = "maker", _("Maker of the medicine")
        GOVERNMENT = "government", _("Government")
        NONPROFIT = "nonprofit", _("Nonprofit")
        RESEARCH = "research", _("Research")
        CLINIC = "clinic", _("Clinics")
        EMPLOYER = "employer", _("Employers")
        RIGHT = "right", _("Your right")
        TAX = "tax", _("Taxes")
        DISCOUNT = "discount", _("Discount")
        LOAN = "loan", _("Loan")
        INFORMATION = "information", _("Advice")

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    helps_with = models.CharField(_("helps with"), max_length=200)
    eligibility = models.JSONField(_("who may have it"), default=list)
    steps = models.JSONField(_("how to ask"), default=list)
    url = models.URLField(_("address"), max_length=500)
    phone = models.CharField(_("phone"), max_length=120, blank=True)
    insurance = models.JSONField(
        _("for people with"),
        default=list,
        blank=True,
        help_text=_("commercial, medicare, medicaid, tricare, va, none; empty: any"),
    )
    veterans_only = models.BooleanField(_("for veterans only"), default=False)
    income_limited = models.BooleanField(_("has an income limit"), null=True, blank=True)
    treatments = models.JSONField(_("treatments"), default=list, blank=True, help_text=_("Empty: any"))
    not_in = models.JSONField(_("not in these states"), default=list, blank=True)
    basis = models.CharField(_("how we know it"), max_length=12, choices=Basis)
    caution = models.CharField(_("what we could not confirm"), max_length=300, blank=True)
    facts = models.JSONField(_("further facts with their sources"), default=list, blank=True)
    published = models.BooleanField(_("published"), default=True)

    SAID = ("name", "helps_with", "eligibility", "steps", "phone", "caution", "facts")

    objects = ProgramQuerySet.as_manager()
    history = kept()

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("program")
        verbose_name_plural = _("programs")

    def __str__(self) -> str:
        return said(self.name)


class NationalPrice(SourcedFact):
    """What a treatment costs in the country as published pages tell, and what an estimate starts from.

    Money is in US cents. `upkeep_sessions` are those of the first six months after the first series.
    """

    class Use(models.TextChoices):
        MOOD = "mood", _("mental health")
        PAIN = "pain", _("pain")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    treatment = models.ForeignKey(
        Treatment,
        models.CASCADE,
        to_field="slug",
        related_name="national_prices",
        verbose_name=_("treatment"),
    )
    use = models.CharField(_("use"), max_length=4, choices=Use, default=Use.MOOD)
    session_low_cents = models.PositiveIntegerField(_("lowest price of a session"), null=True, blank=True)
    session_high_cents = models.PositiveIntegerField(_("highest price of a session"), null=True, blank=True)
    consult_low_cents = models.PositiveIntegerField(
        _("lowest price of a first consultation"), null=True, blank=True
    )
    consult_high_cents = models.PositiveIntegerField(
        _("highest price of a first consultation"), null=True, blank=True
    )
    first_sessions = models.PositiveSmallIntegerField(_("sessions of a first series"), null=True, blank=True)
    upkeep_sessions = models.PositiveSmallIntegerField(_("sessions of upkeep"), null=True, blank=True)
    assumption = models.TextField(_("what of it is our assumption"), blank=True)
    quality = models.CharField(_("how good the sources are"), max_length=120)
    note = models.TextField(_("note"), blank=True)
    basis = models.CharField(_("how we know it"), max_length=12, choices=Basis)
    facts = models.JSONField(_("further facts with their sources"), default=list, blank=True)

    history = kept()

    SAID = ("assumption", "quality", "note", "facts")

    class Meta:
        ordering = ["treatment", "use"]
        verbose_name = _("national price")
        verbose_name_plural = _("national prices")
        constraints = [
            models.UniqueConstraint(name="one_price_per_treatment_and_use", fields=["treatment", "use"]),
            models.CheckConstraint(
                name="session_prices_are_a_range",
                condition=Q(session_low_cents__isnull=True, session_high_cents__isnull=True)
                | Q(session_low_cents__isnull=False, session_high_cents__gte=F("session_low_cents")),
            ),
        ]

    def __str__(self) -> str:
        return self.key
