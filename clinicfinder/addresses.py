"""The address of a search, and of those one step from it."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict


class Address:
    """A path with its parameters, or with those of these `names` alone. Blank ones are dropped."""

    def __init__(self, path: str, query: QueryDict, names: Iterable[str] | None = None) -> None:
        self.path = path
        self.pairs = [
            (name, value)
            for name, values in query.lists()
            for value in values
            if value.strip() and (names is None or name in names)
        ]

    def __str__(self) -> str:
        return self._join(self.pairs)

    def changed(self, **parameters: object) -> str:
        """With these parameters set to one value each, None for not at all; from page 1."""
        pairs = [pair for pair in self.pairs if pair[0] not in parameters and pair[0] != "page"]
        return self._join([*pairs, *((name, str(v)) for name, v in parameters.items() if v is not None)])

    def without(self, name: str, value: str) -> str:
        """Without this one value of the parameter; from page 1."""
        return self._join([pair for pair in self.pairs if pair != (name, value) and pair[0] != "page"])

    def _join(self, pairs: list[tuple[str, str]]) -> str:
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path
