"""What a market pays for reserve that is kept free."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import Floats, bounded, per_step
from battcore.error import InputError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReserveOffer:
    """Prices of regulation capacity: of power kept free for a call, whether it comes or not.

    A kW sold up can be given on top of what is planned, one sold down can be taken, each for
    `duration_second` at any moment of the step: power, stored energy and room for it are there,
    and the connection carries it.

    Raises
    ------
    InputError
        If a price is not finite or the duration is not within a second and a year.

    Examples
    --------
    >>> ReserveOffer(price_up_per_kw_hour=0.02, duration_second=900.0).price_down_per_kw_hour
    0.0
    """

    price_up_per_kw_hour: float | Floats | ArrayLike = 0.0
    """For a kW that can be given, held for an hour: one price, or one per step.
    [currency/kW/h]"""
    price_down_per_kw_hour: float | Floats | ArrayLike = 0.0
    """For a kW that can be taken. [currency/kW/h]"""
    duration_second: float = 3600.0
    """How long a full call must be held. [s]"""
    symmetric: bool = False
    """Whether as much must be sold up as down."""

    def __post_init__(self) -> None:
        for name in ("price_up_per_kw_hour", "price_down_per_kw_hour"):
            price = per_step(name, getattr(self, name))
            is_finite = np.isfinite(np.atleast_1d(price))
            if not is_finite.all():
                index = int(np.argmin(is_finite)) if np.ndim(price) else None
                raise InputError(f"{name} is not finite", name, index)
            object.__setattr__(self, name, price)
        duration = bounded("duration_second", self.duration_second, 1.0, 31_536_000.0)
        object.__setattr__(self, "duration_second", duration)
