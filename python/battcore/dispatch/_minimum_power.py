"""The smallest battery power that holds the limits of a grid code."""

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, number, per_step, samples
from battcore.error import InputError
from battcore.gridcode import BandAmplitudeLimit, GridCode, Limit, MeanRampLimit
from battcore.gridcode._catalog import limits_of


@dataclass(frozen=True, slots=True, eq=False)
class MinimumPower:
    """What holding the limits takes."""

    power_watt: float
    """Smallest power of the battery, the same for charge and discharge. [W]"""
    pair: tuple[int, int] | None
    """The two samples that force it, the one of low load first; None if no battery is needed."""
    grid_watt: Floats
    """Grid power that holds the limits with it, the load itself where that is smooth enough,
    shape (time,). [W]"""


def minimum_power(
    load_watt: ArrayLike,
    dt_second: ArrayLike,
    limits: GridCode | str | Sequence[Limit],
    *,
    peak_watt: float | None = None,
) -> MinimumPower:
    """Find the smallest battery power that holds limits on ramps and rolling ranges.

    The battery has energy enough and knows the load ahead: no controller needs less. The answer is
    a closed form, the same for any number of limits at once, and comes with the pair of samples
    that proves it.

    Parameters
    ----------
    load_watt : array-like, shape (time,)
        Load. [W]
    dt_second : float or array-like, shape (time,)
        Step of all samples, or of each. [s]
    limits : GridCode, str or sequence of limits
        What must hold; no limit may count within a band of frequencies.
    peak_watt : float, optional
        What shares refer to; None: the largest sample. [W]

    Returns
    -------
    MinimumPower
        Power, the pair that forces it, and grid power that holds the limits with it.

    Raises
    ------
    InputError
        If a limit counts within a band, a number is not finite, a step or the peak is not
        positive, or a shape does not fit.

    Warns
    -----
    DraftWarning
        If the code is a draft, or its figures were not taken from the document itself.

    References
    ----------
    E. J. McShane, Extension of range of functions, Bulletin of the AMS 40, 1934.

    Examples
    --------
    A job of 210 MW stops, and the grid may see 20 MW/min:

    >>> import battcore as bc
    >>> limit = bc.gridcode.MeanRampLimit(limit_watt_per_minute=20e6, window_second=0.0)
    >>> need = minimum_power([300e6] * 600 + [90e6] * 600, 1.0, [limit])
    >>> round(need.power_watt / 1e6, 3), need.pair
    (104.833, (600, 599))
    """
    found = _battcore.minimum_power(
        samples("load_watt", load_watt),
        per_step("dt_second", dt_second),
        over_all_frequencies(limits_of(limits)),
        None if peak_watt is None else number("peak_watt", peak_watt),
    )
    return MinimumPower(*found)


def over_all_frequencies(limits: list[Limit]) -> list[Limit]:
    """Limits, if none counts within a band: there no closed form holds, and no linear program."""
    for index, limit in enumerate(limits):
        is_band = isinstance(limit, BandAmplitudeLimit)
        if is_band or not (isinstance(limit, MeanRampLimit) or limit.band_hertz is None):
            message = f"limits[{index}] ({limit}) counts within a band; give one without"
            raise InputError(message, "limits", index)
    return limits
