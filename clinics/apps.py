"""The app's configuration."""

from django.apps import AppConfig


class ClinicsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "clinics"
    verbose_name = "ClinicFinder"

    def ready(self) -> None:
        from clinics.places import checks  # noqa: F401, PLC0415 (registers itself; needs the models)
