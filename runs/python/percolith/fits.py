"""Fits of measured cells, computed or from their files."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from .answers import Answer, Source, _opened, _path, _WithFile, _written
from .case import Case, Overrides, PathLike
from .run import Progress

if TYPE_CHECKING:
    import xarray


class Fit(_WithFile):
    """Parameters from measured cells. Made by ``fit``, or ``Fit.open`` from a file.

    Groups for ``to_xarray``: ``"mechanism1/parameters"``, ``"cell1"`` and the others of docs/files/fit.md.
    """

    def __init__(self, core: _core.FitAnswer, cells: list[str]) -> None:
        super().__init__(core)
        self._cells = cells

    @classmethod
    def open(cls, path: PathLike) -> "Fit":
        """Reads a fit file (HDF5) that the program or ``fit(output=...)`` wrote.

        ``to_dict`` then tells what the file keeps: mechanisms with their parameters and findings, and the verdict.
        Raises ``InputError``.
        """
        return _OpenedFit(path)

    @property
    def cells(self) -> list[str]:
        """Names of the measured cells."""
        return list(self._cells)

    @property
    def parameters(self) -> dict[str, dict[str, Any]]:
        """Of the first mechanism, by name; a dict each:

        ``value``, ``unit``   the best fit, in the unit in which its start was written
        ``low``, ``high``     ends of the interval; where it is open None, or 0 below on a logarithmic scale
        ``low_set_by``, ``high_set_by``  names of other parameters whose bounds set that end
        ``interval``          ``"profile"``, or ``"curvature"`` where none was asked for
        ``error``             standard error from the curvature: relative where ``logarithmic``; None where not determined
        """
        return {p["name"]: p for p in self.to_dict()["mechanisms"][0]["parameters"]}

    @property
    def findings(self) -> list[str]:
        """What the data determine, a sentence each. To be read before any number is used."""
        return self.to_dict()["mechanisms"][0]["findings"]

    @property
    def assumptions(self) -> list[str]:
        """What the answer owes to numbers of the cases that are not free, a sentence each.

        Only of such as the data would not notice: nothing else tells that they are wrong.
        """
        return self.to_dict()["mechanisms"][0]["assumptions"]

    @property
    def assumed(self) -> dict[str, dict[str, Any]]:
        """Numbers of the cases that are not free and have an effect, by name, the most important first; a dict each:

        ``value``, ``unit``  in coherent SI
        ``change``    relative change of which ``assumptions`` speak: 0.1, or -0.1 where more is out of range
        ``moves``     of each parameter that is determined: change of it (relative where ``logarithmic``) per relative
                      change of the number, all parameters following
        ``noticed``   relative change of the number that raises -2 ln L by 1; None where the data cannot tell
        """
        return {n["name"]: n for n in self.to_dict()["mechanisms"][0]["assumed"]}

    def cell(self, name: str | None = None, mechanism: int = 0) -> dict[str, np.ndarray]:
        """What was measured on a cell and what the fit makes of it; the first cell without a name.

        ``time`` (s), ``voltage`` (V), ``current`` (A), ``model`` (V) and ``residual`` (standard deviations): read-only
        arrays of one length over the library's memory.
        """
        return self._core.arrays(self._mechanism(mechanism), self._index(name))

    def case(self, name: str | None = None, mechanism: int = 0) -> Case:
        """The case of a cell with the numbers of the best fit laid over it; of the first cell without a name.

        What the data do not determine is an accident in it: see ``findings``.
        """
        return Case._of(self._core.best_case(self._mechanism(mechanism), self._index(name)))

    def _mechanism(self, number: int) -> int:
        count = len(self.to_dict()["mechanisms"])
        if not 0 <= number < count:
            there = "is 1" if count == 1 else f"are {count}"
            raise IndexError(f"mechanisms count from 0, and there {there}: {number} is none of them")
        return number

    def _index(self, name: str | None) -> int:
        if name is not None and name not in self._cells:
            raise KeyError(f'there is no cell "{name}": {", ".join(self._cells)}')
        return 0 if name is None else self._cells.index(name)


class _OpenedFit(Fit):
    """A fit of which there is a file alone."""

    def __init__(self, path: PathLike) -> None:
        core = _core.open_fit(os.fspath(path))
        Answer.__init__(self, core.json, "")
        self._core, self._cells, self._path = core, core.cells, path

    def write(self, path: PathLike) -> None:
        if os.fspath(path).endswith(".h5"):
            if not (os.path.exists(path) and os.path.samefile(self._path, path)):
                shutil.copyfile(self._path, path)
        else:
            self._core.write(os.fspath(path))

    def to_xarray(self, group: str = "") -> "xarray.Dataset":
        return _opened(self._path, group)

    def case(self, name: str | None = None, mechanism: int = 0) -> Case:
        raise TypeError("a file of a fit does not hold its cases: fit again, or lay its parameters over the case with with_")

    def __str__(self) -> str:
        lines = [self.to_dict()["title"]]
        for one in self.to_dict()["mechanisms"]:
            lines += ["", one["name"]] if one["name"] else [""]
            for p in one["parameters"]:
                open_ends = (None, 0.0) if p["logarithmic"] else (None,)
                low, high = ("open" if end in open_ends else f"{end:.4g}" for end in (p["low"], p["high"]))
                lines.append(f"  {p['name']} = {p['value']:.4g} {p['unit']} ({low} .. {high})")
            lines += [f"  {sentence}" for sentence in one["findings"] + one["assumptions"]]
        return "\n".join(lines + self.to_dict().get("verdict", [])) + "\n"


def fit(source: Source, *, overrides: Overrides | None = None, output: PathLike | None = None, threads: int = 0,
        progress: Progress | None = None) -> Fit:
    """Parameters from measured cells, with intervals and what the data determine, as ``percolith fit`` does.

    source    a fit file, an ``Input`` or a dict with its keys (docs/files/fit.md, ``describe(kind="fit")``); cases and
              records are found relative to its folder. The measured current is replayed; the protocol of the case is not
              used. By default eight starts are tried and each parameter has a profile: ``{"search": {"starts": 1},
              "trust": {"profiles": False}}`` is quick, and its intervals are from the curvature alone
    output    HDF5 (.h5) or a figure (.svg, .png, .pdf) to write; interrupted, nothing is kept
    threads   cores to use, 0 for all; the answer does not depend on it
    progress  called with (NaN, text): nobody knows how long a fit takes

    Raises ``InputError``, ``OutputError``, KeyboardInterrupt.
    """
    given = _core.read_fit(_written(source, overrides))
    return Fit(_core.fit(given, _path(output), threads, progress), given.cells)


def check_fit(source: Source, *, overrides: Overrides | None = None, threads: int = 0) -> dict[str, Any]:
    """What these data can determine at the parameters' starts, as ``percolith fit --check --json`` says it.

    ``"findings"`` are sentences, ``"relative_errors"`` a number for each parameter, None where it is not determined.
    """
    return json.loads(_core.check_fit(_core.read_fit(_written(source, overrides)), threads))
