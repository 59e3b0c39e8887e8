"""A trace beside a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore import _battcore
from battcore._arrays import Floats, number, per_step, samples
from battcore._results import Columns
from battcore.gridcode._catalog import code_of, limits_of
from battcore.gridcode._code import GridCode
from battcore.gridcode._limits import Limit, MeanRampLimit, edges


@dataclass(frozen=True, slots=True, eq=False)
class Compliance(Columns):
    """How a trace stands to each limit of a code, in arrays of shape (limits,).

    Ramps are in W/min, everything else in W.
    """

    row: ClassVar[str] = "limit"
    """What one entry of a column is."""

    worst: Floats
    """The largest figure; of what is seen, where the sampling hides a part. [W or W/min]"""
    bound: Floats
    """What is allowed. [W or W/min]"""
    margin: Floats
    """What is left of it; negative where it is exceeded. [W or W/min]"""
    first_index: NDArray[np.intp]
    """The first sample that ends a window beyond the bound; -1 if none does."""
    share_of_time: Floats
    """Share of the time with such samples, once a filter is warm. [1]"""
    judged: NDArray[np.bool_]
    """Whether the sampling shows all that the limit is about."""
    verdict: NDArray[np.str_]
    """"pass", "fail", or "not judged" where nothing beyond the bound is seen, and not all is."""
    code: GridCode
    """The code."""
    obstacles: tuple[str | None, ...]
    """Why a limit is not judged, None where it is."""

    @property
    def passes(self) -> bool:
        """Whether every limit is judged and held."""
        return bool((self.verdict == "pass").all())

    def summary(self) -> str:
        """Text table with one line per limit.

        Returns
        -------
        str
            Worst figure, bound, first index, share of time and verdict.

        Examples
        --------
        >>> import battcore as bc
        >>> limit = bc.gridcode.MeanRampLimit(limit_watt_per_minute=20e6, window_second=60.0)
        >>> found = bc.gridcode.check([limit], [100e6] * 60 + [50e6] * 60, 2.0)
        >>> print(found.summary())
        limits of one's own (own, grade A)
        limit                                worst            bound    first     time  verdict
        mean ramp <= 20 MW/min over 60 s    50.000 MW/min    20.000       60   25.0 %  fail
        """
        code = self.code
        width = max(len(str(limit)) for limit in code.limits)
        lines = [f"{code.label} ({code.standing})", _line(width, *_HEAD)]
        rows = zip(
            code.limits,
            self.worst,
            self.bound,
            self.first_index,
            self.share_of_time,
            self.verdict,
            self.obstacles,
            strict=True,
        )
        for limit, worst, bound, first, share, verdict, obstacle in rows:
            unit = "MW/min" if isinstance(limit, MeanRampLimit) else "MW"
            told = f"{verdict}: {obstacle}" if obstacle else str(verdict)
            cells = (f"{worst / 1e6:.3f}", unit, f"{bound / 1e6:.3f}")
            place = "-" if first < 0 else f"{first}"
            lines.append(_line(width, str(limit), *cells, place, f"{100.0 * share:.1f} %", told))
        return "\n".join(lines)


_HEAD = ("limit", "worst", "", "bound", "first", "time", "verdict")


def _line(width: int, limit: str, *cells: str) -> str:
    worst, unit, bound, first, time, told = cells
    return f"{limit:<{width}}{worst:>10} {unit:<7}{bound:>9}{first:>9}{time:>9}  {told}"


def check(
    code: GridCode | str | Sequence[Limit],
    power_watt: ArrayLike,
    dt_second: ArrayLike,
    *,
    peak_watt: float | None = None,
) -> Compliance:
    """Hold a trace of power against the limits of a code.

    Parameters
    ----------
    code : GridCode, str or sequence of limits
        A code, the key of one that ships, or limits of one's own.
    power_watt : array-like, shape (time,)
        Power drawn from the grid. [W]
    dt_second : float or array-like, shape (time,)
        Step of all samples, or of each. [s]
    peak_watt : float, optional
        What shares refer to; None: the largest sample. [W]

    Returns
    -------
    Compliance
        Per limit the worst value, bound, margin, first index, share of time, and whether the
        sampling lets it be judged.

    Raises
    ------
    InputError
        If no code stands under the key, a number is not finite, a step or the peak is not
        positive, or a shape does not fit.

    Warns
    -----
    DraftWarning
        If the code is a draft, or its figures were not taken from the document itself.

    Notes
    -----
    A window can be judged if it spans two of the longest steps and fits between the first and the
    last sample; a ramp from sample to sample, if two steps fit into a minute; a band, if its upper
    edge lies below half the sampling rate, steps are even, and the trace goes on after the filter
    is warm. What exceeds a bound fails even where not all is seen.

    Examples
    --------
    >>> import battcore as bc
    >>> import numpy as np
    >>> limit = bc.gridcode.RollingRangeLimit(limit_watt=10e6, window_second=5.0)
    >>> tone = 7.071e6 * np.sin(2.0 * np.pi * 0.05 * np.arange(0.0, 100.0, 0.01))
    >>> found = bc.gridcode.check([limit], tone, 0.01)
    >>> found.worst.round(-3).tolist(), found.verdict.tolist()
    ([10000000.0], ['pass'])
    """
    limits = limits_of(code)
    load = samples("power_watt", power_watt)
    step = per_step("dt_second", dt_second)
    peak = None if peak_watt is None else number("peak_watt", peak_watt)
    columns, first, obstacles = _battcore.check_gridcode(limits, load, step, peak)
    worst, bound, margin, share = columns
    judged = np.array([each is None for each in obstacles], bool)
    verdict = np.where(first >= 0, "fail", np.where(judged, "pass", "not judged"))
    return Compliance(
        worst, bound, margin, first, share, judged, verdict, code_of(code), tuple(obstacles)
    )


def in_band(power_watt: ArrayLike, dt_second: ArrayLike, band_hertz: tuple[float, float]) -> Floats:
    """Take out what of a trace swings within a band of frequencies.

    A Butterworth high-pass of second order at the lower edge, then a Butterworth low-pass of second
    order at the upper one, both by the bilinear transform. The filter is causal and starts at rest,
    as if the first sample had stood forever; limits count from two periods of the lower edge on.
    Where samples come too rarely for the upper edge there is no low-pass, and where they come too
    rarely for the lower one nothing of the band is seen: zero.

    Parameters
    ----------
    power_watt : array-like, shape (time,)
        Power. [W]
    dt_second : float or array-like, shape (time,)
        Step, the same for all samples. [s]
    band_hertz : tuple of float
        Lower and upper edge, from 1e-6 to 1e6. [Hz]

    Returns
    -------
    ndarray, shape (time,)
        The swing. [W]

    Raises
    ------
    InputError
        If a number is not finite, steps differ, or the edges are no frequencies in their order.

    Examples
    --------
    A tone of 5 MW on a load that rises by 1 MW/s:

    >>> import battcore as bc
    >>> import numpy as np
    >>> second = np.arange(0.0, 200.0, 0.01)
    >>> load = 300e6 + 1e6 * second + 5e6 * np.sin(2.0 * np.pi * second)
    >>> swing = bc.gridcode.in_band(load, 0.01, (0.1, 4.0))
    >>> float(np.ptp(swing[2000:]).round(-5))
    10000000.0
    """
    load = samples("power_watt", power_watt)
    step = per_step("dt_second", dt_second)
    return _battcore.in_band(load, step, edges("band_hertz", band_hertz))
