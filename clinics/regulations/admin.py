"""Curation of regulation notes."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from clinicfinder import clock
from clinics.regulations.forms import RegulationNoteForm
from clinics.regulations.models import RegulationNote
from clinics.regulations.topics import topic_name


class InForceFilter(admin.SimpleListFilter):
    """Notes that hold today, and those that have ended or not begun."""

    title = _("in force today")
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        held = RegulationNote.objects.in_force(clock.today())
        if self.value() == "yes":
            return queryset.filter(pk__in=held)
        if self.value() == "no":
            return queryset.exclude(pk__in=held)
        return None


@admin.register(RegulationNote)
class RegulationNoteAdmin(admin.ModelAdmin):
    form = RegulationNoteForm
    list_display = [
        "key",
        "jurisdiction",
        "topic_in_words",
        "short_summary",
        "effective_from",
        "effective_until",
        "confidence",
        "basis",
        "last_verified_on",
    ]
    list_filter = [InForceFilter, "confidence", "basis", "topic", "state"]
    list_select_related = ["state"]
    search_fields = ["key", "summary", "citation", "source_url"]
    fieldsets = [
        (
            None,
            {
                "fields": ["key", "state", "topic", "summary", "citation", "source_url", "stored_page_url"],
                "description": _(
                    "Notes whose key stands in fixtures/regulations.json belong to that file: the next "
                    "load_reference sets them back. Change them there. Give notes of your own other keys."
                ),
            },
        ),
        (_("In force"), {"fields": ["effective_from", "effective_until"]}),
        (_("How we know"), {"fields": ["basis", "confidence", "last_verified_on"]}),
        (_("What a rule reads"), {"fields": ["effect"]}),
    ]

    @admin.display(description=_("state"), ordering="state")
    def jurisdiction(self, note: RegulationNote) -> str:
        return str(note.state or _("Federal"))

    @admin.display(description=_("topic"), ordering="topic")
    def topic_in_words(self, note: RegulationNote) -> str:
        return topic_name(note.topic)

    @admin.display(description=_("summary"))
    def short_summary(self, note: RegulationNote) -> str:
        return Truncator(note.summary).words(18)
