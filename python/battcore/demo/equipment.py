"""What is put beside a load of any size."""

from battcore._arrays import Floats
from battcore.aging import models
from battcore.converter import Converter
from battcore.dispatch import BackupReserve, LoadSmoothing, PeakShaving, Policy, Stack
from battcore.site import Battery
from battcore.tariff import DemandCharge, Tariff
from battcore.thermal import Lump
from battcore.trace import moving_mean

TARGET_SOC = 0.6
SMOOTHING_SECOND = 600.0
AGING_MODEL = "lfp_gr_250ah_prismatic"
CRITICAL_SHARE = 0.4
"""Network, storage, cooling and an orderly stop; training itself pauses in an outage."""

TARIFF = Tariff(
    energy_price_per_kwh=0.06,
    demand_charges=[DemandCharge(price_per_kw=12.0, interval_second=900.0)],
)


def battery(power_watt: float, hours: float) -> Battery:
    """Make a containerized LFP battery of a size.

    Parameters
    ----------
    power_watt : float
        Rated power. [W]
    hours : float
        Energy capacity over rated power. [h]

    Returns
    -------
    Battery
        With converter, heat and aging.
    """
    energy_wh = power_watt * hours
    return Battery(
        energy_capacity_wh=energy_wh,
        charge_power_watt=power_watt,
        discharge_power_watt=power_watt,
        charge_efficiency=0.98,
        discharge_efficiency=0.98,
        self_discharge_per_day=5e-4,
        soc_min=0.05,
        soc_max=0.95,
        converter=converter(power_watt),
        thermal=cabinet(energy_wh),
        aging=models()[AGING_MODEL],
    )


def converter(power_watt: float) -> Converter:
    """Make a converter that is 98.2 % efficient at rated power and less at part load.

    Parameters
    ----------
    power_watt : float
        Rated power. [W]

    Returns
    -------
    Converter
        Its shares are an assumption within what data sheets of large converters say.
    """
    return Converter(
        rated_power_watt=power_watt,
        no_load_loss=0.003,
        linear_loss=0.003,
        quadratic_loss=0.012,
        standby_power_watt=0.0005 * power_watt,
    )


def cabinet(energy_wh: float) -> Lump:
    """Make the heat store of cells of 6 kg and 1 kJ/K per kWh of them each, cooled by a loop.

    Parameters
    ----------
    energy_wh : float
        Energy capacity. [Wh]

    Returns
    -------
    Lump
        The loop takes away 1 % of the energy capacity per hour at 8 K above the ambient.
    """
    return Lump(
        heat_capacity_joule_per_kelvin=6.0 * energy_wh,
        thermal_resistance_kelvin_per_watt=8.0 / (0.01 * energy_wh),
    )


def stack(load_watt: Floats, dt_second: float | Floats) -> Policy:
    """Rank the three duties: carry the load, smooth it, cut its peak.

    Parameters
    ----------
    load_watt : ndarray, shape (n,)
        Load. [W]
    dt_second : float or ndarray, shape (n,)
        Its steps. [s]

    Returns
    -------
    Policy
        Reserve for ten minutes, a mean of ten, and that mean's highest value as the limit.
    """
    peak_watt = float(load_watt.max())
    mean = moving_mean(load_watt, dt_second, SMOOTHING_SECOND)
    return Stack(
        [
            BackupReserve(
                ride_through_second=600.0,
                critical_load_watt=CRITICAL_SHARE * peak_watt,
                recharge_power_watt=0.05 * peak_watt,
            ),
            LoadSmoothing(window_second=SMOOTHING_SECOND, target_soc=TARGET_SOC),
            PeakShaving(limit_watt=float(mean.max())),
        ]
    )
