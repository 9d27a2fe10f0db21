"""Who may sign in to curate, and the name over the door."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clinics.accounts.models import User

admin.site.site_header = "ClinicFinder"
admin.site.site_title = "ClinicFinder"
admin.site.index_title = _("Curation")

RIGHTS = ["is_superuser", "groups", "user_permissions"]


@admin.register(User)
class CuratorAdmin(UserAdmin):
    """Rights are given by administrators alone: nobody can raise themselves or take over one of them."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        users = super().get_queryset(request)
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return [] if request.user.is_superuser else RIGHTS
