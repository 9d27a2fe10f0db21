"""Curation of the vocabularies. Rows that stand in fixtures/ belong to those files."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from clinics.medicine.forms import FactForm
from clinics.medicine.models import (
    AccessibilityFeature,
    AgeGroup,
    Condition,
    Fact,
    Language,
    Payer,
    Term,
    Treatment,
)


class TermAdmin(admin.ModelAdmin):
    """A slug is in people's bookmarks and a bit in the search index: both stay once given."""

    list_display = ["name", "slug", "bit"]
    search_fields = ["name", "slug"]

    def get_readonly_fields(self, request: HttpRequest, obj: Term | None = None) -> list[str]:
        return ["slug", "bit"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        """Never: its bit would be reused for something else."""
        return False


@admin.register(Condition)
class ConditionAdmin(TermAdmin):
    list_display = ["name", "slug", "evidence", "source_name", "retrieved_on", "bit"]
    list_filter = ["evidence"]
    search_fields = ["name", "slug", "synonyms"]


@admin.register(Treatment)
class TreatmentAdmin(TermAdmin):
    list_display = ["name", "slug", "route", "fda_status", "source_name", "retrieved_on", "bit"]
    list_filter = ["fda_status"]


@admin.register(Fact)
class FactAdmin(SimpleHistoryAdmin):
    """Facts are shown as soon as they are saved; "Show how it looks" stores nothing."""

    form = FactForm
    change_form_template = "admin/medicine/fact.html"
    list_display = ["key", "topic", "condition", "treatment", "short_text", "basis", "retrieved_on"]
    list_filter = ["topic", "basis", "level", "condition", "treatment"]
    list_select_related = ["condition", "treatment"]
    search_fields = ["key", "about", "text", "source_name", "source_url"]
    list_per_page = 50
    fields = [*FactForm.Meta.fields]

    @admin.display(description=_("in plain words"), ordering="text")
    def short_text(self, fact: Fact) -> str:
        return Truncator(fact.text).words(12)

    def get_readonly_fields(self, request: HttpRequest, obj: Fact | None = None) -> list[str]:
        return ["key"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Fact | None = None) -> bool:
        """Never: the next load would bring it back from its file."""
        return False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        return super().render_change_form(
            request,
            context | {"shown": form.shown() if isinstance(form, FactForm) else None},
            *args,
            **kwargs,
        )


@admin.register(Payer)
class PayerAdmin(TermAdmin):
    list_display = ["name", "slug", "kind", "bit"]
    list_filter = ["kind"]


@admin.register(AgeGroup)
class AgeGroupAdmin(TermAdmin):
    list_display = ["name", "slug", "from_age", "until_age", "bit"]


admin.site.register([Language, AccessibilityFeature], TermAdmin)
