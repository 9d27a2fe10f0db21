"""The effect of a note as fields: what an editor chooses becomes the JSON that rules read, and back."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.medicine.models import Treatment
from clinics.regulations.effects import (
    ASKING,
    EXAMINERS,
    FEDERAL_RULES,
    GENERAL_RULES,
    PRESCRIBERS,
    TELEHEALTH_RULES,
    TELLS,
    TOLD,
    Profile,
    unreadable,
)

Words = str | Promise
EXAMINED = ("before_first", "within_days")
RULE_NAMES: dict[str, Words] = {
    "follows_federal": gettext_lazy("Follows federal law"),
    "requires_examination": gettext_lazy("Requires an examination in person"),
    "limits_conditions": gettext_lazy("Limits for which conditions"),
    "unknown": gettext_lazy("Not settled"),
    "federal_flexibility": gettext_lazy("While in force, no examination in person is asked for"),
    "federal_examination": gettext_lazy("One examination in person is asked for"),
    "permits": gettext_lazy("Permits"),
    "forbids": gettext_lazy("Forbids"),
    "requires_license": gettext_lazy("Requires a license"),
    "requires_monitor": gettext_lazy("Requires somebody, or something, that watches the patient"),
    "requires_step": gettext_lazy("Requires a step"),
    "tells": gettext_lazy("Tells by what states can be compared"),
}
RULE_GROUPS: list[tuple[Words, Iterable[str]]] = [
    (gettext_lazy("Prescribing by telehealth, in a state"), TELEHEALTH_RULES),
    (gettext_lazy("Federal law on telehealth"), FEDERAL_RULES),
    (gettext_lazy("Any way of care"), GENERAL_RULES),
    (gettext_lazy("No rule of care"), [TELLS]),
]
ABOUT_NAMES: dict[str, Words] = {
    "np-practice": gettext_lazy("Nurse practitioners practice"),
    "imlc": gettext_lazy("Interstate medical license compact"),
    "state-registration": gettext_lazy("Registration with the state besides the DEA's"),
    "crna-opt-out": gettext_lazy("Supervision of nurse anesthetists"),
    "medicaid-spravato": gettext_lazy("Spravato under Medicaid"),
}
VALUE_NAMES: dict[str, Words] = {
    "full": gettext_lazy("on their own"),
    "reduced": gettext_lazy("with a doctor for some things"),
    "restricted": gettext_lazy("under a doctor"),
    "independent-with-experience": gettext_lazy("on their own after some years"),
    "member": gettext_lazy("member"),
    "no-member": gettext_lazy("no member"),
    "asked": gettext_lazy("asked for"),
    "not-known": gettext_lazy("not known"),
    "opted-out": gettext_lazy("not asked for: the state has opted out"),
    "no-opt-out": gettext_lazy("asked for: the state has not opted out"),
    "with-prior-approval": gettext_lazy("covered with prior approval"),
    "covered": gettext_lazy("covered"),
    "not-covered": gettext_lazy("not covered"),
}
EXAMINATIONS: list[tuple[str, Words]] = [
    ("", gettext_lazy("Not known")),
    ("none", gettext_lazy("None")),
    ("before_first", gettext_lazy("Before the first prescription")),
    ("within_days", gettext_lazy("Within a number of days")),
]
EXAMINER_NAMES: dict[str, Words] = {
    "any licensed practitioner": gettext_lazy("Any licensed practitioner"),
    "prescriber or referring clinician": gettext_lazy("The prescriber, or whoever refers the patient"),
    "prescriber": gettext_lazy("The prescriber"),
}
CONDITIONS: list[tuple[str, Words]] = [
    ("", "–"),
    ("all", gettext_lazy("All conditions")),
    ("psychiatric_and_sud_only", gettext_lazy("Psychiatric ones and substance use only")),
    ("not_pain", gettext_lazy("All but pain")),
    ("not_chronic_pain", gettext_lazy("All but chronic pain")),
    ("unknown", gettext_lazy("Not known")),
]
PRESCRIBER_NAMES: dict[str, Words] = {
    "all": gettext_lazy("All prescribers"),
    "physicians": gettext_lazy("Physicians"),
    "np": gettext_lazy("Nurse practitioners"),
    "nd": gettext_lazy("Naturopathic doctors"),
    "physicians licensed elsewhere": gettext_lazy("Physicians licensed only elsewhere"),
}
MODALITIES: list[tuple[str, Words]] = [
    ("", "–"),
    ("audio_video", gettext_lazy("Picture and sound")),
    ("audio_ok", gettext_lazy("Sound alone is enough")),
    ("unstated", gettext_lazy("Not stated")),
]
PROFILES: list[tuple[str, Words]] = [
    (Profile.CLINIC, gettext_lazy("In a clinic")),
    (Profile.TELEHEALTH, gettext_lazy("By telehealth, for use at home")),
]

OF_TELEHEALTH = (
    "effect_examination", "effect_by", "effect_days", "effect_conditions", "effect_prescribers",
    "effect_modality", "effect_exceptions", "effect_steps",
)  # fmt: skip
OF_GENERAL = ("effect_profiles", "effect_treatments", "effect_conditions", "effect_prescribers")
BELONGS: dict[str, tuple[str, ...]] = {
    "": (),
    **dict.fromkeys(TELEHEALTH_RULES, OF_TELEHEALTH),
    **dict.fromkeys(FEDERAL_RULES, ()),
    **dict.fromkeys(GENERAL_RULES, OF_GENERAL),
    **dict.fromkeys(ASKING, (*OF_GENERAL, "effect_what")),
    TELLS: ("effect_told",),
}
# By the names that `effects.unreadable` gives.
FIELD_OF = {
    "rule": "effect_rule",
    "about": "effect_told",
    "value": "effect_told",
    "profiles": "effect_profiles",
    "treatments": "effect_treatments",
    "conditions": "effect_conditions",
    "conditions_allowed": "effect_conditions",
    "prescribers": "effect_prescribers",
    "what": "effect_what",
    "examination.required": "effect_examination",
    "examination.by": "effect_by",
}
KNOWN = {
    "rule", "about", "value", "profiles", "treatments", "conditions", "conditions_allowed", "prescribers",
    "what", "examination", "modality", "exceptions", "other_steps",
}  # fmt: skip
LINES = {"effect_exceptions": "exceptions", "effect_steps": "other_steps"}


def values_of(effect: Any) -> dict[str, Any]:
    """An effect as the values of the fields."""
    if not isinstance(effect, Mapping):
        return {}
    seen = effect.get("examination") or {}
    treatments = effect.get("treatments")
    return {
        "effect_rule": effect.get("rule", ""),
        "effect_told": f"{effect['about']}:{effect.get('value', '')}" if "about" in effect else "",
        "effect_examination": seen.get("required") or "",
        "effect_by": seen.get("by") or "",
        "effect_days": seen.get("days"),
        "effect_conditions": effect.get("conditions_allowed") or effect.get("conditions") or "",
        "effect_prescribers": effect.get("prescribers", ""),
        "effect_modality": effect.get("modality", ""),
        "effect_exceptions": "\n".join(effect.get("exceptions") or []),
        "effect_steps": "\n".join(effect.get("other_steps") or []),
        "effect_profiles": effect.get("profiles") or [],
        "effect_treatments": treatments if isinstance(treatments, list) else [],
        "effect_what": effect.get("what", ""),
    }


def effect_from(values: Mapping[str, Any], old: Any) -> dict[str, Any] | None:
    """The effect that these values tell. What `old` says beyond the fields' words is kept."""
    rule = values.get("effect_rule") or ""
    if not rule:
        return None
    old = old if isinstance(old, Mapping) else {}
    kept = {key: value for key, value in old.items() if key not in KNOWN}
    return {"rule": rule, **_told(rule, values, old), **kept}


def _told(rule: str, values: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    if rule == TELLS:
        about, _colon, value = values.get("effect_told", "").partition(":")
        return {"about": about, "value": value}
    if rule in FEDERAL_RULES:
        return {}
    return _general(rule, values, old) if rule in GENERAL_RULES else _telehealth(values, old)


def _general(rule: str, values: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "profiles": _in_the_old_order(values.get("effect_profiles"), old.get("profiles")),
        "treatments": _in_the_old_order(values.get("effect_treatments"), old.get("treatments")) or "all",
        "conditions": values.get("effect_conditions", ""),
        "prescribers": values.get("effect_prescribers", ""),
    }
    return told | ({"what": values.get("effect_what", "")} if rule in ASKING else {})


def _telehealth(values: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    seen = old.get("examination") if isinstance(old.get("examination"), Mapping) else {}
    examination = {
        **(seen or {}),
        "required": values.get("effect_examination") or None,
        "days": values.get("effect_days"),
        "by": values.get("effect_by") or None,
    }
    told = {
        "examination": examination,
        "conditions_allowed": values.get("effect_conditions", ""),
        "prescribers": values.get("effect_prescribers", ""),
    }
    if values.get("effect_modality") or "modality" in old:
        told["modality"] = values.get("effect_modality", "")
    for field, key in LINES.items():
        lines = _lines(values.get(field, ""))
        if lines or key in old or not old:
            told[key] = lines
    return told


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _in_the_old_order(chosen: Iterable[str] | None, old: Any) -> list[str]:
    chosen = list(chosen or [])
    return old if isinstance(old, list) and set(old) == set(chosen) else chosen


def _rule_choices() -> list[Any]:
    groups = [(name, [(rule, RULE_NAMES[rule]) for rule in rules]) for name, rules in RULE_GROUPS]
    return [("", gettext_lazy("Nothing that a rule reads")), *groups]


def _told_choices() -> list[Any]:
    groups = [
        (name, [(f"{about}:{value}", VALUE_NAMES[value]) for value in TOLD[about]])
        for about, name in ABOUT_NAMES.items()
    ]
    return [("", "–"), *groups]


def _treatment_choices() -> list[tuple[str, str]]:
    return list(Treatment.objects.values_list("slug", "name"))


def _field(kind: type[forms.Field], label: Any, help_text: Any = "", **more: Any) -> Any:
    return kind(label=label, help_text=help_text, required=False, **more)


_LINES_WIDGET = {"widget": forms.Textarea(attrs={"rows": 4, "cols": 60}), "max_length": 4000}


class EffectFields(forms.Form):
    """What a rule reads. A field that does not belong to what was chosen first must be empty."""

    effect_rule = _field(forms.ChoiceField, gettext_lazy("What it does"), choices=_rule_choices)
    effect_told = _field(forms.ChoiceField, gettext_lazy("What it tells"), choices=_told_choices)
    effect_examination = _field(
        forms.ChoiceField, gettext_lazy("Examination in person"), choices=EXAMINATIONS
    )
    effect_by = _field(
        forms.ChoiceField,
        gettext_lazy("Who examines"),
        choices=[("", "–"), *((name, EXAMINER_NAMES[name]) for name in EXAMINERS)],
    )
    effect_days = _field(
        forms.IntegerField,
        gettext_lazy("Days"),
        gettext_lazy("How old the examination may be, or within how many days it must follow"),
        min_value=1,
        max_value=3660,
    )
    effect_conditions = _field(
        forms.ChoiceField,
        gettext_lazy("For which conditions"),
        gettext_lazy("By telehealth: for which it is open without an examination in person"),
        choices=CONDITIONS,
    )
    effect_prescribers = _field(
        forms.ChoiceField,
        gettext_lazy("For which prescribers"),
        choices=[("", "–"), *((name, PRESCRIBER_NAMES[name]) for name in PRESCRIBERS)],
    )
    effect_modality = _field(forms.ChoiceField, gettext_lazy("By picture or sound"), choices=MODALITIES)
    effect_exceptions = _field(
        forms.CharField, gettext_lazy("Exceptions"), gettext_lazy("One on each line"), **_LINES_WIDGET
    )
    effect_steps = _field(
        forms.CharField, gettext_lazy("Other steps"), gettext_lazy("One on each line"), **_LINES_WIDGET
    )
    effect_profiles = _field(
        forms.MultipleChoiceField,
        gettext_lazy("For which ways of care"),
        choices=PROFILES,
        widget=forms.CheckboxSelectMultiple,
    )
    effect_treatments = _field(
        forms.MultipleChoiceField,
        gettext_lazy("For which treatments"),
        gettext_lazy("None ticked: all of them"),
        choices=_treatment_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    effect_what = _field(
        forms.CharField,
        gettext_lazy("What is required, in words"),
        gettext_lazy("Such as: a license of the pharmacy board. It stands in the answer that patients read."),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Media:
        js = ["clinics/js/effect.js"]

    # What stands there now: set before the fields are made from it.
    effect_before: Any = None

    def set_effect(self, effect: Any) -> None:
        """Fill the fields. A word that is no longer among the choices stays one, so that it is not lost."""
        self.effect_before = effect
        values = values_of(effect)
        for name, value in values.items():
            self.initial.setdefault(name, value)
        for name in ("effect_treatments", "effect_modality"):
            field: Any = self.fields[name]
            chosen = values.get(name) or []
            known = {key for key, _label in field.choices}
            lost = [word for word in ([chosen] if isinstance(chosen, str) else chosen) if word not in known]
            field.choices = [*field.choices, *((word, word) for word in lost)]
        belongs = {rule: list(names) for rule, names in BELONGS.items()}
        self.fields["effect_rule"].widget.attrs["data-belongs"] = json.dumps(belongs)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        names = {name for name in EffectFields.base_fields if name in self.errors}
        if not names:
            self._refuse_what_does_not_belong(cleaned)
            self._refuse_half_an_examination(cleaned)
        return cleaned

    def effect(self) -> dict[str, Any] | None:
        """The effect that was chosen; what no rule can read is an error next to its field."""
        effect = effect_from(self.cleaned_data, self.effect_before)
        wrong = unreadable(effect) if effect is not None else None
        if wrong and not any(name in self.errors for name in EffectFields.base_fields):
            self.add_error(FIELD_OF[wrong], _("Choose or fill in this one: rules need it here."))
        return effect

    def _refuse_what_does_not_belong(self, cleaned: dict[str, Any]) -> None:
        rule = cleaned.get("effect_rule") or ""
        for name in EffectFields.base_fields:
            if name != "effect_rule" and name not in BELONGS[rule] and cleaned.get(name):
                words = _("This does not belong to “%(rule)s”. Leave it empty.")
                self.add_error(name, words % {"rule": RULE_NAMES.get(rule, _("Nothing that a rule reads"))})

    def _refuse_half_an_examination(self, cleaned: dict[str, Any]) -> None:
        asked = cleaned.get("effect_examination")
        if asked == "within_days" and not cleaned.get("effect_days"):
            self.add_error("effect_days", _("Say within how many days."))
        for name in ("effect_by", "effect_days"):
            if asked not in EXAMINED and cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("No examination is asked for above. Leave this empty."))


def in_words(effect: Any) -> list[tuple[str, str]]:
    """An effect as (field, what it says), in the words of the form."""
    values = values_of(effect)
    fields = EffectFields.base_fields
    told = []
    for name in ("effect_rule", *BELONGS.get(values.get("effect_rule", ""), ())):
        said = _said(fields[name], values.get(name))
        if said:
            told.append((str(fields[name].label), said))
    return told


def _said(field: Any, value: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        names = _flat(field.choices)
        chosen = value if isinstance(value, list) else [value]
        if not chosen and field.help_text:
            return str(_("all of them"))
        return ", ".join(names.get(word, str(word)) for word in chosen if word not in (None, ""))
    return "; ".join(str(value).splitlines()) if value else ""


def _flat(choices: Any) -> dict[str, str]:
    """Names by value, a group's name before those of its own."""
    names: dict[str, str] = {}
    for value, name in choices:
        if isinstance(name, (list, tuple)):
            names |= {key: f"{value}: {label}" for key, label in name}
        else:
            names[value] = str(name)
    return names
