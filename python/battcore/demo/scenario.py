"""Who stands beside whom: battery, site and policy of a run."""

from dataclasses import dataclass, replace
from typing import Literal, Self

import numpy as np

from battcore._arrays import Floats, floats
from battcore.datasets import ai_training, ambient_temperature, outages
from battcore.datasets._checks import within
from battcore.demo.equipment import CRITICAL_SHARE, TARGET_SOC, TARIFF, battery, stack
from battcore.demo.trace_file import LoadTrace
from battcore.dispatch import Policy
from battcore.simulation import SimulationRun, simulate
from battcore.site import Battery, Site
from battcore.trace import resample

DAY_SECOND = 86_400.0
YEAR_DAYS = 365.0
YEAR_SECOND = YEAR_DAYS * DAY_SECOND
SEED = 7
OUTAGES_PER_YEAR = 0.6
LONGEST_YEARS = 1000.0
CAMPUS_WATT = 300e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """All that `battcore.simulate` takes."""

    name: str
    """What the report calls it."""
    battery: Battery
    """The battery."""
    site: Site
    """Load, outages, weather and tariff."""
    policy: Policy
    """What decides."""
    years: float | None
    """How long; None: one pass of the trace. [a]"""
    soc_start: float
    """State of charge at the start. [1]"""

    @property
    def load_watt(self) -> Floats:
        """Load of the trace. [W]"""
        return floats("load_watt", self.site.load_watt)

    @property
    def dt_second(self) -> Floats:
        """Each step of the trace. [s]"""
        return np.broadcast_to(floats("dt_second", self.site.dt_second), self.load_watt.shape)

    @property
    def pass_second(self) -> float:
        """Length of one pass of the trace. [s]"""
        return float(self.dt_second.sum())

    def resampled(self, dt_second: float) -> Self | None:
        """Take means over longer steps.

        Parameters
        ----------
        dt_second : float
            The longer step. [s]

        Returns
        -------
        Scenario or None
            The same with load and ambient averaged; None if no step is shorter than that.
        """
        site = self.site
        if np.min(self.dt_second) >= dt_second:
            return None
        load = resample(self.load_watt, self.dt_second, dt_second)
        ambient = np.broadcast_to(site.ambient_temperature_celsius, self.load_watt.shape)
        warmth = resample(ambient, self.dt_second, dt_second)
        coarse = replace(
            site,
            load_watt=load.values,
            dt_second=load.dt_second,
            ambient_temperature_celsius=warmth.values,
        )
        return replace(self, site=coarse)

    def over(self, years: float | None) -> Self:
        """Take the same for another time.

        Parameters
        ----------
        years : float or None
            How long; None: one pass of the trace. [a]

        Returns
        -------
        Scenario
            All else as it was.
        """
        return replace(self, years=years)

    def simulate(self, *, log: Literal["all", "day", "year"] | float) -> SimulationRun:
        """Run it.

        Parameters
        ----------
        log : {"all", "day", "year"} or float
            As in `battcore.simulate`.

        Returns
        -------
        SimulationRun
            What came of it.
        """
        return simulate(
            self.battery,
            self.site,
            self.policy,
            years=self.years,
            soc_start=self.soc_start,
            log=log,
        )


def campus(
    years: float = 10.0,
    *,
    power_watt: float | None = None,
    hours: float = 1.0,
    seed: int = SEED,
) -> Scenario:
    """Put a battery beside the bundled campus, at steps of a minute.

    Parameters
    ----------
    years : float
        How long; a year of load and weather is drawn and repeated. [a]
    power_watt : float, optional
        Rated power of the battery; None: half that of the campus. [W]
    hours : float
        Energy capacity over rated power. [h]
    seed : int
        Which load, weather and outages. [1]

    Returns
    -------
    Scenario
        A few outages fall into random hours.
    """
    within("years", years, np.finfo(float).tiny, LONGEST_YEARS)
    span = min(YEAR_DAYS, np.ceil(years * YEAR_DAYS)) * DAY_SECOND
    load = ai_training(span, 60.0, power_watt=CAMPUS_WATT, seed=seed)
    site = Site(
        load_watt=load,
        dt_second=60.0,
        tariff=TARIFF,
        outages=_a_few_outages(years, seed),
        critical_load_watt=CRITICAL_SHARE * CAMPUS_WATT,
        ambient_temperature_celsius=ambient_temperature(span, 60.0, mean_celsius=20.0, seed=seed),
    )
    return Scenario(
        name="a 300 MW AI campus",
        battery=battery(CAMPUS_WATT / 2 if power_watt is None else power_watt, hours),
        site=site,
        policy=stack(load, 60.0),
        years=years,
        soc_start=TARGET_SOC,
    )


def campus_day(dt_second: float, *, like: Scenario, seed: int = SEED) -> Scenario:
    """Take the first day of the campus alone, at another step.

    Parameters
    ----------
    dt_second : float
        Step. [s]
    like : Scenario
        Whose battery and policy stand there.
    seed : int
        As in `campus`. [1]

    Returns
    -------
    Scenario
        One day without outages.
    """
    site = Site(
        load_watt=ai_training(DAY_SECOND, dt_second, power_watt=CAMPUS_WATT, seed=seed),
        dt_second=dt_second,
        critical_load_watt=CRITICAL_SHARE * CAMPUS_WATT,
        ambient_temperature_celsius=ambient_temperature(
            DAY_SECOND, dt_second, mean_celsius=20.0, seed=seed
        ),
    )
    return Scenario(
        name=f"the first day at steps of {dt_second:g} s",
        battery=like.battery,
        site=site,
        policy=like.policy,
        years=None,
        soc_start=TARGET_SOC,
    )


def beside(
    trace: LoadTrace,
    years: float | None = None,
    *,
    power_watt: float | None = None,
    hours: float = 1.0,
    seed: int = SEED,
) -> Scenario:
    """Put a battery beside a load of one's own.

    Parameters
    ----------
    trace : LoadTrace
        The load.
    years : float, optional
        How long the trace is repeated; None: one pass, without outages. [a]
    power_watt : float, optional
        Rated power of the battery; None: half the peak of the load. [W]
    hours : float
        Energy capacity over rated power. [h]
    seed : int
        Which outages. [1]

    Returns
    -------
    Scenario
        Tariff and policy are those of `campus`, scaled to the peak of the load.
    """
    if years is not None:
        within("years", years, np.finfo(float).tiny, LONGEST_YEARS)
    peak = float(trace.load_watt.max())
    site = Site(
        load_watt=trace.load_watt,
        dt_second=trace.dt_second,
        tariff=TARIFF,
        outages=() if years is None else _a_few_outages(years, seed),
        critical_load_watt=CRITICAL_SHARE * peak,
        start=trace.start,
    )
    return Scenario(
        name=trace.name,
        battery=battery(peak / 2 if power_watt is None else power_watt, hours),
        site=site,
        policy=stack(trace.load_watt, trace.dt_second),
        years=years,
        soc_start=TARGET_SOC,
    )


def _a_few_outages(years: float, seed: int) -> list[tuple[float, float]]:
    count = max(1, round(OUTAGES_PER_YEAR * years))
    drawn = outages(years, count=count, median_second=300.0, sigma=1.0, seed=seed)
    return [(float(start), float(lasts)) for start, lasts in zip(*drawn, strict=True)]
