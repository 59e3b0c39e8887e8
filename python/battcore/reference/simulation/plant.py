"""The physics of one step: limits, converter, store, heat, wear."""

from dataclasses import dataclass

from battcore import Battery
from battcore.reference import converter, site, thermal
from battcore.reference import soc as store
from battcore.reference.simulation.wear import Wear

HOUR, DAY = 3600.0, 86_400.0
SAME_MOMENT = 1e-9  # share of a step within which two moments are one


@dataclass(frozen=True, slots=True)
class Flow:
    """What a step within one day did."""

    dt_second: float
    power_watt: float
    auxiliary_watt: float
    stored_wh: float
    converter_loss_wh: float
    battery_loss_wh: float
    self_discharge_wh: float
    capacity_change_wh: float
    temperature_celsius: float


class Plant:
    """A battery with all that it takes from one step to the next."""

    def __init__(self, battery: Battery, soc: float, start_second: float) -> None:
        self.battery = battery
        self.soc = soc
        self.celsius: float | None = None
        self.soh_capacity, self.soh_resistance = battery.soh_capacity, battery.soh_resistance
        self.time_second = 0.0
        self.midnight_second = DAY - start_second % DAY
        self.efc = 0.0
        self.wear = Wear(battery.aging.card, soc) if battery.aging else None

    @property
    def capacity_wh(self) -> float:
        """Energy between soc 0 and 1 at present health."""
        return self.battery.energy_capacity_wh * self.soh_capacity

    def step(self, power: float, dt: float, ambient: float, *, grid: bool) -> list[Flow]:
        """Run at a power for a while, day by day."""
        flows = []
        while dt > 0.0:
            to_midnight = self.midnight_second - self.time_second
            piece = dt if dt <= to_midnight * (1.0 + SAME_MOMENT) else to_midnight
            flows.append(self._within_a_day(power, piece, ambient, grid=grid))
            dt -= piece
        return flows

    def _within_a_day(self, asked: float, dt: float, ambient: float, *, grid: bool) -> Flow:
        power, dc = self._limited(asked, dt)
        leaked = self.soc * self.capacity_wh * (1.0 - self._retention(dt))
        losses = dt / HOUR * (power - dc), dt / HOUR * (dc - self._into_store(dc))
        before = self.soc
        self.soc, _ = store.step(self._store(), before, dc, dt)
        stored = (self.soc - before) * self.capacity_wh
        celsius = self._warm((losses[1] + leaked) * HOUR / dt, dt, ambient)
        self.efc += abs(self.soc - before) * self.soh_capacity / 2
        if self.wear:
            self.wear.note(dt, self.soc, celsius)
        self.time_second += dt
        standby = self.battery.converter.standby_power_watt if self.battery.converter else 0.0
        auxiliary = standby if power == 0.0 and grid else 0.0
        gained = self._turn_the_day(dt)
        return Flow(dt, power, auxiliary, stored, *losses, leaked, gained, celsius)

    def _limited(self, asked: float, dt: float) -> tuple[float, float]:
        """AC and DC power that the limits leave of what is asked for."""
        charge, discharge = site.power_limits(self.battery)
        ac = min(max(asked, -discharge), charge)
        parts = self.battery.converter
        dc_asked = converter.dc_power(parts, ac) if parts else ac
        _, dc = store.step(self._store(), self.soc, dc_asked, dt)
        if dc == dc_asked:
            return ac, dc
        return converter.ac_power(parts, dc) if parts else dc, dc

    def _store(self) -> store.Store:
        battery = self.battery
        return store.Store(
            energy_capacity_wh=self.capacity_wh,
            soc_min=battery.soc_min,
            soc_max=battery.soc_max,
            charge_efficiency=battery.charge_efficiency,
            discharge_efficiency=battery.discharge_efficiency,
            self_discharge_per_day=battery.self_discharge_per_day,
        )

    def _retention(self, dt: float) -> float:
        return float((1.0 - self.battery.self_discharge_per_day) ** (dt / DAY))

    def _into_store(self, dc: float) -> float:
        battery = self.battery
        return dc * battery.charge_efficiency if dc > 0.0 else dc / battery.discharge_efficiency

    def _warm(self, heat: float, dt: float, ambient: float) -> float:
        """Mean temperature over the step; the one at its end is kept."""
        start = ambient if self.celsius is None else self.celsius
        lump = self.battery.thermal
        still = (ambient, ambient)
        self.celsius, mean = thermal.step(lump, start, heat, dt, ambient) if lump else still
        return mean

    def _turn_the_day(self, dt: float) -> float:
        """Bring health up to date at midnight; energy that the capacity takes along, soc kept."""
        if self.midnight_second - self.time_second > SAME_MOMENT * dt:
            return 0.0
        self.time_second = self.midnight_second
        self.midnight_second += DAY
        before = self.capacity_wh
        if self.wear:
            capacity, resistance = self.wear.close_day()
            self.soh_capacity = self.battery.soh_capacity * capacity
            self.soh_resistance = self.battery.soh_resistance * resistance
        return self.soc * (self.capacity_wh - before)
