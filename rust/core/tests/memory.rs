//! What counting takes from memory.

use battcore::cycles::{Law, PowerLaw, damage};

/// A walk between empty and full, by splitmix64.
fn soc(samples: usize) -> Vec<f64> {
    let (mut state, mut level) = (1_u64, 0.5);
    let step = |_| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (state ^ state >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        level = f64::clamp(level + ((z >> 11) as f64 * 2.0_f64.powi(-53) - 0.5) / 100.0, 0.0, 1.0);
        level
    };
    (0..samples).map(step).collect()
}

#[test]
fn damage_takes_no_memory_but_for_what_stays_open() {
    let law = [Law::Power(PowerLaw::new(1.5).unwrap())];
    for samples in [2_000, 200_000] {
        let series = soc(samples);
        let taken = allocation_counter::measure(|| {
            damage(&series, &law, 0.0, &()).unwrap();
        });
        assert!(taken.bytes_total < 16_384, "{samples} samples: {taken:?}");
    }
}
