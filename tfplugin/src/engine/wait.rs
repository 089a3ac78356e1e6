//! The one place that waits.

use std::future::Future;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::info;

use crate::{Error, Kind, Poll, Result};

const FIRST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(15);

/// Asks until the answer is ready: at once, then after 50 ms, and each time half as long again, up
/// to 15 s, until the deadline. Each new state is logged once.
pub(crate) async fn until<T, F>(
    deadline: Instant,
    stop: &CancellationToken,
    mut ask: impl FnMut() -> F,
) -> Result<T>
where
    F: Future<Output = Result<Poll<T>>>,
{
    let mut interval = FIRST;
    let mut seen = String::new();
    loop {
        // What is asked is never cut off: an answer may be the only trace of a change.
        let (state, error) = match ask().await {
            Ok(Poll::Ready(answer)) => return Ok(answer),
            Ok(Poll::Pending(state)) => (state, None),
            Err(error) if error.kind == Kind::Retryable => (error.message.clone(), Some(error)),
            Err(error) => return Err(error),
        };
        if state != seen {
            info!(state, "waiting");
            seen = state;
        }
        let now = Instant::now();
        if now >= deadline {
            return Err(match error {
                Some(error) => Error { kind: Kind::Failed, ..error },
                None => Error::new(format!("the time is up, and {seen}")),
            });
        }
        let pause = jittered(interval).min(deadline - now);
        #[expect(clippy::disallowed_methods, reason = "the engine is where waiting is done")]
        let pause = tokio::time::sleep(pause);
        tokio::select! {
            () = pause => {}
            () = stop.cancelled() => return Err(Error::interrupted()),
        }
        interval = (interval * 3 / 2).min(LONGEST);
    }
}

/// Between three quarters of the interval and all of it, so that many waiters spread.
fn jittered(interval: Duration) -> Duration {
    use std::hash::{BuildHasher, RandomState};
    let quarter = interval / 4;
    let part = RandomState::new().hash_one(()) % 1000;
    interval - quarter * u32::try_from(part).unwrap_or(0) / 1000
}
