"""What the desk's admins have in common."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.listings.records import mending_address

SHORT = 80


class DeskAdmin(admin.ModelAdmin):
    """Of what others told us: it comes in by itself, and nobody rewrites it."""

    show_full_result_count = False
    list_per_page = 50
    list_select_related = ["listing", "provider"]

    @admin.display(description=gettext_lazy("about"))
    def subject(self, row: Any) -> SafeString | str:
        """The name, linked to where a curator mends it."""
        subject = row.listing or getattr(row, "provider", None)
        if subject is None:
            return row.name
        return format_html('<a href="{}">{}</a>', mending_address(subject), subject)

    @admin.display(description=gettext_lazy("in their words"))
    def beginning(self, row: Any) -> str:
        return Truncator(row.text).chars(SHORT)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def tell_later(self, request: HttpRequest, row: Any, tell: Any) -> None:
        """Write to them once everything is stored; say so if the mail could not be sent."""

        def write() -> None:
            if not tell(row):
                words = _("The mail to %(email)s could not be sent.") % {"email": row.email}
                self.message_user(request, words, messages.WARNING)

        transaction.on_commit(write)
