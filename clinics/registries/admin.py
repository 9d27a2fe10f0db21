"""What registries said, for curators to read. Only imports write it."""

from django.contrib import admin
from django.http import HttpRequest

from clinics.registries.models import ImportRun, RegistryRecord


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    list_display = ["file_name", "source", "state", "started_at", "applied_at", "counts"]
    list_filter = ["source", "state"]
    search_fields = ["file_name"]
    date_hierarchy = "started_at"
    ordering = ["-started_at"]


@admin.register(RegistryRecord)
class RegistryRecordAdmin(ReadOnly):
    list_display = ["identifier", "place", "listing", "provider", "deactivated_on", "last_seen_on"]
    list_filter = ["source", ("deactivated_on", admin.EmptyFieldListFilter), "last_seen_on"]
    list_select_related = ["listing", "provider"]
    search_fields = ["identifier", "listing__name", "provider__last_name"]
