"""Shadow prices of batteries that were planned one by one."""

from collections.abc import Sequence

import numpy as np

from battcore._arrays import Floats
from battcore.dispatch._plan import Duals


def stacked(each: Sequence[Duals]) -> Duals:
    """Give each battery a row; what the connection tells is that of the first."""

    def rows(name: str) -> Floats:
        return np.stack([getattr(duals, name) for duals in each])

    return Duals(
        stored_per_kwh=rows("stored_per_kwh"),
        floor_per_kwh=rows("floor_per_kwh"),
        ceiling_per_kwh=rows("ceiling_per_kwh"),
        load_per_kwh=each[0].load_per_kwh,
        charge_per_kw=rows("charge_per_kw"),
        discharge_per_kw=rows("discharge_per_kw"),
        import_per_kw=each[0].import_per_kw,
        export_per_kw=each[0].export_per_kw,
    )
