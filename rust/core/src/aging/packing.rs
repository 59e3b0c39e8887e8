//! The state of a cell as one row of numbers, to be stored and read again.

use crate::aging::flow::Flow;
use crate::aging::samples::Sample;
use crate::aging::state::{AgingState, Tally};
use crate::aging::stay::Stay;
use crate::aging::window::{RawPoints, Window};
use crate::cycles::{Counter, Point};
use crate::error::{Error, FINITE, all_within};

/// More entries than any state has: a count beyond is no count.
const MOST: f64 = 1e9;

impl AgingState {
    /// Everything there is, as numbers.
    #[must_use]
    pub fn numbers(&self) -> Vec<f64> {
        let (points, pushed) = self.counter.parts();
        let window = &self.window;
        let mut row = Row(vec![self.soc, self.capacity]);
        row.list(&self.ages, |age| [*age]);
        row.list(&self.levels, |level| [*level]);
        row.0.extend(self.flow.0);
        row.0.extend(window.start.0);
        row.0.extend([window.elapsed, window.reach[0], window.reach[1], window.weight]);
        row.list(&window.sums, |sum| [*sum]);
        row.0.extend(stay_numbers(&window.stay));
        let samples: Vec<Sample> = window.samples.iter().collect();
        row.list(&samples, |s| [s.temperature, s.soc, s.weight]);
        row.0.extend(raw_numbers(&window.raw));
        row.0.extend(tally_numbers(&self.tally));
        row.0.push(count(pushed));
        row.list(&points, |p| [p.value, count(p.index)]);
        row.0.extend(points.iter().flat_map(|p| p.carried.0));
        row.0
    }

    /// The state that [`AgingState::numbers`] gave.
    ///
    /// # Errors
    /// [`Error::BadInput`] or [`Error::BadShape`] if `numbers` are no such row.
    pub fn from_numbers(numbers: &[f64]) -> Result<Self, Error> {
        all_within("state", numbers, FINITE)?;
        let mut reader = Reader { numbers, at: 0 };
        let [soc, capacity] = reader.take()?;
        let ages = reader.list(|[age]: [f64; 1]| age)?;
        let levels = reader.list(|[level]: [f64; 1]| level)?;
        let (flow, start) = (Flow(reader.take()?), Flow(reader.take()?));
        let [elapsed, low, high, weight] = reader.take()?;
        let window = Window {
            start,
            elapsed,
            reach: [low, high],
            weight,
            sums: reader.list(|[sum]: [f64; 1]| sum)?,
            stay: stay_of(reader.take()?),
            samples: reader
                .list(|[temperature, soc, weight]: [f64; 3]| Sample { temperature, soc, weight })?
                .into_iter()
                .collect(),
            raw: raw_of(reader.take()?),
        };
        let tally = tally_of(reader.take()?);
        let counter = reader.counter()?;
        reader.end()?;
        Ok(Self { soc, capacity, ages, levels, flow, window, counter, tally })
    }
}

struct Row(Vec<f64>);

impl Row {
    fn list<T, const N: usize>(&mut self, items: &[T], numbers: impl Fn(&T) -> [f64; N]) {
        self.0.push(count(items.len() as u64));
        self.0.extend(items.iter().flat_map(numbers));
    }
}

struct Reader<'a> {
    numbers: &'a [f64],
    at: usize,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[f64; N], Error> {
        let rest = self.numbers.get(self.at..).unwrap_or(&[]);
        let found = rest.first_chunk::<N>().copied();
        self.at += N;
        found.ok_or(Error::BadShape {
            name: "state",
            got: vec![self.numbers.len()],
            want: vec![self.at],
        })
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and MOST"
    )]
    fn count(&mut self) -> Result<u64, Error> {
        let [value] = self.take()?;
        let index = self.at - 1;
        let is_count = (0.0..=MOST).contains(&value) && value.fract() == 0.0;
        if is_count {
            return Ok(value as u64);
        }
        Err(Error::BadInput { name: "state", index: Some(index), value, low: 0.0, high: MOST })
    }

    fn list<T, const N: usize>(&mut self, item: impl Fn([f64; N]) -> T) -> Result<Vec<T>, Error> {
        let length = self.count()?;
        (0..length).map(|_| self.take().map(&item)).collect()
    }

    fn counter(&mut self) -> Result<Counter<Flow>, Error> {
        let samples = self.count()?;
        let length = self.count()?;
        let mut places = vec![];
        for _ in 0..length {
            let [value] = self.take()?;
            places.push((value, self.count()?));
        }
        let mut points = vec![];
        for (value, index) in places {
            points.push(Point { value, index, carried: Flow(self.take()?) });
        }
        Counter::from_parts(&points, samples)
    }

    fn end(&self) -> Result<(), Error> {
        crate::error::same_length("state", self.numbers.len(), self.at)
    }
}

fn count(value: u64) -> f64 {
    value as f64
}

fn stay_numbers(stay: &Stay) -> [f64; 7] {
    let ([low, high], [cold, warm]) = (stay.soc_reach, stay.temperature_reach);
    [stay.second, stay.soc, stay.temperature, low, high, cold, warm]
}

fn stay_of([second, soc, temperature, low, high, cold, warm]: [f64; 7]) -> Stay {
    Stay { second, soc, temperature, soc_reach: [low, high], temperature_reach: [cold, warm] }
}

fn raw_numbers(r: &RawPoints) -> [f64; 5] {
    [r.count, r.soc, r.temperature, r.rate_time, r.rate]
}

fn raw_of([count, soc, temperature, rate_time, rate]: [f64; 5]) -> RawPoints {
    RawPoints { count, soc, temperature, rate_time, rate }
}

fn tally_numbers(t: &Tally) -> [f64; 6] {
    [t.untested[0], t.untested[1], t.dod, t.charge_c_rate, t.discharge_c_rate, t.ignored]
}

fn tally_of(n: [f64; 6]) -> Tally {
    Tally {
        untested: [n[0], n[1]],
        dod: n[2],
        charge_c_rate: n[3],
        discharge_c_rate: n[4],
        ignored: n[5],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aging::catalog::card_of;
    use crate::aging::{Aging, Engine, Model, Settings};
    use std::ops::ControlFlow;

    #[test]
    fn a_state_comes_back_from_its_numbers() {
        let model = Model::from_toml(card_of("nmc111_gr_kokam_75ah")).unwrap();
        let engine = Engine::new(&model, Settings::default()).unwrap();
        let mut cell = Aging::new(&engine, AgingState::new(&engine, 0.5));
        for soc in [0.9, 0.2, 0.6, 0.4, 0.7] {
            let _ = cell.record(soc, [20.0, 30.0], 30_000.0, |_| ControlFlow::Continue(()));
        }
        let state = cell.state();
        let numbers = state.numbers();
        assert_eq!(AgingState::from_numbers(&numbers), Ok(state));
        for shorter in 0..numbers.len() {
            assert!(AgingState::from_numbers(&numbers[..shorter]).is_err());
        }
    }
}
