"""Telling how far an import has come: a bar on a terminal, plain lines elsewhere."""

import sys
from types import TracebackType
from typing import Protocol

from tqdm import tqdm

A_LINE_EACH = 10  # per cent


class Output(Protocol):
    def write(self, text: str) -> object:
        """Print one line."""


class LinesOrBar:
    """Counts bytes. On a terminal a bar; elsewhere a line for each tenth of a long file."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.bar: tqdm | None = None
        self.what, self.total, self.done, self.told = "", 0, 0, 0

    def __enter__(self) -> "LinesOrBar":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def start(self, what: str, total: int) -> None:
        """Begin a part of the work, `total` bytes long."""
        self._close()
        self.what, self.total, self.done, self.told = what, total, 0, 0
        self.bar = tqdm(
            desc=what,
            total=total or None,
            unit="B",
            unit_scale=True,
            leave=False,
            disable=None,
            file=sys.stderr,
        )
        if self.bar.disable:
            self.output.write(f"{what}…")

    def advance(self, done: int) -> None:
        """Count `done` bytes more."""
        self.done += done
        if self.bar is not None and not self.bar.disable:
            self.bar.update(done)
            return
        share = 100 * self.done // self.total if self.total else 0
        if share >= self.told + A_LINE_EACH and share < 100:
            self.told = share - share % A_LINE_EACH
            self.output.write(f"{self.what}: {self.told} %")

    def _close(self) -> None:
        if self.bar is not None:
            self.bar.close()
            self.bar = None
