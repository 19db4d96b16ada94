//! Progress and stopping of long calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::Error;

/// A handle that a caller keeps to watch a long call and to stop it.
///
/// Cloning shares the handle. Kernels add to the progress and look at the stop flag once per unit of
/// work (a source, a draw, a level), so a stop is answered well under a second; the cost is one
/// relaxed atomic read per unit. A default handle is never stopped and may be ignored.
#[derive(Debug, Clone, Default)]
pub struct Control {
    stop: Arc<AtomicBool>,
    progress: Arc<Progress>,
}

#[derive(Debug, Default)]
struct Progress {
    done: AtomicU64,
    total: AtomicU64,
}

impl Control {
    /// A fresh handle: nothing done, not stopped.
    pub fn new() -> Self {
        Self::default()
    }

    /// A handle for one part of a call: stopped with it, with a progress of its own. For a call that runs
    /// others many times and counts those runs.
    pub(crate) fn part(&self) -> Self {
        Self {
            stop: Arc::clone(&self.stop),
            progress: Arc::default(),
        }
    }

    /// Asks the call to stop; it returns [`Error::Stopped`] at its next look.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether a stop was asked for.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Units of work done and in all; `(0, 0)` before a kernel has said how much there is.
    pub fn progress(&self) -> (u64, u64) {
        (
            self.progress.done.load(Ordering::Relaxed),
            self.progress.total.load(Ordering::Relaxed),
        )
    }

    /// Declares how many units the call has.
    pub fn begin(&self, total: u64) {
        self.progress.done.store(0, Ordering::Relaxed);
        self.progress.total.store(total, Ordering::Relaxed);
    }

    /// Counts `units` as done and answers whether to go on.
    ///
    /// # Errors
    /// [`Error::Stopped`] when a stop was asked for.
    pub fn advance(&self, units: u64) -> Result<(), Error> {
        self.progress.done.fetch_add(units, Ordering::Relaxed);
        self.check()
    }

    /// Answers whether to go on.
    ///
    /// # Errors
    /// [`Error::Stopped`] when a stop was asked for.
    pub fn check(&self) -> Result<(), Error> {
        if self.is_stopped() {
            Err(Error::Stopped)
        } else {
            Ok(())
        }
    }
}
