"""AC power in, DC power and losses out: a converter at part load."""

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, floats, pairs
from battcore._checked import make_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Converter:
    """A converter whose losses depend on its load.

    At the AC power ``x * rated_power_watt`` it loses ``rated_power_watt * (no_load_loss +
    linear_loss * x + quadratic_loss * x**2)`` while it runs, and nothing but its standby power
    while it is idle. Charging below the power that covers its own losses, it passes nothing on.

    Raises
    ------
    InputError
        If a share or a power is negative, or the losses pass half of the rated power or are so
        steep that more AC power could give less DC power; if measured losses stand beside shares,
        or bend down: the error names the first such point.

    References
    ----------
    G. Notton, V. Lazarov, L. Stoyanov, Renewable Energy 35 (2010) 541-554,
    doi:10.1016/j.renene.2009.07.013; the linear term is an addition.

    Examples
    --------
    >>> converter = Converter(rated_power_watt=1e6, no_load_loss=0.0072, quadratic_loss=0.034)
    >>> converter.dc_power_watt([5e5, -5e5]).round(1).tolist()
    [484300.0, -515700.0]

    Measured losses, in the optimum of a plan read as they are:

    >>> measured = Converter(
    ...     rated_power_watt=1e6, loss_points=[(0.0, 5e3), (4e5, 9e3), (1e6, 33e3)]
    ... )
    >>> measured.dc_power_watt([5e5, -5e5]).round(1).tolist()
    [487000.0, -513000.0]
    """

    rated_power_watt: float
    """Largest AC power, either way. [W]"""
    no_load_loss: float = 0.0
    """Lost at any power while it runs, as a share of the rated power. [1]"""
    linear_loss: float = 0.0
    """Lost in proportion to the power, as a share of it. [1]"""
    quadratic_loss: float = 0.0
    """Lost at rated power and falling with the square of the power, as a share of it. [1]"""
    standby_power_watt: float = 0.0
    """Drawn from the AC side while idle. [W]"""
    loss_points: Sequence[tuple[float, float]] = ()
    """AC powers and what is lost at each, in the place of the shares: 2 to 17 points in ascending
    order. Straight lines lead from point to point and go on beyond the ends, the same both ways;
    they must not bend down. [W]"""

    def __post_init__(self) -> None:
        make_plain(self, beside=("loss_points",))
        object.__setattr__(self, "loss_points", pairs("loss_points", self.loss_points))
        _battcore.check_converter(self)

    def dc_power_watt(self, power_watt: ArrayLike) -> Floats:
        """DC power that goes with an AC power.

        Parameters
        ----------
        power_watt : array-like, any shape
            At the AC side, positive when charging. [W]

        Returns
        -------
        ndarray
            At the DC terminals, never above `power_watt`. [W]

        Raises
        ------
        InputError
            If a power is not finite or above the rated one.
        """
        powers = floats("power_watt", power_watt)
        return _battcore.converter_dc_power(self, powers.ravel()).reshape(powers.shape)

    def ac_power_watt(self, dc_power_watt: ArrayLike) -> Floats:
        """AC power that goes with a DC power; zero where the losses eat all of it.

        Parameters
        ----------
        dc_power_watt : array-like, any shape
            At the DC terminals, positive when charging. [W]

        Returns
        -------
        ndarray
            At the AC side. [W]

        Raises
        ------
        InputError
            If a power is not finite or lies beyond what the rated AC power gives.
        """
        powers = floats("dc_power_watt", dc_power_watt)
        return _battcore.converter_ac_power(self, powers.ravel()).reshape(powers.shape)
