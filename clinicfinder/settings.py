"""Settings, read from the environment. Development needs none of it; see README.

`ENVIRONMENT=production` switches to safe transport and refuses unsafe values.
"""

from importlib.util import find_spec
from pathlib import Path

from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from clinicfinder import tiles

BASE_DIR = Path(__file__).resolve().parent.parent
DEVELOPMENT_KEY = "development-only-key-that-production-refuses"

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

ENVIRONMENT = env.str("ENVIRONMENT", "development")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.bool("DEBUG", not PRODUCTION)
SECRET_KEY = env.str("SECRET_KEY", DEVELOPMENT_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
# How many proxies that we run ourselves stand before the app and add to X-Forwarded-For.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
# Staff sign in with a second factor before they see the admin.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", True)

if ENVIRONMENT not in ("development", "production"):
    raise ImproperlyConfigured("ENVIRONMENT is 'development' or 'production'.")
if PRODUCTION:
    if SECRET_KEY == DEVELOPMENT_KEY or len(SECRET_KEY) < 32:
        raise ImproperlyConfigured("Production needs a SECRET_KEY of its own, 32 characters or more.")
    if DEBUG:
        raise ImproperlyConfigured("Production does not run with DEBUG on.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("Production needs ALLOWED_HOSTS: the host names that it answers to.")
    if not STAFF_SECOND_FACTOR:
        raise ImproperlyConfigured("Production asks staff for a second factor: remove STAFF_SECOND_FACTOR.")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "django_htmx",
    "import_export",
    "phonenumber_field",
    "simple_history",
    "template_partials",
    "clinics",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "clinics.translations.middleware.FreshCatalog",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clinics.accounts.middleware.StaffSecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "clinicfinder.urls"
WSGI_APPLICATION = "clinicfinder.wsgi.application"
ASGI_APPLICATION = "clinicfinder.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["template_partials.templatetags.partials", "clinics.templatetags.said"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}", conn_max_age=60)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"}}

AUTH_USER_MODEL = "clinics.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "clinics.accounts.passwords.HardToGuess"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"

# Signing in: by e-mail address and password, then by the second factor of whoever has one; or by a passkey.
ACCOUNT_ADAPTER = "clinics.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# By a code that is typed where it was asked for: a link would not find the way back to a passkey.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# From the first page to the last of signing up or in; longer than the code, so that a passkey can follow it.
ACCOUNT_LOGIN_TIMEOUT = 45 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "ClinicFinder: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_RATE_LIMITS = {
    # Wrong passwords: five in five minutes for one account, ten in a minute from one address.
    "login_failed": "10/m/ip,5/5m/key",
    # Mails to one mailbox: nobody fills somebody else's with our codes and links.
    "confirm_email": "1/10s/key,8/h/key",
    "reset_password": "20/m/ip,5/h/key",
    # New accounts from one address: twenty tries in a minute, a hundred in a day.
    "signup": "20/m/ip,100/d/ip",
}
ACCOUNT_FORMS = {
    "add_email": "clinics.accounts.forms.AddressForm",
    "confirm_email_verification_code": "clinics.accounts.forms.MailCodeForm",
    "login": "clinics.accounts.forms.SignInForm",
    "signup": "clinics.accounts.forms.SignUpForm",
    "change_password": "clinics.accounts.forms.PasswordForm",
    "reauthenticate": "clinics.accounts.forms.PasswordAgainForm",
    "reset_password": "clinics.accounts.forms.ForgottenForm",
    "set_password": "clinics.accounts.forms.FirstPasswordForm",
    "reset_password_from_key": "clinics.accounts.forms.NewPasswordForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_ADAPTER = "clinics.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "clinics.accounts.forms.CodeForm",
    "reauthenticate": "clinics.accounts.forms.CodeAgainForm",
    "activate_totp": "clinics.accounts.forms.SetUpAppForm",
    "add_webauthn": "clinics.accounts.forms.AddKeyForm",
    "edit_webauthn": "clinics.accounts.forms.RenameKeyForm",
    "signup_webauthn": "clinics.accounts.forms.FirstKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = "ClinicFinder"
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys on http://localhost, so development does, too.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# What is written in the code and the database is English; other languages stand under their code (/es/).
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
# How long a process may show a translation after an editor has changed it.
TRANSLATIONS_KEPT_SECONDS = 5
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["clinicfinder.formats"]
TIME_ZONE = "UTC"
USE_TZ = True
PHONENUMBER_DEFAULT_REGION = "US"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"

# A request line of gunicorn's longest, 8190 bytes, cannot hold more fields than this.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

WHITENOISE_USE_FINDERS = not PRODUCTION
STATIC_URL = "/static/"
# Leaflet, as django-leaflet brings it. Its files alone: the app itself would name tile servers.
STATICFILES_DIRS = [
    ("leaflet", Path(place) / "static" / "leaflet")
    for place in getattr(find_spec("leaflet"), "submodule_search_locations", None) or []
]
STATIC_ROOT = BASE_DIR / "staticfiles"
# Attachments of checks: outside the web root, served to curators alone.
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", str(BASE_DIR / "private")))
STORAGES = {
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": PRIVATE_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# The street map under the map of results: none unless its tiles are chosen, such as
# https://tiles.example.org/{z}/{x}/{y}.png, and then only after the reader asks for it.
MAP_TILES_URL = tiles.checked(env.str("MAP_TILES_URL", ""))
MAP_TILES_CREDIT = env.str("MAP_TILES_CREDIT", "")

# What a patient searched must not leave in a Referer header, a frame, a script or a log.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *tiles.image_sources(MAP_TILES_URL)],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
# A session ends after eight hours, and with the browser. Whoever is not staff gets longer
# (clinics/accounts/sessions.py).
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
    SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_query_strings": {"()": "clinicfinder.logs.WithoutQueryStrings"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["without_query_strings"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Gunicorn names the whole address of a request that it could not handle.
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
    },
}
# Mail goes to the console unless EMAIL_URL names a server: smtps://name:password@mail.example.org:465
globals().update(env.dj_email_url("EMAIL_URL", "console:"))
# Where links in mails lead, such as https://clinicfinder.example.org; asked for where mails are sent.
SITE_URL = env.str("SITE_URL", "")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "ClinicFinder <noreply@localhost>")

# Spreadsheets: all rows or none.
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# Fictional listings: shown in development, hidden in production unless asked for.
SHOW_DEMO = env.bool("SHOW_DEMO", not PRODUCTION)
# Who answers for this directory, shown on /about/, /contact/, /terms/ and /privacy/.
OPERATOR_NAME = env.str("OPERATOR_NAME", "the people who run this copy of ClinicFinder")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")
# The geopy geocoder that places a street address while curating: a name from
# geopy.geocoders and its options. Patients' searches never leave this machine.
CURATION_GEOCODER = env.str("CURATION_GEOCODER", "embedded")
CURATION_GEOCODER_OPTIONS = env.json("CURATION_GEOCODER_OPTIONS", {})
# Whether `check_links` may ask other hosts: nothing leaves this machine unless somebody says so.
LINK_CHECKS = env.bool("LINK_CHECKS", False)
