"""A law of electronic conductivity that is a function of Python."""

from __future__ import annotations

import os
from typing import Callable

import numpy as np

from . import _core
from .case import Case, PathLike
from .errors import InputError

_SIDES = ("working", "counter")
_MOST_SAMPLES = 4097


def with_conductivity(case: Case, law: Callable[..., float], *, side: str | None = None,
                      thickness: tuple[float, float] | None = None, table: PathLike | None = None,
                      tolerance: float = 1e-4) -> Case:
    """The case with ``law``, a function of Python, as the electronic conductivity of its interphase.

    This is the slow path, and the library's laws are the fast one. Python is called before the run, not in it: a case
    settles the metal fraction of its interphase, so that is where the law is asked.

    Without ``thickness``, ``law(metal_fraction)`` returns S/m. It is called once and laid over the case as
    ``interphase.electronic_conductivity``: exact, and written down with the run.

    With ``thickness=(thinnest, thickest)`` in m, ``law(metal_fraction, thickness)`` is sampled until the library's
    interpolation agrees with it to ``tolerance`` (relative) half way between all samples: hundreds of calls. The samples
    go to the file ``table`` (.csv), which the case then reads, as the program can. Films thicker than ``thickest`` conduct
    like that one; thinner ones are outside the law. A kink or jump is smoothed over the distance of two samples, and is
    no event of the run.

    Not for sweeps or fits over what moves the metal fraction: the function stays as it was at the case's own.

    side  ``"working"`` or ``"counter"``; both without it

    Raises ``InputError`` where the law gives no number > 0 or cannot be followed to ``tolerance``.
    """
    sides = _SIDES if side is None else (side,)
    if any(each not in _SIDES for each in sides):
        raise ValueError(f'side is "working" or "counter", not "{side}"')
    fraction = case.metal_volume_fraction
    if thickness is None:
        key, value = "electronic_conductivity", f"{_checked(law(fraction), fraction)!r} S/m"
    else:
        if table is None:
            raise ValueError("a law of the thickness needs table=, the name of a .csv file that keeps its samples")
        _write_table(table, law, fraction, thickness, tolerance)
        key, value = "electronic", {"law": "table", "file": os.path.abspath(table)}
    other = "electronic" if thickness is None else "electronic_conductivity"
    paths = [f"interphase.{each}" for each in sides]
    if side is None:
        overrides = {f"{path}.{name}": None for path in paths for name in (key, other)}
        overrides |= {f"interphase.{other}": None, f"interphase.{key}": value}
    else:
        overrides = {f"{paths[0]}.{other}": None, f"{paths[0]}.{key}": value}
    return case.with_(overrides)


def _checked(value: float, *at: float) -> float:
    number = float(value)
    if not (np.isfinite(number) and number > 0.0):
        raise InputError(f"the conductivity law gives {number} S/m at {at}; let it return a number > 0")
    return number


def _sampled(law: Callable[..., float], fraction: float, thickness: tuple[float, float],
             tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Thicknesses in m and conductivities in S/m that follow the law at one metal fraction."""
    logs = np.linspace(*np.log(np.asarray(thickness, dtype=float)), 17)
    ask = np.vectorize(lambda log: _checked(law(fraction, float(np.exp(log))), fraction, float(np.exp(log))))
    values = ask(logs)
    while True:
        middles = 0.5 * (logs[1:] + logs[:-1])
        there = ask(middles)
        between = _core.table_between(np.exp(logs), values, np.exp(middles))
        if np.all(np.abs(between / there - 1.0) <= tolerance):
            return np.exp(logs), values
        if 2 * len(logs) - 1 > _MOST_SAMPLES:
            raise InputError(f"the conductivity law cannot be followed to {tolerance:g} by {len(logs)} samples; "
                             "raise tolerance, or smooth a jump of the law")
        merged = np.argsort(np.concatenate([logs, middles]), kind="stable")
        logs, values = np.concatenate([logs, middles])[merged], np.concatenate([values, there])[merged]


def _write_table(path: PathLike, law: Callable[..., float], fraction: float, thickness: tuple[float, float],
                 tolerance: float) -> None:
    films, values = _sampled(law, fraction, thickness, tolerance)
    # A table has two metal fractions or more; the second one only closes it.
    second = fraction + 1e-3 if fraction <= 0.5 else fraction - 1e-3
    with open(path, "w", encoding="utf-8") as file:
        file.write("metal_fraction, film_thickness / m, conductivity / S/m\n")
        for film, value in zip(films.tolist(), values.tolist()):
            file.write(f"{fraction!r}, {film!r}, {value!r}\n")
            file.write(f"{second!r}, {film!r}, {_checked(law(second, film), second, film)!r}\n")
