"""Questions about guide pages and programs."""

from datetime import date

from django.db import models


class GuidePageQuerySet(models.QuerySet):
    """Pages of the guide and of the FAQ."""

    def published(self) -> "GuidePageQuerySet":
        return self.filter(published=True)

    def of_slug(self, slug: str) -> "GuidePageQuerySet":
        return self.filter(slug=slug)

    def of_part(self, part: str) -> "GuidePageQuerySet":
        return self.filter(part=part)

    def guide(self) -> "GuidePageQuerySet":
        """The chapters in reading order."""
        return self.published().filter(part="guide").order_by("position", "slug")

    def faq(self) -> "GuidePageQuerySet":
        """The questions in order."""
        return self.published().filter(part="faq").order_by("position", "slug")

    def review_due(self, on: date) -> "GuidePageQuerySet":
        """Published pages whose day of review has come, the longest due first."""
        return self.published().filter(review_due_on__lte=on).order_by("review_due_on", "slug")


class ProgramQuerySet(models.QuerySet):
    """Programs that help with paying."""

    def published(self) -> "ProgramQuerySet":
        return self.filter(published=True)
