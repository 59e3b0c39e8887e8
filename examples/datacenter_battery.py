"""A month of a battery beside a 300 MW AI campus: reserve, smoothing and peak shaving at once."""

import battcore as bc

MONTH = 30 * 86_400.0

battery = bc.Battery(
    energy_capacity_wh=150e6,
    charge_power_watt=150e6,
    discharge_power_watt=150e6,
    charge_efficiency=0.98,
    discharge_efficiency=0.98,
    soc_min=0.05,
    soc_max=0.95,
    converter=bc.Converter(rated_power_watt=150e6, no_load_loss=0.003, quadratic_loss=0.012),
    aging=bc.aging.models()["lfp_gr_250ah_prismatic"],
)
site = bc.Site(
    load_watt=bc.datasets.ai_training(MONTH, 60.0, power_watt=300e6, seed=7),
    dt_second=60.0,
    outages=[(12 * 86_400.0, 300.0)],
    critical_load_watt=120e6,
)
policy = bc.dispatch.Stack(
    [
        bc.dispatch.BackupReserve(ride_through_second=600.0),
        bc.dispatch.LoadSmoothing(window_second=600.0),
        bc.dispatch.PeakShaving(limit_watt=287e6),
    ]
)

run = bc.simulate(battery, site, policy, log=900.0)
print(bc.report.of(run).text())
run.plot.day_view(start_day=12.0).savefig("outage.png")
