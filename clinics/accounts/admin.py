"""Who may sign in to curate, which roles they have, and the name over the door."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clinics.accounts.models import User

admin.site.site_header = "ClinicFinder"
admin.site.site_title = "ClinicFinder"
admin.site.index_title = _("Curation")
# One way in for everybody: the admin's own form would ask for no second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Addresses are proven by mail, and kept by those whose they are.
admin.site.unregister([EmailAddress, Authenticator])

RIGHTS = ["is_active", "is_staff", "groups"]
IDENTITY = ["username", "email", "is_superuser", "user_permissions", "last_login", "date_joined"]


class NewUserForm(AdminUserCreationForm):
    """With the address that they sign in with."""

    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("Somebody has an account with this address already."))
        return email


@admin.register(User)
class CuratorAdmin(UserAdmin):
    """Administrators give roles to others, and touch neither superusers nor themselves."""

    add_form = NewUserForm
    list_display = ["email", "username", "roles", "is_active", "is_staff", "last_login"]
    list_filter = ["groups", "is_staff", "is_active"]
    filter_horizontal = ["groups", "user_permissions"]
    fieldsets = [
        (None, {"fields": ["username", "email", "first_name", "last_name"]}),
        (
            _("Roles"),
            {
                "fields": ["is_active", "is_staff", "groups"],
                "description": _(
                    "Staff may open this admin. What they may do there follows from their roles."
                ),
            },
        ),
        (_("Beyond roles"), {"fields": ["is_superuser", "user_permissions"], "classes": ["collapse"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["username", "email", "usable_password", "password1", "password2"],
                "description": _("Without a password they choose their own by “Forgot your password?”."),
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        users = super().get_queryset(request).prefetch_related("groups")
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody takes over somebody else's account by changing its address, nor raises themselves."""
        if obj is None or request.user.is_superuser:
            return ["last_login", "date_joined"]
        return [*IDENTITY, *RIGHTS] if obj.pk == request.user.pk else IDENTITY

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """Only superusers set a password for others; everybody else has theirs reset by mail."""
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())


@admin.register(Authenticator)
class SecondFactorAdmin(admin.ModelAdmin):
    """To take away what somebody has lost. Its secret is shown to nobody.

    Administrators touch neither those of superusers nor their own, as with accounts.
    """

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    fields = ["user", "type", "created_at", "last_used_at"]
    search_fields = ["user__email", "user__username"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        factors = super().get_queryset(request)
        if request.user.is_superuser:
            return factors
        return factors.filter(user__is_superuser=False).exclude(user=request.user.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return False
