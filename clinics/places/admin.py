"""States, ZIP codes and cities to look at. The files in `fixtures/places/` own them."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clinics.places.models import City, State, ZipCode


class LookedAtOnly(admin.ModelAdmin):
    """Nothing is changed here: the next load would set it back."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(State)
class StateAdmin(LookedAtOnly):
    list_display = ["name", "usps", "kind", "timezone"]
    list_filter = ["kind"]
    search_fields = ["name", "usps"]


@admin.register(ZipCode)
class ZipCodeAdmin(LookedAtOnly):
    list_display = ["code", "city", "region", "latitude", "longitude"]
    list_filter = ["region"]
    search_fields = ["code", "city"]
    search_help_text = _("ZIP code or post office")


@admin.register(City)
class CityAdmin(LookedAtOnly):
    list_display = ["name", "state", "population", "timezone"]
    list_filter = ["state"]
    list_select_related = ["state"]
    ordering = ["-population"]
    search_fields = ["name", "name_key"]
