use super::*;
use proptest::prelude::*;

fn charged(interval_second: Option<f64>, period: Period) -> Tariff<'static> {
    Tariff {
        energy_price_per_kwh: PerStep::Same(0.1),
        export_price_per_kwh: PerStep::Same(0.05),
        demand_charges: vec![DemandCharge { price_per_kw: 10.0, interval_second, period }],
    }
}

#[test]
fn bills_a_worked_example() {
    // Two hours in minutes: 1 MW, but 3 MW in the second quarter, and 1 MW of export at the end.
    let mut grid = vec![1e6; 120];
    grid[15..30].fill(3e6);
    grid[119] = -1e6;
    let bill =
        bill(&charged(Some(900.0), Period::Month), &grid, PerStep::Same(60.0), 0.0, &()).unwrap();
    assert!((bill.energy_cost - 0.1 * (104.0 + 45.0) / 60.0 * 1e3).abs() < 1e-9);
    assert!((bill.export_revenue - 0.05 / 60.0 * 1e3).abs() < 1e-9);
    assert!((bill.demand_cost - 30_000.0).abs() < 1e-9);
}

#[test]
fn every_month_pays_its_own_peak() {
    let day = |at: usize| if at < 31 { 2e3 } else { 1e3 };
    let grid: Vec<f64> = (0..59).map(day).collect();
    let bill =
        bill(&charged(None, Period::Month), &grid, PerStep::Same(86400.0), 0.0, &()).unwrap();
    assert!((bill.demand_cost - 30.0).abs() < 1e-9);
}

#[test]
fn a_step_longer_than_the_interval_holds_its_mean() {
    let bill = bill(&charged(Some(900.0), Period::Year), &[5e3], PerStep::Same(3600.0), 450.0, &());
    assert!((bill.unwrap().demand_cost - 50.0).abs() < 1e-9);
}

#[test]
fn what_rounding_leaves_of_the_clock_is_no_interval() {
    let mut grid = vec![1e3; 9000];
    grid[8999] = 1e6; // within the quarter of an hour that 9000 times 0.1 s fill
    let bill = bill(&charged(Some(900.0), Period::Month), &grid, PerStep::Same(0.1), 0.0, &());
    assert!((bill.unwrap().demand_cost - 10.0 * (8999.0 + 1000.0) / 9000.0).abs() < 1e-6);
}

proptest! {
    #[test]
    fn finer_steps_of_the_same_power_cost_the_same(
        grid in prop::collection::vec(-1e6..1e6_f64, 1..50),
        pieces in 1_u8..7,
    ) {
        let tariff = charged(Some(900.0), Period::Month);
        let coarse = bill(&tariff, &grid, PerStep::Same(420.0), 0.0, &()).unwrap();
        let fine: Vec<f64> =
            grid.iter().flat_map(|&p| std::iter::repeat_n(p, pieces.into())).collect();
        let fine = bill(&tariff, &fine, PerStep::Same(420.0 / f64::from(pieces)), 0.0, &()).unwrap();
        prop_assert!((coarse.energy_cost - fine.energy_cost).abs() < 1e-6);
        prop_assert!((coarse.export_revenue - fine.export_revenue).abs() < 1e-6);
        prop_assert!((coarse.demand_cost - fine.demand_cost).abs() < 1e-6);
    }
}
