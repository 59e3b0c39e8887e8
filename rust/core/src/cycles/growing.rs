//! Damage that grows with a series: sample by sample, or many samples at once.

use crate::cycles::{BLOCK, COUNTABLE};
use crate::error::{Error, all_within, same_length, within};
use crate::parallel::KeepGoing;

/// What tells at every sample how much damage it adds.
pub trait Growing: Clone {
    /// Takes one more sample, which can be counted; gives the damage that it adds.
    fn take(&mut self, x: f64) -> f64;

    /// Takes one more sample; gives the damage that it adds.
    ///
    /// # Errors
    /// [`Error::BadInput`] if it is NaN or beyond [`COUNTABLE`].
    fn push(&mut self, x: f64) -> Result<f64, Error> {
        within("x", x, COUNTABLE)?;
        Ok(self.take(x))
    }

    /// Takes more samples, all of them or none; puts what each adds into `added`.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the first index of `xs` that is NaN or beyond [`COUNTABLE`];
    /// [`Error::BadShape`] if `added` is not as long as `xs`; [`Error::Interrupted`].
    fn extend(
        &mut self,
        xs: &[f64],
        added: &mut [f64],
        watch: &dyn KeepGoing,
    ) -> Result<(), Error> {
        same_length("out", added.len(), xs.len())?;
        all_within("xs", xs, COUNTABLE)?;
        let mut extended = self.clone();
        for (block, added) in xs.chunks(BLOCK).zip(added.chunks_mut(BLOCK)) {
            for (&x, added) in block.iter().zip(added) {
                *added = extended.take(x);
            }
            watch.keep_going(0.0)?;
        }
        *self = extended;
        Ok(())
    }
}
