"""Stand-in for the package rainflow 3.2.0: ``from battcore.compat import rainflow``.

The same functions, with the same values in the same order, wherever the package is right. What it
gets wrong is expected to differ:

- Two samples are half a cycle; the package finds nothing.
- A series that never moves has one reversal and no cycle; the package finds half a cycle of
  range 0.
- Arrays of integers are widened; in the package products and differences of narrow ones overflow.
- Steps below 1e-154 are steps; in the package their product underflows, and the reversal is lost.
- A difference that is lost to rounding closes no cycle; the package compares differences.
- NaN and infinite samples raise `battcore.InputError`; the package loses the reversals beside them.
- Bins of no or negative size raise `battcore.InputError`; the package divides by zero, or counts
  into the wrong bin.
- Any iterable will do, with `nbins` too; there the package runs dry on an iterator.

Values are floats, of NumPy if the series is an array; those of the package are of the type of the
samples. Series are read as a whole, so an endless iterator never yields.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from battcore import cycles
from battcore._arrays import Floats, samples
from battcore.error import InputError


def reversals(series: Iterable[float]) -> Iterator[tuple[int, float]]:
    """Iterate over the reversals of a series: first sample, changes of direction, last sample.

    Parameters
    ----------
    series : iterable of numbers
        Finite. Of equal samples in a row the last one counts, at the start the first.

    Yields
    ------
    tuple of int and float
        Index and value.

    Raises
    ------
    InputError
        If `series` is not one-dimensional or a sample is not finite.

    Examples
    --------
    >>> from battcore.compat import rainflow
    >>> list(rainflow.reversals([0.9, 0.1, 0.5, 0.5, 0.3]))
    [(0, 0.9), (1, 0.1), (3, 0.5), (4, 0.3)]
    """
    points = cycles.turning_points(_read(series), plateau="last")
    yield from zip(points.index.tolist(), _like(series, points.value), strict=True)


def extract_cycles(series: Iterable[float]) -> Iterator[tuple[float, float, float, int, int]]:
    """Iterate over the cycles of a series.

    Parameters
    ----------
    series : iterable of numbers
        Finite.

    Yields
    ------
    tuple of three floats and two ints
        Range, mean, count (1.0, or 0.5 for half a cycle), start index and end index.

    Raises
    ------
    InputError
        If `series` is not one-dimensional or a sample is not finite.

    Examples
    --------
    >>> from battcore.compat import rainflow
    >>> for cycle in rainflow.extract_cycles([4, 1, 3, 2, 4]):
    ...     print(cycle)
    (1.0, 2.5, 1.0, 2, 3)
    (3.0, 2.5, 0.5, 0, 1)
    (3.0, 2.5, 0.5, 1, 4)
    """
    found = cycles.rainflow(_read(series), plateau="last")
    yield from zip(
        _like(series, found.range),
        _like(series, found.mean),
        found.count.tolist(),
        found.start.tolist(),
        found.end.tolist(),
        strict=True,
    )


def count_cycles(
    series: Iterable[float],
    ndigits: int | None = None,
    nbins: int | None = None,
    binsize: float | None = None,
) -> list[tuple[float, float]]:
    """Count the cycles of a series by range. At most one of the options may be given.

    Parameters
    ----------
    series : iterable of numbers
        Finite.
    ndigits : int, optional
        Round ranges to so many digits, tens and hundreds if negative.
    nbins : int, optional
        Sort ranges into so many bins, which span the largest range.
    binsize : float, optional
        Sort ranges into bins of this width.

    Returns
    -------
    list of tuples of two floats
        Range, or the upper edge of its bin, and count, sorted; empty bins below the last included.

    Raises
    ------
    InputError
        If `series` is not one-dimensional, a sample is not finite, or a bin has no width.
    ValueError
        If more than one option is given.

    Examples
    --------
    >>> from battcore.compat import rainflow
    >>> rainflow.count_cycles([4, 1, 3, 2, 4], binsize=2)
    [(2, 1.0), (4, 1.0)]
    """
    if sum(option is not None for option in (ndigits, nbins, binsize)) > 1:
        raise ValueError("Arguments ndigits, nbins and binsize are mutually exclusive")
    found = cycles.rainflow(_read(series), plateau="last")
    if nbins is not None:
        largest = max(_like(series, found.range), default=0.0)
        return _binned(found, largest / _positive("nbins", nbins), nbins)
    if binsize is not None:
        return _binned(found, _positive("binsize", binsize))
    heights = _like(series, found.range)
    rounded = heights if ndigits is None else [round(height, ndigits) for height in heights]
    ranges, place = np.unique(np.asarray(rounded, float), return_inverse=True)
    counts = np.bincount(place, found.count).tolist()
    return [*zip(_like(series, ranges), counts, strict=True)]


def _binned(
    found: cycles.Cycles, width: float, nbins: int | None = None
) -> list[tuple[float, float]]:
    """Counts by the upper edge of the bin, of which there may be `nbins`."""
    place = np.ceil(found.range / width)
    place = np.minimum(place, nbins or np.inf)  # the last may miss by rounding
    _, *counts = np.bincount(place.astype(np.intp), found.count, minlength=1).tolist()
    return [(number * width, count) for number, count in enumerate(counts, start=1)]


def _positive(name: str, number: float) -> float:
    if not number > 0:
        raise InputError(f"{name} = {number}, expected a positive number", name)
    return number


def _read(series: Iterable[float]) -> Floats:
    """All samples, of an iterator too."""
    return samples("series", np.asarray(series) if hasattr(series, "__array__") else [*series])


def _like(series: Iterable[float], column: Floats) -> Iterable[float]:
    """The column as the numbers that `series` has: of NumPy, or of Python."""
    return column if isinstance(series, np.ndarray) else column.tolist()
