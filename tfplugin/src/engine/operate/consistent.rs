//! Waits until an object is ready, and the API shows what was planned.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use schemas::Value;
use tokio::time::Instant;

use super::super::difference::{Difference, demanded};
use super::super::planner::set;
use super::super::{Operation, difference, reconcile, tags};
use super::apply::Apply;
use super::state;
use crate::engine::panic::caught;
use crate::identity::Identified;
use crate::{Error, Kind, Progress, Provider, Timeouts, TypeSystem};

/// How long an API may take to show what was written, and to stop showing what was deleted, where
/// the user cannot say.
pub(super) const CONSISTENT_WITHIN: Duration = Duration::from_secs(3 * 60);

/// How long an answer has to stay the same to be final. What an API does not show by then it keeps
/// in other words, and nobody is to wait for those.
pub(super) const FINAL_AFTER: Duration = Duration::from_secs(20);

/// What became of the wait for an object, with what is known of it.
pub(super) enum Consistency {
    AsPlanned(Value),
    /// The API keeps something else than what was planned, and says so for good.
    Otherwise(Value, Error),
    /// The object is there; what the API shows of it is not what was planned, or not told, or the
    /// user did not want to wait for it.
    NotYet(Value, Error),
    Failed(Value, Error),
}

/// An answer that is not what was planned.
struct Answer {
    state: Value,
    difference: Difference,
    since: Instant,
}

impl<P: Provider> Apply<'_, P> {
    /// Waits until the object is ready and the API shows what was planned. Of one that is new to this
    /// run the first read tells whether it was there before.
    pub(super) async fn wait_until_consistent(
        &self,
        object: &Identified,
        is_new: bool,
    ) -> Consistency {
        // The object is there: not even a panic loses it.
        let shown = caught(async { Ok(self.wait(object, is_new).await) }).await;
        let shown =
            shown.unwrap_or_else(|error| Consistency::Failed(self.as_planned(object), error));
        if self.managed.type_system == TypeSystem::Legacy {
            return shown;
        }
        // Of these types core demands back what was planned, and taints what is otherwise. The next
        // refresh shows the difference.
        let planned = |seen: Value| demanded(self.planned, &seen);
        match shown {
            Consistency::AsPlanned(state) => Consistency::AsPlanned(planned(state)),
            Consistency::Otherwise(state, error) => Consistency::Otherwise(planned(state), error),
            Consistency::NotYet(state, error) => Consistency::NotYet(planned(state), error),
            failed @ Consistency::Failed(..) => failed,
        }
    }

    async fn wait(&self, object: &Identified, is_new: bool) -> Consistency {
        let is_creation = self.operation == Operation::Create;
        if is_creation {
            self.cx.expect_denials();
        }
        let ready = self.cx.until(|| self.managed.operations.progress(&self.cx, object)).await;
        if let Err(error) = ready {
            return self.unseen(object, error);
        }
        if is_creation {
            // What was in the making for long is new to who reads it.
            self.cx.expect_denials();
        }
        let expected = self.expected();
        // What was seen last, as long as that is why the wait goes on.
        let seen: Mutex<Option<Answer>> = Mutex::new(None);
        let lock = || seen.lock().unwrap_or_else(PoisonError::into_inner);
        // Whether it was read before: what is seen later others may have done.
        let is_known = AtomicBool::new(!is_new);
        let ask = || async {
            let before = lock().take();
            let operations = &self.managed.operations;
            let read = match is_known.load(Ordering::Relaxed) {
                true => operations.read(&self.cx, object).await,
                false => {
                    let plan = self.for_module(self.planned, true);
                    operations.read_new(&self.cx, object, plan).await
                }
            };
            let Some(fields) = read? else {
                return Ok(Progress::Pending("it cannot be read yet".to_owned()));
            };
            is_known.store(true, Ordering::Relaxed);
            let state = self.state(object, fields);
            let block = &self.managed.schema.block;
            let Some(difference) = difference::difference(block, &expected, self.config, &state)
            else {
                return Ok(Progress::Ready(Consistency::AsPlanned(state)));
            };
            let since = match before {
                Some(before) if before.difference == difference => before.since,
                _ => Instant::now(),
            };
            if since.elapsed() >= FINAL_AFTER {
                let error = difference.told();
                return Ok(Progress::Ready(Consistency::Otherwise(state, error)));
            }
            let waits = format!("`{}` does not have its new value yet", difference.path);
            *lock() = Some(Answer { state, difference, since });
            Ok(Progress::Pending(waits))
        };
        let answer = match self.managed.timeouts {
            Timeouts::NONE => self.cx.until_within(CONSISTENT_WITHIN, ask).await,
            _ => self.cx.until(ask).await,
        };
        let seen = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        match (answer, seen) {
            (Ok(shown), _) => shown,
            (Err(error), Some(seen)) => Consistency::NotYet(seen.state, error),
            (Err(error), None) => self.unseen(object, error),
        }
    }

    /// What is known of an object that was never seen: what was planned.
    fn unseen(&self, object: &Identified, error: Error) -> Consistency {
        let state = self.as_planned(object);
        match error.kind {
            Kind::Interrupted | Kind::Denied | Kind::Withheld => Consistency::NotYet(state, error),
            _ => Consistency::Failed(state, error),
        }
    }

    /// What the API will show: what was planned, but for what it has said that it keeps otherwise,
    /// and for the tags that are nobody's business here.
    fn expected(&self) -> Value {
        let mut expected = self.planned.clone();
        if let configured @ Value::Map(_) = self.planned.get("tags")
            && self.managed.has_tags()
        {
            let configured = configured.entries().cloned().unwrap_or_default();
            let shown = tags::without_ignored(&**self.provider, configured);
            set(&mut expected, "tags", Value::Map(shown));
        }
        let altered = self.cx.warnings().into_iter().filter(|it| it.is_changed_by_api);
        let paths = altered.filter_map(|it| it.error.path);
        for path in paths {
            if let Some(name) = path.names().first() {
                set(&mut expected, name, Value::Unknown);
            }
        }
        expected
    }

    fn state(&self, object: &Identified, fields: schemas::Fields) -> Value {
        let region = Value::from(self.cx.region());
        state(
            self.managed,
            &**self.provider,
            (self.planned, reconcile::Nulls::FirstRead),
            object,
            &region,
            fields,
        )
    }
}
