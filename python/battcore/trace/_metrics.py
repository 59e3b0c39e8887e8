"""One load in the terms of grid codes."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from battcore._arrays import samples
from battcore.trace._change import Ramp, RollingRange, ramp, rolling_range
from battcore.trace._shapes import WINDOWS_SECOND
from battcore.trace._smoothing import SmoothingNeed, smoothing_need


@dataclass(frozen=True, slots=True, eq=False)
class Metrics:
    """How a load moves, and what holding its mean would take, window by window."""

    rolling_range: RollingRange
    """Largest swing in any window. [W]"""
    ramp: Ramp
    """Quantiles of the change per second. [W/s]"""
    smoothing_need: SmoothingNeed
    """The battery that holds the moving mean."""

    def summary(self) -> str:
        """Text table with one line per window.

        Returns
        -------
        str
            Swing, largest rise and fall, power and energy to hold the mean, and whether the
            sampling lets the window be judged.

        Examples
        --------
        >>> print(metrics([6e6, 9e6, 9e6, 7e6, 6e6], 1.0, window_second=[1.0, 2.0]).summary())
        window        range      ramp up    ramp down       charge    discharge       energy  judged
             s            W          W/s          W/s            W            W           Wh
             1    3,000,000    3,000,000    2,000,000            0            0            0      no
             2    3,000,000    1,500,000    1,500,000    1,000,000    1,500,000          417     yes
        """
        names = ("window", "range", "ramp up", "ramp down", "charge", "discharge", "energy")
        units = ("s", "W", "W/s", "W/s", "W", "W", "Wh")
        swing, need = self.rolling_range, self.smoothing_need
        columns = (
            swing.window_second,
            swing.range,
            self.ramp.up[:, -1],
            self.ramp.down[:, -1],
            need.charge_power_watt,
            need.discharge_power_watt,
            need.energy_wh,
        )
        lines = [_line(names, "judged"), _line(units, "").rstrip()]
        for window, *figures, resolvable in zip(*columns, swing.resolvable, strict=True):
            cells = (f"{window:g}", *(f"{figure:,.0f}" for figure in figures))
            lines.append(_line(cells, "yes" if resolvable else "no"))
        return "\n".join(lines)


def _line(cells: tuple[str, ...], last: str) -> str:
    window, *rest = cells
    return f"{window:>6}" + "".join(f"{cell:>13}" for cell in rest) + f"{last:>8}"


def metrics(
    load_watt: ArrayLike, dt_second: ArrayLike, *, window_second: ArrayLike = WINDOWS_SECOND
) -> Metrics:
    """Measure one load in the terms in which grid codes limit it.

    Parameters
    ----------
    load_watt : array-like, shape (time,)
        Load, at least two samples. [W]
    dt_second : float or array-like, shape (time,)
        Step of all samples, or of each. [s]
    window_second : array-like, shape (windows,), default (5, 15, 60, 600)
        Lengths of windows. [s]

    Returns
    -------
    Metrics
        Rolling range, ramps and smoothing need; ``summary()`` prints them.

    Raises
    ------
    InputError
        As `rolling_range`.

    See Also
    --------
    rolling_range, ramp, smoothing_need : each figure alone, also for many traces at once.

    Examples
    --------
    >>> load = [60e6, 90e6, 90e6, 60e6, 90e6, 90e6]
    >>> found = metrics(load, 2.0, window_second=[4.0])
    >>> found.rolling_range.range.tolist(), found.ramp.up[:, -1].tolist()
    ([30000000.0], [7500000.0])
    """
    load = samples("load_watt", load_watt)
    window = samples("window_second", window_second)
    need = smoothing_need(load, dt_second, window)  # first: it calls the load by its name
    return Metrics(rolling_range(load, dt_second, window), ramp(load, dt_second, window), need)
