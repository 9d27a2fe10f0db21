"""Routes of reviews: reading."""

from typing import Any

urlpatterns: list[Any] = []
