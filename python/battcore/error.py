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
