"""What curators type about clinics, services and practitioners, with messages beside the fields."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget, FilteredSelectMultiple
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from clinics.listings.models import FormerSlug, Listing, Offer
from clinics.listings.placement import ADDRESS
from clinics.listings.records import free_slug, slug_is_free
from clinics.places.models import PointSource, State

ZIP_CODE = re.compile(r"([0-9]{5})(?:-?([0-9]{4}))?", re.ASCII)
POINT = ("latitude", "longitude")
# Dearer than any course of treatment: who types more has typed cents.
DEAREST = 100_000
# What the column of the history holds.
REASON_LENGTH = 100


class CuratedForm(forms.ModelForm):
    """A broken constraint speaks beside the field that its code names."""

    def add_error(self, field: str | None, error: Any) -> None:
        if field is None and hasattr(error, "error_dict"):
            for one in error.error_dict.pop(NON_FIELD_ERRORS, []):
                super().add_error(one.code if one.code in self.fields else None, one)
        super().add_error(field, error)


class AddressedForm(CuratedForm):
    """Of what has a page of its own, and a status that nobody changes without saying why."""

    kind = ""
    change_reason = forms.CharField(
        required=False,
        label=_("Why?"),
        widget=AdminTextInputWidget,
        help_text=_("Needed when the status changes; it stands in the history"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "The last part of its page's address. Leave it empty to have one made from the name. "
                "After a change, the old address still leads here."
            )

    @cached_property
    def changed_data(self) -> list[str]:
        """A reason is no change of its own."""
        return [name for name in super().changed_data if name != "change_reason"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if "slug" in cleaned:
            self._check_slug(cleaned)
        self._check_reason(cleaned.get("change_reason", ""))
        return cleaned

    def _check_reason(self, reason: str) -> None:
        if reason:
            self.instance._change_reason = reason[:REASON_LENGTH]
        elif "status" in self.changed_data and "change_reason" not in self.errors:
            self.add_error("change_reason", _("Say why the status is this one."))

    def _check_slug(self, cleaned: dict[str, Any]) -> None:
        subject = self.instance if self.instance.pk else None
        if not cleaned["slug"]:
            cleaned["slug"] = free_slug(self.kind, self._words(cleaned), subject)
        elif not slug_is_free(self.kind, cleaned["slug"], subject):
            self.add_error("slug", _("This address is or was that of another listing. Choose another one."))

    def _words(self, cleaned: dict[str, Any]) -> str:
        names = ("name", "first_name", "last_name", "city")
        return " ".join(cleaned.get(name) or "" for name in names)


class PlacedForm(AddressedForm):
    """Of what stands somewhere. Coordinates come from the address unless a curator types them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in POINT:
            if name in self.fields:
                self.fields[name].help_text = _(
                    "In degrees. Empty both to have them found from the address when you save."
                )

    def clean_zip_code(self) -> str:
        typed = self.cleaned_data["zip_code"].strip()
        found = ZIP_CODE.fullmatch(typed)
        if typed and not found:
            raise ValidationError(_("A ZIP code has five digits, or nine, such as 78701 or 78701-1234."))
        return "-".join(part for part in found.groups() if part) if found else ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if all(name in cleaned for name in POINT):
            self._check_point(cleaned["latitude"], cleaned["longitude"])
        return cleaned

    @property
    def typed_point(self) -> bool:
        """Whether a curator put it somewhere by hand."""
        changed = not set(POINT).isdisjoint(self.changed_data)
        return changed and self.cleaned_data["latitude"] is not None

    @property
    def moved(self) -> bool:
        """Whether its address changed."""
        return not set(ADDRESS).isdisjoint(self.changed_data)

    @property
    def needs_a_point(self) -> bool:
        """Whether its address must be looked up: there is no point, or it has moved away from it."""
        by_hand = self.instance.point_source == PointSource.HAND
        return self.instance.latitude is None or (self.moved and not by_hand)

    def _check_point(self, latitude: float | None, longitude: float | None) -> None:
        for name, value, most in (("latitude", latitude, 90), ("longitude", longitude, 180)):
            if value is None and (latitude, longitude) != (None, None):
                self.add_error(name, _("Type both latitude and longitude, or empty both."))
            elif value is not None and abs(value) > most:
                self.add_error(name, _("From -%(most)d to %(most)d degrees.") % {"most": most})


class ClinicForm(PlacedForm):
    kind = Listing.Kind.CLINIC


class ProviderForm(PlacedForm):
    kind = FormerSlug.Kind.PROVIDER


class ServiceForm(AddressedForm):
    kind = Listing.Kind.TELEHEALTH
    states = forms.ModelMultipleChoiceField(
        State.objects.all(),
        required=False,
        label=_("States served"),
        widget=FilteredSelectMultiple(_("states"), is_stacked=False),
        help_text=_("Only people in these states are shown this service."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["states"] = list(self.instance.served.values_list("state_id", flat=True))


class DollarsField(forms.DecimalField):
    """US dollars on the page, US cents in Python."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=DEAREST, decimal_places=2, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return _dollars(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        dollars = super().clean(value)
        return None if dollars is None else int(dollars * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(_dollars(initial) if isinstance(initial, int) else initial, data)


class OfferForm(CuratedForm):
    price_low_cents = DollarsField(
        required=False, label=_("price from, US$"), help_text=_("Empty: the price is not published")
    )
    price_high_cents = DollarsField(
        required=False, label=_("price to, US$"), help_text=_("Empty: the price is the same for everybody")
    )

    class Meta:
        model = Offer
        fields = ["treatment", "per", "price_low_cents", "price_high_cents", "includes"]


def _dollars(cents: int) -> Decimal | int:
    return Decimal(cents) / 100 if cents % 100 else cents // 100
