use super::*;
use proptest::prelude::*;

const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;

fn charged(interval_second: Option<f64>, period: Period) -> Tariff<'static> {
    Tariff {
        demand_charges: vec![DemandCharge::new(10.0, interval_second, period)],
        ..Tariff::new(PerStep::Same(0.1), PerStep::Same(0.05))
    }
}

fn window(weekdays: &[i64], hours: (f64, f64)) -> Window {
    Window { months: (1..=12).collect(), weekdays: weekdays.to_vec(), hours: vec![hours] }
}

/// 1 per kWh, 4 from nine to five on weekdays; 10 per kW in those hours; all taxed by a half.
fn by_calendar(interval_second: Option<f64>) -> Tariff<'static> {
    let days = [0, 1, 2, 3, 4, 5, 6];
    let rate = |price, window| EnergyRate {
        price_per_kwh: Tiers::flat(price),
        tier_period: Period::Month,
        windows: vec![window],
    };
    let day = window(&days[..5], (9.0, 17.0));
    let charge = DemandCharge::new(10.0, interval_second, Period::Month);
    Tariff {
        energy_price_per_kwh: EnergyPrice::Rates(vec![
            rate(1.0, window(&days, (0.0, 24.0))),
            rate(3.0, day.clone()),
        ]),
        demand_charges: vec![DemandCharge { steps: DemandSteps::Windows(vec![day]), ..charge }],
        tax_share: 0.5,
        ..Tariff::new(PerStep::Same(0.0), PerStep::Same(0.0))
    }
}

fn billed(tariff: &Tariff<'_>, grid_watt: &[f64], dt_second: f64, start_second: f64) -> Bill {
    bill(tariff, grid_watt, PerStep::Same(dt_second), start_second, &()).unwrap()
}

#[test]
fn bills_a_worked_example() {
    // Two hours in minutes: 1 MW, but 3 MW in the second quarter, and 1 MW of export at the end.
    let mut grid = vec![1e6; 120];
    grid[15..30].fill(3e6);
    grid[119] = -1e6;
    let bill = billed(&charged(Some(900.0), Period::Month), &grid, 60.0, 0.0);
    assert!((bill.energy_cost - 0.1 * (104.0 + 45.0) / 60.0 * 1e3).abs() < 1e-9);
    assert!((bill.export_revenue - 0.05 / 60.0 * 1e3).abs() < 1e-9);
    assert!((bill.demand_cost - 30_000.0).abs() < 1e-9);
}

#[test]
fn every_month_pays_its_own_peak() {
    let day = |at: usize| if at < 31 { 2e3 } else { 1e3 };
    let grid: Vec<f64> = (0..59).map(day).collect();
    let bill = billed(&charged(None, Period::Month), &grid, DAY, 0.0);
    assert!((bill.demand_cost - 30.0).abs() < 1e-9);
}

#[test]
fn a_step_longer_than_the_interval_holds_its_mean() {
    let bill = billed(&charged(Some(900.0), Period::Year), &[5e3], HOUR, 450.0);
    assert!((bill.demand_cost - 50.0).abs() < 1e-9);
}

#[test]
fn what_rounding_leaves_of_the_clock_is_no_interval() {
    let mut grid = vec![1e3; 9000];
    grid[8999] = 1e6; // within the quarter of an hour that 9000 times 0.1 s fill
    let bill = billed(&charged(Some(900.0), Period::Month), &grid, 0.1, 0.0);
    assert!((bill.demand_cost - 10.0 * (8999.0 + 1000.0) / 9000.0).abs() < 1e-6);
}

#[test]
fn a_week_by_the_calendar() {
    let mut grid = [1e3; 168];
    grid[17] = 7e3; // after five
    grid[5 * 24 + 12] = 9e3; // on Saturday
    grid[24 + 12] = 4e3;
    for interval in [None, Some(900.0), Some(HOUR)] {
        let bill = billed(&by_calendar(interval), &grid, HOUR, 0.0);
        assert!((bill.energy_cost - (168.0 + 6.0 + 8.0 + 3.0 + 3.0 * 43.0)).abs() < 1e-9);
        assert!((bill.demand_cost - 40.0).abs() < 1e-9, "{interval:?} {bill:?}");
        assert!((bill.tax_cost - 0.5 * (314.0 + 40.0)).abs() < 1e-9);
    }
}

#[test]
fn prices_are_means_over_steps_and_name_those_that_count() {
    let tariff = by_calendar(None);
    let energy =
        |dt, steps| energy_prices(&tariff, steps, PerStep::Same(dt), 0.0, None, &()).unwrap();
    let demand = |interval, dt, steps| {
        demand_prices(&by_calendar(interval), steps, PerStep::Same(dt), 0.0, &()).unwrap()
    };
    let hourly = energy(HOUR, 168).import_price_per_kwh;
    assert_eq!([8, 9].map(|step| hourly.at(step)), [1.5, 6.0]);
    let charged = &demand(None, HOUR, 168)[0];
    assert_eq!((charged.steps.len(), charged.steps[1].clone()), (5, 33..41));
    assert_eq!(charged.price_per_kw, Tiers::flat(15.0));
    assert_eq!(energy(2.0 * HOUR, 12).import_price_per_kwh.at(4), 3.75);
    for interval in [None, Some(1800.0)] {
        let steps = &demand(interval, 2.0 * HOUR, 12)[0].steps;
        assert_eq!((steps.len(), steps[0].clone()), (1, 4..9));
    }
    let odd = &demand(Some(HOUR), 420.0, 3 * 206)[0];
    assert_eq!(odd.steps[0], 77..146); // hours from nine to five, in sevenths
}

#[test]
fn a_ratchet_bills_later_months() {
    let ratchet = Ratchet { share: vec![0.8; 12], months: 2, of_months: (1..=12).collect() };
    let charge =
        DemandCharge { ratchet: Some(ratchet), ..DemandCharge::new(1.0, None, Period::Month) };
    let tariff = Tariff {
        demand_charges: vec![charge],
        ..Tariff::new(PerStep::Same(0.0), PerStep::Same(0.0))
    };
    let mut grid = [5e3; 120];
    grid[3] = 10e3;
    let bill = billed(&tariff, &grid, DAY, 0.0);
    assert!((bill.demand_cost - (10.0 + 8.0 + 8.0 + 5.0)).abs() < 1e-9);
}

#[test]
fn tiers_count_by_the_month() {
    let rate = EnergyRate {
        price_per_kwh: Tiers { price: vec![2.0, 1.0], limit: vec![600.0] },
        tier_period: Period::Month,
        windows: vec![window(&[0, 1, 2, 3, 4, 5, 6], (0.0, 24.0))],
    };
    let tariff = Tariff {
        energy_price_per_kwh: EnergyPrice::Rates(vec![rate]),
        fixed_charges: vec![FixedCharge { price: 7.0, period: Period::Month }],
        ..Tariff::new(PerStep::Same(0.0), PerStep::Same(0.0))
    };
    let bill = billed(&tariff, &[1e3; 59], DAY, 0.0); // 744 and 672 kWh
    assert!((bill.energy_cost - (1200.0 + 144.0 + 1200.0 + 72.0)).abs() < 1e-9);
    assert!((bill.fixed_cost - 14.0).abs() < 1e-12);
    let grid = [1e3; 59];
    let seen = energy_prices(&tariff, 59, PerStep::Same(DAY), 0.0, Some(&grid), &()).unwrap();
    let seen = [24, 25, 30, 31].map(|step| seen.import_price_per_kwh.at(step));
    assert_eq!(seen, [2.0, 1.0, 1.0, 2.0]);
}

proptest! {
    #[test]
    fn finer_steps_of_the_same_power_cost_the_same(
        grid in prop::collection::vec(-1e6..1e6_f64, 1..50),
        pieces in 1_u8..7,
        interval in prop::option::of(Just(900.0)),
    ) {
        let tariffs = [charged(interval, Period::Month), by_calendar(interval)];
        for tariff in tariffs {
            let coarse = billed(&tariff, &grid, 4200.0, 0.0);
            let fine: Vec<f64> =
                grid.iter().flat_map(|&p| std::iter::repeat_n(p, pieces.into())).collect();
            let fine = billed(&tariff, &fine, 4200.0 / f64::from(pieces), 0.0);
            prop_assert!((coarse.energy_cost - fine.energy_cost).abs() < 1e-6);
            prop_assert!((coarse.export_revenue - fine.export_revenue).abs() < 1e-6);
            prop_assert!((coarse.demand_cost - fine.demand_cost).abs() < 1e-6);
        }
    }

    #[test]
    fn prices_by_the_step_bill_as_the_calendar_does(
        grid in prop::collection::vec(-1e6..1e6_f64, 1..200),
        dt in 1.0..1e5_f64,
        start in 0.0..3e7_f64,
    ) {
        let tariff = by_calendar(None);
        let direct = billed(&tariff, &grid, dt, start);
        let steps = PerStep::Same(dt);
        let found = energy_prices(&tariff, grid.len(), steps, start, None, &()).unwrap();
        let import: Vec<f64> = (0..grid.len()).map(|at| found.import_price_per_kwh.at(at)).collect();
        let stepped = Tariff::new(PerStep::Each(&import), PerStep::Same(0.0));
        let energy = billed(&stepped, &grid, dt, start).energy_cost;
        prop_assert!((energy - 1.5 * direct.energy_cost).abs() < 1e-9 * energy.max(1.0));
        let charged = demand_prices(&tariff, grid.len(), steps, start, &()).unwrap();
        let peaks = charged.iter().map(|price| {
            let steps = price.steps.iter().cloned().flatten();
            price.price_per_kw.cost(steps.map(|step| grid[step]).fold(0.0, f64::max)) / 1e3
        });
        let demand: f64 = peaks.sum();
        prop_assert!((demand - 1.5 * direct.demand_cost).abs() < 1e-9 * demand.max(1.0));
    }
}
