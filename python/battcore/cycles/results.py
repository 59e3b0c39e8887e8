"""What counting gives: columns of equal length."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from battcore._arrays import Floats
from battcore._results import Columns

Integers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TurningPoints(Columns):
    """First sample, every change of direction, last sample; each of shape (points,)."""

    row: ClassVar[str] = "point"

    value: Floats
    """The samples, in the unit of the series."""
    index: Integers
    """Where they stand in the series."""


@dataclass(frozen=True, slots=True, eq=False)
class Cycles(Columns):
    """Counted cycles in the order in which they close, then the residue; each of shape (cycles,).

    A cycle leads from one turning point to the next that it is paired with, so its duration, when
    time is counted in samples, is ``end - start`` for half of it.
    """

    row: ClassVar[str] = "cycle"

    range: Floats
    """Height of the swing, in the unit of the series."""
    mean: Floats
    """Middle of the swing, in the unit of the series."""
    count: Floats
    """1.0 for a cycle, 0.5 for half of one."""
    start: Integers
    """Index of the sample at which the swing begins."""
    end: Integers
    """Index of the sample at which it turns back."""
    series: Integers | None = None
    """The series of a batch that each cycle belongs to, counted in C order; None for one series."""
