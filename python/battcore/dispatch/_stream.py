"""Final decisions while prices come in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from battcore import _battcore
from battcore._arrays import Floats, number
from battcore._results import Columns
from battcore.dispatch._wishes import HoldingCost, Wishes
from battcore.site import Battery, Site


@dataclass(frozen=True, slots=True, eq=False)
class Decisions(Columns):
    """What to do in some steps, whatever comes after them."""

    power_watt: Floats
    """Power of the battery, positive charging, shape (k,). [W]"""
    soc: Floats
    """State of charge at the end of each step, shape (k,). [1]"""
    look_ahead: NDArray[np.int64]
    """How many later steps had to be known before each one was settled, shape (k,); -1 where the
    end settled it."""


class Stream:
    """Plan a battery while prices come in, in the memory of the steps that are still open.

    Parameters
    ----------
    battery : Battery
        The battery.
    soc_start : float
        State of charge before the first step. [1]

    Raises
    ------
    InputError
        If the state of charge is none.

    Examples
    --------
    Decisions come out as soon as no later price can change them:

    >>> import battcore as bc
    >>> power = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
    >>> stream = bc.dispatch.Stream(bc.Battery(energy_capacity_wh=1e3, **power), soc_start=0.0)
    >>> def hours(*price):
    ...     tariff = bc.Tariff(energy_price_per_kwh=price, export_price_per_kwh=price)
    ...     return bc.Site(load_watt=[0.0] * len(price), dt_second=3600.0, tariff=tariff)
    >>> stream.push(hours(0.10, 0.20, 0.30)).power_watt.tolist(), stream.open_steps
    ([1000.0, 0.0], 1)
    >>> stream.push(hours(0.05)).power_watt.tolist(), stream.open_steps
    ([-1000.0], 1)
    >>> stream.finish(hours(0.15)).power_watt.tolist()
    [1000.0, -1000.0]
    """

    __slots__ = ("_battery", "_native", "_soc_start")

    def __init__(self, battery: Battery, *, soc_start: float) -> None:
        self._battery = battery
        self._soc_start = number("soc_start", soc_start)
        self._native = _battcore.DispatchStream(battery, self._soc_start)

    @property
    def open_steps(self) -> int:
        """How many steps the future still decides about."""
        return self._native.open_steps()

    def push(
        self,
        site: Site,
        *,
        soc_floor: ArrayLike | None = None,
        soc_ceiling: ArrayLike | None = None,
        holding_cost: HoldingCost | None = None,
    ) -> Decisions:
        """Add the steps of a site after those that came before.

        Parameters
        ----------
        site : Site
            Load, generation, limits and prices of the next steps; demand charges are passed over.
        soc_floor, soc_ceiling : float or array-like, shape (n,), optional
            Lowest and highest state of charge at the end of each of them. [1]
        holding_cost : HoldingCost, optional
            What holding energy costs.

        Returns
        -------
        Decisions
            Those that are final now, in the order of the steps.

        Raises
        ------
        InputError
            As `optimize`, and for a negative price at which losing energy would pay.
        InfeasibleError
            If no schedule keeps within all limits; its `step` counts from the first of `site`, and
            the stream is then as before.
        """
        wishes = Wishes(
            soc_start=self._soc_start,
            soc_floor=soc_floor,
            soc_ceiling=soc_ceiling,
            holding_cost=holding_cost,
        )
        return Decisions(*self._native.push(self._battery, site, wishes, False))

    def finish(
        self,
        site: Site,
        *,
        soc_end: float | None = None,
        soc_end_min: float | None = None,
        end_value_per_kwh: float = 0.0,
        soc_floor: ArrayLike | None = None,
        soc_ceiling: ArrayLike | None = None,
        holding_cost: HoldingCost | None = None,
    ) -> Decisions:
        """Add the last steps, and settle all that is open.

        Parameters
        ----------
        site : Site
            The last steps, as in `push`.
        soc_end, soc_end_min : float, optional
            State of charge to end at, and the lowest to end at; None: any. [1]
        end_value_per_kwh : float
            What a kWh is worth that is left at the end, inside the battery. [currency/kWh]
        soc_floor, soc_ceiling : float or array-like, shape (n,), optional
            Lowest and highest state of charge at the end of each step. [1]
        holding_cost : HoldingCost, optional
            What holding energy costs.

        Returns
        -------
        Decisions
            All that were open.

        Raises
        ------
        InputError
            As `push`.
        InfeasibleError
            As `push`, and if the end cannot be reached.
        """
        wishes = Wishes(
            soc_start=self._soc_start,
            soc_end=soc_end,
            soc_end_min=soc_end_min,
            end_value_per_kwh=end_value_per_kwh,
            soc_floor=soc_floor,
            soc_ceiling=soc_ceiling,
            holding_cost=holding_cost,
        )
        return Decisions(*self._native.push(self._battery, site, wishes, True))
