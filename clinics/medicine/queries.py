"""All the words that a search is made of, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from django.db import connections, router

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


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Every term by the name of the search parameter that it answers to, in bit order.

    One object stands for one state of the terms, so that what is made from it can be kept with it.
    """

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

    def slugs(self, parameter: str, mask: int) -> frozenset[str]:
        """The slugs of the terms whose bits are set."""
        return frozenset(word.slug for word in self.words[parameter] if mask >> word.bit & 1)

    def names(self, parameter: str, mask: int) -> list[str]:
        """The names of the terms whose bits are set."""
        return [word.name for word in self.words[parameter] if mask >> word.bit & 1]


def vocabulary() -> Vocabulary:
    """Read all terms: one query, whatever their number. The same terms give the same object."""
    with connections[router.db_for_read(Condition)].cursor() as cursor:
        cursor.execute(_all_terms())
        return _vocabulary(tuple(sorted(cursor.fetchall())))


@cache
def _all_terms() -> str:
    """In plain SQL, because every search asks it, and building it anew takes longer than the answer."""
    return " UNION ALL ".join(
        f"SELECT '{parameter}', bit, slug, name FROM {model._meta.db_table}"  # noqa: S608 (our own names)
        for parameter, model in PARAMETERS.items()
    )


@lru_cache(maxsize=4)
def _vocabulary(rows: tuple[tuple[str, int, str, str], ...]) -> Vocabulary:
    words: dict[str, list[Word]] = {parameter: [] for parameter in PARAMETERS}
    for parameter, bit, slug, name in rows:
        words[parameter].append(Word(slug, name, bit))
    return Vocabulary(words)
