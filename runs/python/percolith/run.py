"""One simulated test and its tables."""

from __future__ import annotations

import difflib
import json
import os
import tempfile
from typing import TYPE_CHECKING, Any, Callable, Iterator, Mapping, Union

import numpy as np

from . import _core
from .case import Case, Entries, Overrides, PathLike, Value, _quantity

if TYPE_CHECKING:
    import xarray

Progress = Callable[[float, str], Any]
"""Called with the fraction done (0 .. 1, or NaN where nobody knows) and a few words, ten times a second at most."""


def _xarray():
    try:
        import xarray
    except ImportError:
        raise ImportError("to_xarray() needs xarray: pip install 'percolith[xarray]'") from None
    return xarray


def _dataset(columns: list[_core.Column], arrays: Mapping[str, np.ndarray], attrs: Mapping[str, Any]) -> "xarray.Dataset":
    """Columns of equal length over the first of them, with their units and meanings."""
    dimension = columns[0].name if columns else "row"
    variables = {
        column.name: (dimension, arrays[column.name], {"units": column.unit, "long_name": column.long_name})
        for column in columns
    }
    return _xarray().Dataset(variables, attrs=dict(attrs)).set_coords([dimension] if columns else [])


def _no_such(name: object, known: list[str]) -> str:
    """That there is no such column, and those there are, the nearest first."""
    near = difflib.get_close_matches(str(name), known, n=3, cutoff=0.5)
    return f"no column {name!r}; there are {', '.join(near + [each for each in known if each not in near]) or 'none'}"


class Table(Mapping[str, np.ndarray]):
    """Named columns of equal length.

    ``table[name]`` is a read-only one-dimensional array, float64 or of a measured record's counts whole numbers, that
    looks at the library's memory, without a copy; it keeps that memory alive. Numbers are in SI units, which
    ``unit(name)`` tells.
    """

    def __init__(self, table: _core.NumberTable | _core.ViewTable, attrs: Mapping[str, Any] | None = None) -> None:
        self._table = table
        self._columns = {column.name: column for column in table.columns}
        self._attrs = dict(attrs or {})

    def __getitem__(self, name: str) -> np.ndarray:
        self._column(name)
        return self._table.column(name)

    def _column(self, name: str) -> _core.Column:
        if name not in self._columns:
            raise KeyError(_no_such(name, list(self._columns)))
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    @property
    def rows(self) -> int:
        """How many rows each column has."""
        return len(self._table)

    def unit(self, name: str) -> str:
        """The unit of a column as UDUNITS writes it: ``"A m-2"``; ``"1"`` for a pure number."""
        return self._column(name).unit

    def long_name(self, name: str) -> str:
        """What a person reads: ``"interphase thickness, working electrode"``."""
        return self._column(name).long_name

    def to_xarray(self) -> "xarray.Dataset":
        """An ``xarray.Dataset`` with units and long names, over the first column. Raises ImportError without xarray."""
        return _dataset(list(self._columns.values()), self, self._attrs)

    def __repr__(self) -> str:
        lines = [f"<percolith.Table of {self.rows} rows>"]
        return "\n".join(lines + [f"  {c.name} [{c.unit}]: {c.long_name}" for c in self._columns.values()])


class Run:
    """What a test came to. Made by ``simulate`` or ``Run.open``.

    ``series``   the time series, a ``Table`` over ``time``; empty where the case records its cycles alone
    ``cycles``   the per-cycle table, over ``cycle``
    ``events``   what happened, a list of ``Event``: time (s), name, electrode, cycle, step, terminal, text
    ``summary``  how it ended, an ``Entries``: ``summary["cycle_life"]``, ``summary.unit("end_time")``
    ``parameters``  every number the run stands on, an ``Entries`` in SI units
    """

    def __init__(self, tables: _core.RunTables, answer: str | None = None, text: str | None = None,
                 file: PathLike | None = None) -> None:
        self._tables = tables
        self._answer = answer
        self._text = text
        self._file = file

    @classmethod
    def open(cls, path: PathLike) -> "Run":
        """Reads a run file that the program or ``simulate(output=...)`` wrote. Raises ``InputError``."""
        return cls(_core.open_run(os.fspath(path)), file=path)

    @property
    def title(self) -> str:
        return self._tables.title

    @property
    def series(self) -> Table:
        return Table(self._tables.series, {"title": self.title})

    @property
    def cycles(self) -> Table:
        return Table(self._tables.cycles, {"title": self.title})

    @property
    def events(self) -> list[_core.Event]:
        return self._tables.events

    @property
    def summary(self) -> Entries:
        return Entries(self._tables.summary)

    @property
    def parameters(self) -> Entries:
        return Entries(self._tables.parameters)

    @property
    def area(self) -> float:
        """Of the electrode, m2."""
        return self._tables.area

    @property
    def status(self) -> str:
        """``"ended"``, ``"interrupted"`` or ``"failed"``."""
        return self._tables.status

    @property
    def case_text(self) -> str:
        """The case it came from, byte for byte, without overrides."""
        return self._tables.case_text

    @property
    def version(self) -> str:
        """Of the program or package that computed it, with the commit."""
        return f"{self._tables.program_version} ({self._tables.commit})"

    def to_xarray(self, table: str = "series") -> "xarray.Dataset":
        """The table ``"series"``, ``"cycles"`` or ``"events"`` as the run file would give it to xarray."""
        if table in ("series", "cycles"):
            return getattr(self, table).to_xarray()
        if table != "events":
            raise ValueError(f'there is no table "{table}": ask for "series", "cycles" or "events"')
        events, columns = self.events, _core.event_columns()
        arrays = {c.name: np.array([getattr(e, c.name) for e in events]) for c in columns[1:]}
        arrays[columns[0].name] = np.arange(len(events))
        return _dataset(columns, arrays, {"title": self.title})

    def impedance(self, at: Value) -> Table:
        """The impedance spectrum at the last recorded row before the test time ``at``, ``"10 h"`` or ``(10, "h")``, as
        ``percolith impedance`` prints it.

        A ``Table`` over ``frequency`` (Hz, 1 MHz to 1 mHz): ``real`` and ``imaginary`` of the cell, and the same of each
        electrode, ``working_real`` ...; ohm m2 of geometric area. Raises ``InputError`` where the run has nothing then.
        """
        return Table(self._tables.impedance(_quantity(at)), {"title": self.title})

    def export(self, table: str, output: PathLike) -> None:
        """Writes a table as text, as ``percolith export`` does: ``"series"``, ``"cycles"``, ``"events"``, ``"ledger"``,
        ``"parameters"`` or ``"summary"`` as CSV, ``"bdf"`` in the Battery Data Format. Raises ``InputError``, ``OutputError``.
        """
        with tempfile.TemporaryDirectory(prefix="percolith-") as folder:
            run = os.path.join(folder, "run.h5")
            self.write(run)
            _core.export(run, table, os.fspath(output))

    def write(self, path: PathLike) -> None:
        """Writes the run file (HDF5) that ``simulate(output=...)`` would have written. Raises ``OutputError``."""
        self._tables.write(os.fspath(path))

    def to_dict(self) -> dict[str, Any]:
        """The summary as ``percolith simulate --json`` prints it; of an opened file, its lines by name."""
        return json.loads(self._answer) if self._answer else dict(self.summary)

    def __str__(self) -> str:
        return self._text or repr(self)

    def __repr__(self) -> str:
        return f"<percolith.Run {self.title!r}, {self.status}: {self._tables.reason}>"


def as_case(case: Union[Case, PathLike, Mapping[str, Any]]) -> Case:
    """A ``Case`` from what stands for one: itself, the path of a file, a dict."""
    if isinstance(case, Case):
        return case
    return Case(case) if isinstance(case, Mapping) else Case.from_file(case)


def simulate(case: Union[Case, PathLike, Mapping[str, Any]], *, overrides: Overrides | None = None,
             output: PathLike | None = None, progress: Progress | None = None) -> Run:
    """Simulates one test, as ``percolith simulate`` does, with the same numbers.

    case       a ``Case``, the path of a case file, or a dict
    overrides  as ``case.with_``
    output     a run file (HDF5) to write beside; what an earlier file of that name held is replaced once it is whole
    progress   called with (fraction, text); what it raises stops the run and is raised here

    Other threads of Python run meanwhile. Ctrl-C stops the solver within a step: the output is closed, marked
    ``interrupted`` and readable, and KeyboardInterrupt raised.

    Raises ``InputError``, ``OutputError`` and ``SolverError``.
    """
    given = as_case(case)
    if overrides:
        given = given.with_(overrides)
    return Run(*_core.simulate(given._case, None if output is None else os.fspath(output), progress), file=output)
