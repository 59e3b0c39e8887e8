//! The optimum over a horizon, as far as the steps that come first need it.

mod draws;
mod expected;
mod first_steps;
mod forecast_error;
mod keep;
mod outlook;
mod present;
mod question;
mod reached;
mod solver;
mod window;

pub use expected::{Errors, Expected};
pub use forecast_error::ForecastError;
pub use outlook::{Believed, Outlook};
pub use question::{Answer, Question};
pub use reached::Reached;
pub use solver::Solver;
