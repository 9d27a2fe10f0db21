"""The moderators' side of reviews: lists to read, pages to decide on, an audit of every decision."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinicfinder import clock
from clinics.reviews import admin_decide, workload
from clinics.reviews.models import Review, ReviewAnswer, ReviewDecision, ReviewFlag
from clinics.reviews.queries_signals import moderators, months_decided, not_of_own_listings

SHORT = 80


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nobody adds, rewrites or deletes here: what people wrote stays as they wrote it."""

    show_full_result_count = False
    list_per_page = 50
    pages: dict[str, Any] = {}
    # How a row names its listing; whoever takes care of that listing reads only what everybody reads.
    of_listing = "review__listing"

    class Media:
        css = {"all": ["clinics/css/admin_reviews.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return not_of_own_listings(super().get_queryset(request), self.of_listing, request.user)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(way, self.admin_site.admin_view(partial(view, self)), name=name)
            for name, (way, view) in self.pages.items()
        ]
        return [*own, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    @admin.display(description=_("reason"), ordering="reason")
    def why(self, row: Any) -> str:
        words = row.get_reason_display() if hasattr(row, "get_reason_display") else row.reason
        return Truncator(words).chars(SHORT) or "–"

    @admin.display(description=_("text"))
    def beginning(self, row: Any) -> str:
        return Truncator(row.text).chars(SHORT)


def overview(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """How much waits, since when, and what was decided."""
    admin_decide.need(request, "review")
    mine, everybodys = workload.decided(request.user, clock.now())
    context = {
        "title": _("Work of the moderators"),
        "waiting": workload.waiting(request.user),
        "may_open": [work.key for work in workload.WORK if work.open_to(request.user)],
        "mine": mine,
        "everybodys": everybodys,
    }
    return admin_decide.page(model_admin, request, "workload.html", context)


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    """Who wrote a review is told by the name that readers see, and by nothing else."""

    change_list_template = "admin/reviews/reviews.html"
    of_listing = "listing"
    pages = {
        "review-workload": ("workload/", overview),
        "review-decide": ("<key:pk>/decide/", admin_decide.decide),
        "review-receipt": ("<key:pk>/receipt/", admin_decide.receipt),
    }
    list_display = ["sent_at", "to_decide", "who", "overall", "state", "beginning"]
    list_filter = ["state", "reason", "overall", "role", "is_demo", "sent_at"]
    list_select_related = ["listing", "author"]
    search_fields = ["text", "listing__name", "author__pseudonym"]
    date_hierarchy = "sent_at"
    fields = [
        "to_decide", "who", "overall", "safety", "consent", "honesty", "staff", "follow_up",
        "role", "text", "conflict", "condition", "treatment", "visited_on", "sessions",
        "price_cents", "wait_days", "outcome", "outcome_asked", "side_effects", "state", "reason", "note",
        "decided_by", "decided_at", "visit_seen_on", "first_sent_at", "sent_at",
    ]  # fmt: skip
    readonly_fields = ["who", "to_decide"]

    @admin.display(description=_("written by"), ordering="author__pseudonym")
    def who(self, review: Review) -> str:
        return review.name

    @admin.display(description=_("review of"), ordering="listing__name")
    def to_decide(self, review: Review) -> SafeString:
        return _link("admin:review-decide", review.pk, review.listing)


@admin.register(ReviewAnswer)
class ReviewAnswerAdmin(ReadOnlyAdmin):
    """What clinics answered."""

    pages = {"review-answer-decide": ("<key:pk>/decide/", admin_decide.decide_answer)}
    list_display = ["sent_at", "to_decide", "beginning", "state", "why", "decided_by"]
    list_filter = ["state", "sent_at"]
    list_select_related = ["review__listing", "decided_by"]
    search_fields = ["text", "review__listing__name"]
    date_hierarchy = "sent_at"
    fields = ["to_decide", "text", "state", "reason", "decided_by", "decided_at", "sent_at"]
    readonly_fields = ["to_decide"]

    @admin.display(description=_("answer of"), ordering="review__listing__name")
    def to_decide(self, answer: ReviewAnswer) -> SafeString:
        return _link("admin:review-answer-decide", answer.pk, answer.review.listing)


@admin.register(ReviewFlag)
class ReviewFlagAdmin(ReadOnlyAdmin):
    """What readers told us of reviews."""

    list_display = ["created_at", "to_decide", "kind", "beginning", "state", "handled_by"]
    list_filter = ["state", "kind", "created_at"]
    list_select_related = ["review__listing", "handled_by"]
    search_fields = ["text", "review__listing__name"]
    date_hierarchy = "created_at"
    fields = ["to_decide", "kind", "text", "state", "handled_by", "handled_at", "created_at"]
    readonly_fields = ["to_decide"]

    @admin.display(description=_("review of"), ordering="review__listing__name")
    def to_decide(self, flag: ReviewFlag) -> SafeString:
        return _link("admin:review-decide", flag.review_id, flag.review.listing)


class ModeratorFilter(admin.SimpleListFilter):
    """Those who ever decided. The list of all accounts would name the reviewers."""

    title = _("moderator")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(user.pk), str(user)) for user in moderators()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if not value:
            return queryset
        return queryset.filter(by=value) if value.isdecimal() and len(value) < 19 else queryset.none()


class MonthFilter(admin.SimpleListFilter):
    """The months in which something was decided, the newest first."""

    title = _("month")
    parameter_name = "month"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(f"{day:%Y-%m}", date_format(day, "F Y")) for day in months_decided()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        year, _dash, month = (self.value() or "").partition("-")
        if not self.value():
            return queryset
        if not (year.isdecimal() and month.isdecimal() and len(year) == 4 and len(month) == 2 and int(year)):
            return queryset.none()
        return queryset.filter(at__year=int(year), at__month=int(month))


@admin.register(ReviewDecision)
class ReviewDecisionAdmin(ReadOnlyAdmin):
    """The audit: every decision, by whom, of what, why."""

    of_listing = "listing"
    list_display = ["at", "outcome", "reason", "by", "to_decide"]
    list_filter = [ModeratorFilter, "outcome", "reason", MonthFilter]
    list_select_related = ["by", "listing", "review"]
    search_fields = ["listing__name"]
    fields = ["at", "outcome", "reason", "by", "to_decide"]
    readonly_fields = ["to_decide"]

    @admin.display(description=_("review of"), ordering="listing__name")
    def to_decide(self, decision: ReviewDecision) -> SafeString | str:
        if decision.review_id is None:
            return gettext("%(listing)s (deleted by its author)") % {"listing": decision.listing or "–"}
        return _link("admin:review-decide", decision.review_id, decision.listing)


def _link(name: str, pk: int, label: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse(name, args=[pk]), label)
