"""How many cycles of which kind, counted without a list of them.

A class reaches from its lower edge up to the next edge, which belongs to the class above; the last
class has both its edges, as in `numpy.histogram`. Half a cycle counts 0.5. What lies in no class is
counted apart, so that nothing is lost.
"""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from battcore import _battcore
from battcore._arrays import Floats, number, samples
from battcore.cycles._rows import series_of
from battcore.cycles.counting import Nan, Residue


@dataclass(frozen=True, slots=True, eq=False)
class RangeHistogram:
    """Cycles by range."""

    count: Floats
    """Cycles in each class, shape (..., classes)."""
    edges: Floats
    """Edges of the classes, shape (classes + 1,), in the unit of the series."""
    outside: Floats
    """Cycles whose range lies in no class, shape (...)."""


@dataclass(frozen=True, slots=True, eq=False)
class RangeMeanMatrix:
    """Cycles by range and mean."""

    count: Floats
    """Cycles in each pair of classes, shape (..., range classes, mean classes)."""
    range_edges: Floats
    """Edges of the classes of range, in the unit of the series."""
    mean_edges: Floats
    """Edges of the classes of the mean, in the unit of the series."""
    outside: Floats
    """Cycles whose range or mean lies in no class, shape (...)."""


@dataclass(frozen=True, slots=True, eq=False)
class FromToMatrix:
    """Cycles by where they begin and where they turn back."""

    count: Floats
    """Cycles in each pair of classes, shape (..., from, to)."""
    edges: Floats
    """Edges of the classes on both axes, shape (classes + 1,), in the unit of the series."""
    outside: Floats
    """Cycles that begin or turn back in no class, shape (...)."""


def histogram(
    series: ArrayLike,
    *,
    edges: ArrayLike,
    residue: Residue = "half",
    nan: Nan = "raise",
    min_range: float = 0.0,
) -> RangeHistogram:
    """Count the cycles of a series, or of each series of a batch, by their range.

    Parameters
    ----------
    series : array-like, shape (..., time), or list of arrays, each of shape (time,)
        State of charge, or any other series; finite.
    edges : array-like, shape (classes + 1,)
        Edges of the classes of range, rising; in the unit of the series.
    residue : {"half", "full", "discard", "repeat"}
        What becomes of swings that do not close, as in :func:`rainflow`.
    nan : {"raise", "skip", "hold"}
        What becomes of NaN: it is refused, or passed over; to hold the last number is the same.
    min_range : float
        Swings below this range are dropped, as :func:`rainflow` does, in the unit of the series.

    Returns
    -------
    RangeHistogram
        Cycles in each class, and outside of all.

    Raises
    ------
    InputError
        If there are fewer than two edges, they do not rise, `min_range` is negative or not finite,
        or a sample is as :func:`rainflow` refuses it.

    Examples
    --------
    >>> import battcore as bc
    >>> found = bc.cycles.histogram([0.9, 0.1, 0.5, 0.3, 0.9], edges=[0.0, 0.5, 1.0])
    >>> found.count.tolist(), found.outside.tolist()
    ([1.0, 1.0], 0.0)
    """
    between = samples("edges", edges)
    count, outside = _sorted("range", series, (between,), residue, nan, min_range)
    return RangeHistogram(count, between, outside)


def range_mean_matrix(
    series: ArrayLike,
    *,
    range_edges: ArrayLike,
    mean_edges: ArrayLike,
    residue: Residue = "half",
    nan: Nan = "raise",
    min_range: float = 0.0,
) -> RangeMeanMatrix:
    """Count the cycles of a series, or of each series of a batch, by their range and mean.

    Parameters
    ----------
    series : array-like, shape (..., time), or list of arrays, each of shape (time,)
        State of charge, or any other series; finite.
    range_edges : array-like, shape (range classes + 1,)
        Edges of the classes of range, rising; in the unit of the series.
    mean_edges : array-like, shape (mean classes + 1,)
        Edges of the classes of the mean, rising; in the unit of the series.
    residue : {"half", "full", "discard", "repeat"}
        What becomes of swings that do not close, as in :func:`rainflow`.
    nan : {"raise", "skip", "hold"}
        What becomes of NaN: it is refused, or passed over; to hold the last number is the same.
    min_range : float
        Swings below this range are dropped, as :func:`rainflow` does, in the unit of the series.

    Returns
    -------
    RangeMeanMatrix
        Cycles in each pair of classes, and outside of all.

    Raises
    ------
    InputError
        If there are fewer than two edges, they do not rise, `min_range` is negative or not finite,
        or a sample is as :func:`rainflow` refuses it.

    Examples
    --------
    >>> import battcore as bc
    >>> halves = [0.0, 0.5, 1.0]
    >>> found = bc.cycles.range_mean_matrix(
    ...     [0.9, 0.1, 0.5, 0.3, 0.9], range_edges=halves, mean_edges=halves
    ... )
    >>> found.count.tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    ranges, means = samples("range_edges", range_edges), samples("mean_edges", mean_edges)
    count, outside = _sorted("range and mean", series, (ranges, means), residue, nan, min_range)
    return RangeMeanMatrix(count, ranges, means, outside)


def from_to_matrix(
    series: ArrayLike,
    *,
    edges: ArrayLike,
    residue: Residue = "half",
    nan: Nan = "raise",
    min_range: float = 0.0,
) -> FromToMatrix:
    """Count the cycles of a series, or of each of a batch, by where they begin and turn back.

    Parameters
    ----------
    series : array-like, shape (..., time), or list of arrays, each of shape (time,)
        State of charge, or any other series; finite.
    edges : array-like, shape (classes + 1,)
        Edges of the classes of samples, rising; in the unit of the series.
    residue : {"half", "full", "discard", "repeat"}
        What becomes of swings that do not close, as in :func:`rainflow`.
    nan : {"raise", "skip", "hold"}
        What becomes of NaN: it is refused, or passed over; to hold the last number is the same.
    min_range : float
        Swings below this range are dropped, as :func:`rainflow` does, in the unit of the series.

    Returns
    -------
    FromToMatrix
        Cycles in each pair of classes, and outside of all.

    Raises
    ------
    InputError
        If there are fewer than two edges, they do not rise, `min_range` is negative or not finite,
        or a sample is as :func:`rainflow` refuses it.

    Examples
    --------
    >>> import battcore as bc
    >>> found = bc.cycles.from_to_matrix([0.9, 0.1, 0.5, 0.3, 0.9], edges=[0.0, 0.4, 1.0])
    >>> found.count.tolist()
    [[0.0, 0.5], [1.5, 0.0]]
    """
    between = samples("edges", edges)
    count, outside = _sorted("from and to", series, (between, between), residue, nan, min_range)
    return FromToMatrix(count, between, outside)


def _sorted(
    by: str,
    series: ArrayLike,
    edges: tuple[Floats, ...],
    residue: Residue,
    nan: Nan,
    min_range: float,
) -> tuple[Floats, Floats]:
    """Cycles in each class, an axis for each of `edges`, and those that lie in none."""
    each, leading = series_of("series", series)
    gate = number("min_range", min_range)
    count, outside = _battcore.cycle_histogram(each, by, edges, residue, nan, gate)
    classes = (len(between) - 1 for between in edges)
    return count.reshape(*leading, *classes), outside.reshape(leading)
