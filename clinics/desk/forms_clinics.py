"""The forms of whoever keeps a listing: the claim, the code, the facts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinics.desk import facts
from clinics.desk.forms import WebsiteField
from clinics.desk.models import Claim
from clinics.listings.forms import ZIP_CODE
from clinics.listings.models import Clinic, TelemedicineService

LONGEST_TEXT = 4000
LONGEST_WAIT = 730
LABELS: dict[str, str | Promise] = {
    "phone_extension": _("Extension"),
    "phone_note": _("What should callers know?"),
    "description": _("What you do, in plain words"),
    "accepting_new_patients": _("Do you take new patients?"),
    "wait_days": _("How many days until a first visit?"),
    "takes_insurance": _("Do you take insurance?"),
    "payment_plans": _("Can people pay in parts?"),
    "sliding_scale": _("Do you charge less for low incomes?"),
    "hsa_fsa": _("Do you take HSA and FSA cards?"),
    "prior_authorization_help": _("Do you help with prior authorization?"),
    "consultation_required": _("Do you see people before the first treatment?"),
    "psychotherapy_support": _("Do you offer therapy with the medicine?"),
    "follow_up": _("How do you follow up after treatment?"),
    "emergency_plan": _("What do you do in an emergency?"),
    "monitoring_by": _("Who monitors people during treatment?"),
    "monitoring_of": _("What do they monitor?"),
    "in_person_visit_required": _("Do you examine in person before the first prescription?"),
    "home_delivery": _("Is the medicine delivered to the home?"),
    "monitor_required": _("Must another adult be present?"),
}


class ClaimForm(forms.ModelForm):
    """Who asks to take care of a listing."""

    class Meta:
        model = Claim
        fields = ["email", "role"]
        labels = {"email": _("Your e-mail at the clinic"), "role": _("What do you do there?")}
        help_texts = {
            "email": _(
                "If it is the address that stands in the listing, or one at the clinic’s own website, "
                "we send it a code at once. If not, a curator decides."
            ),
            "role": _("Such as: office manager, owner, nurse."),
        }
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "email"})}
        error_messages = {
            "email": {
                "required": _("Type your e-mail at the clinic."),
                "invalid": _("Check the e-mail address."),
            },
            "role": {"required": _("Tell us what you do there.")},
        }


class CodeForm(forms.Form):
    """The six digits that were mailed."""

    code = forms.RegexField(
        r"^\s*[0-9]{3}\s?[0-9]{3}\s*$",
        label=_("The code from our mail"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={
            "required": _("Type the code from our mail."),
            "invalid": _("The code has six digits."),
        },
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class CareForm(forms.ModelForm):
    """The plain facts of a listing. It never saves: what differs becomes proposals."""

    def __init__(self, *args: Any, waiting: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in (waiting or {}).items():
            if name in self.fields:
                self.initial[name] = _value(self.instance, name, text)
        shown: dict[str, Any] = self.fields
        for name, field in shown.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = ""
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 5
                field.validators.append(MaxLengthValidator(LONGEST_TEXT))

    def clean_zip_code(self) -> str:
        typed = self.cleaned_data["zip_code"].strip()
        found = ZIP_CODE.fullmatch(typed)
        if not found:
            raise ValidationError(_("A ZIP code has five digits, or nine, such as 78701 or 78701-1234."))
        return "-".join(part for part in found.groups() if part)

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return list(self)

    @property
    def wanted(self) -> dict[str, str]:
        """Each fact as it was typed, as text."""
        return {name: facts.as_text(value) for name, value in self.cleaned_data.items()}

    def save(self, commit: bool = True) -> Any:
        raise NotImplementedError("What a clinic types is proposed, never saved.")


def care_form(subject: Clinic | TelemedicineService, data: Any, waiting: dict[str, str]) -> Any:
    """The form of this clinic or service, with what it proposed before."""
    names = facts.care_fields(subject)
    made: Any = forms.modelform_factory(
        type(subject),
        form=CareForm,
        fields=names,
        field_classes={"website": WebsiteField},
    )
    form = made(data, instance=_copy(subject), waiting=waiting)
    if "wait_days" in form.fields:
        form.fields["wait_days"] = forms.IntegerField(
            label=form.fields["wait_days"].label, required=False, min_value=0, max_value=LONGEST_WAIT
        )
    return form


def _value(subject: Any, name: str, text: str) -> Any:
    try:
        return facts.parsed(subject, name, text)
    except ValidationError:
        return text


def _copy(subject: Clinic | TelemedicineService) -> Any:
    """A form writes what was typed on its instance; the original keeps what stands in the database."""
    columns = {field.attname: getattr(subject, field.attname) for field in subject._meta.concrete_fields}
    return type(subject)(**columns)
