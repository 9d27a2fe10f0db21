"""Editing programs that help with paying, and national prices. Rows of fixtures/ belong to those files
until an editor has read the source later."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from clinics.guide.forms_editors import NationalPriceForm, ProgramForm
from clinics.guide.models import NationalPrice, Program


class SourcedAdmin(SimpleHistoryAdmin):
    """Nothing is deleted here: the next load would bring it back. A program can be unpublished."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Program)
class ProgramAdmin(SourcedAdmin):
    form = ProgramForm
    list_display = ["name", "kind", "published", "basis", "caution", "retrieved_on"]
    list_filter = ["published", "kind", "basis", "income_limited", "veterans_only", "retrieved_on"]
    search_fields = ["name", "slug", "helps_with", "source_name", "source_url"]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        return {"published": ""}


@admin.register(NationalPrice)
class NationalPriceAdmin(SourcedAdmin):
    form = NationalPriceForm
    list_display = ["key", "treatment", "use", "session_low_cents", "session_high_cents", "quality",
                    "retrieved_on"]  # fmt: skip
    list_filter = ["treatment", "use", "basis"]
    list_select_related = ["treatment"]
    search_fields = ["key", "note", "assumption", "source_name", "source_url"]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return ["key"] if obj else []
