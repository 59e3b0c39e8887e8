"""Which problems couple steps by more than stored energy and single peaks."""

import numpy as np
from numpy.typing import ArrayLike

from battcore.site import Site
from battcore.tariff import DemandCharge, EnergyRate


def is_beyond_the_queue(site: Site) -> bool:
    """Whether a tariff has tiers, ratchets, or means over several steps."""
    tariff = site.tariff
    if tariff is None:
        return False
    rates = (tariff.energy_price_per_kwh, tariff.export_price_per_kwh)
    return any(map(_has_tiers, rates)) or any(
        _ties_steps(charge, site.dt_second) for charge in tariff.demand_charges
    )


def _has_tiers(price: object) -> bool:
    rates = price if isinstance(price, tuple) else ()
    return any(isinstance(rate, EnergyRate) and rate.tier_limit_kwh for rate in rates)


def _ties_steps(charge: DemandCharge, dt_second: ArrayLike) -> bool:
    if charge.ratchet is not None or charge.tier_limit_watt:
        return True
    return charge.interval_second is not None and charge.interval_second > np.min(dt_second)
