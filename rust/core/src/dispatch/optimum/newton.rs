//! The least of an unknown at which a store holds all its floors, by finite Newton steps.
//!
//! The stored energy of the fullest course is concave in the unknown and what must be stored is
//! convex, so what is missing is convex: a tangent at a value that is too low never passes the least
//! one that will do. Each iteration leaves at least one straight piece behind: few are needed.

use super::fullest::{Fullest, Miss, Terms};
use super::problem::Problem;
use crate::soc::Number;

/// More walks than any case has taken.
const MOST_WALKS: usize = 1000;

/// A search for the least of an unknown, from below.
#[derive(Debug, Clone, PartialEq)]
pub struct Newton {
    /// The unknown.
    pub at: f64,
    /// The step that allows no less of it.
    pub binding_step: usize,
    /// Walks so far.
    pub walks: usize,
    /// The fullest course at the last walk.
    pub course: Fullest,
    most: f64,
}

impl Newton {
    /// A search that starts at a value no higher than the answer, which a step sets, and that goes
    /// up to `most`.
    #[must_use]
    pub fn from((at, binding_step): (f64, usize), most: f64) -> Self {
        Self { at, binding_step, walks: 0, course: Fullest::default(), most }
    }

    /// Walks on the terms at the present value and, where a floor is missed, goes on to the next;
    /// false at the answer.
    ///
    /// # Errors
    /// The [`Miss`] that the most of the unknown leaves.
    pub fn go_on<T: Fn(usize) -> Terms>(
        &mut self,
        problem: &Problem<'_>,
        terms_at: impl Fn(f64) -> T,
    ) -> Result<bool, Miss> {
        self.walks += 1;
        let Some(miss) = self.course.walk(problem, terms_at(self.at)) else { return Ok(false) };
        if self.at >= self.most {
            return Err(miss);
        }
        let next = (self.at + miss.rise()).lesser(self.most);
        if next <= self.at || self.walks == MOST_WALKS {
            return Ok(false); // less is missing than the digits of the unknown can tell
        }
        (self.at, self.binding_step) = (next, miss.step);
        Ok(true)
    }
}
