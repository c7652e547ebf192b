"""Pictures and pages: what ``percolith plot``, ``percolith report`` and ``percolith percolation picture`` make."""

from __future__ import annotations

import os
import pathlib
import tempfile
from typing import Mapping, Sequence, Union

from . import _core
from .answers import Design, Map, Prediction, Source, Sweep, _WithFile, _written
from .case import Overrides, PathLike, Value, _quantity
from .record import Record
from .run import Run

Result = Union[PathLike, Run, Record, Map, Sweep, Prediction, Design, _WithFile]
"""The path of a result file, or what ``simulate``, ``import_record``, ``sweep``, ``predict``, ``design``, ``fit`` or
``percolation`` returned."""


def _is_one(results: Result | Sequence[Result]) -> bool:
    return hasattr(results, "__fspath__") or isinstance(results, (str, Run, Record, Map, Sweep, Prediction, Design, _WithFile))


class _Files:
    """Results as files, those that have none for as long as the block lasts."""

    def __init__(self, results: Result | Sequence[Result], *, answers: bool) -> None:
        self._results = [results] if _is_one(results) else list(results)
        if not self._results:
            raise ValueError("there is no result to show: give one, or several runs")
        self._answers = answers

    def __enter__(self) -> list[str]:
        self._folder = tempfile.TemporaryDirectory(prefix="percolith-")
        try:
            return [self._file_of(result, number) for number, result in enumerate(self._results, 1)]
        except BaseException:
            self._folder.cleanup()
            raise

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def _file_of(self, result: Result, number: int) -> str:
        if isinstance(result, str) or hasattr(result, "__fspath__"):
            return os.fspath(result)
        if isinstance(result, (Map, Sweep)):
            return (result if isinstance(result, Map) else result.map)._path
        if isinstance(result, (Prediction, Design)):
            if self._answers:
                path = self._place("answer.json", number)
                path.write_text(result._json, encoding="utf-8")
                return str(path)
            if isinstance(result, Prediction):
                return result.tests._path
            raise TypeError(f"{result!r} is drawn by itself, not beside others")
        elif isinstance(result, (Run, Record, _WithFile)):
            path = self._place(_name_of(result), number)
            result.write(path)
            return str(path)
        raise TypeError(f"{result!r} is nothing that can be shown so")

    def _place(self, name: str, number: int) -> pathlib.Path:
        """Two results of one name are told apart by their numbers."""
        path = pathlib.Path(self._folder.name) / name
        return path if not path.exists() else path.with_stem(f"{path.stem}_{number}")


def _name_of(result: Run | Record | _WithFile) -> str:
    if isinstance(result, Record):
        return pathlib.Path(result.source).stem + ".h5"
    if not isinstance(result, Run):
        return type(result).__name__.lower() + ".h5"
    return "run.h5" if result._file is None else os.path.basename(os.fspath(result._file))


def _words(given: str | Sequence[str] | None) -> list[str]:
    words = [] if given is None else [given] if isinstance(given, str) else list(given)
    for word in words:
        if not isinstance(word, str):
            raise TypeError(f"{word!r} stands where text is wanted")
    return words


def _refuse_options(result: Prediction | Design, **options: object) -> None:
    for name, given in options.items():
        if given:
            raise TypeError(f"{name} has no meaning for {result!r}: leave it out")


def plot(results: Result | Sequence[Result], output: PathLike, *, width: Value | None = None,
         mechanism: str | None = None, show: str | Sequence[str] | None = None, axes: str | Sequence[str] | None = None,
         at: Mapping[str, Value] | None = None, collapse: bool = False, columns: int | None = None,
         column_titles: Sequence[str] | None = None, row_titles: Sequence[str] | None = None) -> None:
    """Draws a run, a record, a fit, a map, thresholds or conductivities, or runs side by side, as ``percolith plot`` does;
    a prediction or a design as ``--figure`` of their commands does.

    results    the path of a result file, or a ``Run``, ``Record``, ``Fit``, ``Sweep``, ``Map``, ``Prediction``, ``Design``
               or ``Percolation``; a list of runs and records stands side by side. The tests of a prediction are a map,
               ``prediction.tests``, which is drawn too where ``show``, ``axes`` or ``at`` is given
    output     the picture: .svg, .png or .pdf
    width      for a paper: ``"single"`` (82 mm), ``"double"`` (170 mm), ``"88 mm"`` or ``(88, "mm")``; then without titles
    mechanism  of a fit: which one is drawn, by default the one with the lowest AIC
    show       of a map: the output that is drawn; several along one axis
    axes       of a map: the key along x, or those along x and y
    at         of a map: ``{"cell.working.lithium": "20 um"}`` holds another axis at its nearest number
    collapse   of conductivities: films of all thicknesses on one curve
    columns    of several runs: panels in a row, by default up to 3; ``column_titles`` and ``row_titles`` name them

    Raises ``InputError``, and ``OutputError`` for a missing gnuplot or a full disk.
    """
    if columns is not None and not (isinstance(columns, int) and 1 <= columns <= 12):
        raise ValueError(f"columns is a whole number from 1 to 12, not {columns!r}")
    if not (mechanism is None or isinstance(mechanism, str)):
        raise TypeError(f"mechanism is a name, not {mechanism!r}")
    if isinstance(results, Design) or isinstance(results, Prediction) and not (show or axes or at):
        _refuse_options(results, mechanism=mechanism, show=show, axes=axes, at=at, collapse=collapse, columns=columns,
                        column_titles=column_titles, row_titles=row_titles)
        results._core.figure(os.fspath(output), "" if width is None else _quantity(width))
        return
    request = _core.PlotRequest(
        mechanism=mechanism or "", collapse=bool(collapse), across=columns or 0, column_titles=_words(column_titles),
        row_titles=_words(row_titles), show=_words(show), axes=_words(axes),
        at=[f"{key}={_quantity(value)}" for key, value in (at or {}).items()])
    with _Files(results, answers=False) as files:
        _core.plot(files, os.fspath(output), "" if width is None else _quantity(width), request)


def report(results: Result | Sequence[Result], output: PathLike) -> None:
    """Makes one self-contained page for a browser (.html), as ``percolith report`` does.

    ``results`` is as for ``plot``, and a ``Prediction`` or ``Design`` is shown by its answer; a list of runs and records
    shares its charts. Raises ``InputError``, ``OutputError``.
    """
    with _Files(results, answers=True) as files:
        _core.report(files, os.fspath(output))


def picture(structure: Source, output: PathLike, *, fraction: float | None = None, thickness: Value | None = None,
            realisation: int = 0, overrides: Overrides | None = None) -> None:
    """Draws a cut through one film of a described structure, as ``percolith percolation picture`` does.

    structure    a structure file, an ``Input`` or a dict
    output       .svg, .png or .pdf with the cluster that spans the film highlighted, or .vti with all voxels for ParaView
    fraction     of metal, 0 .. 1; by default the last of the structure
    thickness    of the film, ``"50 nm"`` or ``(50, "nm")``; by default the first of the structure, or 20 unit lengths
    realisation  which of them, from 0

    Raises ``InputError``, ``OutputError``.
    """
    _core.picture(_written(structure, overrides), os.fspath(output), "" if fraction is None else _quantity(fraction),
                  "" if thickness is None else _quantity(thickness), realisation)
