"""Routes of reviews: writing."""

from typing import Any

urlpatterns: list[Any] = []
