"""Trials for curators to read. Only imports write them."""

from django.contrib import admin
from django.http import HttpRequest

from clinics.trials.models import Trial, TrialSite


class ReadOnly:
    """Looked at, never changed: the registry's word stands."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class SiteInline(ReadOnly, admin.TabularInline):
    model = TrialSite
    fields = ["facility", "city", "state", "region", "country", "status"]


@admin.register(Trial)
class TrialAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["nct_id", "title", "status", "updated_on", "retrieved_on", "gone_on"]
    list_filter = ["status", "type", ("gone_on", admin.EmptyFieldListFilter), "conditions"]
    search_fields = ["nct_id", "title", "sponsor"]
    date_hierarchy = "updated_on"
    ordering = ["-updated_on", "nct_id"]
    inlines = [SiteInline]
