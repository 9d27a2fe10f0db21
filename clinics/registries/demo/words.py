"""The words of which the demo is made, from fixtures/demo/."""

import json
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings

from clinics.medicine.models import AccessibilityFeature, AgeGroup, Condition, Language, Payer, Treatment


class Words:
    """The word lists, and the reference rows that they name."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or settings.BASE_DIR / "fixtures" / "demo"
        self.lists: dict[str, Any] = json.loads((folder / "words.json").read_text())
        self.practices: list[dict] = json.loads((folder / "practices.json").read_text())
        self.professions: dict[str, dict] = json.loads((folder / "professions.json").read_text())
        self.services: list[dict] = json.loads((folder / "services.json").read_text())

    @cached_property
    def terms(self) -> dict[type, dict[str, Any]]:
        """Every reference row by its slug."""
        models = (AccessibilityFeature, AgeGroup, Condition, Language, Payer, Treatment)
        return {model: {row.slug: row for row in model.objects.all()} for model in models}

    def pick(self, dice: Random, name: str) -> Any:
        return dice.choice(self.lists[name])

    def phone(self, dice: Random, usps: str) -> str:
        """A number set aside for fiction: 555-0100 to 555-0199."""
        return f"+1{dice.choice(self.lists['areas'][usps])}55501{dice.randrange(100):02d}"


def some(dice: Random, options: list, at_least: int = 1, share: float = 0.6) -> list:
    """A few of the options, in their order."""
    number = max(at_least, round(len(options) * share * dice.uniform(0.5, 1.4)))
    chosen = set(dice.sample(range(len(options)), min(number, len(options))))
    return [option for place, option in enumerate(options) if place in chosen]


def maybe(dice: Random, chance: float) -> bool:
    return dice.random() < chance


def told(dice: Random, yes: float, unknown: float = 0.25) -> bool | None:
    """Yes or no, or None where the listing has not said."""
    return None if maybe(dice, unknown) else maybe(dice, yes)
