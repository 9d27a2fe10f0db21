"""Routes of reviews: moderation."""

from typing import Any

urlpatterns: list[Any] = []
