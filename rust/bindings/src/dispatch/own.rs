//! Policies that Python decides.

use super::callback::Callback;
use crate::gate::exception;
use battcore::dispatch::{Command, Decider, View};
use std::sync::Arc;

/// A policy that Python decides: an object with a method `decide(memory, view)`.
#[derive(Debug)]
pub struct PythonPolicy(pub Arc<Callback>);

impl Decider for PythonPolicy {
    fn decide(&self, memory: &mut Vec<f64>, view: &View<'_>) -> Command {
        let decided = self.0.attempt(|py, policy| {
            let before = (!memory.is_empty()).then(|| memory.clone());
            let answer = policy.call_method1(py, "decide", (before, self.0.seen(py, view)?))?;
            let (after, command): (Vec<f64>, Command) = answer.extract(py)?;
            *memory = after;
            command.checked().map_err(|error| exception(py, &error))
        });
        decided.unwrap_or(Command::FREE)
    }
}
