//! Arrays of any kind of number, read where they lie.

use battcore::cycles::{COUNTABLE, Nan, Samples, Series};
use num_traits::AsPrimitive;
use numpy::PyReadonlyArrayDyn;
use numpy::ndarray::{ArrayView1, ArrayViewD, Axis, Slice};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Integers up to this magnitude are all different as float64.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// An array of numbers, whose last axis is time.
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
}

impl Numbers<'_> {
    /// Hands `work` every series of the array, in C order.
    pub fn with_rows<R>(&self, nan: Nan, work: impl FnOnce(&[Series<'_>]) -> R) -> R {
        let limit = *COUNTABLE.end();
        match self {
            Self::F64(array) => rows(&array.as_array(), limit, nan, ready, work),
            Self::F32(array) => rows(&array.as_array(), limit, nan, widened, work),
            Self::I8(array) => rows(&array.as_array(), limit, nan, widened, work),
            Self::I16(array) => rows(&array.as_array(), limit, nan, widened, work),
            Self::I32(array) => rows(&array.as_array(), limit, nan, widened, work),
            Self::I64(array) => rows(&array.as_array(), EXACT, nan, widened, work),
            Self::U8(array) => rows(&array.as_array(), limit, nan, widened, work),
            Self::U16(array) => rows(&array.as_array(), limit, nan, widened, work),
            Self::U32(array) => rows(&array.as_array(), limit, nan, widened, work),
            Self::U64(array) => rows(&array.as_array(), EXACT, nan, widened, work),
        }
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
}

/// A series of any kind of number.
struct Row<'a, T> {
    samples: ArrayView1<'a, T>,
    limit: f64,
}

impl<T: AsPrimitive<f64> + Sync> Samples for Row<'_, T> {
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

fn rows<T: AsPrimitive<f64> + Sync, R>(
    array: &ArrayViewD<'_, T>,
    limit: f64,
    nan: Nan,
    series: impl for<'a> Fn(&'a Row<'a, T>) -> Series<'a>,
    work: impl FnOnce(&[Series<'_>]) -> R,
) -> R {
    let rows = array.rows().into_iter().map(|samples| Row { samples, limit });
    let rows: Vec<Row<'_, T>> = rows.collect();
    let series: Vec<Series<'_>> = rows.iter().map(|row| series(row).with_nan(nan)).collect();
    work(&series)
}

/// A series of float64, which needs no copy if its samples lie side by side.
fn ready<'a>(row: &'a Row<'a, f64>) -> Series<'a> {
    row.samples.as_slice().map_or_else(|| widened(row), Series::from)
}

fn widened<'a, T: AsPrimitive<f64> + Sync>(row: &'a Row<'a, T>) -> Series<'a> {
    Series::new(row)
}
