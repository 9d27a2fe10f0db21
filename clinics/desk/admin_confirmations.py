"""The mails that asked whether a listing is still right, and what came back. To be read only."""

from django.contrib import admin
from django.http import HttpRequest

from clinics.desk.admin_shared import DeskAdmin
from clinics.desk.models import Confirmation


@admin.register(Confirmation)
class ConfirmationAdmin(DeskAdmin):
    """Each mail, newest first."""

    list_display = ["sent_at", "subject", "email", "answered_at", "still_right"]
    list_filter = ["still_right", "sent_at"]
    list_select_related = ["listing"]
    search_fields = ["listing__name", "email"]

    def has_change_permission(self, request: HttpRequest, obj: Confirmation | None = None) -> bool:
        return False
