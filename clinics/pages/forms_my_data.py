"""The form that deletes an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

KEEP, REMOVE = "keep", "remove"


class DeleteAccountForm(forms.Form):
    """What becomes of the reviews, which whoever wrote any must say; and that they mean it."""

    reviews = forms.ChoiceField(
        label=_("What should become of your reviews?"),
        choices=[
            (KEEP, _("Leave my published reviews, without my name")),
            (REMOVE, _("Remove my reviews, too")),
        ],
        help_text=_(
            "Whatever is not published is deleted in both cases: reviews that wait or were returned or "
            "removed, older wordings, evidence of a visit. Read your reviews before you leave them: a text "
            "can tell who wrote it, and nobody can change it later."
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what should become of your reviews.")},
    )
    sure = forms.BooleanField(
        label=_("Delete my account for good"),
        error_messages={"required": _("Tick this box if you want to delete your account.")},
    )

    def __init__(self, *args: Any, has_reviews: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_reviews:
            del self.fields["reviews"]

    @property
    def keeps_reviews(self) -> bool:
        return self.cleaned_data.get("reviews") == KEEP
