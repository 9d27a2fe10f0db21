"""How many results each choice would leave, its own filter set aside."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from clinics.search.dimensions import Dimension, Label, Row
from clinics.search.matching import Matches, subject_of


@dataclass(frozen=True)
class FacetChoice:
    value: str
    label: Label
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """One filter with its choices, as the page shows it."""

    parameter: str
    label: Label
    choices: list[FacetChoice]
    single: bool = False
    errors: tuple[str, ...] = ()

    @property
    def chosen(self) -> bool:
        return any(choice.selected for choice in self.choices)

    @property
    def open(self) -> bool:
        """Whether to show the choices at once: the first questions, and what was chosen or refused."""
        first = self.parameter in ("care", "condition")
        return first or bool(self.errors) or self.chosen


def facets(matches: Matches, narrowing: list[Dimension], *, unknown: bool, once: bool) -> list[Facet]:
    """Count every choice of every dimension from the rows already read.

    `once` promises that no two rows speak of the same listing or practitioner.
    """
    return [
        _facet(d, matches.passing + matches.kept_out_by.get(d.parameter, []), unknown=unknown, once=once)
        for d in narrowing
        if d.shown
    ]


def facet_of(dimension: Dimension, counts: Iterable[int]) -> Facet:
    """The filter with one count for each of its choices."""
    choices = [
        FacetChoice(choice.value, choice.label, count, bool(dimension.wanted >> choice.bit & 1))
        for choice, count in zip(dimension.choices, counts, strict=True)
    ]
    return Facet(dimension.parameter, dimension.label, choices, dimension.single)


def _facet(dimension: Dimension, rows: list[Row], *, unknown: bool, once: bool) -> Facet:
    masks = _masks(dimension, rows, unknown)
    counts: Counter[int] = Counter()
    for mask, count in Counter(masks if once else _one_each(rows, masks)).items():
        for bit in _bits(mask):
            counts[bit] += count
    return facet_of(dimension, [counts[choice.bit] for choice in dimension.choices])


@lru_cache(maxsize=16_384)
def _bits(mask: int) -> tuple[int, ...]:
    """The places of the ones; many listings share a mask."""
    return tuple(bit for bit in range(mask.bit_length()) if mask >> bit & 1)


def _masks(dimension: Dimension, rows: list[Row], unknown: bool) -> list[int]:
    """Each row's mask; one that has said nothing stays under every choice where asked for."""
    read = dimension.reading.mask
    if unknown and dimension.untold is not None:
        silent = dimension.untold.test
        every = sum(1 << choice.bit for choice in dimension.choices)
        return [every if silent(row) else read(row) for row in rows]
    return list(map(read, rows))


def _one_each(rows: list[Row], masks: list[int]) -> list[int]:
    """Join the masks of rows that speak of the same listing or practitioner."""
    joined: dict[int, int] = {}
    for subject, mask in zip(map(subject_of, rows), masks, strict=True):
        joined[subject] = joined.get(subject, 0) | mask
    return list(joined.values())
