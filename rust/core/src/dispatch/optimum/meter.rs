//! What a step of the connection costs, as a chain of straight stretches of grid energy.

use super::queue::Piece;
use crate::soc::Number;

/// A stretch of grid energy at one price, up to `until_kwh`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Priced {
    /// Price of a kWh more that is drawn, or less that is fed in. \[currency/kWh\]
    pub price_per_kwh: f64,
    /// Net energy at which it ends. \[kWh\]
    pub until_kwh: f64,
}

/// The connection over one step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Connection {
    /// For energy drawn. \[currency/kWh\]
    pub import_price: f64,
    /// For energy fed in, not above that for energy drawn. \[currency/kWh\]
    pub export_price: f64,
    /// Most that may be drawn. \[kWh\]
    pub import_kwh: f64,
    /// Most that may be fed in. \[kWh\]
    pub export_kwh: f64,
    /// Generation that may be turned down. \[kWh\]
    pub spillable_kwh: f64,
}

/// Where net energy goes: drawn, fed in, or never generated. \[kWh\]
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Flows {
    /// Drawn from the grid.
    pub import_kwh: f64,
    /// Fed into it.
    pub export_kwh: f64,
    /// Generation turned down.
    pub curtailed_kwh: f64,
}

impl Connection {
    /// The lowest net energy, before anything is turned down. \[kWh\]
    #[inline]
    pub fn lowest_kwh(&self) -> f64 {
        -self.export_kwh - self.spillable_kwh
    }

    /// The cost of net energy as stretches in ascending order of price. Turning generation down is
    /// a stretch at price zero among the others: drawing more, or feeding in less, for nothing.
    #[inline]
    pub fn stretches(&self) -> [Priced; 3] {
        let export = Piece { slope: self.export_price, length: self.export_kwh };
        let import = Piece { slope: self.import_price, length: self.import_kwh };
        let spill = self.spillable_kwh;
        let priced = |piece: Piece, until_kwh| Priced { price_per_kwh: piece.slope, until_kwh };
        let nothing = Piece { slope: 0.0, length: spill };
        if self.export_price >= 0.0 {
            let (low, zero) = (-self.export_kwh, 0.0);
            [priced(nothing, low), priced(export, zero), priced(import, import.length)]
        } else if self.import_price >= 0.0 {
            [priced(export, -spill), priced(nothing, 0.0), priced(import, import.length)]
        } else {
            let end = import.length - spill;
            [priced(export, -spill), priced(import, end), priced(nothing, import.length)]
        }
    }

    /// The price of a kWh more at a net energy known to `within_kwh`; beyond the import limit, that
    /// below it.
    #[must_use]
    pub fn price_above(&self, net_kwh: f64, within_kwh: f64) -> f64 {
        self.price(|until| net_kwh < until - within_kwh)
    }

    /// The price of the last kWh at a net energy known to `within_kwh`.
    #[must_use]
    pub fn price_below(&self, net_kwh: f64, within_kwh: f64) -> f64 {
        self.price(|until| net_kwh <= until + within_kwh)
    }

    fn price(&self, ends_later: impl Fn(f64) -> bool) -> f64 {
        let stretches = self.stretches();
        let found = stretches.iter().find(|priced| ends_later(priced.until_kwh));
        found.or(stretches.last()).map_or(0.0, |priced| priced.price_per_kwh)
    }

    /// The cheapest way of net energy.
    #[inline]
    pub fn flows(&self, net_kwh: f64) -> Flows {
        let curtailed_kwh = self.curtailed_kwh(net_kwh);
        let grid = net_kwh + curtailed_kwh;
        Flows { import_kwh: grid.greater(0.0), export_kwh: (-grid).greater(0.0), curtailed_kwh }
    }

    /// Only as much as pays or must be is turned down.
    #[inline]
    fn curtailed_kwh(&self, net_kwh: f64) -> f64 {
        let wanted = if self.import_price < 0.0 {
            self.import_kwh - net_kwh
        } else if self.export_price < 0.0 {
            -net_kwh
        } else {
            -self.export_kwh - net_kwh
        };
        wanted.greater(0.0).lesser(self.spillable_kwh)
    }

    /// What flows cost. \[currency\]
    pub fn cost(&self, flows: &Flows) -> f64 {
        flows.import_kwh * self.import_price - flows.export_kwh * self.export_price
    }
}
