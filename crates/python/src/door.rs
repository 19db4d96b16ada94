//! The one door between Python and a slow call of the engine.
//!
//! The work runs on its own thread while the calling thread, with the GIL released, wakes up twenty
//! times a second to look for Ctrl-C and to show progress. So a long call can always be stopped,
//! other Python threads go on meanwhile, and a defect of ours arrives as an exception, not a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use commonweal_network::Control;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;

use crate::errors::Failure;

const TICK: Duration = Duration::from_millis(50);
/// A call that ends sooner shows no progress.
const QUIET: Duration = Duration::from_secs(1);

/// Runs `work` without the GIL; Ctrl-C stops it through `control`.
pub(crate) fn enter<T, E>(
    py: Python<'_>,
    label: &str,
    mut progress: Option<bool>,
    control: &Control,
    work: impl FnOnce() -> Result<T, E> + Send,
) -> PyResult<T>
where
    T: Send,
    E: Into<Failure> + Send,
{
    let outcome = std::thread::scope(|scope| {
        let (send, receive) = channel();
        let receive = Mutex::new(receive);
        scope.spawn(move || {
            let result = catch_unwind(AssertUnwindSafe(work));
            // The receiver only goes away after it has the answer.
            let _ = send.send(result);
        });
        let started = Instant::now();
        let mut bar: Option<Bound<'_, PyAny>> = None;
        let mut interrupt: Option<PyErr> = None;
        loop {
            let answer = py.detach(|| match receive.lock() {
                Ok(receive) => receive.recv_timeout(TICK),
                Err(_) => Err(RecvTimeoutError::Disconnected),
            });
            match answer {
                Ok(result) => {
                    if let Some(Err(error)) = bar.map(|bar| bar.call_method0("close"))
                        && !error.is_instance_of::<PyException>(py)
                    {
                        interrupt = interrupt.or(Some(error));
                    }
                    return match interrupt {
                        Some(error) => Err(error),
                        None => Ok(Some(result)),
                    };
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if interrupt.is_none()
                && let Err(error) = py.check_signals()
            {
                control.stop();
                interrupt = Some(error);
            }
            if progress != Some(false) && interrupt.is_none() && started.elapsed() >= QUIET {
                let (done, total) = control.progress();
                if total > 0 {
                    // Ctrl-C may arrive while the bar is drawn. A bar that cannot be drawn is no reason
                    // to stop.
                    match show(py, &mut bar, label, done, total, progress) {
                        Err(error) if !error.is_instance_of::<PyException>(py) => {
                            control.stop();
                            interrupt = Some(error);
                        }
                        Err(_) => progress = Some(false),
                        Ok(()) => {}
                    }
                }
            }
        }
    })?;
    match outcome {
        Some(Ok(result)) => result.map_err(|error| PyErr::from(error.into())),
        Some(Err(_)) | None => Err(Failure::other(
            "internal error: this is a defect of commonweal, not of your data. Please report it with the call that caused it.",
        )
        .into()),
    }
}

fn show<'py>(
    py: Python<'py>,
    bar: &mut Option<Bound<'py, PyAny>>,
    label: &str,
    done: u64,
    total: u64,
    progress: Option<bool>,
) -> PyResult<()> {
    let bar = match bar {
        Some(bar) => bar,
        None => bar.insert(
            py.import("commonweal._progress")?
                .call_method1("Bar", (label, total, progress == Some(true)))?,
        ),
    };
    bar.call_method1("show", (done,)).map(drop)
}

/// For calls that end at once but are worth releasing the GIL for.
pub(crate) fn quick<T, E>(py: Python<'_>, work: impl FnOnce() -> Result<T, E> + Send) -> PyResult<T>
where
    T: Send,
    E: Into<Failure> + Send,
{
    enter(py, "", Some(false), &Control::new(), work)
}
