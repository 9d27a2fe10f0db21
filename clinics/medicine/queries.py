"""All the words that a search is made of, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Value

from clinics.medicine.models import AccessibilityFeature, AgeGroup, Condition, Language, Payer, Treatment

PARAMETERS = {
    "condition": Condition,
    "treatment": Treatment,
    "insurance": Payer,
    "language": Language,
    "accessibility": AccessibilityFeature,
    "age_group": AgeGroup,
}


@dataclass(frozen=True)
class Word:
    """A term, without its database row."""

    slug: str
    name: str
    bit: int


@dataclass(frozen=True)
class Vocabulary:
    """Every term by the name of the search parameter that it answers to, in bit order."""

    words: dict[str, list[Word]]

    @cached_property
    def by_slug(self) -> dict[str, dict[str, Word]]:
        return {parameter: {word.slug: word for word in words} for parameter, words in self.words.items()}

    def choices(self, parameter: str) -> list[tuple[str, str]]:
        """Slug and name of each term, as form fields want them."""
        return [(word.slug, word.name) for word in self.words[parameter]]

    def mask(self, parameter: str, slugs: Iterable[str]) -> int:
        """The bits of these terms; 0 for none."""
        known = self.by_slug[parameter]
        return sum(1 << known[slug].bit for slug in set(slugs))

    def names(self, parameter: str, mask: int) -> list[str]:
        """The names of the terms whose bits are set."""
        return [word.name for word in self.words[parameter] if mask >> word.bit & 1]


def vocabulary() -> Vocabulary:
    """Read all terms: one query, whatever their number."""
    columns = ("parameter", "bit", "slug", "name")
    first, *others = (
        model.objects.order_by().annotate(parameter=Value(parameter)).values_list(*columns)
        for parameter, model in PARAMETERS.items()
    )
    words: dict[str, list[Word]] = {parameter: [] for parameter in PARAMETERS}
    for parameter, bit, slug, name in sorted(first.union(*others, all=True)):
        words[parameter].append(Word(slug, name, bit))
    return Vocabulary(words)
