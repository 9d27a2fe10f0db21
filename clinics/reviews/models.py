"""Reviews, what clinics answer, what moderators decided, and what readers tell us of reviews."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinicfinder.history import kept
from clinics.listings.models import Listing
from clinics.medicine.models import Condition, Treatment
from clinics.reviews.choices import Asked, Aspect, Reason
from clinics.reviews.queries import (
    ReviewAnswerQuerySet,
    ReviewDecisionQuerySet,
    ReviewFlagQuerySet,
    ReviewQuerySet,
    ReviewTraceQuerySet,
)
from clinics.reviews.receipts import receipt_name
from clinics.vetting.attachments import validate_attachment
from clinics.vetting.models import private_files

SHORTEST, LONGEST = 50, 5000
BEST = 5
MOST_CENTS = 2_000_000


def somebody(label: Any) -> Any:
    """Whoever did it; nameless once their account is gone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=label
    )


def stars(label: Any, *, asked: bool = False) -> Any:
    """1 to 5; an aspect may be left out."""
    return models.PositiveSmallIntegerField(
        label, null=not asked, blank=not asked, validators=[MinValueValidator(1), MaxValueValidator(BEST)]
    )


class Review(models.Model):
    """What one account says of one listing, once. It can be edited, and is then moderated again."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waits for a moderator")
        PUBLISHED = "published", _("Published")
        RETURNED = "returned", _("Returned to its author")
        REMOVED = "removed", _("Removed")

    class Role(models.TextChoices):
        PATIENT = "patient", _("I was a patient")
        COMPANION = "companion", _("I accompanied someone")

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="reviews", verbose_name=_("listing"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("author"),
        help_text=_("Empty: the account is gone, or the review is fictional"),
    )
    is_demo = models.BooleanField(_("fictional"), default=False, editable=False)
    demo_name = models.CharField(_("name of a fictional author"), max_length=40, blank=True, editable=False)

    overall = stars(_("overall"), asked=True)
    safety = stars(Aspect.SAFETY.label)
    consent = stars(Aspect.CONSENT.label)
    honesty = stars(Aspect.HONESTY.label)
    staff = stars(Aspect.STAFF.label)
    follow_up = stars(Aspect.FOLLOW_UP.label)
    role = models.CharField(_("you"), max_length=9, choices=Role)
    text = models.TextField(_("in your words"), max_length=LONGEST)
    no_reward = models.BooleanField(_("nobody gave or promised me anything for this review"), default=False)
    conflict = models.CharField(
        _("conflict of interest"),
        max_length=200,
        blank=True,
        help_text=_("Such as: I work for another clinic. Readers see this."),
    )
    condition = models.ForeignKey(
        Condition, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("condition")
    )
    treatment = models.ForeignKey(
        Treatment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("treatment")
    )
    visited_on = models.DateField(
        _("month of the last visit"), null=True, blank=True, help_text=_("The first day of that month")
    )
    sessions = models.PositiveSmallIntegerField(
        _("number of sessions"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    price_cents = models.PositiveIntegerField(
        _("price paid for a session, in US cents"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_CENTS)],
    )
    wait_days = models.PositiveSmallIntegerField(
        _("wait for the first visit, in days"), null=True, blank=True, validators=[MaxValueValidator(1000)]
    )
    outcome = models.PositiveSmallIntegerField(
        _("outcome"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(7)],
        help_text=_("Patient Global Impression of Change: 1 very much improved, 7 very much worse"),
    )
    outcome_asked = models.CharField(_("when that was"), max_length=9, choices=Asked, blank=True)
    side_effects = models.JSONField(_("side effects"), default=list, blank=True)

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENDING)
    reason = models.CharField(_("reason"), max_length=9, choices=Reason, blank=True)
    note = models.CharField(_("note to the author"), max_length=300, blank=True)
    decided_by = somebody(_("who decided"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    second_opinion_by = somebody(_("who asked for a second opinion"))
    appeal = models.TextField(_("appeal"), max_length=2000, blank=True)
    appealed_at = models.DateTimeField(_("appealed at"), null=True, blank=True)
    appeal_settled_at = models.DateTimeField(_("appeal settled at"), null=True, blank=True)
    visit_seen_on = models.DateField(
        _("visit seen"), null=True, blank=True, help_text=_("A moderator saw evidence of a visit on this day")
    )
    first_sent_at = models.DateTimeField(_("first sent at"))
    sent_at = models.DateTimeField(_("sent at"))

    objects = ReviewQuerySet.as_manager()
    history = kept("decided_by", "second_opinion_by", "appeal", "appealed_at", "appeal_settled_at")

    class Meta:
        ordering = ["-first_sent_at", "-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(name="one_review_per_account_and_listing", fields=["author", "listing"]),
            models.CheckConstraint(
                name="fictional_review_has_no_account",
                condition=Q(is_demo=True, author__isnull=True) & ~Q(demo_name="")
                | Q(is_demo=False, demo_name=""),
            ),
            *(
                models.CheckConstraint(
                    name=f"review_{aspect}_is_1_to_5",
                    condition=Q(**{f"{aspect}__isnull": True}) | Q(**{f"{aspect}__range": (1, BEST)}),
                )
                for aspect in ("overall", *Aspect.values)
            ),
            models.CheckConstraint(
                name="review_says_enough_and_not_too_much",
                condition=GreaterThanOrEqual(Length("text"), SHORTEST)
                & LessThanOrEqual(Length("text"), LONGEST),
            ),
            models.CheckConstraint(name="review_is_written_for_no_reward", condition=Q(no_reward=True)),
            models.CheckConstraint(
                name="outcome_says_when_it_was_asked",
                condition=Q(outcome__isnull=True, outcome_asked="")
                | (Q(outcome__isnull=False, outcome__range=(1, 7)) & ~Q(outcome_asked="")),
            ),
            models.CheckConstraint(
                name="what_is_not_shown_says_why",
                condition=(Q(state__in=["returned", "removed"]) & ~Q(reason=""))
                | Q(state__in=["pending", "published"], reason=""),
            ),
            models.CheckConstraint(
                name="decision_on_review_has_a_day",
                condition=Q(state="pending") | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="appeal_is_against_a_refusal",
                condition=Q(appealed_at__isnull=True)
                | Q(appeal_settled_at__isnull=False)
                | Q(state__in=["returned", "removed"]),
            ),
        ]
        indexes = [
            models.Index(name="review_by_state", fields=["state", "sent_at"]),
            models.Index(name="review_of_listing", fields=["listing", "state", "-first_sent_at"]),
        ]

    def __str__(self) -> str:
        return _("Review of %(listing)s, %(day)s") % {
            "listing": self.listing,
            "day": f"{self.first_sent_at:%Y-%m-%d}",
        }

    def get_absolute_url(self) -> str:
        """Where readers find it."""
        return reverse(f"reviews-{self.listing.kind}", args=[self.listing.slug]) + f"#review-{self.pk}"

    @property
    def name(self) -> str:
        """Who wrote it, as readers see it: never an e-mail address."""
        if self.is_demo:
            return self.demo_name
        return self.author.pseudonym if self.author else str(_("Somebody who has left"))


class ReviewAnswer(models.Model):
    """What a clinic answers to a review, once. Moderated, like reviews."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waits for a moderator")
        PUBLISHED = "published", _("Published")
        RETURNED = "returned", _("Returned")

    review = models.OneToOneField(Review, models.CASCADE, related_name="answer", verbose_name=_("review"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="review_answers",
        verbose_name=_("who wrote it"),
    )
    text = models.TextField(_("answer"), max_length=2000)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENDING)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = somebody(_("who decided"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"))

    objects = ReviewAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
        verbose_name = _("answer to a review")
        verbose_name_plural = _("answers to reviews")
        constraints = [
            models.CheckConstraint(
                name="returned_answer_says_why", condition=~Q(state="returned") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="answer_says_something", condition=GreaterThanOrEqual(Length("text"), 10)
            ),
        ]
        indexes = [models.Index(name="answer_by_state", fields=["state", "sent_at"])]

    def __str__(self) -> str:
        return _("Answer to: %(review)s") % {"review": self.review}


class ReviewDecision(models.Model):
    """One decision of a moderator. Kept when the review is gone, with nothing of it but the listing."""

    class Outcome(models.TextChoices):
        PUBLISHED = "published", _("Published")
        RETURNED = "returned", _("Returned to its author")
        REMOVED = "removed", _("Removed")
        SECOND_OPINION = "second-opinion", _("Second opinion asked for")
        APPEAL_GRANTED = "appeal-granted", _("Appeal granted")
        APPEAL_REFUSED = "appeal-refused", _("Appeal refused")
        VISIT_SEEN = "visit-seen", _("Evidence of a visit seen")
        VISIT_NOT_SEEN = "visit-not-seen", _("Evidence shows no visit")
        ANSWER_PUBLISHED = "answer-published", _("Answer published")
        ANSWER_RETURNED = "answer-returned", _("Answer returned")
        FLAG_DISMISSED = "flag-dismissed", _("Report looked at, nothing to change")

    review = models.ForeignKey(
        Review,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("review"),
    )
    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("listing")
    )
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=9, choices=Reason, blank=True)
    by = somebody(_("who decided"))
    at = models.DateTimeField(_("decided at"))

    objects = ReviewDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("decision on a review")
        verbose_name_plural = _("decisions on reviews")
        indexes = [models.Index(name="decision_by_day", fields=["at"])]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.at:%Y-%m-%d}"


class ReviewFlag(models.Model):
    """What a reader tells us of a review."""

    class Kind(models.TextChoices):
        PERSONAL = "personal", _("It holds personal details, or names somebody")
        NOT_REAL = "not-real", _("It is not real, or was paid for")
        INSULTS = "insults", _("It insults or threatens people")
        DOSING = "dosing", _("It tells others how to get or take a drug")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Dealt with")

    review = models.ForeignKey(Review, models.CASCADE, related_name="flags", verbose_name=_("review"))
    kind = models.CharField(_("what is wrong"), max_length=9, choices=Kind)
    text = models.TextField(_("in your words"), max_length=1000, blank=True)
    sender = models.CharField(
        _("sender"),
        max_length=64,
        editable=False,
        help_text=_("A keyed digest, to tell independent reports apart; forgotten once it is settled"),
    )
    state = models.CharField(_("state"), max_length=4, choices=State, default=State.OPEN)
    handled_by = somebody(_("who dealt with it"))
    handled_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    created_at = models.DateTimeField(_("told at"))

    objects = ReviewFlagQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("report of a review")
        verbose_name_plural = _("reports of reviews")
        constraints = [
            models.UniqueConstraint(
                name="one_open_report_per_sender", fields=["review", "sender"], condition=Q(state="open")
            )
        ]
        indexes = [models.Index(name="flag_by_state", fields=["state", "created_at"])]

    def __str__(self) -> str:
        return self.get_kind_display()


class HelpfulMark(models.Model):
    """An account found a review helpful. Counted for readers; nothing is ranked by it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="helpful", verbose_name=_("review"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="helpful_marks", verbose_name=_("who")
    )

    class Meta:
        verbose_name = _("helpful mark")
        verbose_name_plural = _("helpful marks")
        constraints = [models.UniqueConstraint(name="helpful_once", fields=["review", "user"])]

    def __str__(self) -> str:
        return str(self.review_id)


class ReviewTrace(models.Model):
    """Keyed digests of where a review was sent from, thrown away after thirty days."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="traces", verbose_name=_("review"))
    network = models.CharField(_("digest of the address prefix"), max_length=64, editable=False)
    device = models.CharField(_("digest of the address prefix and browser"), max_length=64, editable=False)
    created_at = models.DateTimeField(_("sent at"))

    objects = ReviewTraceQuerySet.as_manager()

    class Meta:
        verbose_name = _("trace of a review")
        verbose_name_plural = _("traces of reviews")
        indexes = [
            models.Index(name="trace_by_network", fields=["network"]),
            models.Index(name="trace_by_device", fields=["device"]),
        ]

    def __str__(self) -> str:
        return str(self.review_id)


class VisitReceipt(models.Model):
    """Evidence of a visit, until a moderator has seen it; then the file and this row are deleted."""

    review = models.OneToOneField(Review, models.CASCADE, related_name="receipt", verbose_name=_("review"))
    attachment = models.FileField(
        _("file"), upload_to=receipt_name, storage=private_files, validators=[validate_attachment]
    )
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("evidence of a visit")
        verbose_name_plural = _("evidence of visits")

    def __str__(self) -> str:
        return str(self.review_id)
