"""All the words that a search is made of, in one query; and the facts of a page, in one each."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from django.db import connections, router
from django.db.models import Q, QuerySet

from clinicfinder import languages
from clinics.medicine.models import (
    AccessibilityFeature,
    AgeGroup,
    Condition,
    Fact,
    Language,
    Payer,
    Treatment,
)
from clinics.medicine.synonyms import Lexicon, Meaning, lexicon
from clinics.translations import catalog

PARAMETERS = {
    "condition": Condition,
    "treatment": Treatment,
    "insurance": Payer,
    "language": Language,
    "accessibility": AccessibilityFeature,
    "age_group": AgeGroup,
}
NAMED_BY_WORDS = ("condition", "treatment")


@dataclass(frozen=True)
class Word:
    """A term, without its database row."""

    slug: str
    name: str
    bit: int
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Every term by the name of the search parameter that it answers to, in bit order.

    One object stands for one state of the terms, so that what is made from it can be kept with it.
    """

    words: dict[str, list[Word]]

    @cached_property
    def by_slug(self) -> dict[str, dict[str, Word]]:
        return {parameter: {word.slug: word for word in words} for parameter, words in self.words.items()}

    @cached_property
    def lexicon(self) -> Lexicon:
        """What people's words for conditions and treatments mean."""
        return lexicon(
            (Meaning(parameter, word.slug, word.name), word.synonyms)
            for parameter in NAMED_BY_WORDS
            for word in self.words[parameter]
        )

    @cached_property
    def sought_names(self) -> list[str]:
        """The names of all conditions and treatments, offered while somebody types."""
        return [word.name for parameter in NAMED_BY_WORDS for word in self.words[parameter]]

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
    """Read all terms: one query, whatever their number.

    The same terms give the same object, one for each language.
    """
    with connections[router.db_for_read(Condition)].cursor() as cursor:
        cursor.execute(_all_terms())
        rows = tuple(cursor.fetchall())
    language = languages.current()
    return _vocabulary(rows, language, catalog.stamp(language))


@cache
def _all_terms() -> str:
    """In plain SQL, because every search asks it, and building it anew takes longer than the answer."""
    each = (
        f"SELECT '{parameter}', bit, slug, name, {_synonyms(model)} FROM {model._meta.db_table}"  # noqa: S608 (our own names)
        for parameter, model in PARAMETERS.items()
    )
    return " UNION ALL ".join(each) + " ORDER BY 1, 2"


def _synonyms(model: type) -> str:
    """As text on every database, so that rows can be compared and kept."""
    return "CAST(synonyms AS text)" if model is Condition else "'[]'"


@lru_cache(maxsize=8)
def _vocabulary(
    rows: tuple[tuple[str, int, str, str, str], ...], _language: str, _stamp: catalog.Stamp | None
) -> Vocabulary:
    """Kept for each language and each state of its translations."""
    words: dict[str, list[Word]] = {parameter: [] for parameter in PARAMETERS}
    for parameter, bit, slug, name, synonyms in rows:
        # The English name leads there in every language.
        others = (name, *map(str, json.loads(synonyms)))
        words[parameter].append(Word(slug, catalog.said(name), bit, others))
    return Vocabulary(words)


# What holds for whatever is treated, and however.
OF_EVERY_CONDITION = (Fact.Topic.CAUTION,)
OF_EVERY_TREATMENT = (
    Fact.Topic.SIDE_EFFECT,
    Fact.Topic.CALL_CLINIC,
    Fact.Topic.EMERGENCY,
    Fact.Topic.DRIVING,
    Fact.Topic.INTERACTION,
    Fact.Topic.AGE,
    Fact.Topic.AT_HOME,
)


def _general(topics: Iterable[str]) -> Q:
    return Q(condition=None, treatment=None, topic__in=topics)


def facts_of_condition(condition: Condition) -> QuerySet[Fact]:
    """Its own facts, each with the treatment that it speaks of, and those of every condition."""
    own = Q(condition=condition.slug)
    return Fact.objects.filter(own | _general(OF_EVERY_CONDITION)).select_related("treatment")


def facts_of_treatment(treatment: Treatment) -> QuerySet[Fact]:
    """Its own facts, whatever is treated with it, and those of every treatment."""
    own = Q(treatment=treatment.slug, condition=None)
    return Fact.objects.filter(own | _general(OF_EVERY_TREATMENT))


def studied_with(treatment: Treatment) -> QuerySet[Condition]:
    """The conditions that facts of this treatment speak of."""
    return Condition.objects.filter(facts__treatment=treatment).distinct()
