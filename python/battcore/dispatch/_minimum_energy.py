"""The smallest battery energy that holds the limits of a grid code, by a linear program."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, bounded, number, per_step, samples
from battcore.dispatch._energy_program import EnergyProgram
from battcore.dispatch._minimum_power import over_all_frequencies
from battcore.gridcode import GridCode, Limit
from battcore.gridcode._catalog import limits_of


@dataclass(frozen=True, slots=True, eq=False)
class MinimumEnergy:
    """What holding the limits takes, and a plan that does."""

    energy_wh: float
    """Smallest energy between empty and full. [Wh]"""
    power_watt: Floats
    """Battery power, positive when charging, shape (time,). [W]"""
    grid_watt: Floats
    """Grid power, shape (time,). [W]"""
    stored_wh: Floats
    """Stored energy at the start and after each step, shape (time + 1,). [Wh]"""
    burned_wh: float
    """Energy that the plan burns by charging and discharging at once. Where it is not zero,
    `energy_wh` is a lower bound for a battery that cannot. [Wh]"""


def minimum_energy(
    load_watt: ArrayLike,
    dt_second: ArrayLike,
    limits: GridCode | str | Sequence[Limit],
    *,
    power_watt: float | None = None,
    charge_efficiency: float = 1.0,
    discharge_efficiency: float = 1.0,
    peak_watt: float | None = None,
) -> MinimumEnergy:
    """Find the smallest battery energy that holds limits on ramps and rolling ranges.

    The battery knows the load ahead and starts at the charge that suits it best: no controller
    needs less. HiGHS solves a linear program with a row for every pair of samples that a limit
    compares, so short windows are quick and long ones on fine steps are not.

    Parameters
    ----------
    load_watt : array-like, shape (time,)
        Load. [W]
    dt_second : float or array-like, shape (time,)
        Step of all samples, or of each. [s]
    limits : GridCode, str or sequence of limits
        What must hold; no limit may count within a band of frequencies.
    power_watt : float, optional
        Power of the battery; None: as much as the load swings. [W]
    charge_efficiency, discharge_efficiency : float
        Stored per taken and given per drawn. [1]
    peak_watt : float, optional
        What shares refer to; None: the largest sample of the load. [W]

    Returns
    -------
    MinimumEnergy
        Energy, and a plan that needs no more.

    Raises
    ------
    InputError
        If the power is less than `minimum_power` needs, a limit counts within a band, a number is
        not finite, a step, an efficiency or the peak is not positive, or a shape does not fit.
    ModuleNotFoundError
        If highspy is not installed; the extra ``lp`` brings it.

    Warns
    -----
    DraftWarning
        If the code is a draft, or its figures were not taken from the document itself.

    Examples
    --------
    A job of 210 MW stops, and the grid may see 20 MW/min. With R the ramp, a stop of dP that is
    known ahead takes dP² / 8 R:

    >>> import battcore as bc
    >>> limit = bc.gridcode.MeanRampLimit(limit_watt_per_minute=20e6, window_second=0.0)
    >>> stop = [300e6] * 400 + [90e6] * 400
    >>> need = bc.dispatch.minimum_energy(stop, 2.0, [limit])
    >>> round(need.energy_wh / 1e6, 3), round(210**2 / 8 / 20 / 60, 3)
    (4.594, 4.594)
    """
    load = samples("load_watt", load_watt)
    step = per_step("dt_second", dt_second)
    peak = None if peak_watt is None else number("peak_watt", peak_watt)
    wanted = over_all_frequencies(limits_of(limits))
    least, _, _ = _battcore.minimum_power(load, step, wanted, peak)
    power = np.ptp(load) if power_watt is None else bounded("power_watt", power_watt, least, np.inf)
    into = bounded("charge_efficiency", charge_efficiency, np.finfo(float).tiny, 1.0)
    out = bounded("discharge_efficiency", discharge_efficiency, np.finfo(float).tiny, 1.0)
    if least == 0.0:
        return MinimumEnergy(0.0, np.zeros(load.size), load.copy(), np.zeros(load.size + 1), 0.0)
    program = EnergyProgram(
        load_watt=load,
        hour=np.broadcast_to(np.divide(step, 3600.0), load.shape),
        power_limit_watt=float(power),
        charge_efficiency=into,
        discharge_efficiency=out,
        pairs=_battcore.allowed_pairs(load, step, wanted, peak),
    )
    return MinimumEnergy(*program.solve())
