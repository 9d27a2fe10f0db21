"""How many results each choice would leave, its own filter set aside."""

from collections import Counter
from dataclasses import dataclass

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
    def open(self) -> bool:
        """Whether to show the choices at once: the first questions, and what was chosen or refused."""
        first = self.parameter in ("care", "condition")
        return first or bool(self.errors) or any(choice.selected for choice in self.choices)


def facets(matches: Matches, narrowing: list[Dimension], *, unknown: bool) -> list[Facet]:
    """Count every choice of every dimension from the rows already read."""
    passing = [match.row for match in matches.passing]
    subjects = [subject_of(row) for row in passing]
    return [_facet(dimension, passing, subjects, matches, unknown=unknown) for dimension in narrowing]


def _facet(
    dimension: Dimension, passing: list[Row], subjects: list[int], matches: Matches, *, unknown: bool
) -> Facet:
    kept_out = matches.kept_out_by.get(dimension.parameter, [])
    masks = _masks(dimension, passing + kept_out, unknown=unknown)
    masks = _one_each(subjects + [subject_of(row) for row in kept_out], masks)
    totals = Counter(masks).items()
    choices = [
        FacetChoice(
            choice.value,
            choice.label,
            sum(count for mask, count in totals if mask >> choice.bit & 1),
            bool(dimension.wanted >> choice.bit & 1),
        )
        for choice in dimension.choices
    ]
    return Facet(dimension.parameter, dimension.label, choices, dimension.single)


def _masks(dimension: Dimension, rows: list[Row], *, unknown: bool) -> list[int]:
    """Each row's mask; one that has said nothing stays under every choice where asked for."""
    if unknown and dimension.untold is not None:
        return [-1 if dimension.untold(row) else dimension.mask(row) for row in rows]
    return list(map(dimension.mask, rows))


def _one_each(subjects: list[int], masks: list[int]) -> list[int]:
    """Join the masks of rows that speak of the same listing or practitioner."""
    if len(set(subjects)) == len(subjects):
        return masks
    joined: dict[int, int] = {}
    for subject, mask in zip(subjects, masks, strict=True):
        joined[subject] = joined.get(subject, 0) | mask
    return list(joined.values())
