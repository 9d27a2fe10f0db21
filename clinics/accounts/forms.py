"""allauth's forms in plain words: one label, no text inside a field, one sentence on passwords."""

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as apps
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from clinics.accounts import names
from clinics.accounts.sessions import set_end

PASSWORD_HELP = _(
    "12 characters or more. Four or five plain words that do not belong together are easy to keep in mind "
    "and hard to guess."
)
LABELS = {
    "email": _("E-mail"),
    "login": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Your password now"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "code": _("Code"),
}
MISSING = {
    "email": _("Type your e-mail address."),
    "login": _("Type your e-mail address."),
    "password": _("Type your password."),
    "oldpassword": _("Type the password that you have now."),
    "password1": _("Choose a password."),
    "password2": _("Type the new password once more."),
    "code": _("Type the code."),
}
LONGEST_KEY_NAME = 60
WRONG_ADDRESS = _("Check the e-mail address. It looks like this: name@example.com")


class PlainForm:
    """What a field is for stands above it; nothing stands inside it."""

    fields: dict[str, Any]
    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = (LABELS | self.labels).get(name, field.label)
            if name in MISSING:
                field.error_messages["required"] = MISSING[name]
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = WRONG_ADDRESS
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
    labels = {"password1": _("Password")}

    def try_save(self, request: HttpRequest) -> Any:
        """A known address is answered like a new one, and takes as long."""
        if self.account_already_exists and self.cleaned_data.get("password1"):
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddressForm(PlainForm, allauth.AddEmailForm):
    labels = {"email": _("New e-mail")}


class MailCodeForm(PlainForm, allauth.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}
        self.fields["code"].help_text = _("Eight digits, such as 1234-5678.")


class ForgottenForm(PlainForm, allauth.ResetPasswordForm):
    pass


class PasswordForm(PlainForm, allauth.ChangePasswordForm):
    pass


class FirstPasswordForm(PlainForm, allauth.SetPasswordForm):
    labels = {"password1": _("Password"), "password2": _("Password once more")}


class NewPasswordForm(PlainForm, allauth.ResetPasswordKeyForm):
    pass


class PasswordAgainForm(PlainForm, allauth.ReauthenticateForm):
    pass


class CodeForm(PlainForm, codes.AuthenticateForm):
    pass


class CodeAgainForm(PlainForm, codes.ReauthenticateForm):
    pass


class SetUpAppForm(PlainForm, apps.ActivateTOTPForm):
    labels = {"code": _("Authenticator code")}


class KeyForm(PlainForm):
    """A new key: the browser makes it, and fills in what this form sends."""

    labels = {"name": _("Name of this key")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("So that you know it again in your list.")

    def clean_name(self) -> str:
        """Cut rather than refused: by now the browser holds the key."""
        return super().clean_name()[:LONGEST_KEY_NAME]  # type: ignore[misc]

    def clean(self) -> dict:
        """allauth takes for granted that what comes is from a browser."""
        try:
            return super().clean()  # type: ignore[misc]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValidationError(_now("Your browser sent us no key. Try again.")) from error


class AddKeyForm(KeyForm, keys.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = _("Let it sign me in without a password")
        self.fields["passwordless"].help_text = _("It then asks for your finger, face or PIN each time.")


class FirstKeyForm(KeyForm, keys.SignupWebAuthnForm):
    pass


class RenameKeyForm(PlainForm, keys.EditWebAuthnForm):
    labels = {"name": _("Name of this key")}


class NameForm(forms.Form):
    """The name that others see."""

    name = forms.CharField(
        label=_("Name that others see"),
        help_text=_("2 to 40 characters. Not your real name, unless you want everybody to know it."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "maxlength": names.LONGEST}),
        error_messages={"required": _("Choose a name.")},
    )

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data, initial={"name": user.pseudonym})
        self.user = user

    def clean_name(self) -> str:
        return names.clean_pseudonym(self.cleaned_data["name"], self.user)

    def save(self) -> bool:
        """False, with the reason beside the field, if somebody took the name in the meantime."""
        if names.take_pseudonym(self.user, self.cleaned_data["name"]):
            return True
        self.add_error("name", names.taken())
        return False
