"""Curation of clinics, telemedicine services and practitioners."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from clinics.listings import records
from clinics.listings.curation import STATUS, CuratedAdmin, PlacedAdmin
from clinics.listings.fitting import misfit
from clinics.listings.forms import AddressedForm, ClinicForm, ProviderForm, ServiceForm
from clinics.listings.inlines import (
    CertificationInline,
    DeaInline,
    HoursInline,
    LicenseInline,
    NameAndPlaceView,
    OfferInline,
    PayerInline,
    PeopleInline,
    WorkplaceInline,
)
from clinics.listings.models import Clinic, Listing, Provider, TelemedicineService
from clinics.listings.spreadsheets import ClinicResource, ProviderResource, ServiceResource
from clinics.medicine.models import Taxonomy
from clinics.places.models import PointSource

Section = tuple[Any, Any]

REACHED: Section = (
    _("How to reach it"),
    {"fields": [("phone", "phone_extension", "phone_note"), "website", "email"]},
)
TREATED: Section = (
    _("Whom it treats"),
    {
        "description": _("Tick only what it says itself. Nothing ticked means: not known."),
        "fields": ["conditions", "age_groups", "accessibility", "languages"],
    },
)
PAID: Section = (
    _("Paying"),
    {
        "description": _("Treatments with their prices, and the payers it deals with, stand further below."),
        "fields": [
            "takes_insurance", "payment_plans", "sliding_scale", "hsa_fsa", "prior_authorization_help",
        ],
    },
)  # fmt: skip
KNOWN: Section = (
    _("How we know"),
    {
        "description": _(
            "“Last confirmed” is the day on which somebody there, or its website, last said so. "
            "Nobody types a verification here: it follows from evidence."
        ),
        "fields": ["confirmed_on", "npi", "source", "is_demo", "verification", "withheld"],
    },
)
PAGE: Section = (
    _("Its page on this site"),
    {"fields": ["slug", "former_addresses", ("created_at", "updated_at")]},
)


class PointFilter(admin.SimpleListFilter):
    """How a point was obtained, and what has none."""

    title = _("on the map")
    parameter_name = "point"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [*PointSource.choices, ("none", _("not on the map"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if self.value() is None:
            return None
        return queryset.filter(point_source="" if self.value() == "none" else self.value())


@admin.register(Clinic)
class ClinicAdmin(PlacedAdmin):
    form = ClinicForm
    inlines = [OfferInline, PayerInline, HoursInline, PeopleInline]
    resource_classes = [ClinicResource]
    list_display = [
        "name", "town", "status", "accepting_new_patients", "confirmed_on", "source",
    ]  # fmt: skip
    list_filter = [
        "status", "source", "is_demo", "accepting_new_patients", PointFilter, "confirmed_on",
        ("state", admin.RelatedOnlyFieldListFilter),
    ]  # fmt: skip
    search_fields = ["name", "organisation", "city", "zip_code", "npi", "slug"]
    search_help_text = _("Name, organisation, city, ZIP code, NPI or phone number")
    prepopulated_fields = {"slug": ["name", "city"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name", "organisation", STATUS, "accepting_new_patients", "wait_days", "description",
                ]
            },
        ),
        (
            _("Where it is"),
            {
                "fields": [
                    ("street", "unit"), ("city", "state", "zip_code"),
                    "on_the_map", ("latitude", "longitude"),
                ]
            },
        ),
        REACHED,
        TREATED,
        (
            _("How care goes"),
            {
                "fields": [
                    "consultation_required", "monitoring_by", "monitoring_of", "psychotherapy_support",
                    "follow_up", "emergency_plan",
                ]
            },
        ),
        PAID,
        KNOWN,
        PAGE,
    ]  # fmt: skip


@admin.register(TelemedicineService)
class TelemedicineServiceAdmin(CuratedAdmin):
    form = ServiceForm
    inlines = [OfferInline, PayerInline, PeopleInline]
    resource_classes = [ServiceResource]
    list_display = [
        "name", "serves", "status", "accepting_new_patients", "in_person_visit_required", "confirmed_on",
        "source",
    ]  # fmt: skip
    list_filter = [
        "status", "source", "is_demo", "accepting_new_patients", "in_person_visit_required", "confirmed_on",
        ("states_served", admin.RelatedOnlyFieldListFilter),
    ]  # fmt: skip
    search_fields = ["name", "organisation", "npi", "slug"]
    search_help_text = _("Name, organisation, NPI or phone number")
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name", "organisation", STATUS, "accepting_new_patients", "wait_days", "description",
                ]
            },
        ),
        (_("Where it treats people"), {"fields": ["states"]}),
        REACHED,
        TREATED,
        (
            _("How care goes"),
            {
                "fields": [
                    "modality", "platforms", "evaluation", "in_person_visit_required",
                    "consultation_required", "home_delivery", "monitor_required", "psychotherapy_support",
                    "follow_up", "emergency_plan", "privacy_practice", "business_associate_agreement",
                ]
            },
        ),
        PAID,
        KNOWN,
        PAGE,
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("served")

    @admin.display(description=_("states served"))
    def serves(self, service: TelemedicineService) -> int:
        return len(service.served.all())

    @admin.display(description=_("states served"))
    def states(self, service: TelemedicineService) -> str:
        """For those who may only look."""
        return ", ".join(served.state_id for served in service.served.all())

    def save_related(self, request: HttpRequest, form: AddressedForm, formsets: list, change: bool) -> None:
        records.serve(form.instance, form.cleaned_data["states"])
        super().save_related(request, form, formsets, change)


@admin.register(Provider)
class ProviderAdmin(PlacedAdmin):
    form = ProviderForm
    inlines = [LicenseInline, WorkplaceInline, CertificationInline, DeaInline]
    resource_classes = [ProviderResource]
    list_display = [
        "__str__", "specialty", "licensed_in", "town", "status", "confirmed_on", "source",
    ]  # fmt: skip
    list_filter = [
        "status", "source", "is_demo", PointFilter, "confirmed_on",
        ("licenses__status", admin.ChoicesFieldListFilter),
        ("state", admin.RelatedOnlyFieldListFilter),
    ]  # fmt: skip
    search_fields = ["first_name", "last_name", "npi", "licenses__number", "city", "slug"]
    search_help_text = _("Name, NPI, license number, city or phone number")
    prepopulated_fields = {"slug": ["first_name", "last_name"]}
    readonly_fields = [*PlacedAdmin.readonly_fields, "taxonomy_words"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("first_name", "middle_name"), ("last_name", "suffix"), "credentials", STATUS,
                    "specialty", ("taxonomy", "taxonomy_words"), "practising_since", "description",
                ]
            },
        ),
        (
            _("Training"),
            {
                "description": _("Licenses, board certifications and DEA attestations stand further below."),
                "fields": ["ketamine_training", ("acls", "bls")],
            },
        ),
        (_("Whom they treat"), {"fields": ["conditions", "languages"]}),
        (
            _("Practice address"),
            {
                "description": _(
                    "Counts only while they work at none of the published clinics and services below."
                ),
                "fields": [
                    ("street", "unit"), ("city", "state", "zip_code"),
                    "on_the_map", ("latitude", "longitude"),
                ],
            },
        ),
        (
            _("How to reach them"),
            {"fields": [("phone", "phone_extension", "phone_note"), "website"]},
        ),
        KNOWN,
        PAGE,
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("licenses")

    @admin.display(description=_("taxonomy in words"))
    def taxonomy_words(self, provider: Provider) -> str:
        """What the code means, and a warning where it does not fit what they do somewhere."""
        known = Taxonomy.objects.filter(pk=provider.taxonomy).first() if provider.taxonomy else None
        told = [str(known) if known else _("not known: run import_nucc")] if provider.taxonomy else ["–"]
        roles = provider.affiliations.all() if provider.pk else []
        told += [
            _("does not fit “%(role)s” at %(place)s: check") % {
                "role": link.get_role_display(), "place": link.listing,
            }
            for link in roles
            if misfit(provider.taxonomy, link.role)
        ]  # fmt: skip
        return "; ".join(map(str, told))

    @admin.display(description=_("licenses in"))
    def licensed_in(self, provider: Provider) -> str:
        return ", ".join(dict.fromkeys(license.state_id for license in provider.licenses.all()))


@admin.register(Listing)
class ListingAdmin(admin.ModelAdmin):
    """Only so that a place of work can be searched. Each kind is curated on its own form."""

    search_fields = ["name", "organisation", "clinic__city", "npi"]
    list_select_related = ["clinic"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("clinic")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(NameAndPlaceView.as_view(admin_site=self.admin_site))
        return [path("name-and-place/", view, name="name-and-place"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        listing = self.get_object(request, unquote(object_id))
        if listing is None:
            return super().change_view(request, object_id, *args, **kwargs)
        model = Clinic if listing.kind == Listing.Kind.CLINIC else TelemedicineService
        return redirect(f"admin:clinics_{model._meta.model_name}_change", listing.pk)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Listing | None = None) -> bool:
        kinds = (self.admin_site.get_model_admin(model) for model in (Clinic, TelemedicineService))
        return any(kind.has_view_permission(request) for kind in kinds)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Listing | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Listing | None = None) -> bool:
        return False
