"""Curation of the vocabularies. Rows that stand in fixtures/ belong to those files."""

from django.contrib import admin
from django.http import HttpRequest

from clinics.medicine.models import (
    AccessibilityFeature,
    AgeGroup,
    Condition,
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


@admin.register(Payer)
class PayerAdmin(TermAdmin):
    list_display = ["name", "slug", "kind", "bit"]
    list_filter = ["kind"]


@admin.register(AgeGroup)
class AgeGroupAdmin(TermAdmin):
    list_display = ["name", "slug", "from_age", "until_age", "bit"]


admin.site.register([Language, AccessibilityFeature], TermAdmin)
