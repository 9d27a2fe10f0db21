"""The curators' queue of reports."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinics.desk.admin_shared import DeskAdmin
from clinics.desk.models import Report
from clinics.desk.queries import open_first
from clinics.desk.reports import settle, tell

TOLD: list[Any] = ["kind", "subject", "text", "email", "created_at"]
HANDLED: list[Any] = ["handled_by", "handled_at", "told_at"]


@admin.register(Report)
class ReportAdmin(DeskAdmin):
    """What people told us, open ones first. Curators answer; nobody rewrites what was told."""

    list_display = ["created_at", "kind", "subject", "beginning", "state", "handled_by"]
    list_filter = ["state", "kind", "created_at"]
    list_select_related = ["listing", "provider", "handled_by"]
    search_fields = ["text", "email", "listing__name", "provider__last_name"]
    date_hierarchy = "created_at"
    fieldsets = [
        (None, {"fields": TOLD}),
        (
            _("What came of it"),
            {
                "fields": ["state", "answer", *HANDLED],
                "description": _(
                    "If they left an e-mail, they get your answer once, when you settle the report."
                ),
            },
        ),
    ]
    readonly_fields = [*TOLD, *HANDLED]
    actions = ["mark_done", "mark_refused"]

    def get_ordering(self, request: HttpRequest) -> list:
        return [open_first(), "created_at", "pk"]

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        settle(obj, request.user)  # type: ignore[arg-type]
        self.tell_later(request, obj, tell)

    @admin.action(description=_("Mark as dealt with"), permissions=["change"])
    def mark_done(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._settle(request, queryset, Report.State.DONE)

    @admin.action(description=_("Mark as nothing to mend"), permissions=["change"])
    def mark_refused(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._settle(request, queryset, Report.State.REFUSED)

    @transaction.atomic
    def _settle(self, request: HttpRequest, queryset: QuerySet, state: str) -> None:
        reports = list(queryset.exclude(state=state))
        for report in reports:
            report.state = state
            settle(report, request.user)  # type: ignore[arg-type]
            self.log_change(request, report, _("Settled."))
            self.tell_later(request, report, tell)
        words = ngettext("%d report settled.", "%d reports settled.", len(reports))
        self.message_user(request, words % len(reports))
