"""The optimum over a horizon that moves along, with forecasts that may err."""

from collections.abc import Callable
from dataclasses import dataclass

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, number, per_step, whole
from battcore._checked import make_plain
from battcore.dispatch._policy import Policy
from battcore.dispatch._view import View
from battcore.dispatch._wishes import HoldingCost
from battcore.error import InputError
from battcore.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastError:
    """An error of forecasts that is nothing now and grows with lead time.

    An autoregression of first order: at a lead time its variance is that of far steps times
    ``1 - exp(-2 * lead_second / correlation_second)``, and neighboring steps go astray together.
    What is told of a step gets better as it comes nearer. The same seed gives the same errors,
    whatever is run before, beside or after.

    Raises
    ------
    InputError
        If a number makes no sense.

    Examples
    --------
    >>> ForecastError(std=0.2, correlation_second=6 * 3600.0, seed=7).relative
    True
    """

    std: float
    """Standard deviation far ahead: a share of what is foretold, or in its unit."""
    correlation_second: float
    """Time over which an error falls to 1/e. [s]"""
    relative: bool = True
    """Whether it multiplies what is foretold; False: it is added, in W or currency/kWh."""
    seed: int = 0
    """Of the random numbers; errors with one seed go astray together."""

    def __post_init__(self) -> None:
        make_plain(self, beside=("relative", "seed"))
        object.__setattr__(self, "relative", bool(self.relative))
        object.__setattr__(self, "seed", whole("seed", self.seed, 0, 2**64 - 1))
        _battcore.check_forecast_error(self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RecedingHorizon(Policy):
    """Plan what costs least over a horizon that moves along, and do what comes first.

    Model predictive control: each plan is the exact optimum of `battcore.dispatch.optimize` from
    the present state of charge over the steps that are foretold, energy prices, wear, losses,
    limits of the connection and demand charges included. Of a demand charge, the peak that the
    billing period has reached is free, as it is paid whatever comes, and what is above it costs the
    full price; it is seen in the grid power that views tell. Of plans that cost the same it keeps
    the one before. Load and generation of the present step are those of the view.

    Where no schedule within the horizon keeps all limits, each is missed as late and as little as
    can be; `SimulationRun.plans` counts such plans, and those that the horizon cut short.

    Raises
    ------
    InputError
        If a number makes no sense, or a floor lies above the ceiling; where it runs or is given a
        forecast, if a demand charge has tiers, a ratchet or intervals of several steps. A forecast
        without that charge passes it over.

    Examples
    --------
    >>> import battcore as bc
    >>> power = {"charge_power_watt": 1e6, "discharge_power_watt": 1e6}
    >>> battery = bc.Battery(energy_capacity_wh=1e6, **power)
    >>> tariff = bc.Tariff(energy_price_per_kwh=[0.2, 0.1, 0.4, 0.3])
    >>> site = bc.Site(load_watt=[1e6] * 4, dt_second=3600.0, tariff=tariff)
    >>> policy = RecedingHorizon(horizon_second=2 * 3600.0)
    >>> run = bc.simulate(battery, site, policy, soc_start=0.0, log="all")
    >>> run.log.grid_peak_watt.tolist()
    [1000000.0, 2000000.0, 0.0, 1000000.0]
    >>> run.plans.made, run.plans.impossible
    (4, 0)
    """

    horizon_second: float
    """How far it looks ahead; the steps that begin within it count. [s]"""
    replan_second: float = 0.0
    """After what time it plans anew; 0: at every step. [s]"""
    forecast: Site | Callable[[View], Site] | None = None
    """What it believes of the steps to come: load, generation, limits and tariff of a site with
    the steps of the trace, or a callable that gives a site whose first step is the one of the
    view, and whose demand charges tell the peak so far as `floor_watt`; None: the site beside
    which it runs, as it will be."""
    price_error: ForecastError | None = None
    """How far prices go astray, import and export price together."""
    load_error: ForecastError | None = None
    """How far the load goes astray."""
    generation_error: ForecastError | None = None
    """How far generation goes astray."""
    end_value_per_kwh: float = 0.0
    """What a kWh is worth that is left at the horizon, inside the battery. [currency/kWh]"""
    soc_end_min: float | None = None
    """Lowest state of charge at the horizon; None: any. [1]"""
    soc_floor: float | Floats | ArrayLike = 0.0
    """Lowest state of charge: one, or one at the end of each step of the trace. [1]"""
    soc_ceiling: float | Floats | ArrayLike = 1.0
    """Highest state of charge, in the same way. [1]"""
    holding_cost: HoldingCost | None = None
    """What holding energy costs, as calendar aging has it; its weight is by step of the trace."""

    def __post_init__(self) -> None:
        for name in ("horizon_second", "replan_second", "end_value_per_kwh"):
            object.__setattr__(self, name, number(name, getattr(self, name)))
        if self.soc_end_min is not None:
            object.__setattr__(self, "soc_end_min", number("soc_end_min", self.soc_end_min))
        for name in ("soc_floor", "soc_ceiling"):
            object.__setattr__(self, name, per_step(name, getattr(self, name)))
        for name in ("price_error", "load_error", "generation_error"):
            if not isinstance(getattr(self, name), ForecastError | None):
                raise InputError(f"{name} is no ForecastError", name)
        if not isinstance(self.holding_cost, HoldingCost | None):
            raise InputError("holding_cost is no HoldingCost", "holding_cost")
        if not isinstance(self.forecast, Site | None) and not callable(self.forecast):
            raise InputError("forecast is no Site and no callable", "forecast")
        _battcore.check_policy(self)
