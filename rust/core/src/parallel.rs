//! Work in pieces: on all cores, with the same answer for any number of them, and interruptible.
//!
//! The caller's own thread works too, because only it may look for Ctrl-C. The pool is built on
//! first use, once per process: after a fork the child builds its own and leaves the parent's
//! alone, whose threads did not come along.

use crate::error::Error;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a long kernel asks between two pieces of work.
pub trait KeepGoing: Sync {
    /// Takes note of the share that is done, from 0 to 1.
    ///
    /// # Errors
    /// [`Error::Interrupted`] if the kernel shall stop.
    fn keep_going(&self, done: f64) -> Result<(), Error>;
}

/// Nobody watches: the kernel runs to its end.
impl KeepGoing for () {
    fn keep_going(&self, _done: f64) -> Result<(), Error> {
        Ok(())
    }
}

/// Does `work` on every one of `pieces`, which are handed out in order.
///
/// # Errors
/// The error of the first piece, in their order, that failed; or that of `watch`.
pub fn for_each<T: Send>(
    pieces: Vec<T>,
    watch: &dyn KeepGoing,
    work: impl Fn(T) -> Result<(), Error> + Sync,
) -> Result<(), Error> {
    let crew = Crew::new(pieces);
    let helpers = pool::shared().filter(|_| crew.total > 1);
    match helpers {
        None => crew.work_through(watch, &work),
        Some(pool) => pool.in_place_scope(|scope| {
            for _ in 0..pool.current_num_threads().min(crew.total - 1) {
                scope.spawn(|_| crew.work_through(&(), &work));
            }
            crew.work_through(watch, &work);
        }),
    }
    crew.verdict()?;
    watch.keep_going(1.0) // helpers may have left the caller's thread nothing to do
}

/// How many threads work on pieces, the caller's own among them.
#[must_use]
pub fn threads() -> usize {
    pool::shared().map_or(1, |pool| pool.current_num_threads() + 1)
}

/// Samples between two questions to the watcher in a kernel of a few nanoseconds a sample.
const BLOCK: usize = 1 << 20;

/// Does `work` on the indices from 0 to `length`, a block of them at a time and in order.
///
/// # Errors
/// Those of `watch`.
pub fn in_blocks(
    length: usize,
    watch: &dyn KeepGoing,
    mut work: impl FnMut(std::ops::Range<usize>),
) -> Result<(), Error> {
    for start in (0..length).step_by(BLOCK) {
        let end = length.min(start + BLOCK);
        work(start..end);
        watch.keep_going(end as f64 / length as f64)?;
    }
    Ok(())
}

/// Pieces not yet begun, and the earliest failure among those that were.
struct Crew<T> {
    queue: Mutex<std::iter::Enumerate<std::vec::IntoIter<T>>>,
    failure: Mutex<Option<(usize, Error)>>,
    finished: AtomicUsize,
    total: usize,
}

impl<T: Send> Crew<T> {
    fn new(pieces: Vec<T>) -> Self {
        Self {
            total: pieces.len(),
            queue: Mutex::new(pieces.into_iter().enumerate()),
            failure: Mutex::new(None),
            finished: AtomicUsize::new(0),
        }
    }

    fn work_through(&self, watch: &dyn KeepGoing, work: &(impl Fn(T) -> Result<(), Error> + Sync)) {
        while let Some((index, piece)) = self.next() {
            let result = work(piece);
            let finished = self.finished.fetch_add(1, Ordering::Relaxed) + 1;
            let done = finished as f64 / self.total as f64;
            if let Err(error) = result.and_then(|()| watch.keep_going(done)) {
                self.fail(index, error);
            }
        }
    }

    /// Pieces leave in order, so whatever stands before a failed one has been begun and will end.
    fn next(&self) -> Option<(usize, T)> {
        if locked(&self.failure).is_some() {
            return None;
        }
        locked(&self.queue).next()
    }

    fn fail(&self, index: usize, error: Error) {
        let mut failure = locked(&self.failure);
        if failure.as_ref().is_none_or(|(earliest, _)| index < *earliest) {
            *failure = Some((index, error));
        }
    }

    fn verdict(self) -> Result<(), Error> {
        let failure = self.failure.into_inner().unwrap_or_else(PoisonError::into_inner);
        failure.map_or(Ok(()), |(_, error)| Err(error))
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The threads beside the caller's own.
mod pool {
    use rayon::{ThreadPool, ThreadPoolBuilder};
    use std::sync::Mutex;

    static OF_PROCESS: Mutex<Option<(u32, Option<&'static ThreadPool>)>> = Mutex::new(None);

    /// The pool of this process, or none if one thread is wanted.
    ///
    /// A lock that is taken, be it by a thread that a fork left behind, costs speed and no more.
    pub fn shared() -> Option<&'static ThreadPool> {
        let mut of_process = OF_PROCESS.try_lock().ok()?;
        let here = std::process::id();
        match *of_process {
            Some((process, pool)) if process == here => pool,
            _ => {
                let pool = build();
                *of_process = Some((here, pool));
                pool
            }
        }
    }

    /// Leaked on purpose: its threads live as long as the process.
    fn build() -> Option<&'static ThreadPool> {
        let helpers = threads_wanted().checked_sub(1).filter(|helpers| *helpers > 0)?;
        let pool = ThreadPoolBuilder::new().num_threads(helpers).build().ok()?;
        Some(Box::leak(Box::new(pool)))
    }

    fn threads_wanted() -> usize {
        let asked = std::env::var("BATTCORE_NUM_THREADS").ok().and_then(|text| text.parse().ok());
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        asked.filter(|threads| *threads > 0).unwrap_or_else(cores)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{FRACTION, within};

    #[test]
    fn every_piece_is_done_once() {
        let mut squares = vec![0; 1000];
        let pieces = squares.iter_mut().enumerate().collect();
        for_each(pieces, &(), |(index, slot)| {
            *slot += index * index;
            Ok(())
        })
        .unwrap();
        assert!(squares.iter().enumerate().all(|(index, square)| *square == index * index));
    }

    #[test]
    fn the_first_failure_in_order_is_told() {
        let pieces: Vec<u32> = (0..1000).collect();
        let failure = for_each(pieces, &(), |piece| {
            within("piece", f64::from(piece), 0.0..=499.0).map(|_| ())
        });
        assert!(matches!(failure, Err(Error::BadInput { value: 500.0, .. })));
    }

    #[test]
    fn a_watcher_can_stop_the_work() {
        struct Stop;
        impl KeepGoing for Stop {
            fn keep_going(&self, _done: f64) -> Result<(), Error> {
                Err(Error::Interrupted)
            }
        }
        let stopped = for_each(vec![0.0; 8], &Stop, |x| within("x", x, FRACTION).map(|_| ()));
        assert_eq!(stopped, Err(Error::Interrupted));
    }
}
