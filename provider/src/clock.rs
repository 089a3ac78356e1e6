//! What time it is where a service runs. The clock of this machine may be wrong.

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::date_time::{DateTime, Format};

/// Reads the time of the answer to a call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock(Arc<Mutex<Option<i64>>>);

/// Seconds by which clocks of one service may differ, and what full seconds leave out.
const PRECISION: i64 = 3;

/// The same where a service and this machine are compared.
const DRIFT: i64 = 120;

impl Clock {
    /// Whether something that the answer says was made at `time`, in seconds since 1970, was there
    /// before `started`.
    pub(crate) fn is_before(&self, time: i64, started: SystemTime) -> bool {
        let elapsed = started.elapsed().map_or(0, |it| it.as_secs().cast_signed());
        let answered = *self.0.lock().unwrap_or_else(|it| it.into_inner());
        let (now, margin) = match answered {
            Some(now) => (now, PRECISION),
            None => (DateTime::from(SystemTime::now()).secs(), DRIFT),
        };
        time + margin < now - elapsed
    }
}

#[dyn_dispatch_hint]
impl Intercept for Clock {
    fn name(&self) -> &'static str {
        "Clock"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let date = context.response().headers().get("date");
        let date = date.and_then(|it| DateTime::from_str(it, Format::HttpDate).ok());
        if let Some(date) = date {
            *self.0.lock().unwrap_or_else(|it| it.into_inner()) = Some(date.secs());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn clock(answered: Option<i64>) -> Clock {
        Clock(Arc::new(Mutex::new(answered)))
    }

    #[test]
    fn the_time_of_the_service_counts() {
        let started = SystemTime::now() - Duration::from_secs(60);
        // An hour wrong, as this machine sees it.
        let now = DateTime::from(SystemTime::now()).secs() - 3600;
        let is_before = |ago: i64| clock(Some(now)).is_before(now - ago, started);
        assert!(!is_before(0) && !is_before(59) && !is_before(61));
        assert!(is_before(65) && is_before(600));
    }

    #[test]
    fn without_it_minutes_may_be_wrong() {
        let now = DateTime::from(SystemTime::now()).secs();
        let is_before = |ago: i64| clock(None).is_before(now - ago, SystemTime::now());
        assert!(!is_before(0) && !is_before(100));
        assert!(is_before(130));
    }
}
