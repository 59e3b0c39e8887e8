"""Measured points in, values between them out."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, floats, number, samples


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UniformTable:
    """Values on a uniform grid, with straight lines between them.

    Raises
    ------
    InputError
        If a number is not finite, `high` is not above `low`, or there are fewer than two values.

    Examples
    --------
    >>> table = UniformTable(low=0.0, high=1.0, value=[3.0, 3.2, 3.4], outside="hold")
    >>> table([0.25, 2.0]).round(6).tolist()
    [3.1, 3.4]
    """

    low: float
    """Where the first value stands."""
    high: float
    """Where the last value stands."""
    value: ArrayLike
    """The values, shape (n,), n at least 2."""
    outside: Literal["raise", "hold", "extend"] = "raise"
    """Beyond the grid: an error, the value at the end, or the last segment as a straight line."""

    def __post_init__(self) -> None:
        for name in ("low", "high"):
            object.__setattr__(self, name, number(name, getattr(self, name)))
        object.__setattr__(self, "value", samples("value", self.value))
        self([])

    def __call__(self, x: ArrayLike) -> Floats:
        """Look values up.

        Parameters
        ----------
        x : array-like, any shape
            Where to look.

        Returns
        -------
        ndarray
            Values in the shape of `x`.

        Raises
        ------
        InputError
            If an entry is not finite, or lies off the grid where `outside` is ``"raise"``.
        """
        points = floats("x", x)
        values = np.asarray(self.value)
        found = _battcore.look_up(self.low, self.high, values, self.outside, points.ravel())
        return found.reshape(points.shape)
