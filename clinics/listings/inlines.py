"""The rows below a curator's form: prices, payers, hours, people, licenses."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AdminTimeWidget, AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import Field, ForeignKey, QuerySet, TimeField
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.listings.forms import CuratedForm, OfferForm
from clinics.listings.models import (
    Affiliation,
    BoardCertification,
    DeaRegistration,
    License,
    Listing,
    ListingPayer,
    Offer,
    OpeningHours,
    Provider,
)
from clinics.medicine.models import Payer, Treatment
from clinics.places.models import State

SHORT_LISTS = (Payer, State, Treatment)


class RowSet(forms.BaseInlineFormSet):
    """Rows that may not say the same twice. Each field is named where its column's heading is not read."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        row = _("new row") if index is None else _("row %d") % (index + 1)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", f"{capfirst(field.label)}, {row}")

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        return _("Two of these rows say the same. Keep one of them.")

    def get_form_error(self) -> str:
        return _("This row says the same as one above.")


class CuratedInline(admin.TabularInline):
    """Who may change the listing may change its rows."""

    form = CuratedForm
    formset = RowSet
    extra = 1
    formfield_overrides = {TimeField: {"widget": AdminTimeWidget(format="%H:%M")}}
    select_related: tuple[str, ...] = ()

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(*self.select_related)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """A short list of choices is read once for all rows."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.related_model in SHORT_LISTS:
            field.choices = [choice for choice in ModelChoiceIterator(field)]  # noqa: C416 (list() also counts)
        return field

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self._parent_admin.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """On a new listing, whoever may add it; on one that stands, whoever may change it."""
        if obj is None:
            return self._parent_admin.has_add_permission(request)
        return self._parent_admin.has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self._parent_admin.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self._parent_admin.has_change_permission(request)

    @property
    def _parent_admin(self) -> admin.ModelAdmin:
        return self.admin_site.get_model_admin(self.parent_model)


class OfferInline(CuratedInline):
    model = Offer
    form = OfferForm
    select_related = ("treatment", "listing")


class PayerInline(CuratedInline):
    model = ListingPayer
    select_related = ("payer", "listing")


class HoursInline(CuratedInline):
    model = OpeningHours


class LicenseInline(CuratedInline):
    model = License


class CertificationInline(CuratedInline):
    model = BoardCertification


class DeaInline(CuratedInline):
    model = DeaRegistration


class Autocomplete(AutocompleteSelect):
    """A select that is searched as one types. It shows the place beside the name.

    `names` holds what the form knows already, so that each row need not be looked up.
    """

    url_name = "%s:name-and-place"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names: dict[str, str] = {}

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict:
        """Its script shows these words while nothing is chosen, and names the box by what it shows."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-placeholder": _("Type a name")}

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list:
        if not value or any(one not in self.names for one in value):
            return super().optgroups(name, value, attrs)
        options = [self.create_option(name, one, self.names[one], True, 0) for one in value]
        return [(None, options, 0)]


class PlacedChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return name_and_place(obj)


class AffiliationForm(CuratedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("provider", "listing"):
            widget = getattr(self.fields.get(name), "widget", None)
            select = getattr(widget, "widget", widget)
            if self.instance.pk and isinstance(select, Autocomplete):
                subject = getattr(self.instance, name)
                select.names = {str(subject.pk): name_and_place(subject)}


class AffiliationInline(CuratedInline):
    """Who works here, or where somebody works."""

    model = Affiliation
    form = AffiliationForm
    searched = ""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == self.searched:
            kwargs["widget"] = Autocomplete(db_field, self.admin_site)
            kwargs["form_class"] = PlacedChoiceField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PeopleInline(AffiliationInline):
    verbose_name = gettext_lazy("practitioner who works here")
    verbose_name_plural = gettext_lazy("practitioners who work here")
    searched = "provider"
    select_related = ("provider", "listing")


class WorkplaceInline(AffiliationInline):
    verbose_name = gettext_lazy("place of work")
    verbose_name_plural = gettext_lazy("places of work")
    searched = "listing"
    select_related = ("provider", "listing__clinic")


class NameAndPlaceView(AutocompleteJsonView):
    """What the autocomplete answers: names, and where they are."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": name_and_place(obj)}


def without_side_doors(field: Any) -> Any:
    """No links to add or edit a state, payer or condition from here; people and places keep theirs."""
    wrapper = getattr(field, "widget", None)
    if isinstance(wrapper, RelatedFieldWidgetWrapper) and not isinstance(wrapper.widget, Autocomplete):
        wrapper.can_add_related = wrapper.can_change_related = wrapper.can_view_related = False
    return field


def name_and_place(subject: Listing | Provider) -> str:
    """The name, with the town where there is one: chains bear one name in many."""
    place = subject if isinstance(subject, Provider) else getattr(subject, "clinic", None)
    town = ", ".join(part for part in (place.city, place.state_id) if part) if place else ""
    return f"{subject} ({town})" if town else str(subject)
