use super::*;
use crate::converter::Converter;
use crate::dispatch::{BackupReserve, Controller, LoadSmoothing, PeakShaving, Policy};
use crate::site::{Battery, Outage, Site};
use crate::tariff::{DemandCharge, EnergyPrice, EnergyRate, Period, Tariff, Tiers, Window};
use crate::thermal::Lump;
use crate::trace::PerStep;

pub fn battery() -> Battery {
    Battery {
        energy_capacity_wh: 1e6,
        charge_power_watt: 1e6,
        discharge_power_watt: 1e6,
        charge_efficiency: 0.97,
        discharge_efficiency: 0.97,
        self_discharge_per_day: 1e-3,
        soc_min: 0.05,
        soc_max: 0.95,
        soh_capacity: 1.0,
        soh_resistance: 1.0,
        charge_cost_per_kwh: 0.0,
        discharge_cost_per_kwh: 0.0,
        converter: Some(Converter {
            rated_power_watt: 1e6,
            no_load_loss: 0.005,
            linear_loss: 0.0,
            quadratic_loss: 0.02,
            standby_power_watt: 1e3,
            loss_points: vec![],
        }),
        thermal: Some(Lump {
            heat_capacity_joule_per_kelvin: 2e7,
            thermal_resistance_kelvin_per_watt: 2e-4,
        }),
    }
}

pub fn site(load_watt: &[f64], dt_second: f64) -> Site<'_> {
    Site::of_load(load_watt, PerStep::Same(dt_second))
}

pub fn policy() -> Policy {
    let reserve = BackupReserve {
        ride_through_second: 300.0,
        critical_load_watt: None,
        load_drop_watt: 0.0,
        load_drop_second: 0.0,
        recharge_power_watt: 5e5,
    };
    let smoothing =
        LoadSmoothing { window_second: 900.0, target_soc: 0.6, centering_second: 21_600.0 };
    let shaving = PeakShaving { limit_watt: 9e5, recharge_power_watt: 1e6, recharge_soc: 0.9 };
    Policy::Stack(vec![
        Policy::BackupReserve(reserve),
        Policy::LoadSmoothing(smoothing),
        Policy::PeakShaving(shaving),
    ])
}

/// A load that swings, with a deterministic irregularity.
pub fn load(steps: usize) -> Vec<f64> {
    let mut seed = 7_u64;
    let mut noise = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..steps).map(|step| 7e5 + 1.5e5 * (step as f64 / 30.0).sin() + 1e5 * noise()).collect()
}

fn start(battery: &Battery) -> Loop<'static> {
    Loop::new(State::new(battery, None, 0.5, 0.0).unwrap(), Controller::new(&policy()))
}

fn run(site: &Site<'_>, duration_second: f64, log: Log) -> Run<'static> {
    let battery = battery();
    let plant = Plant::new(&battery).unwrap();
    start(&battery).run(plant, site, Course { duration_second, log }, &()).unwrap()
}

fn column(run: &Run<'_>, name: &str) -> Vec<f64> {
    let value = |row: &Row| row.named().iter().find(|(key, _)| *key == name).unwrap().1;
    run.rows.iter().map(value).collect()
}

fn sum(run: &Run<'_>, name: &str) -> f64 {
    column(run, name).iter().sum()
}

#[test]
fn energy_in_is_energy_stored_and_lost() {
    let load = load(5000);
    let mut site = site(&load, 60.0);
    site.outages = vec![Outage { start_second: 90_030.0, duration_second: 450.0 }];
    let run = run(&site, 10.0 * 86400.0, Log::EachStep);
    let [charged, discharged, stored] =
        ["charging_energy_wh", "discharging_energy_wh", "stored_change_wh"]
            .map(|c| column(&run, c));
    let losses = ["converter_loss_wh", "battery_loss_wh", "self_discharge_wh"];
    let losses = losses.map(|name| column(&run, name));
    for row in 0..run.rows.len() {
        let lost: f64 = losses.iter().map(|column| column[row]).sum();
        assert!(losses.iter().all(|column| column[row] >= -1e-9), "{row}");
        let open = charged[row] - discharged[row] - stored[row] - lost;
        assert!(open.abs() < 1e-12 * 1e6 * 4.0, "{row}: {open}");
    }
}

#[test]
fn the_connection_balances() {
    let load = load(3000);
    let run = run(&site(&load, 60.0), 5.0 * 86400.0, Log::Seconds(86400.0));
    assert_eq!(run.rows.len(), 5);
    let battery = sum(&run, "charging_energy_wh") - sum(&run, "discharging_energy_wh");
    let grid = sum(&run, "import_energy_wh") - sum(&run, "export_energy_wh");
    let taken = sum(&run, "load_energy_wh") + battery + sum(&run, "auxiliary_energy_wh");
    assert!((grid - taken).abs() < 1e-6 * grid);
}

#[test]
fn an_outage_is_cut_out_to_the_second() {
    let load = vec![5e5; 100];
    let mut site = site(&load, 3600.0);
    site.outages = vec![
        Outage { start_second: 7000.0, duration_second: 300.0 },
        Outage { start_second: 90_000.0, duration_second: 40_000.0 },
    ];
    let run = run(&site, 200_000.0, Log::Seconds(86400.0));
    assert!(run.outages[0].unserved_wh.abs() < 1e-9);
    assert!((run.outages[0].seen_second - 300.0).abs() < 1e-9);
    assert!((run.outages[1].seen_second - 40_000.0).abs() < 1e-9);
    assert!(run.outages[1].unserved_critical_wh > 4e6);
    let unserved: f64 = run.outages.iter().map(|report| report.unserved_wh).sum();
    assert!((sum(&run, "unserved_energy_wh") - unserved).abs() < 1e-6);
}

#[test]
fn a_run_goes_on_where_it_stopped() {
    let load = load(1700);
    let mut site = site(&load, 60.0);
    site.outages = vec![Outage { start_second: 100_000.0, duration_second: 500.0 }];
    let whole = run(&site, 4.0 * 86400.0, Log::Seconds(3600.0));
    let first = run(&site, 1.5 * 86400.0, Log::Seconds(3600.0));
    let course = Course { duration_second: 2.5 * 86400.0, log: Log::Seconds(3600.0) };
    let plant = Plant::new(&battery()).unwrap();
    let memory = first.end.memory();
    let revived = memory.revive(Health::of(&battery()), None, &policy()).unwrap();
    let second = revived.run(plant, &site, course, &()).unwrap();
    let joined: Vec<Row> = first.rows.iter().chain(&second.rows).copied().collect();
    assert_eq!(joined, whole.rows);
}

#[test]
fn what_is_paid_is_what_flowed() {
    let load = load(1440);
    let mut site = site(&load, 60.0);
    site.tariff = Some(Tariff {
        demand_charges: vec![DemandCharge::new(10.0, Some(900.0), Period::Month)],
        ..Tariff::new(PerStep::Same(0.1), PerStep::Same(0.0))
    });
    let run = run(&site, 40.0 * 86400.0, Log::Seconds(86400.0));
    let cost = sum(&run, "import_energy_wh") / 1e3 * 0.1;
    assert!((run.bill.energy_cost - cost).abs() < 1e-6 * cost);
    assert!(run.bill.demand_cost > 2.0 * 10.0 * 700.0);
}

#[test]
fn a_calendar_goes_on_while_the_trace_repeats() {
    let day = [0, 1, 2, 3, 4, 5, 6];
    let window = |weekdays: &[i64], hours| Window {
        months: (1..=12).collect(),
        weekdays: weekdays.to_vec(),
        hours: vec![hours],
    };
    let rate = |price, weekdays: &[i64], hours| EnergyRate {
        price_per_kwh: Tiers::flat(price),
        tier_period: Period::Month,
        windows: vec![window(weekdays, hours)],
    };
    let load = [1e6; 24];
    let mut site = site(&load, 3600.0);
    let rates = vec![rate(1.0, &day, (0.0, 24.0)), rate(9.0, &day[..5], (9.0, 17.0))];
    site.tariff = Some(Tariff {
        energy_price_per_kwh: EnergyPrice::Rates(rates),
        ..Tariff::new(PerStep::Same(0.0), PerStep::Same(0.0))
    });
    let idle = Plant::new(&Battery { converter: None, ..battery() }).unwrap();
    let state = State::new(&battery(), None, 0.5, 0.0).unwrap();
    let course = Course { duration_second: 28.0 * 86400.0, log: Log::Seconds(86400.0) };
    let rest = Controller::new(&Policy::Stack(vec![]));
    let run = Loop::new(state, rest).run(idle, &site, course, &()).unwrap();
    let expected = 1e3 * (28.0 * 24.0 + 9.0 * 20.0 * 8.0);
    assert!((run.bill.energy_cost - expected).abs() < 1e-6);
}
