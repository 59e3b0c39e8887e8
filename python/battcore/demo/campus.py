"""The bundled campus: years in minutes, and a day in seconds."""

import numpy as np

from battcore.datasets import ai_training, ambient_temperature
from battcore.demo.equipment import CRITICAL_SHARE, TARGET_SOC, TARIFF, battery, stack
from battcore.demo.outages import a_few_outages
from battcore.demo.scenario import DAY_SECOND, YEAR_DAYS, Scenario
from battcore.site import Site

SEED = 7
CAMPUS_WATT = 300e6


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
    outages = a_few_outages(years, seed)
    span = min(YEAR_DAYS, np.ceil(years * YEAR_DAYS)) * DAY_SECOND
    load = ai_training(span, 60.0, power_watt=CAMPUS_WATT, seed=seed)
    site = Site(
        load_watt=load,
        dt_second=60.0,
        tariff=TARIFF,
        outages=outages,
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
