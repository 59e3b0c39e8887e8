"""What must work where a wheel and NumPy are all that is installed; run without pytest."""

import importlib.metadata
import sys

import battcore as bc


def main() -> None:
    installed = {d.metadata["Name"].lower() for d in importlib.metadata.distributions()}
    assert installed <= {"battcore", "numpy", "pip", "setuptools"}, installed
    table = bc.table.UniformTable(low=0.0, high=1.0, value=[3.0, 3.4])
    assert table([0.5]).tolist() == [3.2]
    power = {"charge_power_watt": 5e5, "discharge_power_watt": 5e5}
    for model in bc.aging.models().values():
        battery = bc.Battery(energy_capacity_wh=1e6, aging=model, **power)
        site = bc.Site(load_watt=[4e5] * 20 + [9e5] * 4, dt_second=3600.0)
        run = bc.simulate(battery, site, bc.dispatch.PeakShaving(limit_watt=7e5), years=7 / 365)
        assert run.log.grid_peak_watt.max() <= 7e5 * (1 + 1e-9)
        assert 0.8 < run.soh_capacity < 1.1  # some cells gain before they lose
    assert bc.cycles.rainflow([0.9, 0.1, 0.5, 0.3, 0.9]).range.round(6).tolist() == [0.2, 0.8, 0.8]
    assert "matplotlib" not in sys.modules
    assert "pandas" not in sys.modules
    bc.show_versions()


if __name__ == "__main__":
    main()
