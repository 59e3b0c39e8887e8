//! What is told of a card that cannot be understood.

use crate::aging::expression::Fault;
use crate::error::Error;

/// An error of the entry `place`.
pub fn bad(place: &str, message: &str) -> Error {
    Error::BadCard {
        place: place.to_owned(),
        line: None,
        column: None,
        message: message.to_owned(),
    }
}

/// The line of `text` in which byte `at` stands, counted from 1.
pub fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().iter().take(at);
    1 + before.filter(|byte| **byte == b'\n').count()
}

/// The message, with a mark under the character at fault.
pub fn shown(formula: &str, fault: &Fault) -> String {
    let line = formula.replace(['\n', '\r', '\t'], " ");
    let mark = " ".repeat(fault.column.saturating_sub(1));
    format!("{}\n  {line}\n  {mark}^", fault.message)
}
