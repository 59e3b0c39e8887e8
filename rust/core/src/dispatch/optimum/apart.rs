//! A step with both powers at once, and with one alone.

use super::meter::Connection;
use super::problem::Problem;
use super::relaxed::{self, Both};
use crate::soc::Number;

/// Energies and costs closer than this share are the same. \[1\]
const ROUNDING: f64 = 1e-12;

impl Problem<'_> {
    /// The powers of the battery that change the stored energy by so much at least cost.
    #[must_use]
    pub fn powers(&self, step: usize, change_kwh: f64, cap_kw: f64) -> Both {
        if !self.burning_may_pay(step) {
            return self.apart(step, change_kwh);
        }
        self.mixed(step, change_kwh, &self.connection(step, cap_kw))
    }

    /// Whether losing energy is allowed, and could earn something.
    #[inline]
    #[must_use]
    pub fn burning_may_pay(&self, step: usize) -> bool {
        !self.is_exclusive() && self.prices(step).1 < 0.0
    }

    /// One power of the battery that changes the stored energy by so much; what it costs is open.
    fn apart(&self, step: usize, change_kwh: f64) -> Both {
        let ac_kwh = self.curve().ac_kw(change_kwh * self.per_hour(step)) * self.hours(step);
        let (charge_kwh, discharge_kwh) = (ac_kwh.greater(0.0), (-ac_kwh).greater(0.0));
        Both { charge_kwh, discharge_kwh, change_kwh, cost: f64::NAN }
    }

    /// Both powers of the battery that change the stored energy by so much at least cost.
    fn mixed(&self, step: usize, change_kwh: f64, connection: &Connection) -> Both {
        let corners =
            relaxed::corners(self.curve(), connection, self.net_kwh(step), self.hours(step));
        relaxed::mixture(&corners, change_kwh).unwrap_or_else(|| self.apart(step, change_kwh))
    }

    /// Whether both powers at once would change the stored energy by so much for less, or where one
    /// alone breaks a limit.
    #[must_use]
    pub fn burns(&self, step: usize, change_kwh: f64, cap_kw: f64) -> bool {
        let connection = self.connection(step, cap_kw);
        let (mixed, apart) =
            (self.mixed(step, change_kwh, &connection), self.apart(step, change_kwh));
        let net = self.net_kwh(step) + apart.charge_kwh - apart.discharge_kwh;
        let slack = ROUNDING * self.capacity_kwh();
        let allowed = connection.lowest_kwh() - slack..=connection.import_kwh + slack;
        let wear = self.curve().wear(apart.charge_kwh, apart.discharge_kwh);
        let cost = connection.cost(&connection.flows(net)) + wear;
        let slack = slack * connection.import_price.abs() + ROUNDING * mixed.cost.abs();
        !allowed.contains(&net) || cost > mixed.cost + slack
    }
}
