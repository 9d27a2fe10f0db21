"""Opening a CSV file or a ZIP safely, and reading records in bounded memory."""

import codecs
import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

CHUNK = 1 << 20
# A real row has at most some 30,000 characters.
LONGEST_LINE = 1 << 20
# A value with line breaks may run over so many lines; a quote still open then is a stray one.
LINES_OF_A_RECORD = 20
# A real bundle holds about ten files; its main file has 11 GB and shrinks to a tenth.
MEMBERS = 1_000
LARGEST_MEMBER = 20 * 1024**3
BOMB_RATIO = 200
BOMB_SIZE = 100 * 1024**2
READABLE_COMPRESSION = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1

Advance = Callable[[int], object]


class UnreadableError(Exception):
    """The file cannot be imported as a whole; the message tells the operator why."""


class Survey(NamedTuple):
    """What one look over all bytes of a file tells."""

    encoding: str
    digest: str


class Record(NamedTuple):
    """One row and the line that it starts on; `problem` says why it cannot be used."""

    line: int
    values: list[str]
    problem: str = ""


@dataclass(frozen=True)
class Source:
    """A CSV file, or a member of a ZIP."""

    path: Path
    size: int
    member: str = ""

    @property
    def name(self) -> str:
        return self.member.rpartition("/")[2] or self.path.name

    @contextmanager
    def opened(self) -> Iterator[io.BufferedReader]:
        """A stream of its bytes; a ZIP is never unpacked to disk."""
        with clear_errors(self.path.name), ExitStack() as stack:
            if self.member:
                archive = stack.enter_context(zipfile.ZipFile(self.path))
                stream = stack.enter_context(archive.open(self.member))
                yield io.BufferedReader(cast(io.RawIOBase, stream), CHUNK)
            else:
                yield stack.enter_context(io.BufferedReader(io.FileIO(self.path), CHUNK))


@contextmanager
def clear_errors(name: str) -> Iterator[None]:
    """Turn what goes wrong while a file is read into a message that names it."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise UnreadableError(f"{name}: the ZIP is damaged or cut short ({error}).") from error
    except (NotImplementedError, RuntimeError) as error:
        raise UnreadableError(f"{name}: the ZIP cannot be opened ({error}).") from error
    except OSError as error:
        raise UnreadableError(f"{name}: {error.strerror or error}.") from error


def find(path: Path, pattern: str) -> Source | None:
    """The CSV file itself, or the one member of a ZIP whose name has this pattern, or None."""
    if not path.is_file():
        raise UnreadableError(f"{path}: there is no such file.")
    with clear_errors(path.name):
        if not zipfile.is_zipfile(path):
            return _plain(path)
        with zipfile.ZipFile(path) as archive:
            members = _members(path.name, archive, pattern)
    if len(members) > 1:
        names = ", ".join(member.filename for member in members)
        raise UnreadableError(f"{path.name}: holds more than one such file: {names}.")
    return Source(path, members[0].file_size, members[0].filename) if members else None


def survey(source: Source, progress: Advance) -> Survey:
    """Read all bytes once: is the file whole, which encoding has it, what is its digest?

    UTF-8, or Latin-1 where a single byte says otherwise.
    """
    digest, decoder, encoding, size = hashlib.sha256(), _utf8(), "utf-8", 0
    with source.opened() as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            progress(len(chunk))
            if encoding == "utf-8" and not _decodes(decoder, chunk):
                encoding = "latin-1"
    if encoding == "utf-8" and not _decodes(decoder, b"", final=True):
        encoding = "latin-1"
    if size != source.size:
        raise UnreadableError(f"{source.name}: should have {source.size} bytes and has {size}.")
    return Survey(encoding, digest.hexdigest())


class _Feed:
    """Gives a csv reader the text of one record, and no more."""

    text: str | None = None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        text, self.text = self.text, None
        if text is None:
            raise StopIteration
        return text


class Reader:
    """Records of a CSV stream, one by one. `line` is the next line, `bytes` how far it has read."""

    def __init__(self, stream: io.BufferedReader, name: str, encoding: str) -> None:
        self.stream, self.name, self.encoding = stream, name, encoding
        self.line, self.bytes = 1, 0
        self._waiting: deque[bytes] = deque()
        self._feed = _Feed()
        # One for all records: making one takes as long as reading a row.
        self._csv = csv.reader(self._feed, strict=True)
        self.header = self._header()

    def skip_to(self, line: int) -> None:
        """Go on from this line."""
        while self.line < line and self._next_line():
            pass

    def __iter__(self) -> Iterator[Record]:
        """Every record after the header; blank lines are passed over.

        Raises UnreadableError where the file stops in the middle of a record.
        """
        while line := self._next_line():
            if not line.isspace():
                yield self._record(line)

    def _header(self) -> list[str]:
        line = self._next_line()
        if not line:
            raise UnreadableError(f"{self.name}: the file is empty.")
        record = self._parsed(1, [line.removeprefix(codecs.BOM_UTF8)], width=None)
        if record.problem:
            raise UnreadableError(f"{self.name}: not a CSV file that can be read ({record.problem}).")
        return record.values

    def _record(self, first: bytes) -> Record:
        number, lines = self.line - 1, [first]
        quote_is_open = first.count(b'"') % 2
        while quote_is_open and len(lines) < LINES_OF_A_RECORD and (more := self._next_line()):
            lines.append(more)
            quote_is_open ^= more.count(b'"') % 2
        if quote_is_open:
            record = Record(number, [], _absurdity(lines) or "a quote is not closed")
        else:
            record = self._parsed(number, lines, len(self.header))
        # Every value is in quotes, so no whole row ends with a comma.
        cut = lines[-1].endswith(b",")
        if record.problem:
            # Only its first line is lost: what follows may be sound.
            self._waiting.extendleft(reversed(lines[1:]))
            self.line -= len(lines) - 1
            cut = not first.endswith(b"\n") and not self._waiting and len(first) < LONGEST_LINE
        if cut:
            reason = record.problem or "it ends with a comma"
            raise UnreadableError(f"{self.name}: the file is cut short in line {number} ({reason}).")
        return record

    def _parsed(self, number: int, lines: list[bytes], width: int | None) -> Record:
        text = (lines[0] if len(lines) == 1 else b"".join(lines)).decode(self.encoding, "replace")
        if ("\0" in text or len(text) >= LONGEST_LINE) and (problem := _absurdity(lines)):
            return Record(number, [], problem)
        self._feed.text = text
        try:
            values = next(self._csv)
        except csv.Error as error:
            return Record(number, [], str(error))
        if width is not None and len(values) != width:
            return Record(number, [], f"{len(values)} columns instead of {width}")
        return Record(number, values)

    def _next_line(self) -> bytes:
        """The next line, or of an absurdly long one the beginning; empty at the end."""
        line = self._waiting.popleft() if self._waiting else self._read_line()
        self.line += bool(line)
        return line

    def _read_line(self) -> bytes:
        line = rest = self.stream.readline(LONGEST_LINE)
        self.bytes += len(line)
        while len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
            rest = self.stream.readline(LONGEST_LINE)
            self.bytes += len(rest)
        return line


def _plain(path: Path) -> Source:
    if path.suffix.lower() == ".zip":
        raise UnreadableError(f"{path.name}: the ZIP is damaged or cut short.")
    return Source(path, path.stat().st_size)


def _members(name: str, archive: zipfile.ZipFile, pattern: str) -> list[zipfile.ZipInfo]:
    """The sound members whose base name has the pattern. A ZIP inside the ZIP is never opened."""
    infos = archive.infolist()
    if len(infos) > MEMBERS:
        raise UnreadableError(f"{name}: holds {len(infos)} files; refused as a ZIP bomb.")
    wanted = re.compile(pattern, re.IGNORECASE)
    chosen = [info for info in infos if wanted.fullmatch(info.filename.rpartition("/")[2])]
    for info in chosen:
        _refuse_unsound(name, info)
    return chosen


def _refuse_unsound(name: str, info: zipfile.ZipInfo) -> None:
    if info.flag_bits & ENCRYPTED:
        raise UnreadableError(f"{name}: {info.filename} is encrypted.")
    if info.compress_type not in READABLE_COMPRESSION:
        raise UnreadableError(
            f"{name}: {info.filename} is packed in a way that we cannot read; unpack it first."
        )
    if info.file_size > LARGEST_MEMBER:
        raise UnreadableError(f"{name}: {info.filename} is larger than 20 GB; refused as a ZIP bomb.")
    if info.file_size > BOMB_SIZE and info.file_size > BOMB_RATIO * info.compress_size:
        raise UnreadableError(
            f"{name}: {info.filename} swells to more than {BOMB_RATIO} times its size; refused as a ZIP bomb."
        )


def _utf8() -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("utf-8")()


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _absurdity(lines: list[bytes]) -> str:
    if any(len(line) >= LONGEST_LINE for line in lines):
        return "the line is longer than 1 MB"
    return "holds a NUL character" if any(b"\0" in line for line in lines) else ""
