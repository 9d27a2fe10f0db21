"""A wrong geocoder in the settings is told at the start, not when a curator saves."""

from django.core.checks import Error, register

from clinics.places.geocoder import curation_geocoder


@register
def curation_geocoder_can_be_made(app_configs: object, **options: object) -> list[Error]:
    """`CURATION_GEOCODER` names a geopy geocoder, and `CURATION_GEOCODER_OPTIONS` are what it takes."""
    try:
        curation_geocoder()
    except Exception as error:
        return [
            Error(
                f"CURATION_GEOCODER cannot be used: {error}",
                hint='Take "embedded", or a name from geopy\'s documentation with its options.',
                id="clinics.E001",
            )
        ]
    return []
