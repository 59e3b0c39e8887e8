//! Many traces on one clock, side by side.

use crate::error::{Error, all_within};
use crate::parallel::{KeepGoing, for_each};
use crate::trace::{SAMPLE, Steps, Trace, at_least};

/// What `work` finds for each trace of `values`, which follow one another with `samples` each.
///
/// A trace alone has the watcher to itself; several are watched from one to the next.
///
/// # Errors
/// As [`Trace::new`], with the index among all values; or the first error of `work`.
pub fn for_each_trace<T: Send>(
    name: &'static str,
    values: &[f64],
    samples: usize,
    steps: &Steps,
    watch: &dyn KeepGoing,
    work: impl Fn(Trace<'_>, &dyn KeepGoing) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    if values.len() == samples {
        return Ok(vec![work(Trace::new(name, values, steps)?, watch)?]);
    }
    at_least(name, &values[..samples.min(values.len())], 1)?;
    all_within(name, values, SAMPLE)?;
    let mut found: Vec<Option<T>> = values.chunks_exact(samples).map(|_| None).collect();
    let pieces = values.chunks_exact(samples).zip(&mut found).collect();
    for_each(pieces, watch, |(values, slot)| {
        *slot = Some(work(Trace::new(name, values, steps)?, &())?);
        Ok(())
    })?;
    Ok(found.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_stand_in_the_order_of_the_traces() {
        let values: Vec<f64> = (0..300).map(f64::from).collect();
        let first = |trace: Trace<'_>, _: &dyn KeepGoing| Ok(trace.values()[0]);
        let found = for_each_trace("values", &values, 3, &Steps::Uniform(1.0), &(), first).unwrap();
        assert!(
            found.iter().zip(&values).enumerate().all(|(row, (got, _))| *got == values[3 * row])
        );
    }

    #[test]
    fn a_bad_sample_is_told_by_its_place_among_all() {
        let values = [0.0, 0.0, 0.0, f64::NAN];
        let found = for_each_trace("values", &values, 2, &Steps::Uniform(1.0), &(), |_, _| Ok(()));
        assert!(matches!(found, Err(Error::BadInput { index: Some(3), .. })));
    }
}
