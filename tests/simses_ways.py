"""What SimSES 1.3.12 does step by step, where that is more than the equations of its models."""

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Lines:
    """Capacity in percent over days at a state of charge: a quick line, then a slow one."""

    quick: tuple[float, float]
    slow: tuple[float, float, float, float]

    def loss(self, soc, days, slack=0.0):
        """Loss by days of rest; a day lies on the slow line if its date is beyond 35 - `slack`."""
        (a, b), (c, d, e, f) = self.quick, self.slow
        loss = 0.0
        for _ in range(days if soc >= 0.7 else 0):
            date = ((1 - loss) * 100 - 100) / (a * soc + b)
            if date > 35 - slack:
                date = ((1 - loss) * 100 - (e * soc + f)) / (c * soc + d)
                loss = 1 - ((c * soc + d) * (date + 1) + (e * soc + f)) / 100
            else:
                loss = 1 - ((a * soc + b) * (date + 1) + 100) / 100
        return loss


LINES = {
    "lto_nmc": Lines((-0.3517, 0.2275), (-0.01189, 0.008428, -11.89, 107.7)),
    "lto_lmo": Lines((-0.3583, 0.233405), (-0.009665, 0.004905, -12.27, 108.0)),
}


def sanyo(low, high, depth, cycles, start):
    """Loss and gain by cycles between two voltages, the last one before them being `start`."""
    lost = gained = moved = 0.0
    last = start
    for voltage in [high, low] * cycles:
        mean, last = (last + voltage) / 2, voltage
        charge = 2.05 * (1 - lost) * depth
        gained += (2.153e-4 * (mean - 3.725) ** 2 - 1.521e-5 + 2.798e-4 * depth) * charge
        rate = 7.348e-3 * (mean - 3.667) ** 2 + 7.6e-4 + 4.081e-3 * depth
        lost += rate * (sqrt(moved + charge) - sqrt(moved))
        moved += charge
    return lost, gained
