"""The residual of a fit as a function, for optimizers and samplers that live in Python."""

from __future__ import annotations

from typing import Sequence

import numpy as np

from . import _core
from .answers import Source, _written
from .case import Overrides


class Residual:
    """Residuals of measured cells as a function of a fit's parameters.

    >>> residual = percolith.Residual("fit.toml")
    >>> scipy.optimize.least_squares(residual, residual.start, jac=residual.jacobian,
    ...                              bounds=(residual.lower, residual.upper), x_scale="jac")

    A point is a vector of one number for each of ``names``, in their order: the natural logarithm of the value (in its
    unit) where ``logarithmic`` is true, else the value. ``values`` and ``point`` go from one to the other. Every residual
    is divided by its standard deviation and priors are residuals too, so that -2 ln(likelihood x priors) is
    ``sum(residual(p)**2) + residual.constant``: ``log_likelihood`` gives it to samplers such as those of PINTS.

    ``source`` is a fit file, an ``Input`` or a dict, read as ``percolith.fit`` reads it; noise is as the file gives it, or
    as guessed from it where the fit would estimate it. ``mechanism`` is the name of one of the file's: its keys are laid
    over the cases, and parameters that it sets are not free. Without it the cases are taken as they are. ``threads``
    computes cells side by side, with the same numbers. Raises ``InputError``.
    """

    def __init__(self, source: Source, *, mechanism: str | None = None, overrides: Overrides | None = None,
                 threads: int = 1) -> None:
        self._fit = _core.read_fit(_written(source, overrides))
        self._core = _core.Residual(self._fit, mechanism or "", threads)
        self.mechanism = mechanism
        self.names: list[str] = self._core.names
        self.units: list[str] = self._core.units
        self.logarithmic: np.ndarray = np.array(self._core.logarithmic, dtype=bool)
        self.constant: float = self._core.constant

    @property
    def size(self) -> int:
        """How many residuals there are, priors included."""
        return self._core.size

    @property
    def start(self) -> np.ndarray:
        """The point where the fit's own search begins."""
        return self.point(self._core.start)

    @property
    def lower(self) -> np.ndarray:
        """Lower bounds of points; -inf where there is none."""
        return self.point(self._core.low)

    @property
    def upper(self) -> np.ndarray:
        """Upper bounds of points; inf where there is none."""
        return self.point(self._core.high)

    def values(self, point: Sequence[float]) -> np.ndarray:
        """Values of the parameters in their units."""
        point = np.asarray(point, dtype=float)
        return np.where(self.logarithmic, np.exp(np.where(self.logarithmic, point, 0.0)), point)

    def point(self, values: Sequence[float]) -> np.ndarray:
        """The point at which the parameters have these values."""
        values = np.asarray(values, dtype=float)
        with np.errstate(divide="ignore"):
            return np.where(self.logarithmic, np.log(np.where(self.logarithmic, np.maximum(values, 0.0), 1.0)), values)

    def __call__(self, point: Sequence[float]) -> np.ndarray:
        """Residuals in standard deviations, shape (size,); NaN where the model cannot be computed."""
        return self._core.evaluate(np.asarray(point, dtype=float), False)

    def jacobian(self, point: Sequence[float]) -> np.ndarray:
        """Their derivatives by the point, shape (size, len(names)), by the library's own derivatives through all events."""
        return self._core.evaluate(np.asarray(point, dtype=float), True)

    def log_likelihood(self, point: Sequence[float]) -> float:
        """ln(likelihood x priors); -inf where the model cannot be computed."""
        r = self(point)
        return -0.5 * (float(r @ r) + self.constant) if np.all(np.isfinite(r)) else -np.inf

    def gradient(self, point: Sequence[float]) -> np.ndarray:
        """Derivatives of ``log_likelihood`` by the point, shape (len(names),); NaN where the model cannot be computed."""
        return -self.jacobian(point).T @ self(point)

    def __repr__(self) -> str:
        return f"<percolith.Residual of {self.size} over {', '.join(self.names)}>"
