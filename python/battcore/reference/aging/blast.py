"""BLAST-Lite's own driver, habit by habit, straight from the card."""

import math
from collections.abc import Iterator
from dataclasses import InitVar, dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from battcore.reference import cycles
from battcore.reference.aging.card import Card
from battcore.reference.aging.duty import DAY, HOUR, REST
from battcore.reference.aging.smoothness import Floats

YEAR_DAY = 365.0


@dataclass(frozen=True, slots=True)
class Profile:
    """Samples of a duty, or of a part of it."""

    time: Floats
    soc: Floats
    celsius: Floats

    def part(self, start: int, end: int) -> "Profile":
        """Samples from `start` to `end`, both included."""
        columns = (self.time, self.soc, self.celsius)
        return Profile(*(column[start : end + 1] for column in columns))

    def rescaled(self, factor: float) -> "Profile":
        """Steps of the state of charge `factor` times as large, from the first sample on."""
        ways = np.cumsum(np.diff(self.soc, prepend=self.soc[0]) * factor)
        return Profile(self.time, np.clip(self.soc[0] + ways, 0.0, 1.0), self.celsius)


@dataclass(slots=True)
class Battery:
    """A battery that ages, one sub-step after the other."""

    text: InitVar[str]
    scalar: float = 1.0
    card: Card = field(init=False)
    day: float = 0.0
    efc: float = 0.0
    q: float = 1.0  # of a new battery, whatever its states start with
    levels: dict[str, float] = field(init=False)
    rates: dict[str, Any] = field(init=False, default_factory=dict)
    dx: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self, text: str) -> None:
        self.card = Card(text)
        for name, value in self.card.entries["blast"].get("parameters", {}).items():
            self.card.entries["parameters"][name]["value"] = value
        states = self.card.states.items()
        self.levels = {name: float(state.get("start", 0.0)) for name, state in states}

    def update(self, window: Profile) -> None:
        """Live through one sub-step."""
        conditions = stressors(window, self.q)
        self.dx = {"time_day": conditions.pop("day"), "efc": conditions.pop("efc")}
        self.rates = conditions | self._means(window, conditions)
        self.repeat()

    def repeat(self, logged: float = 1.0) -> None:
        """Live through it once more, with the same rates; `logged` of its charge is counted."""
        for name, state in self.card.states.items():
            step = self._step(name, state)
            if math.isfinite(self.levels[name] + step):
                self.levels[name] += step
        self.day += self.dx["time_day"]
        self.efc += self.dx["efc"] * logged
        self.q = float(self.card.value(self.card.entries["health"]["soh_capacity"], self.levels))

    def _means(self, window: Profile, conditions: dict[str, float]) -> dict[str, float]:
        known = conditions | {"T": window.celsius + 273.15, "soc": window.soc}
        rates = [name for name in self.card.entries["rates"] if self.card.is_averaged(name)]
        values = {
            name: np.broadcast_to(self.card.rate(name, known), window.time.shape) for name in rates
        }
        unweighted = self.card.entries["blast"].get("unweighted", ())
        with np.errstate(invalid="ignore"):  # no time passes between one sample and itself
            length = window.time[-1] - window.time[0]
            return {
                name: float(
                    of.mean() if name in unweighted else np.trapezoid(of, window.time) / length
                )
                for name, of in values.items()
            }

    def _step(self, name: str, state: dict[str, Any]) -> float:
        k, p, limit = (
            float(self.card.value(state.get(argument, "1"), self.rates))
            for argument in ("k", "p", "y_inf")
        )
        dx = self.dx[state["x"]] * state.get("x_scale", 1.0)
        step = self.scalar * increment(state["law"], self.levels[name], dx, k, p, limit)
        leap = self.card.entries["blast"].get("leap")
        if leap and leap["state"] == name and step > leap["largest"]:
            return float(leap["per_efc"]) * self.dx["efc"]
        return step


def increment(law: str, y: float, dx: float, k: float, p: float, limit: float) -> float:
    """Slope at the start of the step, times its length; the curve itself from zero on."""
    if law == "linear":
        return k * dx
    if dx == 0 or k == 0:
        return 0.0
    start, step, rate = (np.float64(value) for value in (y, dx, k))
    with np.errstate(all="ignore"):
        match law:
            case "power":
                first = rate * step**p
                slope = rate * p * (start / rate) ** ((p - 1) / p)
            case "power_of_product":
                first = (rate * step) ** p
                slope = p * start / (start ** (1 / p) / rate)
            case "sigmoid":
                first = 2 * limit * (0.5 - 1 / (1 + np.exp((rate * step) ** p)))
                x = np.log(-2 * limit / (start - limit) - 1) ** (1 / p) / rate
                z = (rate * x) ** p
                slope = 2 * limit * p * np.exp(z) * z / (x * (np.exp(z) + 1) ** 2)
    return float(first if y == 0 else slope * step)


def stressors(window: Profile, capacity: float) -> dict[str, float]:
    """Conditions of a sub-step, in which a state of charge of 1 holds `capacity`."""
    dt, step = np.diff(window.time), np.diff(window.soc)
    rates = step / (dt / HOUR)
    rates[np.abs(rates) < REST] = 0.0
    day = float(window.time[-1] - window.time[0]) / DAY
    efc = float(np.abs(step).sum()) / 2 * capacity
    over_all_time = np.trapezoid(np.abs(rates), window.time[1:]) / DAY / day if day else 0.0
    low, high = float(window.soc.min()), float(window.soc.max())
    return {
        "day": day,
        "efc": efc,
        "T_mean": float(window.celsius.mean()) + 273.15,
        "soc_mean": float(window.soc.mean()),
        "soc_low": low,
        "soc_high": high,
        "dod": high - low,
        "c_rate": float(over_all_time) * capacity,
        "charge_c_rate": own_rate(rates, dt, rates > 0) * capacity,
        "discharge_c_rate": own_rate(-rates, dt, rates < 0) * capacity,
        "efc_per_day": efc / day if day else math.nan,
    }


def own_rate(rates: Floats, dt: Floats, chosen: NDArray[np.bool_]) -> float:
    """Mean over the chosen intervals, laid end to end."""
    own, time = rates[chosen], np.cumsum(dt[chosen])
    if own.size > 1:
        return float(np.trapezoid(own, time) / (time[-1] - time[0]))
    return float(own.sum())


def borders(profile: Profile, second: float = DAY, efc: float = 1.0) -> list[int]:
    """Last sample of each sub-step of one pass."""
    last = profile.time.size - 1
    charge = np.cumsum(np.abs(np.diff(profile.soc, prepend=profile.soc[0]))) / 2
    found, border = [], 0
    counted = cycles.rainflow(profile.soc.tolist(), plateau="last")
    for turn in sorted({*(cycle.end for cycle in counted), last}):
        if profile.time[turn] - profile.time[border] > second:
            for sample in range(border, turn):
                if profile.time[sample] - profile.time[border] > second:
                    found.append(sample)
                    border = sample
        elif charge[turn] - charge[border] > efc:
            found.append(turn)
            border = turn
    return found if found and found[-1] == last else [*found, last]


def simulate(
    battery: Battery, profile: Profile, *, years: float, conserve: bool = True
) -> Iterator[tuple[float, float, float]]:
    """Live through the profile again and again; gives days, cycles and capacity by sub-step."""
    ends = borders(profile)
    while True:
        for start, end in pairwise([-1, *ends]):
            window = profile.part(start + 1, end)
            battery.update(window.rescaled(1 / battery.q) if conserve else window)
            yield battery.day, battery.efc, battery.q
            if battery.day / YEAR_DAY > years:
                return
