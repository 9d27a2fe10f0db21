"""A note as an editor writes it, looks at its source again, or decides on it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinicfinder import clock
from clinics.places.models import State
from clinics.regulations.forms_effect import EffectFields
from clinics.regulations.models import RegulationNote
from clinics.regulations.rules import is_new_law, is_surer
from clinics.regulations.topics import TOPICS
from clinics.regulations.versions import next_review

NEW_LAW, WORDING = "new-law", "wording"
# Two of them, with what joins them, fit into one column: why it was written, why it was refused.
LONGEST_REASON = 140
PREVIEW = "_preview"
# Where a federal note is tried, unless another state is chosen.
EXAMPLE_STATE = "TX"
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReasonForm(forms.Form):
    """Why a draft is refused."""

    reason = forms.CharField(
        label=gettext_lazy("Why you refuse it"),
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Say why. Whoever wrote it reads this.")},
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class NoteForm(EffectFields, forms.ModelForm):
    """A draft. A version after the first tells whether the law is new, or only the words."""

    topic = forms.ChoiceField(label=gettext_lazy("Topic"))
    kind = forms.ChoiceField(
        label=gettext_lazy("What is new"),
        choices=[
            (NEW_LAW, gettext_lazy("The law: it begins on a later day, and ends the version before it")),
            (WORDING, gettext_lazy("Only our words: the same law, said better or put right")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of these two.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why this version"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={"required": gettext_lazy("Say why. The second editor reads this.")},
    )
    preview_state = forms.ChoiceField(label=gettext_lazy("In this state"), required=False)
    preview_on = forms.DateField(label=gettext_lazy("On this day"), required=False, widget=AdminDateWidget)

    class Meta:
        model = RegulationNote
        fields = [
            "key", "state", "topic", "summary", "for_patients", "citation", "source_url", "stored_page_url",
            "adopted_on", "effective_from", "effective_until", "basis", "confidence", "last_verified_on",
            "review_due_on", "reason",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.instance
        if note.supersedes_id:
            self.initial.setdefault("kind", _kind_of(note) if note.pk else None)
            # The page of a public note has neither: nothing can be changed there.
            for name in self.fields.keys() & {"key", "state"}:
                self.fields[name].disabled = True
        else:
            del self.fields["kind"], self.fields["reason"]
        topic: Any = self.fields["topic"]
        names = TOPICS if not note.topic or note.topic in TOPICS else {**TOPICS, note.topic: note.topic}
        topic.choices = [("", "–"), *sorted(names.items(), key=lambda pair: str(pair[1]))]
        self._set_preview(note)
        self.set_effect(note.effect)

    @property
    def previewing(self) -> bool:
        """Asked only what the rule would make of it."""
        return self.is_bound and PREVIEW in self.data

    def is_valid(self) -> bool:
        # What is only tried is never stored: the admin shows the form again, as it was filled in.
        return super().is_valid() and not self.previewing

    def clean_key(self) -> str:
        key = self.cleaned_data["key"]
        others = RegulationNote.objects.of_key(key).exclude(pk=self.instance.pk)
        if not self.instance.supersedes_id and others.exists():
            raise ValidationError(_("There is a note of this key. Open it and write a new version."))
        return key

    def clean_last_verified_on(self) -> date:
        return _no_later_than_today(self.cleaned_data["last_verified_on"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.supersedes_id and "effective_from" in cleaned:
            self._compare_beginnings(cleaned)
        self.instance.effect = self.effect()
        return cleaned

    def preview_day(self) -> date:
        return self.cleaned_data.get("preview_on") or _first_day(self.instance)

    def preview_usps(self) -> str:
        return self.instance.state_id or self.cleaned_data.get("preview_state") or EXAMPLE_STATE

    def _set_preview(self, note: RegulationNote) -> None:
        states: Any = self.fields["preview_state"]
        states.choices = [("", "–"), *State.objects.values_list("usps", "name")]
        known = [usps for usps, _name in states.choices]
        usps = note.state_id or EXAMPLE_STATE
        states.help_text = _("Only asked of federal notes; a state's note is tried in its own state.")
        self.initial.setdefault("preview_state", usps if usps in known else "")
        self.initial.setdefault("preview_on", _first_day(note))

    def _compare_beginnings(self, cleaned: dict[str, Any]) -> None:
        old = self.instance.supersedes.effective_from
        later = is_new_law(old, cleaned["effective_from"])
        began = date_format(old, "j M Y") if old else _("before we looked")
        if cleaned.get("kind") == NEW_LAW and not later:
            words = _("New law begins on a later day than the version before it (%s).") % began
            self.add_error("effective_from", words)
        elif cleaned.get("kind") == WORDING and later:
            words = _("The same law has the same first day (%s). With a later one it is new law.") % began
            self.add_error("effective_from", words)


class LookForm(forms.ModelForm):
    """Somebody looked at the source of a public note again: the words stay, what may change is here."""

    class Meta:
        model = RegulationNote
        fields = [
            "last_verified_on", "review_due_on", "basis", "confidence", "stored_page_url", "effective_until",
        ]  # fmt: skip
        widgets = dict.fromkeys(("last_verified_on", "review_due_on", "effective_until"), DAY)
        labels = {
            "last_verified_on": gettext_lazy("Looked on"),
            "review_due_on": gettext_lazy("Next review"),
            "effective_until": gettext_lazy("The law ends on"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        note, today = kwargs["instance"], clock.today()
        self.before = (note.basis, note.confidence)
        self.end = note.effective_until
        again = {"last_verified_on": today, "review_due_on": next_review(note, today)}
        super().__init__(*args, **{**kwargs, "initial": again})

    def clean_last_verified_on(self) -> date:
        return _no_later_than_today(self.cleaned_data["last_verified_on"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        looked, review = cleaned.get("last_verified_on"), cleaned.get("review_due_on")
        if looked and review and review <= looked:
            self.add_error("review_due_on", _("The next review comes after the day of this look."))
        if is_surer(self.before, (cleaned.get("basis", ""), cleaned.get("confidence", ""))):
            words = _("To be surer of a note takes a new version, which a second editor reads.")
            self.add_error("basis" if self.before[0] != cleaned.get("basis") else "confidence", words)
        end = cleaned.get("effective_until")
        if self.end and "effective_until" in cleaned and (end is None or end > self.end):
            words = _("An end may come sooner. That the law holds longer takes a new version.")
            self.add_error("effective_until", words)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        note, start = self.instance, self.instance.effective_from
        if "effective_until" not in self.cleaned_data:
            return
        if start and note.effective_until and note.effective_until <= start:
            self.add_error("effective_until", _("It ends before it begins."))
        elif RegulationNote.objects.overlapping(note).exists():
            self.add_error(
                "effective_until", _("A later version holds by then. This one ends on its first day.")
            )


def _kind_of(note: RegulationNote) -> str:
    old = note.supersedes
    return NEW_LAW if old and is_new_law(old.effective_from, note.effective_from) else WORDING


def _first_day(note: RegulationNote) -> date:
    """Today, or the day on which it begins where that is later."""
    today = clock.today()
    return max(today, note.effective_from or today)


def _no_later_than_today(day: date) -> date:
    if day > clock.today() + timedelta(days=1):
        raise ValidationError(_("This day has not come yet."))
    return day
