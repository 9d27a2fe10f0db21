"""Reading a delimited text file with a header, row by row, in bounded memory.

Unlike the national registry's, these files quote only where they must, and their rows may end
with an empty value. So a row that is short at the very end tells that the file was cut.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from clinics.registries.files import LONGEST_LINE, Record, UnreadableError

CUT_IN_QUOTES = "unexpected end of data"
# A value may have line breaks; a quote still open after so many lines is a stray one.
LINES_OF_A_ROW = 100


class Table:
    """The records of a stream. `bytes` is how far it has read; every record has the header's width."""

    def __init__(self, stream: io.BufferedReader, name: str, encoding: str, delimiter: str = ",") -> None:
        self.stream, self.name, self.encoding = stream, name, encoding
        self.bytes = 0
        self._rows = csv.reader(self._lines(), delimiter=delimiter, strict=True)
        self.header = self._header()

    def positions(self, columns: Mapping[str, str]) -> dict[str, int]:
        """Where each column stands, by our name for it. Case, spaces and marks are no difference."""
        at = {squeezed(title): place for place, title in reversed(list(enumerate(self.header)))}
        missing = [title for title in columns.values() if squeezed(title) not in at]
        if missing:
            raise UnreadableError(
                f"{self.name}: not the file that was asked for. Missing: {', '.join(missing)}."
            )
        return {name: at[squeezed(title)] for name, title in columns.items()}

    def __iter__(self) -> Iterator[Record]:
        """Every row after the header; blank lines are passed over.

        Raises UnreadableError where the file stops in the middle of a row.
        """
        held: Record | None = None
        while (record := self._next()) is not None:
            if held is not None:
                yield held
            held = record
        if held is None:
            raise UnreadableError(f"{self.name}: a header and no rows.")
        if held.problem and held.values and len(held.values) < len(self.header):
            raise UnreadableError(f"{self.name}: the file is cut short in line {held.line} ({held.problem}).")
        yield held

    def _next(self) -> Record | None:
        """The next row that is not blank; None at the end."""
        while True:
            line = self._rows.line_num + 1
            try:
                values = next(self._rows)
            except StopIteration:
                return None
            except csv.Error as error:
                if str(error) == CUT_IN_QUOTES or self._rows.line_num - line >= LINES_OF_A_ROW:
                    raise UnreadableError(
                        f"{self.name}: the file is cut short, or a quote in line {line} is never closed."
                    ) from error
                return Record(line, [], str(error))
            if any(value.strip() for value in values):
                return Record(line, values, self._problem(values))

    def _problem(self, values: Sequence[str]) -> str:
        if any("\0" in value for value in values):
            return "holds a NUL character"
        width = len(self.header)
        return "" if len(values) == width else f"{len(values)} columns instead of {width}"

    def _header(self) -> list[str]:
        try:
            header = next(self._rows)
        except StopIteration:
            raise UnreadableError(f"{self.name}: the file is empty.") from None
        except csv.Error as error:
            raise UnreadableError(f"{self.name}: not a table of text ({error}).") from error
        if any("\0" in title for title in header):
            raise UnreadableError(
                f"{self.name}: not a table of text in {self.encoding} (it holds NUL characters)."
            )
        return [title.strip() for title in header]

    def _lines(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self.encoding)()
        while line := self.stream.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise UnreadableError(f"{self.name}: a line is longer than 1 MB.")
            text = line.removeprefix(codecs.BOM_UTF8) if not self.bytes else line
            self.bytes += len(line)
            try:
                yield decoder.decode(text)
            except UnicodeDecodeError as error:
                raise UnreadableError(
                    f"{self.name}: is not written in {self.encoding} ({error.reason})."
                ) from error


def squeezed(title: str) -> str:
    """A column's title as compared: Last Name, LastName and last_name are one."""
    return re.sub(r"[^0-9a-z]", "", title.casefold())
