//! Series of any kind of number, read where they lie.

use battcore::cycles::{COUNTABLE, Nan, Samples, Series};
use num_traits::AsPrimitive;
use numpy::PyReadonlyArrayDyn;
use numpy::ndarray::{ArrayView1, ArrayViewD, Axis, Ix1, Slice};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Integers up to this magnitude are all different as float64.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// An array of numbers, whose last axis is time, or many of them.
#[derive(FromPyObject)]
pub enum Numbers<'py> {
    F64(PyReadonlyArrayDyn<'py, f64>),
    F32(PyReadonlyArrayDyn<'py, f32>),
    I8(PyReadonlyArrayDyn<'py, i8>),
    I16(PyReadonlyArrayDyn<'py, i16>),
    I32(PyReadonlyArrayDyn<'py, i32>),
    I64(PyReadonlyArrayDyn<'py, i64>),
    U8(PyReadonlyArrayDyn<'py, u8>),
    U16(PyReadonlyArrayDyn<'py, u16>),
    U32(PyReadonlyArrayDyn<'py, u32>),
    U64(PyReadonlyArrayDyn<'py, u64>),
    Many(Vec<Numbers<'py>>),
}

impl Numbers<'_> {
    /// Hands `work` every series, those of an array in C order.
    pub fn with_rows<R>(&self, nan: Nan, work: impl FnOnce(&[Series<'_>]) -> R) -> R {
        let mut rows = Vec::new();
        self.add_to(&mut rows);
        let series: Vec<Series<'_>> = rows.iter().map(|row| row.series().with_nan(nan)).collect();
        work(&series)
    }

    /// Hands `work` the one series of the array.
    pub fn with_series<R>(
        &self,
        nan: Nan,
        work: impl FnOnce(Series<'_>) -> PyResult<R>,
    ) -> PyResult<R> {
        self.with_rows(nan, |series| match series {
            [series] => work(*series),
            _ => Err(PyValueError::new_err("one series is expected")),
        })
    }

    fn add_to<'a>(&'a self, rows: &mut Vec<Row<'a>>) {
        let limit = *COUNTABLE.end();
        match self {
            Self::F64(array) => add_ready(array.as_array(), rows),
            Self::F32(array) => add_wide(array.as_array(), limit, rows),
            Self::I8(array) => add_wide(array.as_array(), limit, rows),
            Self::I16(array) => add_wide(array.as_array(), limit, rows),
            Self::I32(array) => add_wide(array.as_array(), limit, rows),
            Self::I64(array) => add_wide(array.as_array(), EXACT, rows),
            Self::U8(array) => add_wide(array.as_array(), limit, rows),
            Self::U16(array) => add_wide(array.as_array(), limit, rows),
            Self::U32(array) => add_wide(array.as_array(), limit, rows),
            Self::U64(array) => add_wide(array.as_array(), EXACT, rows),
            Self::Many(arrays) => arrays.iter().for_each(|array| array.add_to(rows)),
        }
    }
}

/// A series that is ready, or becomes so a block at a time.
enum Row<'a> {
    Ready(&'a [f64]),
    Wide(Box<dyn Samples + 'a>),
}

impl Row<'_> {
    fn series(&self) -> Series<'_> {
        match self {
            Self::Ready(samples) => Series::from(*samples),
            Self::Wide(samples) => Series::new(&**samples),
        }
    }
}

/// A series of any kind of number.
struct Wide<'a, T> {
    samples: ArrayView1<'a, T>,
    limit: f64,
}

impl<T: AsPrimitive<f64> + Sync> Samples for Wide<'_, T> {
    fn count(&self) -> usize {
        self.samples.len()
    }

    fn copy_to(&self, start: usize, to: &mut [f64]) {
        let start = start.min(self.samples.len()).cast_signed();
        let from = self.samples.slice_axis(Axis(0), Slice::from(start..));
        match from.as_slice() {
            Some(from) => widen(from.iter(), to), // side by side, so in vectors
            None => widen(from.iter(), to),
        }
    }

    fn limit(&self) -> f64 {
        self.limit
    }
}

fn widen<'a, T: AsPrimitive<f64>>(from: impl Iterator<Item = &'a T>, to: &mut [f64]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to = from.as_());
}

/// Adds every series of `array`, which needs no copy if its samples lie side by side.
fn add_ready<'a>(array: ArrayViewD<'a, f64>, rows: &mut Vec<Row<'a>>) {
    match (array.to_slice(), array.shape().last()) {
        (Some(samples), Some(&time)) if time > 0 => {
            rows.extend(samples.chunks_exact(time).map(Row::Ready));
        }
        _ => add_wide(array, *COUNTABLE.end(), rows),
    }
}

/// Adds every series of `array`, in C order.
fn add_wide<'a, T: AsPrimitive<f64> + Sync>(
    array: ArrayViewD<'a, T>,
    limit: f64,
    rows: &mut Vec<Row<'a>>,
) {
    if array.ndim() > 1 {
        for at in 0..array.len_of(Axis(0)) {
            add_wide(array.clone().index_axis_move(Axis(0), at), limit, rows);
        }
    } else if let Ok(samples) = array.into_dimensionality::<Ix1>() {
        rows.push(Row::Wide(Box::new(Wide { samples, limit })));
    }
}
