//! The operation that a task is busy with, for what waits far below it: the retries of a client
//! that knows nothing of operations.

use std::future::Future;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

tokio::task_local! {
    static ONGOING: Ongoing;
}

/// How long the operation may still take, and whether the user wants it to stop.
#[derive(Debug, Clone)]
pub struct Ongoing {
    deadline: Instant,
    stop: CancellationToken,
}

impl Ongoing {
    pub fn new(deadline: Instant, stop: CancellationToken) -> Ongoing {
        Ongoing { deadline, stop }
    }

    /// The operation that this task is busy with, if it is one's.
    pub fn now() -> Option<Ongoing> {
        ONGOING.try_with(Clone::clone).ok()
    }

    /// Runs a call as part of the operation.
    pub async fn run<T>(self, call: impl Future<Output = T>) -> T {
        ONGOING.scope(self, call).await
    }

    /// Whether the user has asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// Whether the operation's time is up.
    pub fn is_overdue(&self) -> bool {
        Instant::now() >= self.deadline
    }

    /// Ends when the user asks to stop.
    pub async fn stopped(&self) {
        self.stop.cancelled().await;
    }

    /// Waits for as long as given: less if the operation's time is up before, or if the user asks
    /// to stop.
    pub async fn pause(&self, duration: Duration) {
        let end = self.deadline.min(Instant::now() + duration);
        tokio::select! {
            () = tokio::time::sleep_until(end) => {}
            () = self.stop.cancelled() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ongoing(seconds: u64) -> (Ongoing, CancellationToken) {
        let stop = CancellationToken::new();
        (Ongoing::new(Instant::now() + Duration::from_secs(seconds), stop.clone()), stop)
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_ends_with_the_operation() {
        let begun = Instant::now();
        let (operation, _stop) = ongoing(60);
        operation.pause(Duration::from_secs(5)).await;
        assert_eq!(begun.elapsed().as_secs(), 5);
        assert!(!operation.is_overdue());
        operation.pause(Duration::from_secs(600)).await;
        assert_eq!(begun.elapsed().as_secs(), 60);
        assert!(operation.is_overdue());
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_ends_when_the_user_asks_to_stop() {
        let begun = Instant::now();
        let (operation, stop) = ongoing(600);
        let pause = operation.pause(Duration::from_secs(300));
        tokio::pin!(pause);
        assert!(tokio::time::timeout(Duration::from_secs(1), &mut pause).await.is_err());
        stop.cancel();
        pause.await;
        assert_eq!(begun.elapsed().as_secs(), 1);
        assert!(operation.is_stopped());
    }

    #[tokio::test]
    async fn what_runs_as_part_of_an_operation_knows_it() {
        assert!(Ongoing::now().is_none());
        let (operation, stop) = ongoing(60);
        let seen = operation.run(async {
            stop.cancel();
            Ongoing::now().is_some_and(|it| it.is_stopped())
        });
        assert!(seen.await);
        assert!(Ongoing::now().is_none());
    }
}
