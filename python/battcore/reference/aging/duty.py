"""A record of duty: straight lines between points, its integrals, and the cycles in it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from battcore.reference.aging.seams import Seams
from battcore.reference.aging.smoothness import STRAIGHT, Floats, gauss

Conditions = dict[str, float]

DAY = 86_400.0
HOUR = 3600.0
REST = 0.01  # slower than this many capacities per hour is rest
WARMER = 1 / 512  # temperatures this close, usually an eighth of a kelvin, are as good as one
Sample = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Cycle:
    """A counted range between two points, and the point at which it closed."""

    start: int
    end: int
    closed: int
    count: float


@dataclass(frozen=True, slots=True)
class Step:
    """A straight piece of a record, with state of charge and kelvin at both ends."""

    start: Floats
    end: Floats
    second: float

    @property
    def middle(self) -> Floats:
        """What it is in the middle."""
        return (self.start + self.end) / 2

    @property
    def way(self) -> Floats:
        """How far either moves."""
        return np.abs(self.end - self.start)

    def part(self, early: float, late: float) -> "Step":
        """Cut out what lies between two shares of its length."""
        ends = (self.start + share * (self.end - self.start) for share in (early, late))
        start, end = ends
        end = self.end if late == 1 else end
        return Step(start, end, (late - early) * self.second)


@dataclass(frozen=True, slots=True)
class Stay:
    """Pieces in a row, one after the other, of which one sample may speak."""

    low: Floats  # state of charge, and temperature in the middle of each piece
    high: Floats
    over_time: Floats
    second: float

    @classmethod
    def of(cls, piece: Step) -> "Stay":
        """Begin with a piece."""
        ends = np.array([piece.start, piece.end])
        ends[:, 1] = piece.middle[1]
        low, high = ends.min(axis=0), ends.max(axis=0)
        return cls(low, high, piece.middle * piece.second, piece.second)

    def over(self, piece: Step) -> "Stay":
        """Go on over one more piece."""
        more = Stay.of(piece)
        return Stay(
            np.minimum(self.low, more.low),
            np.maximum(self.high, more.high),
            self.over_time + more.over_time,
            self.second + more.second,
        )

    def is_close(self, steepness: Floats) -> bool:
        """Whether all of it lies so close together that one sample speaks for it."""
        further, warmer = (self.high - self.low) * steepness
        return bool(further <= STRAIGHT and warmer <= WARMER)

    def sample(self) -> list[Sample]:
        """Speak for all of it."""
        mean = np.clip(self.over_time / self.second, self.low, self.high)  # rounding leads beyond
        return [(*mean, self.second)]


class Duty:
    """Points of a record, with one more at each border between windows."""

    def __init__(
        self, soc: Floats, temperature_celsius: Floats, dt_second: Floats, window_second: float
    ) -> None:
        time = np.concatenate([[0.0], np.cumsum(dt_second)])
        borders = np.arange(window_second, time[-1], window_second)
        missing = [border for border in borders if np.min(np.abs(time - border)) > 1e-6 * HOUR]
        self.time = np.union1d(time, missing)
        self.soc: Floats = np.interp(self.time, time, soc)
        kelvin = np.interp(self.time, time, temperature_celsius) + 273.15
        self.kelvin: Floats = np.array([kelvin[:-1], kelvin[1:]])  # at both ends of each step
        self.capacity: Floats = np.ones(self.time.size - 1)  # behind a soc of 1, by step
        ends = np.searchsorted(self.time, borders - 1e-6 * HOUR)
        self.borders = [0, *(int(end) for end in ends), self.time.size - 1]
        self.flow = self._integrals()

    def _integrals(self) -> dict[str, Floats]:
        dt, step = np.diff(self.time), np.diff(self.soc)
        moves = np.abs(step) >= REST * dt / HOUR
        up, down = moves & (step > 0), moves & (step < 0)
        moved = np.abs(step) * self.capacity
        per_step = {
            "time": dt,
            "soc": (self.soc[1:] + self.soc[:-1]) / 2 * dt,
            "kelvin": self.kelvin.sum(axis=0) / 2 * dt,
            "moved": moved,
            "charged": np.where(up, moved, 0.0),
            "charging": np.where(up, dt, 0.0),
            "discharged": np.where(down, moved, 0.0),
            "discharging": np.where(down, dt, 0.0),
        }
        return {name: np.concatenate([[0.0], np.cumsum(of)]) for name, of in per_step.items()}

    def between(self, start: int, end: float) -> Conditions:
        """Conditions of the span between two points, the extremes left open."""
        low, high, share = math.floor(end), math.ceil(end), end % 1
        span = {
            name: float(of[low] + share * (of[high] - of[low]) - of[start])
            for name, of in self.flow.items()
        }
        time, moving = span["time"], span["charging"] + span["discharging"]
        moved = span["charged"] + span["discharged"]
        kelvin, soc = span["kelvin"] / time, span["soc"] / time
        return {
            "T": kelvin,
            "T_mean": kelvin,
            "soc": soc,
            "soc_mean": soc,
            "c_rate": moved / moving * HOUR if moving else 0.0,
            "charge_c_rate": span["charged"] / span["charging"] * HOUR if span["charging"] else 0.0,
            "discharge_c_rate": (
                span["discharged"] / span["discharging"] * HOUR if span["discharging"] else 0.0
            ),
            "efc_per_day": span["moved"] / 2 / time * DAY,
        }

    def window(self, start: int, end: int) -> Conditions:
        """Conditions of a window."""
        low, high = self.soc[start : end + 1].min(), self.soc[start : end + 1].max()
        extremes = {"soc_low": low, "soc_high": high, "dod": high - low}
        return self.between(start, end) | {name: float(of) for name, of in extremes.items()}

    def cycle(self, cycle: Cycle) -> Conditions:
        """Conditions of a cycle: those of its way out, and of its way back if it has closed."""
        low, high = sorted((float(self.soc[cycle.start]), float(self.soc[cycle.end])))
        out = self.between(cycle.start, cycle.end)
        found = out | {"soc_low": low, "soc_high": high, "dod": high - low}
        if cycle.count == 1.0:
            back = self.between(cycle.end, self.crossing(cycle))
            rises = self.soc[cycle.end] > self.soc[cycle.start]
            other = "discharge_c_rate" if rises else "charge_c_rate"
            found[other] = back[other]
        return found

    def crossing(self, cycle: Cycle) -> float:
        """Where the way back of a cycle is at its beginning again, within the step that closed."""
        before, after = self.soc[cycle.closed - 1 : cycle.closed + 1]
        share = (self.soc[cycle.start] - before) / (after - before)
        return float(cycle.closed - 1 + share)

    def samples(self, start: int, end: int, seams: Seams) -> tuple[Floats, Floats, Floats]:
        """Temperature, state of charge and weight where rates are evaluated."""
        found: list[Sample] = []
        stay: Stay | None = None
        for piece in self._pieces(start, end, seams):
            if piece.second == 0.0:
                continue  # so near to a seam that no time passes between
            region = seams.region(piece.middle)
            steepness = seams.steepness(region)
            way = float(np.max(piece.way * steepness))
            if way <= STRAIGHT and stay and seams.region((stay.low + stay.high) / 2) == region:
                longer = stay.over(piece)
                if longer.is_close(steepness):
                    stay = longer
                    continue
            found += stay.sample() if stay else []
            stay = Stay.of(piece) if way <= STRAIGHT else None
            found += [] if stay else samples_of(piece, way)
        soc, kelvin, weight = np.array(found + (stay.sample() if stay else [])).T
        return kelvin, soc, weight

    def _pieces(self, start: int, end: int, seams: Seams) -> Iterator[Step]:
        for at in range(start, end):
            ends = np.array([self.soc[at : at + 2], self.kelvin[:, at]]).T
            step = Step(ends[0], ends[1], float(self.time[at + 1] - self.time[at]))
            yield from (step.part(*shares) for shares in pairwise(seams.pieces(*ends)))


def samples_of(piece: Step, way: float) -> list[Sample]:
    """Samples of a piece along which rates bend."""
    points, shares = gauss(way)
    places = piece.start + np.outer(points, piece.end - piece.start)
    return [(*place, share * piece.second) for place, share in zip(places, shares, strict=True)]
