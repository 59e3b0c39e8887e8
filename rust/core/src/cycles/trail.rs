//! Samples that only lead a series on, without a look at the open turning points.
//!
//! Most samples go on as the series was heading, and not so far that a cycle closes: each merely
//! takes the place of the one before. The last of a row of them is told to the counter when the
//! row ends.

use crate::cycles::counter::Counter;

/// Where a series stands and how far it may go on before something happens.
#[derive(Debug, Clone, Copy)]
pub struct Trail {
    sign: f64,
    /// `sign` times the newest value.
    here: f64,
    /// `sign` times the value at which a cycle closes.
    limit: f64,
    samples: u64,
    untold: bool,
}

impl Trail {
    /// The trail of what `counter` has taken.
    #[inline]
    #[must_use]
    pub fn of<A: Copy>(counter: &Counter<A>) -> Self {
        let (value, heading) = counter.tip().map_or((f64::NAN, 0), |(tip, way)| (tip.value, way));
        let sign = if heading < 0 { -1.0 } else { 1.0 };
        let limit = match counter.turns() {
            _ if heading == 0 => f64::NEG_INFINITY,
            [.., from, _] => sign * from.value,
            _ => f64::INFINITY,
        };
        Self { sign, here: sign * value, limit, samples: counter.samples(), untold: false }
    }

    /// How many of `values` in a row rest where the series stands, if the counter knows it, or go on
    /// without that anything happens: they are taken, and the next must be told to the counter.
    #[inline]
    pub fn follow(&mut self, values: &[f64]) -> usize {
        let (sign, limit, mut here) = (self.sign, self.limit, self.here);
        let rests =
            values.iter().take_while(|&&value| sign * value == here && !self.untold).count();
        let goes_on = |&&value: &&f64| {
            let there = sign * value;
            let plain = there > here && there < limit;
            here = if plain { there } else { here };
            plain
        };
        let moves = values[rests..].iter().take_while(goes_on).count();
        (self.here, self.untold) = (here, self.untold || moves > 0);
        self.samples += (rests + moves) as u64;
        rests + moves
    }

    /// Tells `counter` of the newest sample, which carries `carried`.
    #[inline]
    pub fn tell<A: Copy>(&mut self, counter: &mut Counter<A>, carried: A) {
        if self.untold {
            counter.pass_over_to(self.samples - 1);
            counter.push(self.sign * self.here, carried, |_| ());
            self.untold = false;
        }
        counter.pass_over_to(self.samples);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::Cycle;
    use proptest::prelude::*;

    fn plainly(series: &[f64]) -> (Counter<usize>, Vec<Cycle<usize>>) {
        let (mut counter, mut closed) = (Counter::new(), vec![]);
        for (at, &value) in series.iter().enumerate() {
            counter.push(value, at, |cycle| closed.push(cycle));
        }
        (counter, closed)
    }

    fn along_trails(series: &[f64]) -> (Counter<usize>, Vec<Cycle<usize>>) {
        let (mut counter, mut closed) = (Counter::new(), vec![]);
        let (mut trail, mut at) = (Trail::of(&counter), 0);
        while at < series.len() {
            at += trail.follow(&series[at..]);
            if let Some(&value) = series.get(at) {
                trail.tell(&mut counter, at.saturating_sub(1));
                counter.push(value, at, |cycle| closed.push(cycle));
                trail = Trail::of(&counter);
                at += 1;
            }
        }
        trail.tell(&mut counter, series.len().saturating_sub(1));
        (counter, closed)
    }

    proptest! {
        #[test]
        fn the_counter_learns_all_there_is(series in prop::collection::vec(0_u8..6, 0..60)) {
            let series: Vec<f64> = series.into_iter().map(f64::from).collect();
            prop_assert_eq!(along_trails(&series), plainly(&series));
        }
    }
}
