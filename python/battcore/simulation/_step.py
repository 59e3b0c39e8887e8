"""One step at a time, for a live controller or another simulator."""

from dataclasses import dataclass
from datetime import datetime

from battcore import _battcore
from battcore._arrays import number
from battcore._clock import second_of_year
from battcore.simulation._state import State
from battcore.site import Battery


@dataclass(frozen=True, slots=True)
class Step:
    """What a battery did in one step.

    Energy balances: ``power_watt * dt = stored + converter loss + battery loss + self-discharge``.
    """

    power_watt: float
    """AC power really taken in, a mean over the step. [W]"""
    dc_power_watt: float
    """DC power, a mean over the step. [W]"""
    auxiliary_watt: float
    """Drawn from the AC side beside it. [W]"""
    stored_change_wh: float
    """Change of the stored energy, but for `capacity_change_wh`. [Wh]"""
    converter_loss_wh: float
    """Lost between AC side and DC terminals. [Wh]"""
    battery_loss_wh: float
    """Lost inside the battery while it charges or discharges. [Wh]"""
    self_discharge_wh: float
    """Lost at rest. [Wh]"""
    capacity_change_wh: float
    """Change of the stored energy because the capacity changed while soc stayed. [Wh]"""
    temperature_celsius: float
    """Mean temperature of the battery. [°C]"""


def start(battery: Battery, *, soc: float = 0.5, start: datetime | None = None) -> State:
    """Put a battery at rest before its first step.

    Parameters
    ----------
    battery : Battery
        The battery.
    soc : float
        Its state of charge, within its limits. [1]
    start : datetime, optional
        When the first step begins, on the clock of the place; None: at the start of a year.

    Returns
    -------
    State
        To be handed to `step`.

    Raises
    ------
    InputError
        If `soc` lies outside the limits of the battery.
    """
    model = battery.aging._native if battery.aging else None  # noqa: SLF001
    soc = number("soc_start", soc)
    fields = _battcore.simulation_start(battery, model, soc, second_of_year(start))
    return State(**fields)


def step(
    battery: Battery,
    state: State,
    power_watt: float,
    dt_second: float,
    *,
    ambient_temperature_celsius: float = 25.0,
    grid: bool = True,
) -> tuple[State, Step]:
    """Run a battery at a power for a while; whatever it cannot do, it does not do.

    The same step as in `battcore.simulate`. Where a clock day ends within it, health changes there.

    Parameters
    ----------
    battery : Battery
        The battery.
    state : State
        From `start`, or from the step before.
    power_watt : float
        AC power wanted, positive when charging. [W]
    dt_second : float
        For how long, at most a year. [s]
    ambient_temperature_celsius : float
        Around the battery. [°C]
    grid : bool
        Whether there is a grid to draw standby power from.

    Returns
    -------
    state : State
        After the step; the one before is left as it was.
    step : Step
        What the battery did.

    Raises
    ------
    InputError
        If a number makes no sense, or the state is that of another battery.

    Examples
    --------
    >>> import battcore as bc
    >>> power = {"charge_power_watt": 5e5, "discharge_power_watt": 5e5}
    >>> battery = bc.Battery(energy_capacity_wh=1e6, **power)
    >>> state = bc.simulation.start(battery, soc=0.5)
    >>> state, done = bc.simulation.step(battery, state, 6e5, 3600.0)
    >>> done.power_watt, state.soc
    (500000.0, 1.0)
    """
    model = battery.aging._native if battery.aging else None  # noqa: SLF001
    fields, numbers = _battcore.simulation_step(
        battery,
        model,
        state,
        number("power_watt", power_watt),
        number("dt_second", dt_second),
        number("ambient_temperature_celsius", ambient_temperature_celsius),
        grid,
    )
    return State(**fields), Step(*numbers)
