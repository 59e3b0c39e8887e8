"""What steps of a minute hide of a battery's work."""

from dataclasses import dataclass

import numpy as np

from battcore.simulation import SimulationRun
from battcore.simulation._power import battery_watt


@dataclass(frozen=True, slots=True, kw_only=True)
class Understatement:
    """The same battery under the same policy, at fine and at coarse steps."""

    fine_step_second: float
    """Shortest of the fine steps. [s]"""
    coarse_step_second: float
    """Longest of the coarse steps. [s]"""
    fine_throughput_wh: float
    """Energy in and out at fine steps. [Wh]"""
    coarse_throughput_wh: float
    """Energy in and out at coarse steps. [Wh]"""
    fine_mean_square: float
    """Mean square of the power at fine steps, to which ohmic loss is proportional. [W²]"""
    coarse_mean_square: float
    """Mean square of the power at coarse steps. [W²]"""

    @property
    def throughput_share(self) -> float:
        """Share of the throughput that coarse steps miss. [1]"""
        return 1.0 - self.coarse_throughput_wh / self.fine_throughput_wh

    @property
    def ohmic_share(self) -> float:
        """Share of the ohmic loss that coarse steps miss. [1]"""
        return 1.0 - self.coarse_mean_square / self.fine_mean_square


def understatement(fine: SimulationRun, coarse: SimulationRun) -> Understatement:
    """Compare two runs that log every step.

    Parameters
    ----------
    fine, coarse : SimulationRun
        Of the same battery, policy and time.

    Returns
    -------
    Understatement
        Throughput and mean square of both.
    """
    return Understatement(
        fine_step_second=float(fine.log.duration_second.min()),
        coarse_step_second=float(coarse.log.duration_second.max()),
        fine_throughput_wh=_throughput_wh(fine),
        coarse_throughput_wh=_throughput_wh(coarse),
        fine_mean_square=_mean_square(fine),
        coarse_mean_square=_mean_square(coarse),
    )


def _throughput_wh(run: SimulationRun) -> float:
    return float(run.log.charging_energy_wh.sum() + run.log.discharging_energy_wh.sum())


def _mean_square(run: SimulationRun) -> float:
    return float(np.average(battery_watt(run) ** 2, weights=run.log.duration_second))
