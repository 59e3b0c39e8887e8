from numpy import bool_, intp
from numpy.typing import NDArray

from battcore._arrays import Floats

__version__: str

def look_up(low: float, high: float, value: Floats, outside: str, x: Floats) -> Floats: ...
def moments(
    values: Floats, dt_second: Floats, new_dt_second: float, partial: str
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]: ...
def moving_mean(values: Floats, dt_second: Floats, window_second: float) -> Floats: ...
def ramps(
    values: Floats, dt_second: Floats, window_second: Floats, quantile: Floats
) -> tuple[Floats, Floats, Floats, NDArray[bool_]]: ...
def resample(
    values: Floats, dt_second: Floats, new_dt_second: float, partial: str
) -> tuple[Floats, Floats]: ...
def rolling_ranges(
    values: Floats, dt_second: Floats, window_second: Floats
) -> tuple[Floats, NDArray[intp], NDArray[intp], NDArray[bool_]]: ...
def smoothing_needs(
    load_watt: Floats, dt_second: Floats, window_second: Floats
) -> tuple[Floats, Floats, Floats, NDArray[bool_]]: ...
