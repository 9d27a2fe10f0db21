"""Who changed what, when, and why: kept by django-simple-history.

Relations to vocabularies (conditions, languages) are not kept value by value: the admin's own
log tells that they changed. Two models share those tables, which the library cannot part.
"""

from typing import Any

from simple_history.models import HistoricalRecords


def kept(*without: str) -> Any:
    """The history of a model, without the columns that follow from elsewhere."""
    return HistoricalRecords(excluded_fields=list(without), custom_model_name=lambda name: f"{name}History")
