"""The app's configuration."""

from django.apps import AppConfig


class ClinicsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "clinics"
    verbose_name = "ClinicFinder"

    def ready(self) -> None:
        # Here, because they need the models.
        from clinics.listings import index  # noqa: PLC0415
        from clinics.places import checks  # noqa: F401, PLC0415 (registers itself)
        from clinics.reviews import figures  # noqa: PLC0415
        from clinics.vetting import standing  # noqa: PLC0415

        index.SUMMARIES += [standing.write, figures.write]
