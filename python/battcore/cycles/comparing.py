"""What different ways of counting make of the same series."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore import _battcore
from battcore._arrays import Floats, per_step, samples
from battcore._results import Columns
from battcore.cycles.laws import Law, law_of


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Columns):
    """Counts of one series by several conventions; each of shape (conventions,)."""

    row: ClassVar[str] = "convention"

    convention: NDArray[np.str_]
    """How cycles are found, as :func:`compare` names it."""
    cycles: Floats
    """Cycles, half a one as half. [1]"""
    equivalent_full_cycles: Floats
    """Ranges of all cycles together, of half cycles the half. [1]"""
    deepest: Floats
    """The largest range. [1]"""
    damage: Floats
    """Damage by the law."""

    def __str__(self) -> str:
        """Lay the columns out as a table."""
        numbers = (self.cycles, self.equivalent_full_cycles, self.deepest, self.damage)
        rows = zip(self.convention, *(column.tolist() for column in numbers), strict=True)
        lines = (f"{name:12}{n:10.1f}{f:13.3f}{r:9.4f}{d:12.5g}" for name, n, f, r, d in rows)
        title = f"{'convention':12}{'cycles':>10}{'full cycles':>13}{'deepest':>9}{'damage':>12}"
        return "\n".join([title, *lines])


def compare(
    soc: ArrayLike,
    *,
    exponent: float | None = None,
    law: Law | None = None,
    dt_second: ArrayLike | None = None,
) -> Comparison:
    """Count the cycles of a state of charge as different tools would.

    - ``"astm"``: rainflow, the residue counted as half cycles, as :func:`rainflow` has it.
    - ``"half_cycle"``: every change of direction ends half a cycle, whatever it is nested in; the
      last one stays open. SimSES counts so.
    - ``"sam"``: rainflow by three points, in which every range that closes within 0.002 % is a full
      cycle, and what stays open is nothing. SAM counts so.
    - ``"window"``: the series is cut at ends of cycles after more than a full cycle or a day; the
      charge moved in a window counts as cycles of the depth of the window. BLAST-Lite counts so.
    - ``"per_day"``: rainflow of each day apart.

    Parameters
    ----------
    soc : array-like, shape (time,)
        State of charge, 0 to 1. [1]
    exponent : float, optional
        Damage of a full cycle is ``range ** exponent``. [1]
    law : PowerLaw or PiecewiseLinear, optional
        Damage of a full cycle by its range; instead of `exponent`.
    dt_second : float or array-like, shape (time - 1,), optional
        Time from each sample to the next. Without it, nothing is cut by the day, and the row
        ``"per_day"`` is left out. [s]

    Returns
    -------
    Comparison
        A row for each convention, which prints as a table.

    Raises
    ------
    InputError
        If a state of charge does not lie between 0 and 1, a step does not last, or not exactly one
        of `exponent` and `law` is given.

    References
    ----------
    SimSES, simses/degradation/cycle_detector.py (2.1.1); SAM, ssc,
    shared/lib_battery_lifetime_calendar_cycle.cpp; BLAST-Lite,
    blast/models/degradation_model.py (1.1.1).

    Examples
    --------
    >>> import battcore as bc
    >>> print(bc.cycles.compare([0.9, 0.1, 0.5, 0.3, 0.9, 0.2], exponent=2.0))
    convention      cycles  full cycles  deepest      damage
    astm               2.5        1.350   0.8000       0.925
    half_cycle         2.0        1.000   0.8000         0.6
    sam                2.0        1.000   0.8000        0.68
    window             1.7        1.350   0.8000        1.08
    """
    series = samples("soc", soc)
    steps = None if dt_second is None else per_step("dt_second", dt_second)
    names, columns = _battcore.compare_conventions(series, steps, law_of(exponent, law))
    return Comparison(np.array(names), *columns)
