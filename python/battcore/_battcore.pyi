from collections.abc import Mapping

from battcore._arrays import Floats

__version__: str

def look_up(low: float, high: float, value: Floats, outside: str, x: Floats) -> Floats: ...
def integrate(
    power_watt: Floats,
    dt_second: Floats,
    stores: Mapping[str, Floats],
    soc: Floats,
    delivered_watt: Floats | None,
) -> None: ...
def soc_step(columns: Mapping[str, Floats], count: int) -> tuple[Floats, Floats]: ...
def soc_losses(
    soc: Floats, dt_second: Floats, stores: Mapping[str, Floats]
) -> tuple[Floats, Floats, Floats]: ...
