"""The forms of whoever keeps a listing: the claim, the code, the facts."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinics.desk import facts
from clinics.desk.forms import WebsiteField
from clinics.desk.forms_rows import part
from clinics.desk.models import Claim
from clinics.listings.forms import ZIP_CODE
from clinics.listings.models import Clinic, TelemedicineService
from clinics.medicine.queries import vocabulary

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
    "modality": _("How do you meet people?"),
    "platforms": _("What do people need to join?"),
    "evaluation": _("How do you find out whether the treatment fits a person?"),
    "privacy_practice": _("How do you keep what people tell you private?"),
    "business_associate_agreement": _(
        "Do you have a business associate agreement (BAA) with your video service?"
    ),
}
HINTS: dict[str, str | Promise] = {
    "monitoring_by": _("Such as: a registered nurse in the room."),
    "monitoring_of": _("Such as: pulse oximetry, blood pressure."),
    "platforms": _("Such as: web browser, iPhone, Android."),
}
SECTION_HINTS: dict[str, str | Promise] = {
    "hours": _(
        "In your local time. On a day without times people read “no hours listed”. If no day has times, "
        "they read that we do not know your hours."
    ),
    "prices": _(
        "Tick what you offer. Leave the price empty if you do not publish it. If there is one price for "
        "everybody, type it twice. If you fill in only “from”, people read “From $450”."
    ),
    "insurance": _(
        "“Not told” means that we do not know, not that you say no. “In network” means that the insurer pays "
        "you. With a superbill, people pay you and send your bill to their insurer."
    ),
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


@dataclass(frozen=True)
class Section:
    """Some of the form's fields under one title: bound fields, and parts with a template of their own."""

    key: str
    title: str | Promise
    hint: str | Promise
    entries: list[Any]


class CareForm(forms.ModelForm):
    """The facts of a listing. It never saves: what differs becomes proposals."""

    def __init__(self, *args: Any, texts: dict[str, str], waiting: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting, self.rows = waiting, dict[str, str]()
        self.columns = list(self.fields)
        for name in self.columns:
            if name in waiting:
                self.initial[name] = _value(self.instance, name, texts[name])
        shown: dict[str, Any] = self.fields
        for name, field in shown.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = HINTS.get(name, "")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 5
                field.validators.append(MaxLengthValidator(LONGEST_TEXT))
            if isinstance(field.widget, forms.NullBooleanSelect):
                field.widget.choices = [("unknown", _("Not told")), ("true", _("Yes")), ("false", _("No"))]
        words = vocabulary()
        self.parts = {name: part(name, text, words) for name, text in texts.items() if facts.is_rows(name)}
        for one in self.parts.values():
            self.fields.update(one.fields)
            self.initial.update(one.initial)
        self.order_fields(self._in_order())

    def _in_order(self) -> list[str]:
        """The fields as people meet them, so that mistakes are listed from the top."""
        names = facts.care_fields(self.instance)
        return [key for name in names for key in (self.parts[name].fields if name in self.parts else [name])]

    def clean_zip_code(self) -> str:
        typed = self.cleaned_data["zip_code"].strip()
        found = ZIP_CODE.fullmatch(typed)
        if not found:
            raise ValidationError(_("A ZIP code has five digits, or nine, such as 78701 or 78701-1234."))
        return "-".join(part for part in found.groups() if part)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.rows = {name: one.text(self) for name, one in self.parts.items()}
        return cleaned

    @property
    def sections(self) -> list[Section]:
        """What is asked, by what it belongs to."""
        return [
            Section(key, facts.TITLES[key], SECTION_HINTS.get(key, ""), [self._entry(name) for name in names])
            for key, names in facts.sections_of(self.instance).items()
        ]

    def _entry(self, name: str) -> dict[str, Any]:
        """One fact, and whether a change of it waits for a curator."""
        entry: dict[str, Any] = {"waits": name in self.waiting}
        if name not in self.parts:
            return entry | {"field": self[name], "template": "desk/parts/plain.html"}
        one = self.parts[name]
        field = self[name] if name in self.fields else None
        return entry | {"field": field, "template": one.template, "groups": one.groups(self)}

    @property
    def wanted(self) -> dict[str, str]:
        """Each fact as it was typed, as text."""
        return {name: facts.as_text(self.cleaned_data[name]) for name in self.columns} | self.rows

    def save(self, commit: bool = True) -> Any:
        raise NotImplementedError("What a clinic types is proposed, never saved.")


def care_form(subject: Clinic | TelemedicineService, data: Any, waiting: dict[str, str]) -> Any:
    """The form of this clinic or service, with what it proposed before."""
    names = facts.care_fields(subject)
    made: Any = forms.modelform_factory(
        type(subject),
        form=CareForm,
        fields=[name for name in names if not facts.is_rows(name)],
        field_classes={"website": WebsiteField},
    )
    texts = {
        name: waiting[name] if name in waiting else facts.current(subject, name)
        for name in names
        if name in waiting or facts.is_rows(name)
    }
    form = made(data, instance=_copy(subject), texts=texts, waiting=waiting.keys())
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
