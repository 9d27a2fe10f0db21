"""Questions about states, ZIP codes and cities."""

from django.db import models


class StateQuerySet(models.QuerySet):
    """States, districts and territories."""


class ZipCodeQuerySet(models.QuerySet):
    """ZIP codes."""


class CityQuerySet(models.QuerySet):
    """Cities and towns."""
