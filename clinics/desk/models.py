"""What the public tells the curators."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinicfinder import languages
from clinics.desk.queries import ReportQuerySet
from clinics.listings.models import Listing, Provider
from clinics.listings.models.base import exactly_one_subject


class Report(models.Model):
    """A problem with one listing or one practitioner, told by anybody, kept for curators."""

    class Kind(models.TextChoices):
        CLOSED = "closed", _("It has closed or moved")
        CONTACT = "contact", _("The phone, address or website is wrong")
        PRICE = "price", _("The price is wrong")
        CREDENTIALS = "credentials", _("The license or credentials look wrong")
        SAFETY = "safety", _("I am worried about safety")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Dealt with")
        REFUSED = "refused", _("Nothing to mend")

    listing = models.ForeignKey(
        Listing, models.CASCADE, null=True, blank=True, related_name="reports", verbose_name=_("listing")
    )
    provider = models.ForeignKey(
        Provider,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("practitioner"),
    )
    kind = models.CharField(_("what is wrong"), max_length=12, choices=Kind)
    text = models.TextField(_("in your words"), max_length=2000, blank=True)
    email = models.EmailField(_("your e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=5, default=languages.current, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField(_("what was done"), blank=True)
    sender = models.CharField(
        _("sender"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("A keyed digest, to tell independent reports apart; forgotten once it is settled"),
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who dealt with it"),
    )
    handled_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    told_at = models.DateTimeField(_("reporter told at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("told at"), auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            exactly_one_subject("report_has_exactly_one_subject"),
        ]
        indexes = [models.Index(name="report_by_state", fields=["state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.listing or self.provider}"


class Request(models.Model):
    """What somebody asks of us: to add a clinic, to correct or take down what stands of them."""

    class Kind(models.TextChoices):
        ADD = "add", _("Add a clinic")
        CORRECT = "correct", _("Correct what you show about me")
        TAKE_DOWN = "take-down", _("Take down what you show about me")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Stays as it is")

    kind = models.CharField(_("what is asked"), max_length=10, choices=Kind)
    listing = models.ForeignKey(
        Listing, models.CASCADE, null=True, blank=True, related_name="requests", verbose_name=_("listing")
    )
    provider = models.ForeignKey(
        Provider,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("practitioner"),
    )
    name = models.CharField(_("name"), max_length=160)
    address = models.CharField(_("address"), max_length=300, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    text = models.TextField(_("in their words"), max_length=4000, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=5, default=languages.current, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField(
        _("answer"), blank=True, help_text=_("Sent to whoever asked: what stays, why, and from which record")
    )
    stays_because = models.CharField(
        _("why it stays"),
        max_length=400,
        blank=True,
        help_text=_("Readers of the page see this. Do not say who asked, or about whom."),
    )
    record_name = models.CharField(
        _("public record"), max_length=160, blank=True, help_text=_("Such as: NPPES, NPI 1234567893")
    )
    record_url = models.URLField(_("address of the public record"), max_length=500, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who dealt with it"),
    )
    handled_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    told_at = models.DateTimeField(_("asker told at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("asked at"), auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        constraints = [
            models.CheckConstraint(
                name="request_names_whom_it_is_about",
                condition=Q(kind="add", provider__isnull=True)
                | Q(listing__isnull=False, provider__isnull=True)
                | Q(listing__isnull=True, provider__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_request_has_an_answer", condition=~Q(state="refused") | ~Q(answer="")
            ),
            models.CheckConstraint(
                name="what_stays_says_why",
                condition=~Q(state="refused")
                | Q(kind="add")
                | ~(Q(stays_because="") | Q(record_name="") | Q(record_url="")),
            ),
        ]
        indexes = [models.Index(name="request_by_state", fields=["state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"


class Claim(models.Model):
    """Somebody from a clinic or service who asks to take care of its listing, and may while granted."""

    class State(models.TextChoices):
        CODE_SENT = "code-sent", _("Waits for the code")
        OPEN = "open", _("Waits for a curator")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        REVOKED = "revoked", _("Revoked")

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="claims", verbose_name=_("listing"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims", verbose_name=_("who claims")
    )
    email = models.EmailField(_("e-mail at the clinic"))
    role = models.CharField(_("what they do there"), max_length=120)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    code = models.CharField(_("digest of the code"), max_length=128, blank=True, editable=False)
    code_sent_at = models.DateTimeField(_("code sent at"), null=True, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("wrong tries"), default=0, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who decided"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("claimed at"), auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.UniqueConstraint(
                name="one_living_claim_of_each",
                fields=["listing", "user"],
                condition=Q(state__in=["code-sent", "open", "granted"]),
                violation_error_message=_("You have claimed this listing already."),
            )
        ]
        indexes = [models.Index(name="claim_by_state", fields=["state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.listing}: {self.email}"


class Proposal(models.Model):
    """One field of one listing or practitioner that somebody says is different. A curator decides.

    `old` is the value that stood there when it was proposed, `new` the one proposed, both as text.
    """

    class Origin(models.TextChoices):
        CLAIM = "claim", _("The clinic itself, signed in")
        CONFIRMATION = "confirmation", _("The clinic itself, by its mail link")
        REGISTRY = "registry", _("The national registry")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    listing = models.ForeignKey(
        Listing, models.CASCADE, null=True, blank=True, related_name="proposals", verbose_name=_("listing")
    )
    provider = models.ForeignKey(
        Provider,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("practitioner"),
    )
    origin = models.CharField(_("who says so"), max_length=12, choices=Origin)
    claim = models.ForeignKey(
        Claim, models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name=_("claim")
    )
    field = models.CharField(_("field"), max_length=60)
    old = models.TextField(_("stands there"), blank=True)
    new = models.TextField(_("proposed"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who decided"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    created_at = models.DateTimeField(_("proposed at"), auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            exactly_one_subject("proposal_has_exactly_one_subject"),
        ]
        indexes = [models.Index(name="proposal_by_state", fields=["state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.listing or self.provider}: {self.field}"


class Confirmation(models.Model):
    """The one mail that asks a listing "is this still right?" before its 180 days end."""

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="confirmations", verbose_name=_("listing")
    )
    email = models.EmailField(_("sent to"))
    sent_at = models.DateTimeField(_("sent at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    still_right = models.BooleanField(_("still right"), null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("confirmation mail")
        verbose_name_plural = _("confirmation mails")
        indexes = [models.Index(name="confirmation_of_listing", fields=["listing", "sent_at"])]

    def __str__(self) -> str:
        return f"{self.listing}: {self.sent_at:%Y-%m-%d}"


class NotDuplicate(models.Model):
    """Two listings that a curator looked at side by side and found to be two. The lower id comes first."""

    first = models.ForeignKey(Listing, models.CASCADE, related_name="+", verbose_name=_("one"))
    second = models.ForeignKey(Listing, models.CASCADE, related_name="+", verbose_name=_("other"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who decided"),
    )
    decided_at = models.DateTimeField(_("decided at"), auto_now_add=True)

    class Meta:
        verbose_name = _("pair that is no duplicate")
        verbose_name_plural = _("pairs that are no duplicates")
        constraints = [
            models.UniqueConstraint(name="pair_once", fields=["first", "second"]),
            models.CheckConstraint(name="lower_id_first", condition=Q(first__lt=models.F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
