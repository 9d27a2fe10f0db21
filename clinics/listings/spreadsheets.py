"""Listings as spreadsheets: CSV and XLSX, out and in, with a preview before anything is written."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.formats.base_formats import CSV, XLSX

from clinics.listings import index
from clinics.listings.models import Clinic, Provider, Source, Status, TelemedicineService
from clinics.listings.placement import place
from clinics.listings.records import free_slug, serve
from clinics.medicine.models import AccessibilityFeature, AgeGroup, Condition, Language
from clinics.places.models import PointSource, State

# What programs take for the beginning of a formula (OWASP, CSV injection), and what stops them.
RUNS, QUOTE = ("=", "+", "-", "@", "\t", "\r"), "'"
FORMATS = [CSV, XLSX]
# How much of a wrong cell a message repeats.
SHOWN = 40
REACHED = ("npi", "phone", "phone_extension", "phone_note", "website")
TOLD = (
    "email", "description", "accepting_new_patients", "wait_days", "takes_insurance", "payment_plans",
    "sliding_scale", "hsa_fsa", "prior_authorization_help", "consultation_required",
    "psychotherapy_support", "follow_up", "emergency_plan",
)  # fmt: skip
ADDRESS = ("street", "unit", "city", "state", "zip_code")
ONLY_OUT = ("status", "source", "confirmed_on")


def _terms(name: str, model: type) -> fields.Field:
    """Several words of a vocabulary in one cell: slugs with a bar between them."""
    widget = widgets.ManyToManyWidget(model, separator="|", field="slug")
    return fields.Field(column_name=name, attribute=name, widget=widget)


def _words(value: Any) -> list[str]:
    """The words of such a cell."""
    return [word.strip() for word in str(value or "").split("|") if word.strip()]


def _not_among(model: Any, key: str, words: list[str], text: str) -> list[Any]:
    """This text about each word that is the key of no row."""
    known = set(model.objects.filter(**{f"{key}__in": words}).values_list(key, flat=True)) if words else set()
    return [ValidationError(text % word) for word in words if word not in known]


class YesNo(widgets.BooleanWidget):
    """Yes, no or unknown, as people write it. Whatever is none of these is never taken for a no."""

    YES, NO, UNKNOWN = {"1", "true", "yes", "y"}, {"0", "false", "no", "n"}, {"", "unknown", "none", "null"}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool | None:
        word = _plain(value)
        if word in self.UNKNOWN:
            return None
        if word in self.YES | self.NO:
            return word in self.YES
        raise ValueError(_("“%s” is neither yes nor no. Leave it empty if nobody knows") % _short(value))


class WholeNumber(widgets.IntegerWidget):
    """A number in digits, no larger than every database keeps in such a column."""

    MOST = 32_767

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        word = _plain(value)
        if not word:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", word):
            raise ValueError(_("“%s” is not a whole number. Write digits, such as 14") % _short(value))
        if int(word) > self.MOST:
            told = {"cell": _short(value), "most": self.MOST}
            raise ValueError(_("“%(cell)s” is too large. Write %(most)s at most") % told)
        return int(word)


def _plain(value: Any) -> str:
    """What stands in a cell: programs make 14.0 of 14."""
    return "" if value is None else str(value).strip().lower().removesuffix(".0")


def _short(value: Any) -> str:
    return Truncator(str(value).strip()).chars(SHOWN)


def _only_out(name: str) -> fields.Field:
    """A column that is exported and never imported."""
    return fields.Field(column_name=name, attribute=name, readonly=True)


class ListingResource(resources.ModelResource):
    """Rows are known by their slug; without one a draft is made. Status and checks never come in."""

    WIDGETS_MAP = resources.ModelResource.WIDGETS_MAP | {
        "PositiveSmallIntegerField": WholeNumber,
        "BooleanField": YesNo,
    }
    status, source, confirmed_on = (_only_out(name) for name in ONLY_OUT)

    class Meta:
        import_id_fields = ("slug",)
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.written: set[int] = set()

    def export_field(self, field: fields.Field, instance: Any, **kwargs: Any) -> Any:
        """A cell that a program would run as a formula gets a quote before it; it comes back without."""
        value = super().export_field(field, instance, **kwargs)
        return f"{QUOTE}{value}" if isinstance(value, str) and value[:1] in RUNS else value

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Only the file's known columns count, and a new row gets its address from its name."""
        for name, value in row.items():
            if isinstance(value, str) and value[:1] == QUOTE and value[1:2] in RUNS:
                row[name] = value[1:]
        row["slug"] = str(row.get("slug") or "").strip()
        if "state" in row:
            row["state"] = str(row["state"] or "").strip().upper()
        if not row["slug"]:
            row["slug"] = free_slug(self._kind(), self._words(row))
        elif not self._meta.model.objects.filter(slug=row["slug"]).exists():
            raise ValidationError(_("There is no “%(slug)s”. Leave the slug empty to add one.") % row)

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """A word that no list of ours has is named beside its column, with the row's other mistakes."""
        errors = self._unknown(row)
        if "state" in errors:
            row = row | {"state": ""}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def _unknown(self, row: Any) -> dict[str, list[Any]]:
        """Column → a sentence for each such word."""
        errors = {
            name: _not_among(State, "pk", words, _("“%s” is not a state's code such as TX"))
            for name, words in self._states(row).items()
        }
        for name, field in self.fields.items():
            if isinstance(field.widget, widgets.ManyToManyWidget):
                model = field.widget.model
                text = _("“%%s” is not one of our %(list)s") % {"list": model._meta.verbose_name_plural}
                errors[name] = _not_among(model, "slug", _words(row.get(name)), text)
        return {name: found for name, found in errors.items() if found}

    def _states(self, row: Any) -> dict[str, list[str]]:
        """Column → the codes of states in it."""
        return {}

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if instance.pk is None:
            instance.status, instance.source = Status.DRAFT, Source.CURATOR
        instance._change_reason = _("Spreadsheet")

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if not kwargs.get("dry_run"):
            self.written.add(instance.pk)

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        if not kwargs.get("dry_run") and not result.has_errors():
            key = "providers" if self._meta.model is Provider else "listings"
            index.refresh(**{key: self.written})

    def _kind(self) -> str:
        return {Clinic: "clinic", TelemedicineService: "telehealth"}.get(self._meta.model, "provider")

    def _words(self, row: Any) -> str:
        return " ".join(str(row.get(name) or "") for name in ("name", "city", "state"))


class PlacedResource(ListingResource):
    """Of what stands at an address: a new address gets its point, one placed by hand keeps it."""

    def _states(self, row: Any) -> dict[str, list[str]]:
        return {"state": [row["state"]]} if row.get("state") else {}

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().before_save_instance(instance, row, **kwargs)
        if instance.point_source != PointSource.HAND and instance.city:
            place(instance)


class ClinicResource(PlacedResource):
    conditions = _terms("conditions", Condition)
    languages = _terms("languages", Language)
    accessibility = _terms("accessibility", AccessibilityFeature)
    age_groups = _terms("age_groups", AgeGroup)

    class Meta(ListingResource.Meta):
        model = Clinic
        fields = (
            "slug", "name", "organisation", *ADDRESS, *REACHED, *TOLD, "monitoring_by", "monitoring_of",
            "conditions", "languages", "accessibility", "age_groups", *ONLY_OUT,
        )  # fmt: skip
        export_order = fields


class ServiceResource(ListingResource):
    states = fields.Field(column_name="states")
    conditions = _terms("conditions", Condition)
    languages = _terms("languages", Language)
    age_groups = _terms("age_groups", AgeGroup)

    class Meta(ListingResource.Meta):
        model = TelemedicineService
        fields = (
            "slug", "name", "organisation", "states", *REACHED, *TOLD, "modality", "platforms", "evaluation",
            "in_person_visit_required", "home_delivery", "monitor_required", "privacy_practice",
            "business_associate_agreement", "conditions", "languages", "age_groups", *ONLY_OUT,
        )  # fmt: skip
        export_order = fields

    def dehydrate_states(self, service: TelemedicineService) -> str:
        return "|".join(row.state_id for row in service.served.all()) if service.pk else ""

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if "states" in row:
            serve(instance, list(State.objects.filter(pk__in=self._states(row)["states"])))
        super().after_save_instance(instance, row, **kwargs)

    def _states(self, row: Any) -> dict[str, list[str]]:
        return {"states": [code.upper() for code in _words(row.get("states"))]}


class ProviderResource(PlacedResource):
    conditions = _terms("conditions", Condition)
    languages = _terms("languages", Language)

    class Meta(ListingResource.Meta):
        model = Provider
        fields = (
            "slug", "first_name", "middle_name", "last_name", "suffix", "credentials", "taxonomy",
            "specialty", "description", "practising_since", "ketamine_training", "acls", "bls",
            *ADDRESS, *REACHED, "conditions", "languages", *ONLY_OUT,
        )  # fmt: skip
        export_order = fields

    def _words(self, row: Any) -> str:
        return " ".join(str(row.get(name) or "") for name in ("first_name", "last_name"))
