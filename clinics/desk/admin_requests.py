"""The curators' queue of requests: clinics to add, and people who ask about what stands of them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinics.desk.admin_shared import DeskAdmin
from clinics.desk.forms import WebsiteField
from clinics.desk.models import Request
from clinics.desk.queries import open_first
from clinics.desk.requests import ANSWER, REASONS, answer, keep_draft, known_record, tell

ASKED: list[Any] = ["kind", "subject", "name", "address", "website", "text", "email", "created_at"]
HANDLED: list[Any] = ["handled_by", "handled_at"]


class AnswerForm(forms.ModelForm):
    """Who is refused is told why, and so is every reader: from which public record it comes."""

    class Meta:
        field_classes = {"record_url": WebsiteField}
        widgets = {"stays_because": forms.Textarea(attrs={"rows": 3, "cols": 80})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject = self.instance.listing or self.instance.provider
        untold = not (self.instance.record_name or self.instance.record_url)
        if "record_name" in self.fields and subject and untold:
            self.initial = {**self.initial, **known_record(subject)}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == Request.State.REFUSED:
            self._need("answer", _("Say why it stays, and from which public record it comes."))
            self._need("stays_because", _("Say why it stays. Every reader of the page sees this."))
            self._need("record_name", _("Name the public record that it comes from."))
            self._need("record_url", _("Give the address of that record."))
        asker, said = self.instance.email.lower(), (cleaned.get("stays_because") or "").lower()
        if asker and asker in said:
            self.add_error("stays_because", _("Leave out who asked: every reader of the page sees this."))
        return cleaned

    def _need(self, name: str, words: Any) -> None:
        """A message beside a field that is there and empty, unless it has one already."""
        if name in self.fields and name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, words)


@admin.register(Request)
class RequestAdmin(DeskAdmin):
    """What people ask of us, open ones first. Each is answered once."""

    form = AnswerForm
    list_display = ["created_at", "kind", "subject", "beginning", "state", "handled_by"]
    list_filter = ["state", "kind", "created_at"]
    list_select_related = ["listing", "provider", "handled_by"]
    search_fields = ["name", "text", "email"]
    date_hierarchy = "created_at"

    def get_ordering(self, request: HttpRequest) -> list:
        return [open_first(), "created_at", "pk"]

    def get_fieldsets(self, request: HttpRequest, obj: Request | None = None) -> list[Any]:
        words = _(
            "Correct or take down the listing first. Your answer is sent once, and cannot be "
            "changed after that."
        )
        fieldsets = [
            (None, {"fields": ASKED}),
            (_("The answer"), {"fields": ["state", "answer", *HANDLED], "description": words}),
        ]
        if obj is not None and obj.kind != Request.Kind.ADD:
            public = _("Needed where it stays as it is, and shown on its page until a later request is done.")
            fieldsets.append((_("Why it stays"), {"fields": [*REASONS], "description": public}))
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Request | None = None) -> list[str]:
        # Asked of the database: a form with mistakes has written on `obj` already.
        settled = obj is not None and not Request.objects.open().filter(pk=obj.pk).exists()
        return [*ASKED, *HANDLED, *(ANSWER if settled else [])]

    def save_model(self, request: HttpRequest, obj: Request, form: Any, change: bool) -> None:
        if not form.fields:  # It was settled before, so nothing of it can be changed.
            return
        if obj.state == Request.State.OPEN:
            keep_draft(obj)
        elif answer(obj, request.user):  # type: ignore[arg-type]
            self.tell_later(request, obj, tell)
        else:
            self.message_user(request, gettext("Somebody has answered this already."), messages.WARNING)
