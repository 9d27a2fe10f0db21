"""allauth's forms in plain words: no label twice, one sentence on passwords."""

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as apps
from allauth.mfa.webauthn import forms as keys
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from clinics.accounts.sessions import set_end

PASSWORD_HELP = _(
    "12 characters or more. Four or five plain words are easy to keep in mind and hard to guess."
)


class PlainForm:
    """What a field is for stands above it; nothing stands inside it."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD_HELP


class SignInForm(PlainForm, allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """allauth sets an end of its own after the adapter has set ours."""
        self.cleaned_data["remember"] = False
        response = super().login(request, redirect_url)
        set_end(request)
        return response


class SignUpForm(PlainForm, allauth.SignupForm):
    pass


class PasswordForm(PlainForm, allauth.ChangePasswordForm):
    pass


class FirstPasswordForm(PlainForm, allauth.SetPasswordForm):
    pass


class NewPasswordForm(PlainForm, allauth.ResetPasswordKeyForm):
    pass


class CodeForm(PlainForm, codes.AuthenticateForm):
    pass


class CodeAgainForm(PlainForm, codes.ReauthenticateForm):
    pass


class SetUpAppForm(PlainForm, apps.ActivateTOTPForm):
    pass


class AddKeyForm(PlainForm, keys.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("So that you know it again in your list.")
        self.fields["passwordless"].label = _("Let it sign me in without a password")
        self.fields["passwordless"].help_text = _("It then asks for your finger, face or PIN each time.")
