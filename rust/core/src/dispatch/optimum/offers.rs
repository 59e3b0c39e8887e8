//! What a step of the battery may cost, as pieces for the queue.

#![expect(clippy::inline_always, reason = "a call at every step takes longer than what it does")]

use super::curve::Curve;
use super::meter::Connection;
use super::meter::Priced;
use super::queue::Piece;
use super::relaxed;
use crate::soc::Number;

/// Slopes that fall by less than this share of themselves are in order.
const ROUNDING: f64 = 1e-12;

/// The pieces of one step, in ascending order of energy.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pieces {
    /// The lowest change of stored energy. \[kWh\]
    pub least_kwh: f64,
    /// What lies above it.
    pub list: Vec<Piece>,
    /// Whether slopes ascend: the cost is convex, and no wish to charge and discharge at once
    /// can arise.
    pub is_convex: bool,
}

/// A step that no power of the battery makes possible: even the best one misses a limit. \[kWh\]
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NoPower {
    /// More than the import limit would be drawn.
    OverImport(f64),
    /// More than the export limit would be fed in.
    OverExport(f64),
}

impl Pieces {
    /// Takes those of a step of `hours` beside `net_kwh` of load less generation.
    ///
    /// # Errors
    /// [`NoPower`] if the limits of the connection cannot be held.
    #[inline]
    pub fn fill(
        &mut self,
        curve: &Curve,
        connection: &Connection,
        net_kwh: f64,
        hours: f64,
    ) -> Result<(), NoPower> {
        let lowest_ac = connection.lowest_kwh() - net_kwh;
        let highest_ac = connection.import_kwh - net_kwh;
        let (least_ac, most_ac) = (curve.least.ac_kw * hours, curve.most.ac_kw * hours);
        if least_ac > highest_ac {
            return Err(NoPower::OverImport(least_ac - highest_ac));
        }
        if most_ac < lowest_ac {
            return Err(NoPower::OverExport(lowest_ac - most_ac));
        }
        self.list.clear();
        self.is_convex = true;
        self.least_kwh = curve.least.store_kw * hours;
        let bounds = (least_ac, lowest_ac, highest_ac);
        self.walk(curve, &connection.stretches(), net_kwh, hours, bounds);
        Ok(())
    }

    /// Puts the hull of both powers at once in the place of a cost that is not convex.
    #[cold]
    pub fn relax(&mut self, curve: &Curve, connection: &Connection, net_kwh: f64, hours: f64) {
        let corners = relaxed::corners(curve, connection, net_kwh, hours);
        self.least_kwh = relaxed::pieces_between(&corners, &mut self.list);
    }

    /// Takes the stretches of the battery as they are: no limit and no kink of the price cuts them.
    #[inline(always)]
    pub fn fill_at_one_price(&mut self, curve: &Curve, price: f64, hours: f64) {
        self.least_kwh = curve.least.store_kw * hours;
        self.list.clear();
        self.list.extend(curve.stretches.iter().map(|stretch| Piece {
            slope: stretch.slope(price),
            length: stretch.store_kw * hours,
        }));
        self.is_convex = !self.list.array_windows().any(|[from, to]| falls(from, to));
    }

    #[inline]
    fn walk(
        &mut self,
        curve: &Curve,
        prices: &[Priced; 3],
        net_kwh: f64,
        hours: f64,
        (least_ac, lowest_ac, highest_ac): (f64, f64, f64),
    ) {
        let mut ac = least_ac;
        let mut priced = prices.iter();
        let mut price = priced.next();
        for stretch in &curve.stretches {
            let end = ac + stretch.ac_kw * hours;
            if ac < lowest_ac {
                let skipped = end.lesser(lowest_ac); // what the export limit forbids
                self.least_kwh += (skipped - ac) * stretch.store_per_ac;
                ac = skipped;
            }
            let end = end.lesser(highest_ac);
            while ac < end {
                while price.is_some_and(|price| price.until_kwh - net_kwh <= ac) {
                    price = priced.next();
                }
                let Some(now) = price else { return };
                let until = end.lesser(now.until_kwh - net_kwh);
                let length = (until - ac) * stretch.store_per_ac;
                self.add(Piece { slope: stretch.slope(now.price_per_kwh), length });
                ac = until;
            }
        }
    }

    #[inline]
    fn add(&mut self, piece: Piece) {
        if let Some(last) = self.list.last_mut() {
            if last.slope == piece.slope {
                last.length += piece.length;
                return;
            }
            self.is_convex &= !falls(last, &piece);
        }
        self.list.push(piece);
    }
}

/// Whether the cost bends down between two pieces.
#[inline]
pub fn falls(from: &Piece, to: &Piece) -> bool {
    from.slope > to.slope + ROUNDING * from.slope.abs()
}
