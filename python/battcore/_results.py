"""Results as tables: the columns of a dataclass in pandas, Polars or xarray."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from battcore._extras import require

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import xarray as xr

UNITS = {
    "ah": "Ah",
    "ampere": "A",
    "celsius": "degC",
    "day": "day",
    "hertz": "Hz",
    "kw": "kW",
    "kwh": "kWh",
    "ohm": "ohm",
    "second": "s",
    "volt": "V",
    "watt": "W",
    "wh": "Wh",
}


def unit_of(name: str) -> str | None:
    """Read the unit that a name carries, None where it carries none."""
    over, *under = (UNITS.get(part.rpartition("_")[2]) for part in name.split("_per_"))
    units = [over or "1", *(unit for unit in under if unit)]
    return None if units == ["1"] else "/".join(units)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Fields that are arrays of one shape, time or another row last.

    A field without the leading axes holds along them. A field of another shape is no column and
    stays out of the tables.
    """

    row: ClassVar[str] = "time"
    """What one entry along the last axis is."""

    def columns(self) -> dict[str, NDArray[Any]]:
        """Arrays by name, all of the shape of the first one with the most axes."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        arrays = {
            name: np.atleast_1d(value)
            for name, value in values.items()
            if isinstance(value, np.ndarray)
        }
        shape = max((array.shape for array in arrays.values()), key=len)
        return {
            name: array if array.shape == shape else np.broadcast_to(array, shape).copy()
            for name, array in arrays.items()
            if array.shape == shape[-array.ndim :]
        }

    def to_pandas(self) -> "pd.DataFrame":
        """Make a DataFrame with a row per entry; leading axes become levels of the index.

        Returns
        -------
        pandas.DataFrame
            A column per field; ``attrs["units"]`` maps names to units.

        Raises
        ------
        ModuleNotFoundError
            If pandas is not installed; the extra ``pandas`` brings it.
        """
        pandas = require("pandas", "pandas")
        columns = self.columns()
        axes = _axes(self.row, columns)
        index = pandas.MultiIndex.from_product(map(range, axes.values()), names=axes)
        flat = {name: array.ravel() for name, array in columns.items()}
        frame: pd.DataFrame = pandas.DataFrame(flat, index if len(axes) > 1 else None)
        frame.index.names = [*axes]
        frame.attrs["units"] = {name: unit for name in columns if (unit := unit_of(name))}
        return frame

    def to_polars(self) -> "pl.DataFrame":
        """Make a DataFrame with a row per entry; leading axes become columns of indices.

        Returns
        -------
        polars.DataFrame
            A column per field.

        Raises
        ------
        ModuleNotFoundError
            If Polars is not installed; the extra ``polars`` brings it.
        """
        polars = require("polars", "polars")
        columns = self.columns()
        axes = _axes(self.row, columns)
        places = zip(axes, np.indices([*axes.values()]), strict=True) if len(axes) > 1 else ()
        flat = {name: array.ravel() for name, array in [*places, *columns.items()]}
        frame: pl.DataFrame = polars.DataFrame(flat)
        return frame

    def to_xarray(self) -> "xr.Dataset":
        """Make a Dataset with a dimension per axis.

        Returns
        -------
        xarray.Dataset
            A variable per field, with its unit in ``attrs["units"]``.

        Raises
        ------
        ModuleNotFoundError
            If xarray is not installed; the extra ``xarray`` brings it.
        """
        xarray = require("xarray", "xarray")
        columns = self.columns()
        axes = [*_axes(self.row, columns)]
        variables = {
            name: (axes, array, {"units": unit} if (unit := unit_of(name)) else {})
            for name, array in columns.items()
        }
        dataset: xr.Dataset = xarray.Dataset(variables)
        return dataset


def _axes(row: str, columns: dict[str, NDArray[Any]]) -> dict[str, int]:
    """Names and lengths of the axes that all `columns` share."""
    *leading, rows = next(iter(columns.values())).shape
    return {**{f"axis_{place}": length for place, length in enumerate(leading)}, row: rows}
