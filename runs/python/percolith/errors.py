"""What goes wrong, with the program's own words.

``InputError`` is a ``ValueError``, ``OutputError`` an ``OSError`` and ``SolverError`` a ``RuntimeError``; all are
``Error``. ``str(error)`` is what the program would have printed.
"""

from __future__ import annotations

from typing import NamedTuple, Sequence


class Fault(NamedTuple):
    """One fault of an input."""

    message: str
    """The whole line: place, key, what is wrong and how to mend it."""
    file: str
    """The file it is in, or ``--set key`` for an override; empty where unknown."""
    key: str
    """The dotted key; empty where no single key is at fault."""
    line: int
    """From 1; 0 where unknown."""
    column: int
    """From 1; 0 where unknown."""


class Error(Exception):
    """Anything percolith refuses or gives up on.

    ``message``, ``file``, ``key`` and ``line`` are those of the first fault; ``file`` and ``key`` are None and ``line``
    is 0 where unknown.
    """

    message: str = ""
    file: str | None = None
    key: str | None = None
    line: int = 0

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.message


class InputError(Error, ValueError):
    """What was written is wrong: a case, a fit, an override, a table. ``faults`` has all that was found at once."""

    faults: tuple[Fault, ...] = ()

    def __init__(self, message: str, faults: Sequence[Sequence] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(Fault(*fault) for fault in faults)
        if self.faults:
            first = self.faults[0]
            self.file, self.key, self.line = first.file or None, first.key or None, first.line


class OutputError(Error, OSError):
    """An output could not be written: a full disk, a place that takes no file, a missing helper program."""

    def __init__(self, message: str, file: str | None = None) -> None:
        super().__init__(message)
        self.file = file


class SolverError(Error, RuntimeError):
    """The solver gave up. With ``output=`` the file keeps what was computed, marked ``failed``."""
