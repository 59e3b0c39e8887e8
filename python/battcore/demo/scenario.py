"""Who stands beside whom: battery, site and policy of a run."""

from dataclasses import dataclass, replace
from typing import Literal, Self

import numpy as np

from battcore._arrays import Floats, floats
from battcore.dispatch import Policy
from battcore.simulation import SimulationRun, simulate
from battcore.site import Battery, Site
from battcore.trace import resample

DAY_SECOND = 86_400.0
YEAR_DAYS = 365.0
YEAR_SECOND = YEAR_DAYS * DAY_SECOND


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
