//! The one place that waits.

use std::future::Future;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::info;

use crate::{Error, Kind, Progress, Result};

const FIRST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(15);

/// Asks until the answer is ready: at once, then after 50 ms, and each time half as long again, up
/// to 15 s, until the deadline. Each new state is logged once. `seen_as` tells what an error comes to
/// at the moment.
pub(crate) async fn until<T, F>(
    deadline: Instant,
    stop: &CancellationToken,
    seen_as: impl Fn(Error) -> Error,
    mut ask: impl FnMut() -> F,
) -> Result<T>
where
    F: Future<Output = Result<Progress<T>>>,
{
    let mut interval = FIRST;
    let mut seen = String::new();
    loop {
        // What is asked is never cut off: an answer may be the only trace of a change.
        let (state, error) = match ask().await.map_err(&seen_as) {
            Ok(Progress::Ready(answer)) => return Ok(answer),
            Ok(Progress::Pending(state)) => (state, None),
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
                None => Error::new(format!("timeout while waiting: {seen}")),
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

#[cfg(test)]
mod tests {
    use std::fmt::Debug;
    use std::sync::{Arc, Mutex};

    use tracing::field::{Field, Visit};
    use tracing::{Event, Subscriber};
    use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

    use super::*;

    /// The states that were logged.
    #[derive(Clone, Default)]
    struct States(Arc<Mutex<Vec<String>>>);

    impl<S: Subscriber> Layer<S> for States {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            event.record(&mut self.clone());
        }
    }

    impl Visit for States {
        fn record_str(&mut self, field: &Field, value: &str) {
            if field.name() == "state" {
                self.0.lock().unwrap().push(value.to_owned());
            }
        }

        fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
    }

    /// What is logged while `answers` come, and when each was asked for.
    async fn wait(answers: Vec<Result<Progress<()>>>) -> (Result<()>, Vec<String>, Vec<Duration>) {
        let states = States::default();
        let subscriber = tracing_subscriber::registry().with(states.clone());
        let _guard = tracing::subscriber::set_default(subscriber);
        let begun = Instant::now();
        let (mut answers, mut asked) = (answers.into_iter(), Vec::new());
        let end = until(
            begun + Duration::from_secs(3600),
            &CancellationToken::new(),
            |it| it,
            || {
                asked.push(begun.elapsed());
                let answer = answers.next().expect("an answer for each question");
                async { answer }
            },
        )
        .await;
        let logged = std::mem::take(&mut *states.0.lock().unwrap());
        (end, logged, asked)
    }

    fn pending(state: &str) -> Result<Progress<()>> {
        Ok(Progress::Pending(state.into()))
    }

    #[tokio::test(start_paused = true)]
    async fn each_change_of_the_state_is_logged_once() {
        let retry = || Err(Error { kind: Kind::Retryable, ..Error::new("no connection") });
        let (end, logged, _) = wait(vec![
            pending("it is CREATING"),
            pending("it is CREATING"),
            pending("it is REBOOTING"),
            retry(),
            retry(),
            pending("it is REBOOTING"),
            Ok(Progress::Ready(())),
        ])
        .await;
        assert!(end.is_ok());
        let changes = ["it is CREATING", "it is REBOOTING", "no connection", "it is REBOOTING"];
        assert_eq!(logged, changes);
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_asked_quickly_first_and_then_less_and_less_often() {
        let mut answers: Vec<_> = (0..30).map(|_| pending("CREATING")).collect();
        answers.push(Ok(Progress::Ready(())));
        let (_, _, asked) = wait(answers).await;
        let pauses: Vec<_> = asked.windows(2).map(|it| it[1] - it[0]).collect();
        assert_eq!(asked[0], Duration::ZERO);
        assert!(pauses[0] <= FIRST + Duration::from_millis(1), "{:?}", pauses[0]);
        assert!(pauses.iter().all(|it| *it <= LONGEST + Duration::from_millis(1)), "{pauses:?}");
        assert!(pauses[29] >= LONGEST * 3 / 4, "{:?}", pauses[29]);
    }
}
