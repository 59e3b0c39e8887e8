"""Demand charges in a linear program: means over intervals, floors, ratchets and tiers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from battcore._arrays import Floats
from battcore.dispatch._linear._connection import Connection
from battcore.dispatch._linear._rises import add_rises, cost_of_rises, rises_of
from battcore.dispatch._program import Indices, Program
from battcore.error import InputError
from battcore.tariff import DemandCharge, DemandPrice, Tariff

_SAME_SECOND = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Peak:
    """A demand charge in one of its billing periods: its means, and earlier peaks it looks at."""

    price: DemandPrice
    mean: Indices
    """The mean that each part goes into."""
    step: Indices
    """The step that each part is of."""
    share: Floats
    """What of the mean it is. [1]"""
    looks_at: Sequence[int]
    """Places of earlier peaks."""
    ratchet_share: float
    """Of them, what is billed at least. [1]"""

    @classmethod
    def of(
        cls, price: DemandPrice, edges: Floats, looks_at: Sequence[int], ratchet_share: float
    ) -> "Peak":
        """Read one, the edges of steps being counted in seconds from the start."""
        step = np.concatenate([np.arange(*span) for span in price.steps])
        mean = _intervals(price, edges[step], edges[step + 1])
        held = np.diff(edges)[step]
        share = held / np.bincount(mean, held)[mean]
        return cls(price, mean, step, share, looks_at, ratchet_share)

    @property
    def limits_kw(self) -> Floats:
        """Where tiers end."""
        return self.price.tier_limit_watt / 1e3

    @property
    def rises(self) -> Floats:
        """By how much each tier is dearer, shape (k, 1). [currency/kW]"""
        return rises_of("price_per_kw", self.price.price_per_kw)[:, None]

    def metered_kw(self, grid_kw: Floats) -> float:
        """The highest mean."""
        means = np.bincount(self.mean, self.share * grid_kw[self.step])
        return max(float(means.max()), 0.0)

    def cost(self, billed_kw: float) -> float:
        """What so much is charged. [currency]"""
        above = cost_of_rises(np.array([billed_kw]), self.limits_kw, self.rises)
        return billed_kw * float(self.price.price_per_kw[0]) + above


def _intervals(price: DemandPrice, begin: Floats, end: Floats) -> Indices:
    """The interval of each step, counted up from zero; a step may be several of them."""
    if price.interval_second is None:
        return np.arange(begin.size)
    length, before = price.interval_second, price.into_interval_second
    slack = _SAME_SECOND / length
    start, stop = (begin + before) / length, (end + before) / length
    first = np.floor(start + slack)
    lies_within = stop <= first + 1.0 + slack
    fills_some = (np.abs(start - start.round()) < slack) & (np.abs(stop - stop.round()) < slack)
    if not (fits := lies_within | fills_some).all():
        index = int(np.argmin(fits))
        message = f"interval_second = {length:g}: an interval ends within a step"
        raise InputError(message, "interval_second", index, length)
    return np.unique(first, return_inverse=True)[1]


def peaks_of(prices: Sequence[DemandPrice], tariff: Tariff, edges: Floats) -> tuple[Peak, ...]:
    """Read all, and tie those of one charge together by its ratchet."""
    return tuple(
        Peak.of(price, edges, *_ratcheted(price, prices, tariff.demand_charges[price.charge]))
        for price in prices
    )


def _ratcheted(
    now: DemandPrice, prices: Sequence[DemandPrice], charge: DemandCharge
) -> tuple[Sequence[int], float]:
    """Which peaks a ratchet looks at, and the share of them that is billed at least."""
    ratchet = charge.ratchet
    if ratchet is None:
        return (), 0.0
    looks_at = [
        place
        for place, other in enumerate(prices)
        if other.charge == now.charge
        and now.period - ratchet.months <= other.period < now.period
        and other.period % 12 + 1 in ratchet.of_months
    ]
    return looks_at, float(np.ravel(ratchet.share)[now.period % 12])


def add_peaks(program: Program, connection: Connection, peaks: Sequence[Peak]) -> None:
    """Add columns and rows that charge for the highest means of grid power."""
    metered = program.columns(len(peaks))
    floors = [peak.price.floor_watt / 1e3 for peak in peaks]
    prices = [peak.price.price_per_kw[0] for peak in peaks]
    billed = program.columns(len(peaks), low=floors, cost=prices)
    for place, peak in enumerate(peaks):
        means = program.rows(int(peak.mean.max()) + 1, low=0.0)
        program.enter(means, metered[place], 1.0)
        connection.enter_grid(program, means[peak.mean], peak.step, -peak.share)
        earlier = [place, *peak.looks_at]
        rows = program.rows(len(earlier), low=0.0)
        program.enter(rows, billed[place], 1.0)
        shares = np.append(1.0, np.full(len(peak.looks_at), peak.ratchet_share))
        program.enter(rows, metered[earlier], -shares)
        add_rises(program, billed[place : place + 1], peak.limits_kw, peak.rises)


def billed_kw(peaks: Sequence[Peak], grid_kw: Floats) -> list[float]:
    """The power that each is paid for."""
    metered = [peak.metered_kw(grid_kw) for peak in peaks]
    return [
        max(
            metered[place],
            peak.price.floor_watt / 1e3,
            *(peak.ratchet_share * metered[earlier] for earlier in peak.looks_at),
        )
        for place, peak in enumerate(peaks)
    ]
