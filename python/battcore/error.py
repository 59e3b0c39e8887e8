"""What can be wrong with an input: which argument, which index, which value, which bound."""


class InputError(ValueError):
    """An argument that cannot be right.

    Attributes
    ----------
    name : str
        The argument, as the caller spells it.
    index : int or None
        The first offending sample, if the argument is a series.
    value : float or None
        What stood there; None where a shape is wrong.
    low, high : float or None
        The smallest and the largest value that would have been taken.

    Examples
    --------
    >>> import battcore as bc
    >>> bc.table.UniformTable(low=0.0, high=1.0, value=[3.0, 3.4])(50.0)
    Traceback (most recent call last):
    battcore.error.InputError: x[0] = 50 lies outside [0, 1]
    """

    def __init__(
        self,
        message: str,
        name: str,
        index: int | None = None,
        value: float | None = None,
        low: float | None = None,
        high: float | None = None,
    ) -> None:
        super().__init__(message, name, index, value, low, high)
        self.name = name
        self.index = index
        self.value = value
        self.low = low
        self.high = high

    def __str__(self) -> str:
        """Give the sentence alone; the numbers are attributes."""
        return str(self.args[0])


class InfeasibleError(InputError):
    """No schedule keeps within all limits.

    Attributes
    ----------
    name : str
        The limit that the first impossible step misses; of several sites with its place, as
        ``site[1].soc_floor`` or ``upstream.import_limit_watt``.
    step : int
        That step.
    shortfall_watt, shortfall_wh : float or None
        How much is missing there: power or energy, the other one None.
    relaxations : dict of str to float
        Limits whose change alone makes a schedule possible, with the least such change, the same
        at every step: in W for limits of power, in Wh for those of stored energy, in W/s for ramps.

    Examples
    --------
    >>> import battcore as bc
    >>> power = {"charge_power_watt": 1e3, "discharge_power_watt": 1e3}
    >>> battery = bc.Battery(energy_capacity_wh=1e3, **power)
    >>> site = bc.Site(load_watt=[3e3, 3e3], dt_second=3600.0, import_limit_watt=2500.0)
    >>> try:
    ...     bc.dispatch.optimize(battery, site, soc_start=0.5)
    ... except bc.error.InfeasibleError as error:
    ...     print(error.step, error.shortfall_wh, error.relaxations)
    1 500.0 {'import_limit_watt': 250.0}
    """

    def __init__(
        self,
        message: str,
        name: str,
        step: int,
        shortfall: float,
        unit: str,
        relaxations: list[tuple[str, float]],
    ) -> None:
        super().__init__(message, name, step)
        self.args = (message, name, step, shortfall, unit, relaxations)
        self.step = step
        self.shortfall_watt = shortfall if unit == "W" else None
        self.shortfall_wh = shortfall if unit == "Wh" else None
        self.relaxations = dict(relaxations)
