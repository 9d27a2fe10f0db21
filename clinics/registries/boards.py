"""Which boards' files can be read: one mapping per board in `fixtures/boards/`. A new one needs no code."""

import codecs
import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings

from clinics.listings.models import License
from clinics.places.states import STATES
from clinics.registries.board_rules import FIRST_LAST, LAST_FIRST, STATUSES, Board
from clinics.registries.files import UnreadableError

TEXTS = ("state", "name", "look_up_url", "format_url", "retrieved_on", "basis")
OPTIONAL_TEXTS = ("download_url", "delimiter", "encoding", "full_name_order", "number_drop")
SWITCHES = ("ignore_leading_zeros", "only_these_types")
NEEDED_COLUMNS = ("number", "status")
COLUMNS = (
    *NEEDED_COLUMNS,
    *("last_name", "first_name", "middle_name", "full_name", "type", "status_reason"),
    *("issued_on", "expires_on", "npi"),
)
YEAR_MONTH_DAY = ("%Y", "%m", "%d")
KEYS = (*TEXTS, *OPTIONAL_TEXTS, *SWITCHES, "columns", "date_formats", "statuses", "types", "limited")


class BoardFileError(UnreadableError):
    """A mapping cannot be used; the message names the file and the key."""


def folder() -> Path:
    """Where the mappings lie."""
    return Path(settings.FIXTURE_DIRS[0]) / "boards"


def slugs() -> list[str]:
    """The boards that have a mapping."""
    return sorted(path.stem for path in folder().glob("*.json"))


def load(slug: str, state: str = "") -> Board:
    """The mapping of a board; it must be a board of `state` where one is named."""
    if slug not in slugs():
        raise BoardFileError(f"--board {slug}: there is no such board. There are: {', '.join(slugs())}.")
    board = read(folder() / f"{slug}.json")
    if state and state.upper() != board.state:
        raise BoardFileError(f"--state {state.upper()}: {slug} is a board of {board.state}.")
    return board


def read(path: Path) -> Board:
    """The mapping in this file, checked."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BoardFileError(f"{path.name}: {error}.") from error
    if not isinstance(content, dict):
        raise BoardFileError(f"{path.name}: not an object.")
    try:
        return _board(path.stem, content)
    except ValueError as error:
        raise BoardFileError(f"{path.name}, {error}.") from error


def _board(slug: str, content: dict[str, Any]) -> Board:
    for key in content:
        _demand(key in KEYS, key, "there is no such key")
    texts = {key: _text(content, key) for key in TEXTS}
    chosen: dict[str, Any] = {key: _text(content, key) for key in OPTIONAL_TEXTS if key in content}
    chosen.pop("download_url", None)
    for key in SWITCHES:
        _demand(isinstance(content.get(key, False), bool), key, "not true or false")
        chosen[key] = content.get(key, False)
    board = Board(
        slug=slug,
        state=texts["state"],
        name=texts["name"],
        look_up_url=texts["look_up_url"],
        columns=_words(content, "columns", needed=True),
        statuses=_words(content, "statuses", needed=True),
        types=_words(content, "types"),
        date_formats=tuple(_list(content, "date_formats", needed=True)),
        limited=frozenset(_list(content, "limited")),
        **chosen,
    )
    _check_values(board)
    _check_columns(board)
    return board


def _check_values(board: Board) -> None:
    _demand(board.state in {row.usps for row in STATES}, "state", f"“{board.state}” is not a state's code")
    _demand(len(board.delimiter) == 1, "delimiter", "not one character")
    orders = (FIRST_LAST, LAST_FIRST)
    _demand(board.full_name_order in orders, "full_name_order", f"not one of {', '.join(orders)}")
    for word, status in board.statuses.items():
        _demand(status in STATUSES, "statuses", f"“{word}” is none of {', '.join(STATUSES)}")
    for word, kind in board.types.items():
        _demand(kind in License.Type.values, "types", f"“{word}” is none of {', '.join(License.Type.values)}")
    for word in board.limited:
        _demand(word in board.statuses, "limited", f"“{word}” stands not among the statuses")
    for form in board.date_formats:
        _demand(
            all(part in form for part in YEAR_MONTH_DAY),
            "date_formats",
            f"“{form}” has no year, month and day",
        )
    try:
        codecs.lookup(board.encoding)
    except LookupError:
        raise ValueError(f"encoding: there is no “{board.encoding}”") from None
    try:
        re.compile(board.number_drop)
    except re.error as error:
        raise ValueError(f"number_drop: not a regular expression ({error})") from error


def _check_columns(board: Board) -> None:
    for name in board.columns:
        _demand(name in COLUMNS, "columns", f"there is no “{name}”")
    for name in NEEDED_COLUMNS:
        _demand(name in board.columns, "columns", f"“{name}” is missing")
    named = {"last_name", "full_name"} & set(board.columns)
    _demand(len(named) == 1, "columns", "name either last_name or full_name")


def _demand(sound: bool, key: str, problem: str) -> None:
    if not sound:
        raise ValueError(f"{key}: {problem}")


def _text(content: dict[str, Any], key: str) -> str:
    value = content.get(key)
    _demand(isinstance(value, str) and bool(value), key, "is missing or no text")
    return str(value)


def _words(content: dict[str, Any], key: str, *, needed: bool = False) -> dict[str, str]:
    value = content.get(key, {})
    sound = isinstance(value, dict) and all(isinstance(word, str) for word in value.values())
    _demand(sound and (bool(value) or not needed), key, "is missing or does not map texts to texts")
    return value


def _list(content: dict[str, Any], key: str, *, needed: bool = False) -> list[str]:
    value = content.get(key, [])
    sound = isinstance(value, list) and all(isinstance(word, str) for word in value)
    _demand(sound and (bool(value) or not needed), key, "is missing or not a list of texts")
    return value
