"""Editing the guide: Markdown with a preview, sources one a line, history with a way back."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from clinicfinder import clock
from clinics.guide import markdown
from clinics.guide.content import is_edited, problems
from clinics.guide.fields import SOURCE, SOURCE_SHAPE, SourcedLinesField
from clinics.guide.models import GuidePage

REVIEW_DAYS = 180


class GuidePageForm(forms.ModelForm):
    """A page is published only without faults; a draft may have some."""

    sources = SourcedLinesField(
        parts=SOURCE,
        shape=SOURCE_SHAPE,
        label=_("sources"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 100}),
        help_text=_(
            "One a line: name | address | stored page or recalled | 2026-11-24. "
            "In the text, [s1] leads to the first."
        ),
    )

    class Meta:
        model = GuidePage
        fields = ("title", "slug", "part", "position", "lead", "body", "sources", "published", "reviewed_on",
                  "review_due_on")  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("published") and not self.errors:
            draft = GuidePage(**{name: cleaned[name] for name in ("slug", "body", "sources")})
            for problem in problems(draft):
                self.add_error("body", problem)
        return cleaned


@admin.register(GuidePage)
class GuidePageAdmin(SimpleHistoryAdmin):
    """Pages of the guide and of the FAQ."""

    form = GuidePageForm
    list_display = ["title", "part", "position", "published", "reviewed_on", "review_due_on", "edited_here"]
    list_filter = ["part", "published", "review_due_on"]
    search_fields = ["title", "body"]
    readonly_fields = ["preview", "faults"]
    history_list_display = ["title", "reviewed_on"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        today = clock.today()
        return {
            "reviewed_on": today,
            "review_due_on": today + timedelta(days=REVIEW_DAYS),
            "published": False,
        }

    @admin.display(description=_("edited here"), boolean=True)
    def edited_here(self, page: GuidePage) -> bool:
        return is_edited(page)

    @admin.display(description=_("as readers see it"))
    def preview(self, page: GuidePage) -> SafeString | str:
        if not page.pk:
            return gettext("Save it as a draft to see it.")
        return format_html('<div class="prose">{}</div>', markdown.as_html(page.body))

    @admin.display(description=_("what is wrong with it"))
    def faults(self, page: GuidePage) -> SafeString | str:
        found = list(problems(page)) if page.pk else []
        if not found:
            return gettext("Nothing.")
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((fault,) for fault in found)))
