"""Source pages: what they say now, what differs from before, which notes rest on them."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinicfinder import clock
from clinics.regulations.admin_shared import EditorsAdmin
from clinics.regulations.forms_sources import ReadingForm
from clinics.regulations.models import RegulationNote, SourcePage
from clinics.regulations.watching import differences, open_change, settle, store_reading

READINGS_SHOWN = 30


class SourcePageAdmin(EditorsAdmin):
    """Pages on which notes rest. Their address stays: notes name them by it."""

    list_display = ["__str__", "url", "answered", "asked_at", "failing_since", "watch_link"]
    search_fields = ["url", "title"]
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        inside = self.admin_site.admin_view
        return [path("<key:pk>/watch/", inside(self.watch), name="source-watch"), *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: SourcePage | None = None) -> Any:
        asked = ["answered", "asked_at", "failing_since"]
        return ["url", "title", *(asked if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: SourcePage | None = None) -> list[str]:
        return ["url", "answered", "asked_at", "failing_since"] if obj else []

    @admin.display(description=gettext_lazy("watch"))
    def watch_link(self, page: SourcePage) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("admin:source-watch", args=[page.pk]), _("Watch"))

    def watch(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What it says now; what differs; the notes that rest on it."""
        page: SourcePage = self.for_editors(request, pk)
        form = ReadingForm()
        if request.method == "POST" and "settle" in request.POST:
            settled(self, request, [page])
            return redirect("admin:source-watch", pk)
        if request.method == "POST":
            form = ReadingForm(request.POST, request.FILES)
            if form.is_valid():
                self._read(request, page, form.cleaned_data["reading"])
                return redirect("admin:source-watch", pk)
        change = open_change(page)
        one = SourcePage.objects.filter(pk=pk)
        context = {
            "title": _("Watch a source page"),
            "page": page,
            "form": form,
            "changed": change is not None,
            "differences": differences(*change) if change else [],
            "notes": RegulationNote.objects.resting_on(one).select_related("state"),
            "readings": page.readings.select_related("read_by", "settled_by")[:READINGS_SHOWN],
        }
        return self.page(request, "watch.html", context)

    def may_act(self, request: HttpRequest) -> bool:
        return super().may_act(request) and request.user.has_perm("clinics.add_sourcereading")

    @transaction.atomic
    def _read(self, request: HttpRequest, page: SourcePage, text: str) -> None:
        outcome = store_reading(page, text, clock.now(), request.user)  # type: ignore[arg-type]
        if outcome.changed:
            words = _("The text differs from the time before. Look at the notes below.")
            self.message_user(request, words, messages.WARNING)
        elif outcome.first:
            words = _("Stored. From now on you see what changes.")
            self.message_user(request, words, messages.SUCCESS)
        else:
            words = _("The text is the same as before. The day is noted.")
            self.message_user(request, words, messages.SUCCESS)
        self.log_change(request, page, words)


@transaction.atomic
def settled(model_admin: admin.ModelAdmin, request: HttpRequest, pages: list[SourcePage]) -> None:
    """Somebody has looked at the notes that rest on these pages."""
    count = 0
    for page in pages:
        changes = settle(page, clock.now(), request.user)  # type: ignore[arg-type]
        if changes:
            model_admin.log_change(request, page, _("Looked at the notes that rest on it."))
        count += changes
    words = ngettext("%d change settled.", "%d changes settled.", count) % count
    messages.success(request, words)
