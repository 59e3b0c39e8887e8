//! A grid code as its card tells it: limits, and how much to believe of them.

use crate::error::Error;
use crate::gridcode::Limit;
use serde::Deserialize;

/// How far a document has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It binds.
    InForce,
    /// Its authority has published it as a requirement.
    Published,
    /// It may still change, or never come.
    Draft,
    /// It was quoted without its status.
    Unknown,
    /// A user's own limits.
    #[default]
    Own,
}

impl Status {
    /// As cards spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Published => "published",
            Self::Draft => "draft",
            Self::Unknown => "unknown",
            Self::Own => "own",
        }
    }
}

/// How near to the document its figures were taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum Grade {
    /// Read in the document itself.
    #[default]
    A,
    /// Read in a list or a note that quotes the document.
    B,
    /// Quoted by a third document.
    #[serde(rename = "B-")]
    BMinus,
    /// Press or a summary.
    C,
}

impl Grade {
    /// As cards spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::BMinus => "B-",
            Self::C => "C",
        }
    }
}

/// Limits of one document.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GridCode {
    /// The name under which it is found.
    pub key: String,
    /// The name that people read.
    pub label: String,
    /// Which loads it is for.
    #[serde(default)]
    pub applies_to: String,
    /// Date of the document, or of the state that was quoted: year, month, day as far as known.
    #[serde(default)]
    pub date: String,
    /// How far the document has come.
    #[serde(default)]
    pub status: Status,
    /// How near to it the figures were taken.
    #[serde(default)]
    pub grade: Grade,
    /// Where the figures stand.
    #[serde(default)]
    pub source: String,
    /// How the words were read, and what they leave open.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What must hold.
    pub limits: Vec<Limit>,
}

impl GridCode {
    /// The code that a card tells.
    ///
    /// # Errors
    /// [`Error::BadCard`] if the text is no card, [`Error::BadInput`] if a limit makes no sense.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        let code: Self = toml::from_str(text).map_err(|error| unreadable(text, &error))?;
        code.limits.iter().try_for_each(|limit| limit.checked().map(|_| ()))?;
        Ok(code)
    }
}

fn unreadable(text: &str, error: &toml::de::Error) -> Error {
    let before = error.span().and_then(|span| text.get(..span.start));
    Error::BadCard {
        place: "card".to_owned(),
        line: before.map(|before| 1 + before.matches('\n').count()),
        column: before.map(|before| 1 + before.chars().rev().take_while(|c| *c != '\n').count()),
        message: error.message().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: &str = "key = 'k'\nlabel = 'l'\n[[limits]]\nkind = 'rolling_range'\n";

    #[test]
    fn a_card_of_ones_own_needs_little() {
        let code = GridCode::from_toml(&format!("{CARD}limit_watt = 1e6\nwindow_second = 5"));
        let code = code.unwrap();
        assert_eq!((code.status, code.grade, code.limits.len()), (Status::Own, Grade::A, 1));
    }

    #[test]
    fn a_misspelled_entry_is_told_by_its_line() {
        let error = GridCode::from_toml("key = 'k'\nlabel = 'l'\nsauce = ''\nlimits = []");
        assert!(matches!(error, Err(Error::BadCard { line: Some(3), .. })));
        assert!(GridCode::from_toml(&format!("{CARD}window_secund = 5")).is_err());
    }

    #[test]
    fn a_limit_that_makes_no_sense_is_refused() {
        let endless = format!("{CARD}window_second = 5");
        assert!(matches!(GridCode::from_toml(&endless), Err(Error::BadInput { .. })));
    }
}
