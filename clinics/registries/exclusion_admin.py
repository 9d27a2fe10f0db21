"""The curators' queue of possible exclusions, and the list itself to read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Case, Value, When
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clinicfinder import clock
from clinics.listings.records import mending_address
from clinics.registries.admin import ReadOnly
from clinics.registries.exclusions import decide
from clinics.registries.models import Exclusion, ExclusionMatch

Decision = ExclusionMatch.Decision
OPEN_FIRST = Case(When(decision=Decision.OPEN, then=Value(0)), default=Value(1))
TOLD = ["listed", "subject", "how", "in_list", "found_at", "decided_by", "decided_at"]


class DecisionForm(forms.ModelForm):
    """The same, or somebody else and why."""

    decision = forms.ChoiceField(
        label=_("Does the list speak of this practitioner or listing?"),
        choices=[choice for choice in Decision.choices if choice[0] != Decision.OPEN],
        widget=forms.RadioSelect,
        help_text=_(
            "Compare the date of birth, the specialty and the address. OIG's own site confirms a name by "
            "the Social Security number. “The same” takes them out of the results at once."
        ),
        error_messages={"required": _("Choose whether it is the same.")},
    )

    class Meta:
        model = ExclusionMatch
        fields = ["decision", "reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") == Decision.REFUSED and not data.get("reason"):
            self.add_error("reason", _("Say why it is somebody else."))
        return data

    def _get_validation_exclusions(self) -> set[str]:
        # The constraint would say once more, above the form, what stands beside the field.
        return super()._get_validation_exclusions() | {"reason"}  # type: ignore[misc]


@admin.register(ExclusionMatch)
class ExclusionMatchAdmin(admin.ModelAdmin):
    """Those that nobody has decided come first, the oldest at the top. Staff decide; only imports add."""

    form = DecisionForm
    list_display = ["listed", "subject", "how", "decision", "in_list", "found_at"]
    list_filter = ["decision", "by_npi", "in_list", "found_at"]
    list_select_related = ["listing", "provider"]
    list_per_page = 50
    search_fields = ["listed", "listing__name", "provider__last_name"]
    fields = [*TOLD, "decision", "reason"]
    readonly_fields = TOLD
    actions = None

    def get_ordering(self, request: HttpRequest) -> list:
        return [OPEN_FIRST, "found_at", "pk"]

    @admin.display(description=_("may be"))
    def subject(self, match: ExclusionMatch) -> SafeString:
        """The name here, linked to where a curator mends it."""
        subject: Any = match.provider or match.listing
        return format_html('<a href="{}">{}</a>', mending_address(subject), subject)

    @admin.display(description=_("how matched"), ordering="by_npi")
    def how(self, match: ExclusionMatch) -> str:
        return str(_("the same NPI") if match.by_npi else _("name and state"))

    def save_model(self, request: HttpRequest, obj: ExclusionMatch, form: Any, change: bool) -> None:
        decide(obj, obj.decision, obj.reason, request.user, clock.now())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ExclusionMatch | None = None) -> bool:
        return False


@admin.register(Exclusion)
class ExclusionAdmin(ReadOnly):
    list_display = ["name", "state", "npi", "specialty", "type", "excluded_on", "waiver_state"]
    list_filter = ["is_business", "type"]
    search_fields = ["name", "npi"]
    show_full_result_count = False
    list_per_page = 50
