"""Which problems couple steps by more than stored energy and single peaks."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import bounded
from battcore.dispatch._reserve_offer import ReserveOffer
from battcore.error import InputError
from battcore.site import Site
from battcore.tariff import DemandCharge


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coupling:
    """What is asked of a plan that no queue can read."""

    ramp_watt_per_second: float | None = None
    """The most by which grid power may change. [W/s]"""
    reserve: ReserveOffer | None = None
    """What is paid for power kept free."""

    def __post_init__(self) -> None:
        if self.ramp_watt_per_second is not None:
            name, number = "ramp_watt_per_second", np.finfo(float)
            ramp = bounded(name, self.ramp_watt_per_second, number.tiny, number.max)
            object.__setattr__(self, name, ramp)
        if self.reserve is not None and not isinstance(self.reserve, ReserveOffer):
            raise InputError("reserve is no ReserveOffer", "reserve")


def is_beyond_the_queue(site: Site, coupling: Coupling) -> bool:
    """Whether more is asked, or the tariff has tiers, ratchets, or means over several steps."""
    if coupling.ramp_watt_per_second is not None or coupling.reserve is not None:
        return True
    tariff = site.tariff
    if tariff is None:
        return False
    return (
        _has_tiers(tariff.energy_price_per_kwh)
        or _has_tiers(tariff.export_price_per_kwh)
        or any(_ties_steps(charge, site.dt_second) for charge in tariff.demand_charges)
    )


def _has_tiers(price: Any) -> bool:  # noqa: ANN401
    return isinstance(price, tuple) and any(rate.tier_limit_kwh for rate in price)


def _ties_steps(charge: DemandCharge, dt_second: ArrayLike) -> bool:
    if charge.ratchet is not None or charge.tier_limit_watt:
        return True
    return charge.interval_second is not None and charge.interval_second > np.min(dt_second)
