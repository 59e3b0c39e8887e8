use super::rule::Remembered;
use super::*;
use crate::site::{Battery, Equipment};

/// A battery of 100 kWh and 200 kW, five percent lost each way.
fn battery() -> &'static Battery {
    static BATTERY: std::sync::OnceLock<Battery> = std::sync::OnceLock::new();
    BATTERY.get_or_init(|| Battery {
        energy_capacity_wh: 100e3,
        charge_power_watt: 200e3,
        discharge_power_watt: 200e3,
        charge_efficiency: 0.95,
        discharge_efficiency: 0.95,
        self_discharge_per_day: 0.0,
        soc_min: 0.1,
        soc_max: 0.9,
        soh_capacity: 1.0,
        soh_resistance: 1.0,
        charge_cost_per_kwh: 0.0,
        discharge_cost_per_kwh: 0.0,
        converter: None,
        thermal: None,
    })
}

fn equipment() -> &'static Equipment {
    static EQUIPMENT: std::sync::OnceLock<Equipment> = std::sync::OnceLock::new();
    EQUIPMENT.get_or_init(|| battery().equipment())
}

fn view() -> View<'static> {
    View {
        dt_second: 60.0,
        load_watt: 100e3,
        generation_watt: 0.0,
        critical_watt: 100e3,
        outage: false,
        grid_before_watt: None,
        clock_second: 0.0,
        step: 0,
        price_per_kwh: None,
        frequency_hertz: None,
        signal: None,
        soc: 0.5,
        capacity_wh: 100e3,
        equipment: equipment(),
        battery: battery(),
    }
}

const RESERVE: BackupReserve = BackupReserve {
    ride_through_second: 600.0,
    critical_load_watt: None,
    load_drop_watt: 0.0,
    load_drop_second: 0.0,
    recharge_power_watt: 50e3,
};

#[test]
fn the_reserve_stops_discharge_a_thousandth_above_its_floor() {
    let safe_wh = 10e3 + 100e3 / 0.95 / 6.0 + 100.0;
    let near = View { soc: (safe_wh + 100.0) / 100e3, ..view() };
    let command = RESERVE.decide(&mut Highest::start(&RESERVE), &near);
    let expected = -100.0 * 60.0 * 0.95; // 100 Wh within a minute, less the loss on the way out
    assert!((command.lower_watt - expected).abs() < 1e-6, "{command:?}");
}

#[test]
fn the_reserve_leaves_charging_to_others_where_it_holds() {
    let floor_wh = 10e3 + 100e3 / 0.95 / 6.0;
    let holding = View { soc: (floor_wh + 50.0) / 100e3, ..view() };
    let command = RESERVE.decide(&mut Highest::start(&RESERVE), &holding);
    assert_eq!((command.lower_watt, command.wish_watt), (0.0, None));
}

#[test]
fn the_reserve_refills_itself_and_is_released_in_an_outage() {
    let empty = View { soc: 0.1, ..view() };
    assert_eq!(RESERVE.decide(&mut Highest::start(&RESERVE), &empty).wish_watt, Some(50e3));
    assert_eq!(RESERVE.decide(&mut Highest::start(&RESERVE), &empty).lower_watt, 0.0);
    assert_eq!(
        RESERVE.decide(&mut Highest::start(&RESERVE), &View { outage: true, ..empty }),
        Command::FREE
    );
}

#[test]
fn the_reserve_remembers_the_highest_load() {
    let mut highest = Highest::start(&RESERVE);
    RESERVE.decide(&mut highest, &View { critical_watt: 150e3, ..view() });
    RESERVE.decide(&mut highest, &view());
    assert_eq!(highest.load_watt, 150e3);
}

#[test]
fn room_is_kept_for_a_load_that_drops() {
    let rule = BackupReserve { load_drop_watt: 120e3, load_drop_second: 600.0, ..RESERVE };
    let full = View { soc: 0.9 - 0.95 * 0.2, ..view() };
    assert!(rule.decide(&mut Highest::start(&RESERVE), &full).upper_watt.abs() < 1e-6);
}

#[test]
fn a_stack_keeps_the_earlier_of_two_that_exclude_each_other() {
    let shaving =
        PeakShaving { limit_watt: 40e3, recharge_power_watt: f64::INFINITY, recharge_soc: 1.0 };
    let policies = vec![Policy::BackupReserve(RESERVE), Policy::PeakShaving(shaving)];
    let mut stack = Controller::new(&Policy::Stack(policies));
    let command = stack.decide(&View { soc: 0.1, ..view() });
    assert_eq!(command.power_watt(), 50e3);
    assert_eq!(stack.conflicts(), 1);
    assert_eq!(stack.decide(&view()).power_watt(), -60e3);
    assert_eq!(stack.conflicts(), 1);
}

#[test]
fn memory_goes_out_and_comes_back() {
    let smoothing =
        LoadSmoothing { window_second: 300.0, target_soc: 0.5, centering_second: 3600.0 };
    let policies = vec![Policy::BackupReserve(RESERVE), Policy::LoadSmoothing(smoothing)];
    let policy = Policy::Stack(policies);
    let mut controller = Controller::new(&policy);
    for step in 0..20 {
        controller.decide(&View { load_watt: f64::from(step) * 1e3, ..view() });
    }
    let mut twin = Controller::with_memory(&policy, &controller.memory()).unwrap();
    assert_eq!(twin.decide(&view()), controller.decide(&view()));
    assert!(Controller::with_memory(&policy, &[vec![]]).is_err());
}
