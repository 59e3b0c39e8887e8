"""A battery and what stands beside it behind one meter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, pairs, per_step, samples
from battcore._checked import make_plain
from battcore._clock import Calendar, calendar_of, second_of_year
from battcore.aging import AgingModel
from battcore.converter import Converter
from battcore.tariff import Tariff
from battcore.thermal import Lump

_PER_STEP = (
    "dt_second",
    "generation_watt",
    "import_limit_watt",
    "export_limit_watt",
    "critical_load_watt",
    "frequency_hertz",
    "signal",
    "ambient_temperature_celsius",
)
_PARTS = ("converter", "thermal", "aging")


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """A battery as its owner knows it. What is named is simulated.

    Raises
    ------
    InputError
        If a number makes no sense; the error names it.

    Examples
    --------
    >>> import battcore as bc
    >>> battery = bc.Battery(
    ...     energy_capacity_wh=2e6,
    ...     charge_power_watt=1e6,
    ...     discharge_power_watt=1e6,
    ...     charge_efficiency=0.97,
    ...     discharge_efficiency=0.97,
    ... )
    >>> battery.soc_max
    1.0
    """

    energy_capacity_wh: float
    """Energy stored between soc 0 and 1 when new, inside the battery. [Wh]"""
    charge_power_watt: float
    """Largest AC power into it. [W]"""
    discharge_power_watt: float
    """Largest AC power out of it, as a magnitude. [W]"""
    charge_efficiency: float = 1.0
    """Stored per taken: at the DC terminals with a converter, at the AC side without. [1]"""
    discharge_efficiency: float = 1.0
    """Given per drawn, at the same place. [1]"""
    self_discharge_per_day: float = 0.0
    """Share of the stored energy that a day at rest loses. [1]"""
    soc_min: float = 0.0
    """Lowest soc to which it is discharged; leakage may take it lower. [1]"""
    soc_max: float = 1.0
    """Highest soc to which it is charged. [1]"""
    soh_capacity: float = 1.0
    """Present over nominal capacity at the start. [1]"""
    soh_resistance: float = 1.0
    """Present over nominal resistance at the start. [1]"""
    charge_cost_per_kwh: float = 0.0
    """What wear costs per AC kWh charged; an optimum weighs it against prices. [currency/kWh]"""
    discharge_cost_per_kwh: float = 0.0
    """What wear costs per AC kWh discharged. [currency/kWh]"""
    converter: Converter | None = None
    """Between the AC side and the battery."""
    thermal: Lump | None = None
    """What its losses warm; without one it has the temperature of the ambient."""
    aging: AgingModel | None = None
    """How it ages; without a model its health stays."""

    def __post_init__(self) -> None:
        make_plain(self, beside=_PARTS)
        _battcore.check_battery(self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Site:
    """What lies behind one meter.

    At the connection, ``grid = load - unserved + battery + auxiliary - generation + curtailed``.

    Raises
    ------
    InputError
        If a number makes no sense, lengths differ, or outages overlap.

    Examples
    --------
    >>> import battcore as bc
    >>> site = bc.Site(load_watt=[5e5, 8e5, 6e5], dt_second=3600.0, outages=[(3600.0, 300.0)])
    >>> len(site.load_watt)
    3
    """

    load_watt: Floats | ArrayLike
    """Power that the load asks for, shape (n,), n at least 1, not negative. [W]"""
    dt_second: float | Floats | ArrayLike
    """How long each sample holds: one step for all or one each, at most a year. [s]"""
    generation_watt: float | Floats | ArrayLike = 0.0
    """What sun and wind beside the load would give, not negative. [W]"""
    curtailable: bool = False
    """Whether generation may be turned down."""
    import_limit_watt: float | Floats | ArrayLike = inf
    """Most that may be drawn from the grid: one limit, or one per step. [W]"""
    export_limit_watt: float | Floats | ArrayLike = inf
    """Most that may be fed into the grid, as a magnitude: one limit, or one per step. [W]"""
    tariff: Tariff | None = None
    """What the connection costs."""
    outages: Sequence[tuple[float, float]] = ()
    """Times without the grid, in their order: start, counted from the start of the run, and
    duration. [s]"""
    critical_load_watt: float | Floats | ArrayLike | None = None
    """Part of the load that an outage leaves to be carried; None: all of it. [W]"""
    frequency_hertz: float | Floats | ArrayLike | None = None
    """Of the grid, where a policy answers it: one value, or one per step. [Hz]"""
    signal: float | Floats | ArrayLike | None = None
    """What a regulation market asks for, from -1 (take) to 1 (give): one value, or one per step."""
    ambient_temperature_celsius: float | Floats | ArrayLike = 25.0
    """Around the battery. [°C]"""
    start: datetime | None = None
    """When the trace starts, on the clock of the place, as in `battcore.tariff.bill`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "load_watt", samples("load_watt", self.load_watt))
        for name in _PER_STEP:
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, per_step(name, value))
        object.__setattr__(self, "outages", pairs("outages", self.outages))
        _battcore.check_site(self)

    @property
    def start_second(self) -> float:
        """Where in the clock's year of 365 days the trace starts. [s]"""
        return second_of_year(self.start)

    @property
    def calendar(self) -> Calendar:
        """By which the rules of the tariff are read."""
        return calendar_of(self.start)
