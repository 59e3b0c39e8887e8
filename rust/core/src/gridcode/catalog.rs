//! The cards that ship.

/// The text of each card, by its key.
pub const CARDS: &[(&str, &str)] = &[
    ("aeso", include_str!("../../gridcodes/aeso.toml")),
    ("atc_spp", include_str!("../../gridcodes/atc_spp.toml")),
    ("caiso_2026", include_str!("../../gridcodes/caiso_2026.toml")),
    ("ercot_2026", include_str!("../../gridcodes/ercot_2026.toml")),
    ("ercot_nprr1191", include_str!("../../gridcodes/ercot_nprr1191.toml")),
    (
        "ercot_nprr1191_controllable",
        include_str!("../../gridcodes/ercot_nprr1191_controllable.toml"),
    ),
    ("ieso_v3", include_str!("../../gridcodes/ieso_v3.toml")),
    ("lipa", include_str!("../../gridcodes/lipa.toml")),
    ("southern", include_str!("../../gridcodes/southern.toml")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gridcode::{GridCode, Status};

    #[test]
    fn every_card_is_understood_stands_under_its_key_and_tells_where_it_is_from() {
        for &(key, text) in CARDS {
            let code = GridCode::from_toml(text).unwrap_or_else(|error| panic!("{key}: {error}"));
            assert_eq!(code.key, key);
            assert!(!code.limits.is_empty() && !code.source.is_empty() && !code.date.is_empty());
            assert!(!code.applies_to.is_empty() && code.status != Status::Own);
        }
    }
}
