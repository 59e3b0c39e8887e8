//! Many things at once, on all cores.

use crate::cycles::BLOCK;
use crate::error::Error;
use crate::parallel::{KeepGoing, for_each};

/// What `of` says of each of `items`, which hold so many `samples` together, in their order.
///
/// # Errors
/// Those of `of`, the first in the order of items; those of `watch`.
pub fn of_each<T: Sync, R: Send + Default>(
    items: &[T],
    samples: usize,
    watch: &dyn KeepGoing,
    of: impl Fn(&T) -> Result<R, Error> + Sync,
) -> Result<Vec<R>, Error> {
    let mut found = Vec::new();
    found.resize_with(items.len(), R::default);
    let at_once = items.len().saturating_mul(BLOCK).checked_div(samples).unwrap_or(BLOCK).max(1);
    let pieces = items.chunks(at_once).zip(found.chunks_mut(at_once)).collect();
    for_each(pieces, watch, |(items, slots): (&[T], &mut [R])| {
        for (item, slot) in items.iter().zip(slots) {
            *slot = of(item)?;
        }
        Ok(())
    })?;
    Ok(found)
}
