"""The curators' queue of reports."""

from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinics.desk.models import Report

OPEN_FIRST = Case(When(state=Report.State.OPEN, then=Value(0)), default=Value(1))
TOLD = ["kind", "subject", "text", "email", "created_at"]


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """What people told us, open ones first. Staff may answer; nobody rewrites what was told."""

    list_display = ["created_at", "kind", "subject", "beginning", "state"]
    list_filter = ["state", "kind", "created_at"]
    list_select_related = ["listing", "provider"]
    search_fields = ["text", "email", "listing__name", "provider__last_name"]
    date_hierarchy = "created_at"
    fields = [*TOLD, "state", "answer"]
    readonly_fields = TOLD
    actions = ["mark_done", "mark_refused"]

    def get_ordering(self, request: HttpRequest) -> list:
        return [OPEN_FIRST, "created_at", "pk"]

    @admin.display(description=_("about"))
    def subject(self, report: Report) -> SafeString:
        """The name, linked to where a curator mends it."""
        return format_html('<a href="{}">{}</a>', _admin_address(report), report.listing or report.provider)

    @admin.display(description=_("in their words"))
    def beginning(self, report: Report) -> str:
        return report.text if len(report.text) <= 80 else report.text[:80] + "…"

    @admin.action(description=_("Mark as dealt with"))
    def mark_done(self, request: HttpRequest, reports: QuerySet) -> None:
        self._settle(request, reports, Report.State.DONE)

    @admin.action(description=_("Mark as nothing to mend"))
    def mark_refused(self, request: HttpRequest, reports: QuerySet) -> None:
        self._settle(request, reports, Report.State.REFUSED)

    def _settle(self, request: HttpRequest, reports: QuerySet, state: str) -> None:
        count = reports.update(state=state)
        self.message_user(request, ngettext("%d report settled.", "%d reports settled.", count) % count)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return request.user.is_staff

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return request.user.is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


def _admin_address(report: Report) -> str:
    """Clinics and telemedicine services each have their own form in the admin."""
    if report.listing is None:
        return reverse("admin:clinics_provider_change", args=[report.provider_id])
    model = "clinic" if report.listing.kind == "clinic" else "telemedicineservice"
    return reverse(f"admin:clinics_{model}_change", args=[report.listing_id])
