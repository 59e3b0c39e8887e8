//! Many things at once, on all cores.

use crate::cycles::BLOCK;
use crate::error::Error;
use crate::parallel::{KeepGoing, for_each};

/// What `of` says of each of `items`, in their order; it is told how many samples come before, and
/// watches itself if there is but one.
///
/// # Errors
/// Those of `of`, the first in the order of items; those of `watch`.
pub fn of_each<T: Sync, R: Send + Default>(
    items: &[T],
    samples: impl Fn(&T) -> usize,
    watch: &dyn KeepGoing,
    of: impl Fn(usize, &T, &dyn KeepGoing) -> Result<R, Error> + Sync,
) -> Result<Vec<R>, Error> {
    if let [item] = items {
        return of(0, item, watch).map(|found| vec![found]);
    }
    let mut before = 0;
    let starts = items.iter().map(|item| {
        before += samples(item);
        before - samples(item)
    });
    let numbered: Vec<(usize, &T)> = starts.zip(items).collect();
    let mut found = Vec::new();
    found.resize_with(items.len(), R::default);
    let at_once = items.len().saturating_mul(BLOCK).checked_div(before).unwrap_or(BLOCK).max(1);
    let pieces = numbered.chunks(at_once).zip(found.chunks_mut(at_once)).collect();
    for_each(pieces, watch, |(items, slots): (&[(usize, &T)], &mut [R])| {
        for (&(start, item), slot) in items.iter().zip(slots) {
            *slot = of(start, item, &())?;
        }
        Ok(())
    })?;
    Ok(found)
}
