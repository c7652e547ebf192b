"""What testers wrote, read and checked."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Mapping, Sequence, Union

import numpy as np

from . import _core
from .case import PathLike, Value, _quantity
from .run import Table, _dataset

if TYPE_CHECKING:
    import xarray

ColumnMap = Union[Mapping[str, Union[str, None]], Sequence[str]]
"""Which column is which quantity: ``{"voltage": "U [mV]", "time": "#1 [s]", "step_charge": None}``, or a list of the
program's texts, ``["voltage=U [mV]", ...]``."""


class Spectrum(Table):
    """One impedance spectrum of a ``Record``: a ``Table`` of ``frequency`` (Hz), ``real`` and ``imaginary`` (ohm, of the
    whole electrode; imaginary < 0 for a capacitance), each of shape (points,). ``time`` is that of its first point, s."""

    def __init__(self, table: _core.ViewTable, time: float, attrs: Mapping[str, Any]) -> None:
        super().__init__(table, {**attrs, "time": time})
        self.time = time


class Record:
    """A measured test in SI units and the signs of the package, checked against itself. Made by ``import_record`` or
    ``Record.open``.

    ``series``       a ``Table`` over ``time`` (s): ``voltage`` (V, working against counter), ``current`` (A, of the whole
                     electrode, > 0 strips working), ``cycle``, ``step`` (both counted from 1) and ``line`` of the file.
                     Time never falls; two rows of one time are a jump
    ``half_cycles``  a ``Table``: ``first`` and ``last`` row (both included), ``direction`` (1 strips working, -1 plates it,
                     0 rests), ``charge`` (C, with its sign)
    ``spectra``      impedance, a list of ``Spectrum``
    ``said``         what was found, assumed and left out, a sentence each
    ``left_out``     lines of rows without time, voltage or current

    ``str(record)`` is what ``percolith import`` prints.
    """

    def __init__(self, core: _core.Record) -> None:
        self._core = core

    @classmethod
    def open(cls, path: PathLike) -> "Record":
        """Reads a measured record (HDF5) that ``write`` or the program wrote. Raises ``InputError``."""
        return cls(_core.open_record(os.fspath(path)))

    @property
    def _attrs(self) -> dict[str, str]:
        return {"title": self.source}

    @property
    def series(self) -> Table:
        return Table(self._core.series, self._attrs)

    @property
    def half_cycles(self) -> Table:
        return Table(self._core.half_cycles, self._attrs)

    @property
    def spectra(self) -> list[Spectrum]:
        return [Spectrum(table, time, self._attrs) for time, table in self._core.spectra]

    @property
    def said(self) -> list[str]:
        return self._core.said

    @property
    def left_out(self) -> list[int]:
        return self._core.left_out

    @property
    def area(self) -> float | None:
        """Of the electrode, m2; None where neither file nor user said it."""
        return self._core.area or None

    @property
    def source(self) -> str:
        """The tester's file, as it was named."""
        return self._core.source

    @property
    def source_format(self) -> str:
        """What the file was found to be."""
        return self._core.source_format

    @property
    def file_rows(self) -> int:
        """Rows of the file: those of ``series``, points of spectra, and those left out."""
        return self._core.file_rows

    def to_dict(self) -> dict[str, Any]:
        """What was found, as ``percolith import --json`` prints it."""
        return json.loads(self._core.json)

    def to_xarray(self, table: str = "series") -> "xarray.Dataset":
        """``"series"``, ``"half_cycles"`` or ``"spectra"``, as the HDF5 file would give that group to xarray.

        Raises ValueError for another name, ImportError without xarray.
        """
        if table in ("series", "half_cycles"):
            return getattr(self, table).to_xarray()
        if table != "spectra":
            raise ValueError(f'there is no table "{table}": ask for "series", "half_cycles" or "spectra"')
        spectra = self.spectra
        sizes = [spectrum.rows for spectrum in spectra]
        arrays = {"point": np.arange(sum(sizes)), "spectrum": np.repeat(np.arange(len(sizes)), sizes),
                  "time": np.repeat([spectrum.time for spectrum in spectra], sizes)}
        columns = _core.spectra_columns()
        for column in columns[len(arrays):]:
            arrays[column.name] = np.concatenate([np.empty(0)] + [spectrum[column.name] for spectrum in spectra])
        return _dataset(columns, arrays, self._attrs)

    def write(self, path: PathLike) -> list[str]:
        """Writes HDF5 (.h5) or the Battery Data Format (.bdf.csv), by the ending of ``path``.

        Returns what the format has no place for, a sentence each. Raises ``InputError``, ``OutputError``.
        """
        return self._core.write(os.fspath(path))

    def __str__(self) -> str:
        return self._core.text

    def __repr__(self) -> str:
        return f"<percolith.Record of {self.source!r}, {self.series.rows} rows, {len(self._core.spectra)} spectra>"


def _column_texts(columns: ColumnMap | None) -> list[str]:
    if columns is None:
        return []
    if isinstance(columns, Mapping):
        return [f"{quantity}={'none' if heading is None else heading}" for quantity, heading in columns.items()]
    if isinstance(columns, str):
        raise TypeError('columns is a dict {"voltage": "U [mV]"} or a list ["voltage=U [mV]"], not text')
    return list(columns)


def import_record(file: PathLike, columns: ColumnMap | None = None, *, area: Value | None = None,
                  sign: str | None = None, output: PathLike | None = None) -> Record:
    """Reads what a tester wrote and checks units, signs and times against each other, as ``percolith import`` does.

    file     Neware text or .ndax, BioLogic .mpt, the Battery Data Format, or CSV; told by what is in it
    columns  which column is which quantity, where headings do not tell: ``{"voltage": "U [mV]"}``. The heading as in the
             file or ``"#3"`` for the third column; a unit in brackets stands for one that is missing or wrong; None leaves
             the quantity out. Quantities are those of docs/files/measured.md
    area     of the electrode, ``"0.785 cm^2"`` or ``(0.785, "cm^2")``; wins over what the file declares
    sign     what a positive current does: ``"charge-positive"``, ``"discharge-positive"``, or ``"magnitude"`` where it has
             no sign; by default worked out
    output   the record to write: .h5, or .bdf.csv (which has no place for area and spectra)

    Raises ``InputError`` that names the row for what does not add up, and ``OutputError``.
    """
    if not (sign is None or isinstance(sign, str)):
        raise TypeError(f'sign is "charge-positive", "discharge-positive" or "magnitude", not {sign!r}')
    return Record(_core.import_record(os.fspath(file), _column_texts(columns), None if area is None else _quantity(area),
                                      sign, None if output is None else os.fspath(output)))
