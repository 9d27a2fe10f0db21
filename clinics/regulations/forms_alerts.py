"""The form that asks for an alert."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.places.models import State


class AlertForm(forms.Form):
    """Of which state."""

    state = forms.ModelChoiceField(
        State.objects.none(),
        label=_("State or territory"),
        empty_label=_("Choose one"),
        error_messages={
            "required": _("Choose a state or territory."),
            "invalid_choice": _("Choose a state or territory from the list."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states: Any = self.fields["state"]
        states.queryset = State.objects.order_by("name")
