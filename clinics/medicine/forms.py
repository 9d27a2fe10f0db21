"""What an editor says of a fact, checked so that a page can always tell it."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinicfinder import clock
from clinics.medicine.models import Basis, Fact
from clinics.medicine.telling import Telling, Told, told

PREVIEW = "_preview"
# A change of these is a change of what the source is said to say.
SAID = {"topic", "condition", "treatment", "about", "level", "text", "source_name", "source_url", "basis"}


class FactForm(forms.ModelForm):
    """A fact. Whoever changes what it says has read its source, and tells on which day."""

    source_url = forms.URLField(
        label=gettext_lazy("Source address"),
        max_length=500,
        assume_scheme="https",
        widget=AdminURLFieldWidget,
    )

    class Meta:
        model = Fact
        fields = [
            "key", "topic", "position", "condition", "treatment", "about", "level", "text", "source_name",
            "source_url", "retrieved_on", "basis", "also",
        ]  # fmt: skip
        help_texts = {
            "also": gettext_lazy(
                'A list such as [{"name": "…", "url": "https://…", "basis": "stored page"}]'
            ),
            "retrieved_on": gettext_lazy("The day on which you read the source, for this change too"),
        }

    @property
    def previewing(self) -> bool:
        return self.is_bound and PREVIEW in self.data

    def is_valid(self) -> bool:
        # What is only looked at is never stored: the admin shows the form again, as it was filled in.
        return super().is_valid() and not self.previewing

    def shown(self) -> Told | None:
        """As readers see it: as typed where that can be shown, else as it is stored."""
        if self.is_bound:
            return told(self.instance, Telling()) if self.previewing and not self.errors else None
        return told(self.instance, Telling()) if self.instance.pk else None

    def clean_also(self) -> list[dict[str, str]]:
        """A list of sources, each with its name, address and how we know it."""
        sources: Any = self.cleaned_data["also"] or []
        wanted = {"name", "url", "basis"}
        for source in sources if isinstance(sources, list) else [None]:
            if not isinstance(source, dict) or set(source) != wanted or not str(source["name"]).strip():
                raise ValidationError(_("Write a list; each source has a name, a url and a basis."))
            if source["basis"] not in Basis.values:
                raise ValidationError(_("A basis is “stored page” or “recalled”."))
            URLValidator(schemes=["http", "https"])(source["url"])
        return sources

    def _wants_reading(self) -> bool:
        """Whether something is to be stored that its source must say."""
        return bool(self.instance.pk and SAID & set(self.changed_data)) and not self.previewing

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        read_on, today = data.get("retrieved_on"), clock.today()
        before: Any = self.initial.get("retrieved_on")
        if read_on and read_on > today:
            self.add_error("retrieved_on", _("This day has not come yet."))
        elif self._wants_reading() and read_on and read_on <= before < today:
            self.add_error(
                "retrieved_on",
                _("You changed what it says. Read the source again and say on which day you did."),
            )
        if data.get("topic") == Fact.Topic.CAUTION and "level" in data and not data["level"]:
            self.add_error("level", _("Say how grave this caution is."))
        return data
