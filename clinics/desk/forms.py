"""The forms on which anybody reports a problem, suggests a clinic, or asks about what stands of them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from clinics.desk.models import Report, Request
from clinics.desk.requests import already_here
from clinics.listings.forms import ZIP_CODE
from clinics.listings.models import Listing
from clinics.places.models import State

EMAIL_WRONG = _("Check the e-mail address, or leave it empty.")
NO_HEALTH_DETAILS = _("Please leave out your health details. Up to 2,000 characters.")
ADDRESS_WRONG = _("Check the website’s address. It looks like https://example.org.")


class PublicForm(forms.Form):
    """Of the public, without an account."""

    # People never see it; programs that fill every field do.
    homepage = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_from_a_program(self) -> bool:
        """Whether the field that people never see was filled."""
        return bool(self.data.get(self.add_prefix("homepage")))

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.unseen]

    @property
    def unseen(self) -> set[str]:
        """The names of the fields that do not stand among the others."""
        return {"homepage"}


class WebsiteField(forms.URLField):
    """An address of the web, and of nothing else."""

    default_validators = [URLValidator(["http", "https"])]

    def __init__(self, **kwargs: Any) -> None:
        given = {"assume_scheme": "https", "error_messages": {"invalid": ADDRESS_WRONG}}
        super().__init__(**{"max_length": 300, **kwargs, **given})


class ReportForm(PublicForm, forms.ModelForm):
    """What is wrong, in their words, and where to answer if they want one."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Report.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )

    class Meta:
        model = Report
        fields = ["kind", "text", "email"]
        labels = {
            "text": _("Tell us more, if you like"),
            "email": _("Your e-mail, if you want an answer"),
        }
        help_texts = {
            "text": NO_HEALTH_DETAILS,
            "email": _("Not required. We use it only to answer you about this."),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        error_messages = {
            "email": {"invalid": EMAIL_WRONG},
            "text": {"max_length": _("Please shorten it to 2,000 characters.")},
        }


class RequestForm(PublicForm, forms.ModelForm):
    """Somebody who is listed asks to be corrected or taken down."""

    kind = forms.ChoiceField(
        label=_("What should we do?"),
        choices=[
            (Request.Kind.CORRECT, _("Correct what is wrong")),
            (Request.Kind.TAKE_DOWN, _("Take this down")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what we should do.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("So that we can answer you. We use it for nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Type your e-mail, so that we can answer you."),
            "invalid": _("Check the e-mail address."),
        },
    )

    class Meta:
        model = Request
        fields = ["kind", "text", "email"]
        labels = {"text": _("What is wrong, and what is right?")}
        help_texts = {"text": _("Say who you are. If a public record is wrong, say which one.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        error_messages = {"text": {"max_length": _("Please shorten it to 4,000 characters.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = _("Tell us what this is about.")


class SuggestForm(PublicForm):
    """A clinic that is missing here."""

    name = forms.CharField(
        label=_("Name of the clinic"),
        max_length=160,
        error_messages={"required": _("Type the name of the clinic.")},
    )
    street = forms.CharField(label=_("Street address"), max_length=120, required=False)
    city = forms.CharField(
        label=_("City"), max_length=80, error_messages={"required": _("Type the city it is in.")}
    )
    state = forms.ModelChoiceField(
        State.objects.all(),
        label=_("State"),
        empty_label=_("Choose a state"),
        error_messages={"required": _("Choose the state it is in.")},
    )
    zip_code = forms.CharField(
        label=_("ZIP code"), max_length=10, error_messages={"required": _("Type its ZIP code.")}
    )
    phone = PhoneNumberField(
        label=_("Its phone number"),
        required=False,
        region="US",
        error_messages={"invalid": _("Check the phone number. It looks like (512) 555-0123.")},
    )
    website = WebsiteField(label=_("Its website"), required=False)
    who = forms.CharField(
        label=_("Who are you?"),
        max_length=200,
        required=False,
        help_text=_("Such as: a patient, somebody who works there. Not required."),
    )
    text = forms.CharField(
        label=_("What else should we know?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=NO_HEALTH_DETAILS,
        error_messages={"max_length": _("Please shorten it to 2,000 characters.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail, if you want an answer"),
        required=False,
        help_text=_("Not required. We use it only to answer you about this."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": EMAIL_WRONG},
    )

    another = forms.BooleanField(
        label=_("The one that I suggest is another one"),
        required=False,
        help_text=_("Only if none of these is the clinic that you mean."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.already_here: list[Listing] = []

    @property
    def unseen(self) -> set[str]:
        """The question whether it is another one stands beside those that it speaks of."""
        return super().unseen | {"another"}

    def clean(self) -> dict[str, Any] | None:
        told = super().clean() or self.cleaned_data
        phone = told.get("phone")
        number = phone.as_e164 if phone else ""
        self.already_here = already_here(told.get("name", ""), told.get("zip_code", ""), number)
        if self.already_here and not told.get("another"):
            self.add_error("another", _("We may have this clinic already. Look at what we have first."))
        return told

    def clean_zip_code(self) -> str:
        found = ZIP_CODE.fullmatch(self.cleaned_data["zip_code"].strip())
        if not found:
            raise ValidationError(_("A ZIP code has five digits, or nine, such as 78701 or 78701-1234."))
        return "-".join(part for part in found.groups() if part)
