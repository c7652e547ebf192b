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
from .answers import Answer, Design, Map, Percolation, Prediction, Sweep, design, percolation, predict, sweep
from .case import Case, Entries, Input, describe, to_toml
from .conductivity import with_conductivity
from .errors import Error, Fault, InputError, OutputError, SolverError
from .figures import picture, plot, report
from .fits import Fit, check_fit, fit
from .record import Record, Spectrum, import_record
from .residual import Residual
from .run import Run, Table, simulate

__all__ = [
    "Answer", "Case", "Column", "Design", "Entries", "Error", "Event", "Fault", "Fit", "Input", "InputError", "Map",
    "OutputError", "Percolation", "Prediction", "Record", "Residual", "Run", "SolverError", "Spectrum", "Sweep",
    "Table", "check_fit", "describe", "design", "errors", "fit", "import_record", "percolation", "picture", "plot",
    "predict", "report", "simulate", "sweep", "to_toml", "with_conductivity",
]
