"""A load of the user's, with a battery to its measure."""

from battcore.demo.campus import SEED
from battcore.demo.equipment import CRITICAL_SHARE, TARGET_SOC, TARIFF, battery, stack
from battcore.demo.outages import a_few_outages
from battcore.demo.scenario import Scenario
from battcore.demo.trace_file import LoadTrace
from battcore.site import Site


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
    peak = float(trace.load_watt.max())
    site = Site(
        load_watt=trace.load_watt,
        dt_second=trace.dt_second,
        tariff=TARIFF,
        outages=() if years is None else a_few_outages(years, seed),
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
