//! Steps in which charging and discharging at once would pay, with that allowed.
//!
//! At a negative price a battery earns by losing energy. Letting both powers be positive makes the
//! cost of the step convex again: the lower hull of what the corners of both powers cost.

use super::curve::{Curve, Power};
use super::hull::{Point, lower_hull};
use super::meter::Connection;
use super::queue::Piece;
use crate::soc::Number;

/// Both powers of a battery over a step, as AC energies, and what they come to. \[kWh\]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Both {
    /// Charged at the AC side.
    pub charge_kwh: f64,
    /// Discharged at the AC side.
    pub discharge_kwh: f64,
    /// Change of stored energy.
    pub change_kwh: f64,
    /// What the step costs. \[currency\]
    pub cost: f64,
}

impl Point for Both {
    fn place(&self) -> f64 {
        self.change_kwh
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}

/// The cheapest corners of both powers, in ascending order of the change of stored energy.
pub fn corners(curve: &Curve, connection: &Connection, net_kwh: f64, hours: f64) -> Vec<Both> {
    let (out, into) = curve.sides(hours);
    let lowest = connection.lowest_kwh();
    let kinks = connection.stretches().map(|priced| priced.until_kwh);
    let lines: Vec<f64> = kinks.into_iter().chain([lowest]).filter(|at| at.is_finite()).collect();
    let mut found = vec![];
    let mut add = |charge: Power, discharge: Power| {
        let net = net_kwh + charge.ac_kw + discharge.ac_kw;
        let slack = 1e-12 * (net.abs() + net_kwh.abs());
        if net >= lowest - slack && net <= connection.import_kwh + slack {
            found.push(both(curve, connection, net, (charge, discharge)));
        }
    };
    for &charge in &into {
        let free = lines.iter().filter_map(|line| along(&out, line - net_kwh - charge.ac_kw));
        for discharge in out.iter().copied().chain(free) {
            add(charge, discharge);
        }
    }
    for &discharge in &out {
        let free = lines.iter().filter_map(|line| along(&into, line - net_kwh - discharge.ac_kw));
        for charge in free {
            add(charge, discharge);
        }
    }
    lower_hull(found)
}

fn both(
    curve: &Curve,
    connection: &Connection,
    net_kwh: f64,
    (charge, discharge): (Power, Power),
) -> Both {
    let flows = connection.flows(net_kwh);
    let (charge_kwh, discharge_kwh) = (charge.ac_kw, -discharge.ac_kw);
    Both {
        charge_kwh,
        discharge_kwh,
        change_kwh: charge.store_kw + discharge.store_kw,
        cost: connection.cost(&flows) + curve.wear(charge_kwh, discharge_kwh),
    }
}

/// The point of a side at an AC energy, if it reaches so far.
fn along(side: &[Power], ac_kwh: f64) -> Option<Power> {
    side.array_windows().find_map(|[from, to]| {
        let share = (ac_kwh - from.ac_kw) / (to.ac_kw - from.ac_kw);
        let store_kw = from.store_kw + share * (to.store_kw - from.store_kw);
        (0.0..=1.0).contains(&share).then_some(Power { store_kw, ac_kw: ac_kwh })
    })
}

/// The pieces between corners, into `pieces`; the lowest change of stored energy. \[kWh\]
pub fn pieces_between(corners: &[Both], pieces: &mut Vec<Piece>) -> f64 {
    pieces.clear();
    pieces.extend(corners.array_windows().map(|[from, to]| {
        let length = to.change_kwh - from.change_kwh;
        Piece { slope: (to.cost - from.cost) / length, length }
    }));
    corners.first().map_or(0.0, |corner| corner.change_kwh)
}

/// The cheapest mixture of corners that changes the stored energy by so much.
pub fn mixture(corners: &[Both], change_kwh: f64) -> Option<Both> {
    let last = corners.last()?;
    let mut ends = corners.array_windows().copied();
    let [from, to] = ends.find(|[_, to]| change_kwh <= to.change_kwh).unwrap_or([*last, *last]);
    let length = to.change_kwh - from.change_kwh;
    let share = if length > 0.0 { (change_kwh - from.change_kwh) / length } else { 0.0 };
    let share = share.greater(0.0).lesser(1.0);
    let mixed = |part: fn(&Both) -> f64| part(&from) + share * (part(&to) - part(&from));
    Some(Both {
        charge_kwh: mixed(|both| both.charge_kwh),
        discharge_kwh: mixed(|both| both.discharge_kwh),
        change_kwh,
        cost: mixed(|both| both.cost),
    })
}
