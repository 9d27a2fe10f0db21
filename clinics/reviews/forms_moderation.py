"""The forms of moderators, and of clinics that answer."""

import hashlib
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinicfinder.plain import plain, plain_line
from clinics.reviews.choices import Reason
from clinics.reviews.personal import Detail, find, pieces

LONGEST_NOTE = 300
SHORTEST_ANSWER, LONGEST_ANSWER = 10, 2000
# What a button does, by what it is called in the form. Returning and removing name a reason, too.
PUBLISH, RETURN, REMOVE = "publish", "return", "remove"
SECOND_OPINION, DISMISS = "second-opinion", "dismiss"
GRANT, REFUSE = "grant", "refuse"
VISIT, NO_VISIT = "visit", "no-visit"
ACTS = (PUBLISH, RETURN, REMOVE, SECOND_OPINION, DISMISS, GRANT, REFUSE, VISIT, NO_VISIT)
WITH_A_REASON = (RETURN, REMOVE)
OWN_WORDS = "own-words"
# Why an answer is returned, in one tap each.
ANSWER_REASONS = {
    "patient": gettext_lazy("It says, or lets readers guess, that somebody was a patient or was not."),
    "care": gettext_lazy("It tells of somebody’s care or health."),
    "names": gettext_lazy("It names the reviewer or somebody else."),
    "insults": gettext_lazy("It insults or threatens people."),
    "ad": gettext_lazy("It advertises something."),
}


def seen_at(written: str) -> datetime | None:
    """The instant that a form was handed; None where somebody else wrote it."""
    try:
        instant = datetime.fromisoformat(written)
    except ValueError:
        return None
    return instant if instant.tzinfo else None


class SeenField(forms.CharField):
    """The instant at which the words were sent that somebody read; None if it is none."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> datetime | None:
        return seen_at(super().clean(value))


class DecideForm(forms.Form):
    """What a moderator decides on a review, by the button pressed: "publish", "return:names"."""

    seen = SeenField(required=False)
    note = forms.CharField(
        label=gettext_lazy("Note to the author"),
        required=False,
        max_length=LONGEST_NOTE,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "aria-describedby": "id_note_helptext"}),
        help_text=gettext_lazy(
            "Up to 300 characters, sent by mail with what you decide. Name no condition and no person, and "
            "do not repeat their words: others may read their mail."
        ),
    )
    do = forms.CharField(required=False)

    def clean_note(self) -> str:
        return plain_line(self.cleaned_data["note"])

    def clean_do(self) -> str:
        act, _colon, reason = self.cleaned_data["do"].partition(":")
        wanted = list(Reason.values) if act in WITH_A_REASON else [""]
        if act not in ACTS or reason not in wanted:
            raise ValidationError(_("Choose one of the buttons."))
        self.act, self.reason = act, reason
        return self.cleaned_data["do"]


class DecideAnswerForm(forms.Form):
    """What a moderator decides on an answer: "publish", "return:care", "return:own-words"."""

    seen = SeenField(required=False)
    note = forms.CharField(
        label=gettext_lazy("Why, in your own words"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "aria-describedby": "id_note_helptext"}),
        help_text=gettext_lazy("Up to 300 characters, sent to whoever answered."),
    )
    do = forms.CharField(required=False)

    def clean(self) -> dict[str, Any] | None:
        act, _colon, reason = self.cleaned_data.get("do", "").partition(":")
        note = plain_line(self.cleaned_data.get("note", ""))
        if (act, reason) == (RETURN, OWN_WORDS) and not note and "note" not in self.errors:
            self.add_error("note", _("Say why. Whoever answered gets this by mail."))
        elif act == RETURN and reason in ANSWER_REASONS:
            self.reason = " ".join(filter(None, (str(ANSWER_REASONS[reason]), note)))[:LONGEST_NOTE]
        elif (act, reason) == (RETURN, OWN_WORDS):
            self.reason = note
        elif (act, reason) == (PUBLISH, ""):
            self.reason = ""
        else:
            self.add_error(None, _("Choose one of the buttons."))
        return self.cleaned_data


class AnswerForm(forms.Form):
    """An answer to one review. Possible personal details hold it back once, for its author to look at."""

    review = forms.CharField(widget=forms.HiddenInput)
    seen = SeenField(required=False)
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Write your answer.")},
        help_text=gettext_lazy("10 to 2,000 characters."),
    )

    def __init__(self, *args: Any, listing: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listing, self.names = listing, names
        self.found: list[Detail] = []

    def clean_text(self) -> str:
        text = plain(self.cleaned_data["text"])
        if not SHORTEST_ANSWER <= len(text) <= LONGEST_ANSWER:
            raise ValidationError(
                _("Write %(least)s to %(most)s characters. These are %(number)s.")
                % {"least": SHORTEST_ANSWER, "most": f"{LONGEST_ANSWER:,}", "number": f"{len(text):,}"}
            )
        return text

    def clean(self) -> dict[str, Any] | None:
        self.found = find(self.cleaned_data.get("text", ""), self.names, [self.listing.name])
        if self.found and not self.is_sent_as_it_is:
            self.add_error("text", _("Nothing is sent yet: look at what is marked below."))
        return self.cleaned_data

    @property
    def marked(self) -> list[tuple[str, str]]:
        """The words in pieces, each with what it may tell; empty where nothing was found."""
        return pieces(self.words, self.found) if self.found else []

    @property
    def words(self) -> str:
        """As they would be stored."""
        return plain(self.data.get(self.add_prefix("text"), ""))

    @property
    def digest(self) -> str:
        """Tells one wording from another."""
        return hashlib.sha256(self.words.encode()).hexdigest()[:32]

    @property
    def is_sent_as_it_is(self) -> bool:
        """Whether its author has seen the marks in this very wording, and ticked that they may stay."""
        return self.data.get(self.add_prefix("as_is")) == self.digest
