use battcore::{converter::*, dispatch::*, simulation::*, site::*, thermal::*, trace::PerStep};
use std::time::Instant;
fn main() {
    let n = 525_600;
    let load: Vec<f64> = (0..n)
        .map(|s| {
            7e5 + 1.5e5 * (s as f64 / 30.0).sin()
                + 1e5 * ((s as f64 * 12.9898).sin() * 43758.5453).fract()
        })
        .collect();
    let battery = Battery {
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
        converter: Some(Converter {
            rated_power_watt: 1e6,
            no_load_loss: 0.005,
            linear_loss: 0.0,
            quadratic_loss: 0.02,
            standby_power_watt: 1e3,
        }),
        thermal: Some(Lump {
            heat_capacity_joule_per_kelvin: 2e7,
            thermal_resistance_kelvin_per_watt: 2e-4,
        }),
    };
    let site = Site {
        load_watt: &load,
        dt_second: PerStep::Same(60.0),
        critical_load_watt: None,
        ambient_temperature_celsius: PerStep::Same(25.0),
        outages: vec![],
        tariff: None,
        start_second: 0.0,
    };
    let policy = Policy::Stack(vec![
        Policy::BackupReserve(BackupReserve {
            ride_through_second: 300.0,
            critical_load_watt: None,
            load_drop_watt: 0.0,
            load_drop_second: 0.0,
            recharge_power_watt: 5e5,
        }),
        Policy::LoadSmoothing(LoadSmoothing {
            window_second: 900.0,
            target_soc: 0.6,
            centering_second: 21_600.0,
        }),
        Policy::PeakShaving(PeakShaving {
            limit_watt: 9e5,
            recharge_power_watt: 1e6,
            recharge_soc: 0.9,
        }),
    ]);
    for _ in 0..5 {
        let t = Instant::now();
        let run = Loop::new(State::new(&battery, 0.5, 0.0).unwrap(), Controller::new(&policy))
            .run(
                Plant::new(&battery).unwrap(),
                &site,
                Course { duration_second: 10.0 * 365.0 * 86400.0, log: Log::Seconds(86400.0) },
                &(),
            )
            .unwrap();
        let s = t.elapsed().as_secs_f64();
        println!(
            "{} steps {:.3}s {:.1} ns/step {:?} curtailed {}",
            run.steps,
            s,
            s / run.steps as f64 * 1e9,
            run.ride_through.shortest_second,
            run.curtailed_steps
        );
    }
}
