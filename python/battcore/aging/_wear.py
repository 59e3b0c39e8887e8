"""What the next use of a cell costs."""

from dataclasses import dataclass

from battcore import _battcore
from battcore._arrays import bounded, number, samples
from battcore.aging._engine import engine
from battcore.aging._state import AgingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """What the next charge, discharge or day takes, as shares of the nominal capacity."""

    charge: float
    """Lost by each nominal capacity charged. [1]"""
    discharge: float
    """Lost by each nominal capacity discharged. [1]"""
    hold: float
    """Lost by each day. [1/day]"""

    def priced(self, replacement_price_per_kwh: float, *, end_of_life: float = 0.8) -> "WearPrice":
        """Turn losses into money: the battery is bought again when it reaches its end of life.

        Parameters
        ----------
        replacement_price_per_kwh : float
            Price of a new battery, per kWh of nominal capacity. [currency/kWh]
        end_of_life : float
            Share of the nominal capacity at which it is replaced. [1]

        Returns
        -------
        WearPrice
            Prices of charging, discharging and holding.

        Raises
        ------
        InputError
            If the price is negative, or the end of life no fraction below 1.
        """
        price = bounded("replacement_price_per_kwh", replacement_price_per_kwh, 0.0, 1e100)
        left = bounded("end_of_life", end_of_life, 0.0, 1.0 - 1e-9)
        per_share = price / (1.0 - left)
        return WearPrice(
            charge_cost_per_kwh=self.charge * per_share,
            discharge_cost_per_kwh=self.discharge * per_share,
            hold_cost_per_kwh_day=self.hold * per_share,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WearPrice:
    """What wear costs."""

    charge_cost_per_kwh: float
    """Of each kWh charged, as `Battery` takes it. [currency/kWh]"""
    discharge_cost_per_kwh: float
    """Of each kWh discharged. [currency/kWh]"""
    hold_cost_per_kwh_day: float
    """Of each kWh of nominal capacity, held for a day. [currency/kWh/day]"""


def wear(
    state: AgingState,
    *,
    temperature_celsius: float = 25.0,
    soc: float = 0.5,
    dod: float = 0.8,
    c_rate: float = 0.5,
    next_efc: float = 1.0,
    next_day: float = 1.0,
) -> Wear:
    """Tell what the next use takes from a cell.

    Rates come from the formulas of the model under steady cycles, and losses from its curves in
    closed form. A curve such as a square root begins infinitely steep, so the slope is that of the
    chord over what comes next: over so many whole cycles, whose loss charging and discharging share
    as each would cause it alone.

    Parameters
    ----------
    state : AgingState
        The cell.
    temperature_celsius : float
        Its temperature. [degC]
    soc : float
        Mean state of charge of the cycles, and where it is held. [1]
    dod : float
        Depth of the cycles. [1]
    c_rate : float
        Charge moved per hour, in capacities. [1/h]
    next_efc : float
        Throughput that the chord spans, in equivalent full cycles. [1]
    next_day : float
        Time that it spans. [day]

    Returns
    -------
    Wear
        Shares of the nominal capacity that charging, discharging and holding take.

    Raises
    ------
    InputError
        If a number lies outside its bounds.

    Examples
    --------
    >>> import battcore as bc
    >>> model = bc.aging.models()["lfp_gr_250ah_prismatic"]
    >>> used = bc.aging.predict(model, [0.1, 0.9, 0.1], 25.0, 43_200.0, years=2).state
    >>> price = bc.aging.wear(used, c_rate=0.2).priced(150.0)
    >>> round(price.discharge_cost_per_kwh, 4)
    0.0153
    """
    conditions = {
        "temperature_celsius": temperature_celsius,
        "soc": soc,
        "dod": dod,
        "c_rate": c_rate,
    }
    charge, discharge, hold = _battcore.aging_wear(
        engine(state.model, tuple(state.parameters), state.reading),
        samples("parameters", [*state.parameters.values()]),
        state.memory,
        tuple(number(name, value) for name, value in conditions.items()),  # type: ignore[arg-type]
        number("next_efc", next_efc),
        number("next_day", next_day),
    )
    return Wear(charge=charge, discharge=discharge, hold=hold)
