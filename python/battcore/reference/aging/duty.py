"""A record of duty: straight lines between points, its integrals, and the cycles in it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Conditions = dict[str, float]

DAY = 86_400.0
HOUR = 3600.0
REST = 0.01  # slower than this many capacities per hour is rest
STRAIGHT = 1 / 64  # a way of the soc this short is as good as straight: its middle serves
WARMER = 1 / 8  # temperatures this close, in kelvin, are as good as one
ORDERS = {1 / 8: 3, 1 / 4: 4, 1 / 2: 6, 1.0: 8}  # points by the way of the soc
GAUSS = {way: np.polynomial.legendre.leggauss(order) for way, order in ORDERS.items()}


@dataclass(frozen=True, slots=True)
class Cycle:
    """A counted range between two points, and the point at which it closed."""

    start: int
    end: int
    closed: int
    count: float


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

    def samples(self, start: int, end: int) -> tuple[Floats, Floats, Floats]:
        """Temperature, state of charge and weight where rates are evaluated."""
        found, stay = [], range(start, start)
        for step in range(start, end):
            longer = range(stay.start, step + 1)
            if stay and self._is_close(longer):
                stay = longer
                continue
            found += self._sample_of(stay)
            is_straight = self._is_close(range(step, step + 1))
            stay = range(step, step + is_straight)
            found += [] if is_straight else self._samples_of(step)
        kelvin, soc, weight = np.array(found + self._sample_of(stay)).T
        return kelvin, soc, weight

    def _is_close(self, steps: range) -> bool:
        """Whether one sample speaks for some steps in a row."""
        soc = self.soc[steps.start : steps.stop + 1]
        kelvin = self.kelvin[:, steps.start : steps.stop].mean(axis=0)
        return bool(np.ptp(soc) <= STRAIGHT and np.ptp(kelvin) <= WARMER)

    def _sample_of(self, steps: range) -> list[tuple[float, float, float]]:
        if not steps:
            return []
        seconds = np.diff(self.time[steps.start : steps.stop + 1])
        soc = (self.soc[steps.start : steps.stop] + self.soc[steps.start + 1 : steps.stop + 1]) / 2
        kelvin = self.kelvin[:, steps.start : steps.stop].mean(axis=0)
        mean_kelvin, mean_soc = (float(np.average(of, weights=seconds)) for of in (kelvin, soc))
        return [(mean_kelvin, mean_soc, float(seconds.sum()))]

    def _samples_of(self, step: int) -> list[tuple[float, float, float]]:
        dt = self.time[step + 1] - self.time[step]
        way = abs(self.soc[step + 1] - self.soc[step])
        points, shares = next(rule for longest, rule in GAUSS.items() if way <= longest)
        late = (points + 1) / 2
        ends = (self.kelvin[:, step], self.soc[step : step + 2])
        kelvin, soc = (a * (1 - late) + b * late for a, b in ends)
        return list(zip(kelvin, soc, shares / 2 * dt, strict=True))
