"""Interphase growth and lithium inventory of solid-state lithium cells.

The laboratory's questions, as functions over the same libraries as the program ``percolith``:

>>> import percolith
>>> run = percolith.simulate("cell.toml", overrides={"cell.working.lithium": "20 um"})
>>> run.summary["cycle_life"]
>>> run.series["voltage"]            # NumPy, without a copy, V
>>> run.to_xarray("cycles")          # with names and units

All numbers that come out are in SI units.
"""

from . import errors
from ._core import Column, Event, commit as __commit__, version as __version__
from .case import Case, Entries, Input, to_toml
from .errors import Error, Fault, InputError, OutputError, SolverError
from .run import Run, Table, simulate

__all__ = [
    "Case", "Column", "Entries", "Error", "Event", "Fault", "Input", "InputError", "OutputError", "Run", "SolverError",
    "Table", "errors", "simulate", "to_toml",
]
