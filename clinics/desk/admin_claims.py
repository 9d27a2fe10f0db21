"""Claims, in the curators' admin: grant, refuse, revoke."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clinics.desk.admin_shared import DeskAdmin
from clinics.desk.answers import about_claim, post
from clinics.desk.claims import decide
from clinics.desk.models import Claim
from clinics.desk.queries import claims, open_first

State = Claim.State
CLAIMED = ["subject", "site", "user", "email", "role", "tries", "created_at", "decided_by", "decided_at"]
# What a curator may make of each.
NEXT = {
    State.OPEN: [State.GRANTED, State.REFUSED],
    State.CODE_SENT: [State.GRANTED, State.REFUSED],
    State.GRANTED: [State.REVOKED],
}


class DecisionForm(forms.ModelForm):
    """Whoever claimed it gets a mail that says what was decided, and why if it is a no."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "state" in self.fields:
            states = [self.instance.state, *NEXT.get(self.instance.state, [])]
            states_field: Any = self.fields["state"]
            states_field.choices = [(state, State(state).label) for state in states]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") in (State.REFUSED, State.REVOKED) and not cleaned.get("reason"):
            self.add_error("reason", _("Say why. Whoever claimed it gets this by mail."))
        return cleaned


@admin.register(Claim)
class ClaimAdmin(DeskAdmin):
    """Those that wait for a curator come first."""

    form = DecisionForm
    list_display = ["created_at", "subject", "email", "role", "state", "decided_by"]
    list_filter = ["state", "created_at"]
    list_select_related = ["listing", "decided_by"]
    search_fields = ["listing__name", "email"]
    fields = [*CLAIMED, "state", "reason"]

    def get_ordering(self, request: HttpRequest) -> list:
        return [open_first(), "created_at", "pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Claim | None = None) -> list[str]:
        # Asked of the database: a form with mistakes has written on `obj` already.
        over = obj is not None and not claims().living().filter(pk=obj.pk).exists()
        return [*CLAIMED, *(["state", "reason"] if over else [])]

    @admin.display(description=_("its website and e-mail"))
    def site(self, claim: Claim) -> str:
        return " · ".join(part for part in (claim.listing.website, claim.listing.email) if part) or "–"

    def save_model(self, request: HttpRequest, obj: Claim, form: Any, change: bool) -> None:
        if "state" in form.changed_data:
            decide(obj, obj.state, obj.reason, request.user)  # type: ignore[arg-type]
            self.tell_later(request, about_claim(obj), post)
