"""Connections behind which nothing that one battery does changes what others pay."""

import numpy as np

from battcore._battcore import MeterTerms
from battcore.site import Site


def has_only_a_price(site: Site, meter: MeterTerms) -> bool:
    """Whether energy has one price at any power, and nothing else is charged or limited."""
    has_one_price = np.array_equal(meter.import_price, meter.export_price)
    is_free = np.isinf(meter.import_kw).all() and np.isinf(meter.export_kw).all()
    has_peaks = site.tariff is not None and bool(site.tariff.demand_charges)
    return has_one_price and bool(is_free) and not has_peaks and not site.curtailable
