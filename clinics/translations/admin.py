"""Curation of translations, and what is still to be translated."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from clinics.translations.checking import faults, gaps
from clinics.translations.models import Translation

MOST_SHOWN = 50


class TranslationForm(forms.ModelForm):
    """A translation keeps every source, number and link of its English."""

    class Meta:
        model = Translation
        fields = ("language", "source", "text")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        source = cleaned.get("source") or self.instance.source
        for fault in faults(source, cleaned.get("text", "")) if cleaned.get("text") else ():
            self.add_error("text", fault)
        return cleaned


@admin.register(Translation)
class TranslationAdmin(SimpleHistoryAdmin):
    """The English is its key, so it stays as it is: a changed text needs a new translation."""

    form = TranslationForm
    change_list_template = "admin/translations/list.html"
    list_display = ["source_start", "text_start", "language", "where", "updated_at"]
    list_filter = ["language"]
    search_fields = ["source", "text", "where"]
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: Translation | None = None) -> list[str]:
        return ["language", "source"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Translation | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        missing = [gap for language in Translation.Tongue.values for gap in gaps(language)]
        told = {"gaps": missing[:MOST_SHOWN], "gap_count": len(missing)}
        return super().changelist_view(request, (extra_context or {}) | told)

    @admin.display(description=_("English"), ordering="source")
    def source_start(self, row: Translation) -> str:
        return row.source[:80]

    @admin.display(description=_("translation"), ordering="text")
    def text_start(self, row: Translation) -> str:
        return row.text[:80]
