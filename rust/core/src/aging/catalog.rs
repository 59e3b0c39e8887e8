//! The cards that ship.

/// The text of each card, by its key.
pub const CARDS: &[(&str, &str)] = &[
    ("lfp_gr_250ah_prismatic", include_str!("../../models/lfp_gr_250ah_prismatic.toml")),
    (
        "lfp_gr_a123_2ah_swierczynski",
        include_str!("../../models/lfp_gr_a123_2ah_swierczynski.toml"),
    ),
    ("lfp_gr_a123_2ah_wang", include_str!("../../models/lfp_gr_a123_2ah_wang.toml")),
    ("lfp_gr_breos", include_str!("../../models/lfp_gr_breos.toml")),
    ("lfp_gr_generic_simses", include_str!("../../models/lfp_gr_generic_simses.toml")),
    ("lfp_gr_sam", include_str!("../../models/lfp_gr_sam.toml")),
    ("lfp_gr_sesame", include_str!("../../models/lfp_gr_sesame.toml")),
    ("lfp_gr_sony_3ah_naumann", include_str!("../../models/lfp_gr_sony_3ah_naumann.toml")),
    ("lfp_gr_sony_3ah_schimpe", include_str!("../../models/lfp_gr_sony_3ah_schimpe.toml")),
    ("lfp_gr_sonymurata_3ah", include_str!("../../models/lfp_gr_sonymurata_3ah.toml")),
    (
        "lfp_gr_sonymurata_3ah_matlab",
        include_str!("../../models/lfp_gr_sonymurata_3ah_matlab.toml"),
    ),
    ("li_ion_generic_simses", include_str!("../../models/li_ion_generic_simses.toml")),
    ("li_ion_rosenkranz", include_str!("../../models/li_ion_rosenkranz.toml")),
    ("lmo_gr_nissanleaf_66ah_2nd", include_str!("../../models/lmo_gr_nissanleaf_66ah_2nd.toml")),
    ("lmo_gr_xu", include_str!("../../models/lmo_gr_xu.toml")),
    ("lmo_lto_3ah_simses", include_str!("../../models/lmo_lto_3ah_simses.toml")),
    ("lmo_lto_sam", include_str!("../../models/lmo_lto_sam.toml")),
    ("lto_sesame", include_str!("../../models/lto_sesame.toml")),
    ("nca_gr_generic_simses", include_str!("../../models/nca_gr_generic_simses.toml")),
    ("nca_gr_panasonic_3ah", include_str!("../../models/nca_gr_panasonic_3ah.toml")),
    ("nca_gr_panasonic_3ah_simses", include_str!("../../models/nca_gr_panasonic_3ah_simses.toml")),
    ("nca_grsi_sonymurata_2p5ah", include_str!("../../models/nca_grsi_sonymurata_2p5ah.toml")),
    ("nmc111_gr_kokam_75ah", include_str!("../../models/nmc111_gr_kokam_75ah.toml")),
    ("nmc111_gr_sanyo_2ah", include_str!("../../models/nmc111_gr_sanyo_2ah.toml")),
    ("nmc622_gr_denso_50ah", include_str!("../../models/nmc622_gr_denso_50ah.toml")),
    (
        "nmc811_grsi_lg_mj1_3ah_simses",
        include_str!("../../models/nmc811_grsi_lg_mj1_3ah_simses.toml"),
    ),
    ("nmc811_grsi_lgm50_5ah", include_str!("../../models/nmc811_grsi_lgm50_5ah.toml")),
    ("nmc811_grsi_lgm50_sei", include_str!("../../models/nmc811_grsi_lgm50_sei.toml")),
    ("nmc811_grsi_lgmj1_4ah", include_str!("../../models/nmc811_grsi_lgmj1_4ah.toml")),
    ("nmc_gr_50ah_b1", include_str!("../../models/nmc_gr_50ah_b1.toml")),
    ("nmc_gr_50ah_b2", include_str!("../../models/nmc_gr_50ah_b2.toml")),
    ("nmc_gr_75ah_a", include_str!("../../models/nmc_gr_75ah_a.toml")),
    ("nmc_gr_generic_simses", include_str!("../../models/nmc_gr_generic_simses.toml")),
    ("nmc_gr_kokam_75ah_smith", include_str!("../../models/nmc_gr_kokam_75ah_smith.toml")),
    ("nmc_gr_molicel_2ah", include_str!("../../models/nmc_gr_molicel_2ah.toml")),
    ("nmc_gr_sam", include_str!("../../models/nmc_gr_sam.toml")),
    (
        "nmc_gr_sanyo_2ah_schmalstieg",
        include_str!("../../models/nmc_gr_sanyo_2ah_schmalstieg.toml"),
    ),
    ("nmc_gr_sanyo_2ah_simses", include_str!("../../models/nmc_gr_sanyo_2ah_simses.toml")),
    ("nmc_gr_sesame", include_str!("../../models/nmc_gr_sesame.toml")),
    ("nmc_lto_10ah", include_str!("../../models/nmc_lto_10ah.toml")),
    ("nmc_lto_10ah_simses", include_str!("../../models/nmc_lto_10ah_simses.toml")),
];

/// The text of the card of a model that ships, for tests.
#[cfg(test)]
pub(crate) fn card_of(key: &str) -> &'static str {
    CARDS.iter().find(|(own, _)| *own == key).map(|(_, text)| *text).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aging::Model;

    #[test]
    fn every_card_is_understood_and_stands_under_its_key() {
        for &(key, text) in CARDS {
            let model = Model::from_toml(text).unwrap_or_else(|error| panic!("{key}: {error}"));
            assert_eq!(model.card.key, key);
        }
    }
}
