"""Sweeps, predictions, designs and structures: what their commands answer, as objects."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import tempfile
from typing import TYPE_CHECKING, Any, Mapping, Union

import numpy as np

from . import _core
from .case import Input, Overrides, PathLike
from .run import Progress, _xarray

if TYPE_CHECKING:
    import xarray

Source = Union[Input, PathLike, Mapping[str, Any]]
"""An ``Input``, the path of a file, or a dict with the keys of such a file."""


def _written(source: Source, overrides: Overrides | None) -> _core.Written:
    given = source
    if not isinstance(source, Input):
        given = Input(source) if isinstance(source, Mapping) else Input.from_file(source)
    return (given.with_(overrides) if overrides else given)._written


def _path(path: PathLike | None) -> str | None:
    return None if path is None else os.fspath(path)


def _opened(path: PathLike, group: str) -> "xarray.Dataset":
    """A group of a result file, whole in memory."""
    with _xarray().open_dataset(path, group=group or None) as dataset:
        return dataset.load()


class Answer:
    """What a command answers. ``str(answer)`` is the page it prints for people."""

    def __init__(self, answer: str, text: str) -> None:
        self._json = answer
        self._text = text

    def to_dict(self) -> dict[str, Any]:
        """The answer as ``--json`` of the program prints it."""
        return json.loads(self._json)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<percolith.{type(self).__name__} {self.to_dict().get('title', '')!r}>"


class Map:
    """A labelled array: outputs of many tests over the numbers that vary. Made by ``sweep``, ``predict`` or ``Map.open``.

    ``map[name]`` is an output or an axis as a read-only NumPy array over the library's memory. On a grid an output has
    one dimension for each axis, in the order of the file; elsewhere all have one, the members. Outputs that are words,
    such as ``ended_by``, are arrays of str (a copy).
    """

    def __init__(self, path: PathLike, holder: Any = None) -> None:
        self._map = _core.open_map(os.fspath(path))
        self._path = os.fspath(path)
        self._holder = holder

    @classmethod
    def open(cls, path: PathLike) -> "Map":
        """Reads a map that the program, ``sweep`` or ``predict`` wrote. Raises ``InputError``."""
        return cls(path)

    @property
    def title(self) -> str:
        return self._map.title

    @property
    def design(self) -> str:
        """``"grid"``, ``"list"``, ``"latin hypercube"`` or ``"sobol"``."""
        return self._map.design

    @property
    def axes(self) -> list[str]:
        """Dotted keys that vary."""
        return [column.name for column, _ in self._map.axes]

    @property
    def outputs(self) -> list[str]:
        return [column.name for column, _, _ in self._map.outputs]

    @property
    def refused(self) -> dict[int, str]:
        """Members that could not be computed, and why."""
        return self._map.refused

    def unit(self, name: str) -> str:
        """The unit of an axis or output as UDUNITS writes it."""
        return self._column(name).unit

    def _column(self, name: str) -> _core.Column:
        for column, *_ in self._map.axes + self._map.outputs:
            if column.name == name:
                return column
        raise KeyError(name)

    def __getitem__(self, name: str) -> np.ndarray:
        for column, values in self._map.axes:
            if column.name == name:
                return values
        for column, words, values in self._map.outputs:
            if column.name == name:
                return _as_words(words, values) if words else values
        raise KeyError(name)

    def to_xarray(self) -> "xarray.Dataset":
        """An ``xarray.Dataset`` with the axes as coordinates, units and long names. Raises ImportError without xarray."""
        grid = self.design == "grid"
        dimensions = self.axes if grid else ["member"]

        def variable(column: _core.Column, dims: Any, values: np.ndarray):
            return dims, values, {"units": column.unit, "long_name": column.long_name}

        coordinates = {c.name: variable(c, c.name if grid else "member", values) for c, values in self._map.axes}
        data = {c.name: variable(c, dimensions, self[c.name]) for c, _, _ in self._map.outputs}
        return _xarray().Dataset(data, coordinates, {"title": self.title, "design": self.design})

    def write(self, path: PathLike) -> None:
        """Copies the map's file (HDF5) to ``path``."""
        shutil.copyfile(self._path, path)

    def __repr__(self) -> str:
        return f"<percolith.Map {self.title!r}, {self._map.members} members: {', '.join(self.outputs)}>"


def _as_words(words: list[str], values: np.ndarray) -> np.ndarray:
    table = np.array(words + [""])
    return table[np.where(np.isfinite(values) & (values >= 0), values, len(words)).astype(int)]


class Sweep(Answer):
    """One case over many numbers of its keys. ``map`` is the labelled array."""

    def __init__(self, answer: str, text: str, map: Map) -> None:
        super().__init__(answer, text)
        self.map = map

    def to_xarray(self) -> "xarray.Dataset":
        """As ``map.to_xarray()``."""
        return self.map.to_xarray()

    def write(self, path: PathLike) -> None:
        """As ``map.write(path)``."""
        self.map.write(path)


class Prediction(Answer):
    """Cycle life and its uncertainty. ``tests`` is the map of all tests it rests on."""

    def __init__(self, core: _core.PredictionAnswer, tests: Map) -> None:
        super().__init__(core.json, core.text)
        self._core = core
        self.tests = tests

    def to_xarray(self) -> "xarray.Dataset":
        """As ``tests.to_xarray()``."""
        return self.tests.to_xarray()

    def write(self, path: PathLike) -> None:
        """As ``tests.write(path)``."""
        self.tests.write(path)


def _map_place(output: PathLike | None) -> tuple[str, Any]:
    """Where a map goes, and what holds that place."""
    if output is not None:
        return os.fspath(output), None
    folder = tempfile.TemporaryDirectory(prefix="percolith-")
    return str(pathlib.Path(folder.name) / "map.h5"), folder


def sweep(source: Source, *, overrides: Overrides | None = None, output: PathLike | None = None, threads: int = 0,
          progress: Progress | None = None) -> Sweep:
    """Simulates one case over many numbers of its keys, as ``percolith sweep`` does.

    source    a sweep file, an ``Input`` or a dict
    output    the map (HDF5) to write; interrupted, finished chunks are kept beside it and the same call goes on from
              there. Without it the map lives as long as what is returned
    threads   cores to use, 0 for all; the map does not depend on it
    progress  called with (fraction, text)

    Raises ``InputError``, ``OutputError``, KeyboardInterrupt.
    """
    place, holder = _map_place(output)
    answer, text = _core.sweep(_written(source, overrides), place, threads, progress)
    return Sweep(answer, text, Map(place, holder))


def predict(source: Source, *, overrides: Overrides | None = None, output: PathLike | None = None,
            figure: PathLike | None = None, threads: int = 0, progress: Progress | None = None) -> Prediction:
    """Cycle life and its uncertainty from what is believed or was fitted, as ``percolith predict`` does.

    ``source`` is a prediction file, an ``Input`` or a dict; ``figure`` a picture to draw (.svg, .png or .pdf); the rest
    is as for ``sweep``.
    """
    place, holder = _map_place(output)
    core = _core.predict(_written(source, overrides), place, _path(figure), threads, progress)
    return Prediction(core, Map(place, holder))


class _WithFile(Answer):
    """An answer that the library can write as HDF5."""

    def __init__(self, core: Any) -> None:
        super().__init__(core.json, core.text)
        self._core = core

    def write(self, path: PathLike) -> None:
        """Writes HDF5 (.h5) or draws a figure (.svg, .png, .pdf), by the ending of ``path``."""
        self._core.write(os.fspath(path))

    def to_xarray(self, group: str = "") -> "xarray.Dataset":
        """A group of the result's HDF5 file as an ``xarray.Dataset``, with its names and units; "" is the root.

        Raises ImportError without xarray and h5netcdf or netCDF4.
        """
        with tempfile.TemporaryDirectory(prefix="percolith-") as folder:
            path = os.path.join(folder, "answer.h5")
            self._core.write(path)
            return _opened(path, group)


class Design(Answer):
    """The thinnest lithium, current, capacity and hours that tell interphases apart. Made by ``design``."""

    def __init__(self, core: _core.DesignAnswer) -> None:
        super().__init__(core.json, core.text)
        self._core = core

    @property
    def decides(self) -> bool:
        """Whether some foil decides; else ``to_dict()["binding_limit"]`` says what stands in the way."""
        return self._core.decides

    def write(self, path: PathLike) -> None:
        """Writes the answer as JSON (.json), or draws it (.svg, .png, .pdf)."""
        if os.fspath(path).endswith(".json"):
            pathlib.Path(path).write_text(self._json, encoding="utf-8")
        else:
            self._core.figure(os.fspath(path), "")

    def write_sheets(self, folder: PathLike) -> list[pathlib.Path]:
        """Writes the test down for testers into ``folder``. Raises ``InputError`` where no foil decides."""
        return [pathlib.Path(sheet) for sheet in self._core.sheets(os.fspath(folder))]


def design(source: Source, *, overrides: Overrides | None = None, output: PathLike | None = None, threads: int = 0,
           progress: Progress | None = None) -> Design:
    """Designs the test that tells interphases apart, as ``percolith design`` does.

    ``output`` is the answer as JSON; interrupted, what was found is kept beside it and the same call goes on from there.
    Where no foil decides, the answer says so (``decides``) and nothing is raised.
    """
    return Design(_core.design(_written(source, overrides), _path(output), threads, progress))


class Percolation(_WithFile):
    """Thresholds or film conductivities of a structure. Made by ``percolation``.

    ``write`` also takes a table for the law ``table`` (.csv) of conductivities. Groups for ``to_xarray``:
    docs/files/percolation.md.
    """


def percolation(source: Source, what: str = "threshold", *, overrides: Overrides | None = None,
                output: PathLike | None = None, threads: int = 0, progress: Progress | None = None) -> Percolation:
    """The percolation threshold, or the conductivity of films, of a described structure.

    source  a structure file, an ``Input`` or a dict
    what    ``"threshold"`` or ``"conductivity"``, as the commands of ``percolith percolation``
    output  HDF5 (.h5), a figure, or of conductivities a table (.csv); interrupted, realisations are kept beside it
    """
    compute = {"threshold": _core.threshold, "conductivity": _core.films}.get(what)
    if compute is None:
        raise ValueError(f'there is nothing called "{what}" to compute: ask for "threshold" or "conductivity"')
    return Percolation(compute(_written(source, overrides), _path(output), threads, progress))
