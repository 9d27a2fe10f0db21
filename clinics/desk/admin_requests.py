"""The curators' queue of requests: clinics to add, and people who ask about what stands of them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinics.desk.admin_shared import DeskAdmin
from clinics.desk.models import Request
from clinics.desk.queries import open_first
from clinics.desk.requests import answer, tell

ASKED: list[Any] = ["kind", "subject", "name", "address", "website", "text", "email", "created_at"]
HANDLED: list[Any] = ["handled_by", "handled_at"]


class AnswerForm(forms.ModelForm):
    """Who is refused is told why, and from which public record it comes."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        words = (cleaned.get("answer") or "").strip()
        if cleaned.get("state") == Request.State.REFUSED and not words:
            self.add_error("answer", _("Say why it stays, and from which public record it comes."))
        return cleaned


@admin.register(Request)
class RequestAdmin(DeskAdmin):
    """What people ask of us, open ones first. Each is answered once."""

    form = AnswerForm
    list_display = ["created_at", "kind", "subject", "beginning", "state", "handled_by"]
    list_filter = ["state", "kind", "created_at"]
    list_select_related = ["listing", "provider", "handled_by"]
    search_fields = ["name", "text", "email"]
    date_hierarchy = "created_at"
    fieldsets = [
        (None, {"fields": ASKED}),
        (
            _("The answer"),
            {
                "fields": ["state", "answer", *HANDLED],
                "description": _(
                    "Correct or take down the listing first. Your answer is sent once, and cannot be "
                    "changed after that."
                ),
            },
        ),
    ]

    def get_ordering(self, request: HttpRequest) -> list:
        return [open_first(), "created_at", "pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Request | None = None) -> list[str]:
        # Asked of the database: a form with mistakes has written on `obj` already.
        settled = obj is not None and not Request.objects.open().filter(pk=obj.pk).exists()
        return [*ASKED, *HANDLED, *(["state", "answer"] if settled else [])]

    def save_model(self, request: HttpRequest, obj: Request, form: Any, change: bool) -> None:
        if not form.fields:  # It was settled before, so nothing of it can be changed.
            return
        if obj.state == Request.State.OPEN:
            Request.objects.open().filter(pk=obj.pk).update(answer=obj.answer)
        elif answer(obj, obj.state, obj.answer, request.user):  # type: ignore[arg-type]
            self.tell_later(request, obj, tell)
        else:
            self.message_user(request, gettext("Somebody has answered this already."), messages.WARNING)
