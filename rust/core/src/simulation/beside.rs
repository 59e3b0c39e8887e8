//! What stands beside load and battery at a step, and the limits of the connection.

use super::page::Moved;
use super::plant::Plant;
use crate::dispatch::View;
use crate::site::Site;
use crate::soc::Number;
use crate::tariff::Tariff;
use crate::trace::PerStep;

/// What stands beside load and battery at a step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside {
    pub generation_watt: f64,
    frequency_hertz: Option<f64>,
    signal: Option<f64>,
    import_limit_watt: f64,
    export_limit_watt: f64,
    curtailable: bool,
}

impl Beside {
    /// Whether a site has nothing at any step, so that a loop need not look.
    pub fn is_nothing(site: &Site<'_>) -> bool {
        let no_limit = PerStep::Same(f64::INFINITY);
        site.generation_watt == PerStep::Same(0.0)
            && site.import_limit_watt == no_limit
            && site.export_limit_watt == no_limit
            && (site.frequency_hertz, site.signal) == (None, None)
            && site.tariff.is_none()
    }

    /// What a site has at a step.
    #[inline]
    pub fn at(site: &Site<'_>, step: usize) -> Self {
        Self {
            generation_watt: site.generation_watt.at(step),
            frequency_hertz: site.frequency_hertz.map(|frequency| frequency.at(step)),
            signal: site.signal.map(|signal| signal.at(step)),
            import_limit_watt: site.import_limit_watt.at(step),
            export_limit_watt: site.export_limit_watt.at(step),
            curtailable: site.curtailable,
        }
    }

    /// Puts into a view what a policy may see of it.
    #[inline]
    pub fn show(&self, site: &Site<'_>, view: &mut View<'_>) {
        let price = |tariff: &Tariff<'_>| tariff.import_price(view.step, view.moment());
        view.price_per_kwh = site.tariff.as_ref().map(price);
        view.generation_watt = self.generation_watt;
        view.frequency_hertz = self.frequency_hertz;
        view.signal = self.signal;
    }

    /// The power nearest to the one wanted that keeps the connection within its limits.
    ///
    /// Where even giving up generation would, the battery need not take it up.
    #[inline]
    pub fn within_limits(&self, wanted_watt: f64, net_watt: f64, standby_watt: f64) -> f64 {
        let room = self.import_limit_watt - net_watt;
        let surplus = -self.export_limit_watt - net_watt;
        let least = if self.curtailable { surplus.lesser(0.0) } else { surplus };
        let power = wanted_watt.greater(least).lesser(room);
        // at rest its standby is drawn too
        if power == 0.0 && room < standby_watt { room - standby_watt } else { power }
    }

    /// Generation that is turned down where `grid_watt` would be the power at the connection. \[W\]
    #[inline]
    pub fn curtailed_watt(&self, grid_watt: f64) -> f64 {
        if !self.curtailable {
            return 0.0;
        }
        let beyond = -self.export_limit_watt - grid_watt;
        beyond.clamp_to(0.0, self.generation_watt)
    }
}

/// What a step came to.
pub(super) struct Met {
    pub moved: Moved,
    /// Mean power from the grid. \[W\]
    pub grid_watt: f64,
    /// Whether the battery did not do what was wanted of it.
    pub deviates: bool,
}

impl Met {
    /// What the power that a policy wants comes to; without the grid the load decides.
    #[expect(clippy::inline_always, reason = "two loops share it, a call would cost as much")]
    #[inline(always)]
    pub fn new(plant: &Plant, view: &View<'_>, beside: Option<&Beside>, wanted_watt: f64) -> Self {
        if view.outage {
            let wanted_watt = view.island_watt();
            let moved = plant.run(view.soc, wanted_watt);
            return Self { moved, grid_watt: 0.0, deviates: moved.power_watt != wanted_watt };
        }
        let (net_watt, standby_watt) = (view.net_watt(), plant.standby_watt(0.0));
        let held = |beside: &Beside| beside.within_limits(wanted_watt, net_watt, standby_watt);
        let moved = plant.run(view.soc, beside.map_or(wanted_watt, held));
        let drawn_watt = plant.grid_watt(net_watt, moved.power_watt);
        let turned_up = |beside: &Beside| drawn_watt + beside.curtailed_watt(drawn_watt);
        let grid_watt = beside.map_or(drawn_watt, turned_up);
        Self { moved, grid_watt, deviates: moved.power_watt != wanted_watt }
    }
}

/// How far and how long the connection was beyond a limit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Excess {
    /// Summed over the steps. \[W\]
    pub watt: f64,
    /// Steps beyond it.
    pub steps: u32,
}

/// A share of a power that only rounding can have left.
const SLIVER: f64 = 1e-9;

impl Excess {
    /// Of flows, each with the power on both sides of it, over their limits.
    pub fn of(flows: impl Iterator<Item = (f64, f64, f64)>) -> Self {
        let mut excess = Self::default();
        for (flow, limit, scale) in flows {
            if flow > limit + SLIVER * (limit + scale) {
                excess.watt += flow - limit;
                excess.steps += 1;
            }
        }
        excess
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITED: Beside = Beside {
        generation_watt: 900.0,
        frequency_hertz: None,
        signal: None,
        import_limit_watt: 500.0,
        export_limit_watt: 200.0,
        curtailable: false,
    };

    #[test]
    fn imports_are_held_by_discharge() {
        assert_eq!(LIMITED.within_limits(300.0, 400.0, 0.0), 100.0);
        assert_eq!(LIMITED.within_limits(0.0, 800.0, 0.0), -300.0);
        assert_eq!(LIMITED.within_limits(0.0, 500.0, 10.0), -10.0); // standby has no room
        assert_eq!(LIMITED.within_limits(-50.0, 400.0, 10.0), -50.0);
    }

    #[test]
    fn exports_are_taken_up_or_turned_down() {
        assert_eq!(LIMITED.within_limits(0.0, -600.0, 0.0), 400.0);
        assert_eq!(LIMITED.within_limits(-300.0, -100.0, 0.0), -100.0);
        let curtailable = Beside { curtailable: true, ..LIMITED };
        assert_eq!(curtailable.within_limits(-300.0, -600.0, 0.0), 0.0);
        assert_eq!(curtailable.within_limits(150.0, -600.0, 0.0), 150.0);
        assert_eq!(curtailable.curtailed_watt(-450.0), 250.0);
        assert_eq!(curtailable.curtailed_watt(-2000.0), 900.0);
        assert_eq!(LIMITED.curtailed_watt(-450.0), 0.0);
    }
}
