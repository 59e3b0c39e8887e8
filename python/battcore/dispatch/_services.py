"""Services sold to the grid: power against its frequency, or after a signal."""

from dataclasses import dataclass
from typing import Literal, Self

from battcore import _battcore
from battcore._arrays import bounded
from battcore._checked import make_plain
from battcore.dispatch._policy import Policy
from battcore.error import InputError

_PRESETS = {
    "fcr_continental": {
        "full_hertz": 0.2,
        "dead_band_hertz": 0.01,
        "endurance_second": 900.0,
        "normal_hertz": 0.05,
    },
    "fcr_n_nordic": {"full_hertz": 0.1, "endurance_second": 3600.0, "normal_hertz": 0.1},
    "fcr_d_nordic": {
        "start_hertz": 0.1,
        "full_hertz": 0.5,
        "endurance_second": 1200.0,
        "normal_hertz": 0.1,
    },
}
_RECHARGE_SHARE = {"fcr_continental": 0.25, "fcr_n_nordic": 0.34, "fcr_d_nordic": 0.2}


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequencyResponse(Policy):
    """Give power when the frequency is low, take it when it is high, and keep the energy for it.

    Beyond the dead band the response grows in proportion from `start_hertz` to `full_hertz`. The
    stored energy is to last for a full activation of `endurance_second` either way, at present
    health and with losses; once it does not, it is led back to the middle of that room, on top of
    the response and only while the frequency is normal. The battery needs the power for both.
    In an outage it asks for nothing.

    Raises
    ------
    InputError
        If a number makes no sense.

    Examples
    --------
    >>> import battcore as bc
    >>> power = {"charge_power_watt": 1e6, "discharge_power_watt": 1e6}
    >>> battery = bc.Battery(energy_capacity_wh=1e6, **power)
    >>> policy = FrequencyResponse.preset("fcr_n_nordic", capacity_watt=4e5)
    >>> view = bc.dispatch.View(
    ...     battery=battery, soc=0.5, load_watt=0.0, dt_second=1.0, frequency_hertz=49.95
    ... )
    >>> round(policy.decide(None, view)[1].wish_watt)
    -200000
    """

    up_watt: float
    """Given in full activation, when the frequency is low. [W]"""
    down_watt: float
    """Taken in full activation, when it is high. [W]"""
    full_hertz: float
    """The deviation of full activation. [Hz]"""
    start_hertz: float = 0.0
    """The deviation from which the response grows. [Hz]"""
    dead_band_hertz: float = 0.0
    """The deviation within which there is no response; beyond it there is all of it. [Hz]"""
    nominal_hertz: float = 50.0
    """The frequency that is right. [Hz]"""
    endurance_second: float = 900.0
    """How long a full activation must be held. [s]"""
    recharge_power_watt: float = 0.0
    """Power with which the stored energy is led back. [W]"""
    normal_hertz: float = 0.05
    """The deviation within which it is. [Hz]"""

    def __post_init__(self) -> None:
        make_plain(self)
        _battcore.check_policy(self)

    @classmethod
    def preset(
        cls,
        name: Literal["fcr_continental", "fcr_n_nordic", "fcr_d_nordic"],
        *,
        capacity_watt: float,
    ) -> Self:
        """Follow the rules of a product, sold with the same capacity both ways.

        ===================  ======================================  =========  ========  =======
        product              response                                endurance  recharge  normal
        ===================  ======================================  =========  ========  =======
        ``fcr_continental``  full at 200 mHz, none within 10 mHz     15 min     25 %      50 mHz
        ``fcr_n_nordic``     full at 100 mHz                         1 h        34 %      100 mHz
        ``fcr_d_nordic``     from 100 to 500 mHz                     20 min     20 %      100 mHz
        ===================  ======================================  =========  ========  =======

        Energy is led back only while the deviation is normal.

        Sources may change; look before you bid. For one direction of FCR-D set the other capacity
        to zero with `dataclasses.replace`.

        Parameters
        ----------
        name : {"fcr_continental", "fcr_n_nordic", "fcr_d_nordic"}
            The product.
        capacity_watt : float
            The capacity sold. [W]

        Returns
        -------
        FrequencyResponse
            The policy.

        Raises
        ------
        InputError
            If there is no such product, or the capacity is negative or not finite.

        References
        ----------
        Continental: Commission Regulation (EU) 2017/1485, article 156(9) (15 to 30 minutes; the
        shorter one here), annex III (normal up to 50 mHz) and annex V (full activation at 200 mHz,
        insensitivity and dead band up to 10 mHz together). The recharge is the 1.25 times capacity
        that German prequalification asks of limited reservoirs in power.
        Nordic: Technical Requirements for Frequency Containment Reserve Provision in the Nordic
        Synchronous Area, 26 May 2023, for limited reservoirs; power and energy as Svenska kraftnät
        tells them (134 % and 1 h for FCR-N, 20 % the other way and 20 min for FCR-D).

        Examples
        --------
        >>> FrequencyResponse.preset("fcr_d_nordic", capacity_watt=1e6).endurance_second
        1200.0
        """
        if name not in _PRESETS:
            choices = ", ".join(f'"{choice}"' for choice in _PRESETS)
            raise InputError(f"name = {name!r}, expected one of {choices}", "name")
        watt = bounded("capacity_watt", capacity_watt, 0.0, 1e100)
        recharge_power_watt = _RECHARGE_SHARE[name] * watt
        sold = {"up_watt": watt, "down_watt": watt, "recharge_power_watt": recharge_power_watt}
        return cls(**sold, **_PRESETS[name])


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationSignal(Policy):
    """Follow the signal of a regulation market with the capacity sold.

    The signal is signed as markets sign it: 1 asks the battery to give all of the capacity, -1 to
    take it. The soc is led back to `target_soc` beside it. Without a signal, deciding raises.

    Raises
    ------
    InputError
        If a number makes no sense.

    Examples
    --------
    >>> RegulationSignal(capacity_watt=1e6).target_soc
    0.5
    """

    capacity_watt: float
    """The capacity sold, both ways. [W]"""
    target_soc: float = 0.5
    """The soc to which it is led back. [1]"""
    centering_second: float = 21_600.0
    """Time constant of that; infinite: never. [s]"""

    def __post_init__(self) -> None:
        make_plain(self)
        _battcore.check_policy(self)
