"""Rows straight into the tables of the models, past the models: for millions of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO

from django.db import connection
from django.db.models import AutoField, Model

Value = str | int | float | None
Row = tuple[Value, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """A model's own table: the columns that each row gives, and one value for all of the others."""

    model: type[Model]
    columns: tuple[str, ...]
    fixed: dict[str, Value] = field(default_factory=dict)

    @cached_property
    def names(self) -> list[str]:
        """The database's names of all columns written: those of a row, then the constant ones."""
        fields = {f.attname: f for f in self.model._meta.local_concrete_fields}
        return [fields[name].column for name in (*self.columns, *self.constants)]

    @cached_property
    def constants(self) -> dict[str, Value]:
        """Columns that no row gives, with the model's default; what is null anyway is left out."""
        others = [
            f
            for f in self.model._meta.local_concrete_fields
            if f.attname not in self.columns and not isinstance(f, AutoField)
        ]
        values = {f.attname: self.fixed.get(f.attname, _plain(f.get_default())) for f in others}
        return {name: value for name, value in values.items() if value is not None}

    def write(self, rows: Iterable[Row]) -> None:
        tail = tuple(self.constants.values())
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.copy_expert(self._copy(), StringIO("".join(_lines(rows, tail))))
            else:
                cursor.executemany(self._insert(), (row + tail for row in rows))

    def _quoted(self) -> tuple[str, str]:
        quote = connection.ops.quote_name
        return quote(self.model._meta.db_table), ", ".join(map(quote, self.names))

    def _copy(self) -> str:
        table, columns = self._quoted()
        return f"COPY {table} ({columns}) FROM STDIN"

    def _insert(self) -> str:
        table, columns = self._quoted()
        return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(self.names))})"


def _plain(value: object) -> Value:
    if isinstance(value, bool):
        return int(value)
    return value if value is None or isinstance(value, int | float) else str(value)


def _lines(rows: Iterable[Row], tail: Row) -> Iterable[str]:
    """PostgreSQL's text format for COPY. Synthetic texts hold no tab, line break or backslash."""
    ending = "".join(f"\t{value}" for value in tail) + "\n"
    for row in rows:
        yield "\t".join(["\\N" if value is None else str(value) for value in row]) + ending
