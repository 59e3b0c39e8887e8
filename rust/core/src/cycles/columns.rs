//! Counted cycles as columns.

use crate::cycles::cycle::Cycle;

/// Counted cycles, column by column, in the order in which they close, then the residue.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cycles {
    /// Height of the swing, in the unit of the series.
    pub range: Vec<f64>,
    /// Middle of the swing.
    pub mean: Vec<f64>,
    /// 1.0 for a closed cycle, 0.5 for half of one.
    pub count: Vec<f64>,
    /// Sample at which the swing begins.
    pub start: Vec<i64>,
    /// Sample at which it turns back.
    pub end: Vec<i64>,
}

impl Cycles {
    /// Adds one cycle.
    pub fn push(&mut self, cycle: Cycle<()>) {
        self.range.push(cycle.range());
        self.mean.push(cycle.mean());
        self.count.push(cycle.count);
        self.start.push(cycle.from.index.cast_signed());
        self.end.push(cycle.to.index.cast_signed());
    }

    /// No cycles, and memory for so many, which costs nothing until they come.
    pub(crate) fn with_room_for(cycles: usize) -> Self {
        Self {
            range: Vec::with_capacity(cycles),
            mean: Vec::with_capacity(cycles),
            count: Vec::with_capacity(cycles),
            start: Vec::with_capacity(cycles),
            end: Vec::with_capacity(cycles),
        }
    }

    pub(crate) fn shrink_to_fit(&mut self) {
        self.range.shrink_to_fit();
        self.mean.shrink_to_fit();
        self.count.shrink_to_fit();
        self.start.shrink_to_fit();
        self.end.shrink_to_fit();
    }

    /// Rows that wait to be written.
    pub(crate) fn zeros(rows: usize) -> Self {
        Self {
            range: vec![0.0; rows],
            mean: vec![0.0; rows],
            count: vec![0.0; rows],
            start: vec![0; rows],
            end: vec![0; rows],
        }
    }

    /// All rows, to write to.
    pub(crate) fn slots(&mut self) -> Slots<'_> {
        Slots {
            range: &mut self.range,
            mean: &mut self.mean,
            count: &mut self.count,
            start: &mut self.start,
            end: &mut self.end,
        }
    }

    /// Adds these cycles.
    pub(crate) fn extend_from(&mut self, cycles: &[Cycle<()>]) {
        self.range.extend(cycles.iter().map(Cycle::range));
        self.mean.extend(cycles.iter().map(Cycle::mean));
        self.count.extend(cycles.iter().map(|cycle| cycle.count));
        self.start.extend(cycles.iter().map(|cycle| cycle.from.index.cast_signed()));
        self.end.extend(cycles.iter().map(|cycle| cycle.to.index.cast_signed()));
    }

    /// Moves the rows of `more` to the end of these.
    pub fn append(&mut self, mut more: Self) {
        self.range.append(&mut more.range);
        self.mean.append(&mut more.mean);
        self.count.append(&mut more.count);
        self.start.append(&mut more.start);
        self.end.append(&mut more.end);
    }
}

impl Extend<Cycle<()>> for Cycles {
    fn extend<I: IntoIterator<Item = Cycle<()>>>(&mut self, more: I) {
        more.into_iter().for_each(|cycle| self.push(cycle));
    }
}

/// Rows of cycles that are written in order, on whatever core.
#[derive(Default)]
pub(crate) struct Slots<'a> {
    range: &'a mut [f64],
    mean: &'a mut [f64],
    count: &'a mut [f64],
    start: &'a mut [i64],
    end: &'a mut [i64],
}

impl Slots<'_> {
    /// The first rows, at most all, and the rest.
    pub(crate) fn split_at(self, rows: usize) -> (Self, Self) {
        let rows = rows.min(self.range.len());
        let (range, ranges) = self.range.split_at_mut(rows);
        let (mean, means) = self.mean.split_at_mut(rows);
        let (count, counts) = self.count.split_at_mut(rows);
        let (start, starts) = self.start.split_at_mut(rows);
        let (end, ends) = self.end.split_at_mut(rows);
        let rest = Self { range: ranges, mean: means, count: counts, start: starts, end: ends };
        (Self { range, mean, count, start, end }, rest)
    }

    /// Writes `cycles` to the first rows; gives the rest.
    pub(crate) fn write(self, cycles: &[Cycle<()>]) -> Self {
        let (rows, rest) = self.split_at(cycles.len());
        fill(rows.range, cycles, Cycle::range);
        fill(rows.mean, cycles, Cycle::mean);
        fill(rows.count, cycles, |cycle| cycle.count);
        fill(rows.start, cycles, |cycle| cycle.from.index.cast_signed());
        fill(rows.end, cycles, |cycle| cycle.to.index.cast_signed());
        rest
    }
}

fn fill<T>(column: &mut [T], cycles: &[Cycle<()>], of: impl Fn(&Cycle<()>) -> T) {
    column.iter_mut().zip(cycles).for_each(|(slot, cycle)| *slot = of(cycle));
}
