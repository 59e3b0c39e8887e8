"""Power in; state of charge, the power really delivered and the losses out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf, prod
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, floats, samples
from battcore.error import InputError

Columns: TypeAlias = Mapping[str, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class SocLosses:
    """Energy lost in each sample, by cause; never negative."""

    charge_wh: Floats
    """On the way in, shape (..., time). [Wh]"""
    discharge_wh: Floats
    """On the way out, shape (..., time). [Wh]"""
    self_discharge_wh: Floats
    """At rest, shape (..., time). [Wh]"""


@dataclass(frozen=True, slots=True, eq=False)
class SocTrace:
    """State of charge over time, and the power that was really delivered."""

    soc: Floats
    """State of charge at the end of each sample, shape (..., time). [1]"""
    power_watt: Floats | None
    """Mean power of each sample, positive charging, shape (..., time); None if not kept. [W]"""
    _clock: Floats = field(repr=False)
    _stores: Columns = field(repr=False)

    def losses(self) -> SocLosses:
        """Work out where energy was lost.

        Returns
        -------
        SocLosses
            Arrays in the shape of `soc`.

        Raises
        ------
        InputError
            If the arrays of this trace were overwritten by something that is no state of charge.

        Examples
        --------
        >>> run = integrate([1000.0], 3600.0, energy_capacity_wh=2000.0, charge_efficiency=0.9)
        >>> run.losses().charge_wh.round(6).tolist()
        [100.0]
        """
        found = _battcore.soc_losses(self.soc, self._clock, self._stores)
        return SocLosses(*(column.reshape(self.soc.shape) for column in found))


def integrate(
    power_watt: ArrayLike,
    dt_second: ArrayLike,
    *,
    energy_capacity_wh: ArrayLike,
    soc_start: ArrayLike = 0.5,
    soc_min: ArrayLike = 0.0,
    soc_max: ArrayLike = 1.0,
    charge_efficiency: ArrayLike = 1.0,
    discharge_efficiency: ArrayLike = 1.0,
    self_discharge_per_day: ArrayLike = 0.0,
    charge_power_watt: ArrayLike = inf,
    discharge_power_watt: ArrayLike = inf,
    out: SocTrace | tuple[Floats, Floats | None] | None = None,
) -> SocTrace:
    """Follow the state of charge of one battery, or of many, through a trace of power.

    Every parameter is a scalar or an array over batteries; these and the leading axes of
    `power_watt` broadcast. A trace that batteries share is not copied.

    Parameters
    ----------
    power_watt : array-like, shape (..., time)
        Power wished for; positive charges. [W]
    dt_second : float or array-like, shape (time,)
        Length of each sample. [s]
    energy_capacity_wh : array-like
        Energy between soc 0 and 1. [Wh]
    soc_start : array-like
        State of charge at the start: within the limits, or below them if the battery leaks. [1]
    soc_min, soc_max : array-like
        Limits of discharge and charge; leakage may go below. [1]
    charge_efficiency : array-like
        Stored over taken at the AC terminal, above 0 and at most 1. [1]
    discharge_efficiency : array-like
        Given at the AC terminal over drawn from the store, above 0 and at most 1. [1]
    self_discharge_per_day : array-like
        Share of the stored energy that is gone after a day at rest, below 1. [1]
    charge_power_watt, discharge_power_watt : array-like
        Largest power taken and given, as magnitudes. [W]
    out : SocTrace or pair of arrays, optional
        Buffers to fill instead of new ones; a pair ``(soc, None)`` leaves the power out.

    Returns
    -------
    SocTrace
        State of charge and delivered power, shape (..., time).

    Raises
    ------
    InputError
        If a number is not finite or lies outside its bounds, shapes do not fit, or a buffer does
        not: float64, contiguous, writable, and apart from the input.

    Examples
    --------
    >>> trace = integrate([800.0, 800.0, -400.0], 3600.0, energy_capacity_wh=2000.0)
    >>> trace.soc.round(6).tolist()
    [0.9, 1.0, 0.8]
    >>> trace.power_watt.round(6).tolist()
    [800.0, 200.0, -400.0]
    """
    wishes = floats("power_watt", power_watt)
    if wishes.size == 0 or wishes.ndim == 0:
        raise InputError(f"power_watt has shape {wishes.shape}, expected (..., n)", "power_watt")
    clock = samples("dt_second", np.atleast_1d(floats("dt_second", dt_second)))
    parameters = {
        "energy_capacity_wh": energy_capacity_wh,
        "soc_start": soc_start,
        "soc_min": soc_min,
        "soc_max": soc_max,
        "charge_efficiency": charge_efficiency,
        "discharge_efficiency": discharge_efficiency,
        "self_discharge_per_day": self_discharge_per_day,
        "charge_power_watt": charge_power_watt,
        "discharge_power_watt": discharge_power_watt,
    }
    lead, stores = _broadcast(wishes.shape[:-1], parameters)
    shape = (*lead, wishes.shape[-1])
    soc, delivered = _buffers(out, shape, wishes)
    _battcore.integrate(_spread(wishes, shape), clock, stores, soc, delivered)
    return SocTrace(soc, delivered, clock, stores)


def step(
    soc: ArrayLike,
    power_watt: ArrayLike,
    dt_second: ArrayLike,
    *,
    energy_capacity_wh: ArrayLike,
    soc_min: ArrayLike = 0.0,
    soc_max: ArrayLike = 1.0,
    charge_efficiency: ArrayLike = 1.0,
    discharge_efficiency: ArrayLike = 1.0,
    self_discharge_per_day: ArrayLike = 0.0,
    charge_power_watt: ArrayLike = inf,
    discharge_power_watt: ArrayLike = inf,
) -> tuple[Floats, Floats]:
    """Take one step, for a loop that runs live; everything broadcasts.

    Parameters
    ----------
    soc : array-like
        State of charge before the step. [1]
    power_watt : array-like
        Power wished for; positive charges. [W]
    dt_second : array-like
        Length of the step. [s]
    energy_capacity_wh, soc_min, soc_max, charge_efficiency, discharge_efficiency, \
    self_discharge_per_day, charge_power_watt, discharge_power_watt : array-like
        As in `integrate`.

    Returns
    -------
    soc : ndarray
        State of charge after the step. [1]
    power_watt : ndarray
        Power really delivered. [W]

    Raises
    ------
    InputError
        As in `integrate`; a state of charge beyond the limits is taken, and only moves back.

    Examples
    --------
    >>> soc, power_watt = step(0.9, 800.0, 3600.0, energy_capacity_wh=2000.0)
    >>> round(float(soc), 6), round(float(power_watt), 6)
    (1.0, 200.0)
    """
    parameters = {
        "soc": soc,
        "power_watt": power_watt,
        "dt_second": dt_second,
        "energy_capacity_wh": energy_capacity_wh,
        "soc_min": soc_min,
        "soc_max": soc_max,
        "charge_efficiency": charge_efficiency,
        "discharge_efficiency": discharge_efficiency,
        "self_discharge_per_day": self_discharge_per_day,
        "charge_power_watt": charge_power_watt,
        "discharge_power_watt": discharge_power_watt,
    }
    lead, columns = _broadcast((), parameters)
    states, delivered = _battcore.soc_step(columns, prod(lead))
    return states.reshape(lead), delivered.reshape(lead)


def _broadcast(
    lead: tuple[int, ...], values: Mapping[str, ArrayLike]
) -> tuple[tuple[int, ...], Columns]:
    """Columns of one value for all batteries or of one for each, in the order of the batteries."""
    arrays = {name: floats(name, value) for name, value in values.items()}
    for name, array in arrays.items():
        if array.shape in {(), lead}:
            continue  # the common case, and the check is not cheap
        try:
            lead = np.broadcast_shapes(lead, array.shape)
        except ValueError as error:
            message = f"{name} has shape {array.shape}, which does not broadcast with {lead}"
            raise InputError(message, name) from error
    return lead, {
        name: (array if array.ndim == 0 else _spread(array, lead)).ravel()
        for name, array in arrays.items()
    }


def _spread(array: Floats, shape: tuple[int, ...]) -> Floats:
    return array if array.shape == shape else np.broadcast_to(array, shape)


def _buffers(
    out: SocTrace | tuple[Floats, Floats | None] | None, shape: tuple[int, ...], wishes: Floats
) -> tuple[Floats, Floats | None]:
    if out is None:
        return np.empty(shape), np.empty(shape)
    soc, delivered = (out.soc, out.power_watt) if isinstance(out, SocTrace) else out
    for buffer in (soc, delivered):
        if buffer is not None:
            _check_buffer(buffer, shape, wishes)
    if delivered is not None and np.may_share_memory(soc, delivered):
        raise InputError("out has buffers that overlap each other", "out")
    return soc, delivered


def _check_buffer(buffer: Floats, shape: tuple[int, ...], wishes: Floats) -> None:
    if not isinstance(buffer, np.ndarray) or buffer.shape != shape:
        raise InputError(f"out has shape {np.shape(buffer)}, expected {shape}", "out")
    if buffer.dtype != np.float64 or not buffer.flags.carray:
        raise InputError("out is not a contiguous, writable array of float64", "out")
    if np.may_share_memory(buffer, wishes):
        raise InputError("out overlaps power_watt", "out")
