//! The retries of the SDK as parts of an operation: they end with its time, and when the user asks
//! to stop. A call that was sent is never cut off.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_smithy_async::rt::sleep::{AsyncSleep, Sleep};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextMut, BeforeTransmitInterceptorContextRef, InterceptorContext,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::retries::classifiers::{
    ClassifyRetry, RetryAction, RetryClassifierPriority,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use tfplugin::Ongoing;

use super::http::Setbacks;

/// Waits between two tries: less where the operation ends before.
pub(super) async fn pause(operation: Option<&Ongoing>, duration: Duration) {
    match operation {
        Some(operation) => operation.pause(duration).await,
        None => _ = tokio::time::timeout(duration, std::future::pending::<()>()).await,
    }
}

/// How the SDK pauses before it tries again.
#[derive(Debug)]
pub(crate) struct Pauses;

impl AsyncSleep for Pauses {
    fn sleep(&self, duration: Duration) -> Sleep {
        let operation = Ongoing::now();
        Sleep::new(async move { pause(operation.as_ref(), duration).await })
    }
}

/// The user asked to stop before a call was tried again.
#[derive(Debug)]
pub(crate) struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

impl std::error::Error for Stopped {}

/// Where credentials come from, by the ids of their keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places(Arc<Mutex<BTreeMap<String, String>>>);

impl Places {
    pub(crate) fn remember(&self, credentials: &Credentials, place: &str) {
        let mut places = self.0.lock().unwrap_or_else(|it| it.into_inner());
        places.insert(credentials.access_key_id().to_owned(), place.to_owned());
    }

    /// The place of the credentials with which a request was signed.
    fn of(&self, authorization: &str) -> Option<Place> {
        let (_, id) = authorization.split_once("Credential=")?;
        let (id, _) = id.split_once('/')?;
        let places = self.0.lock().unwrap_or_else(|it| it.into_inner());
        places.get(id).cloned().map(Place)
    }
}

/// Where the credentials of a call come from. Goes with its request and its answer.
#[derive(Debug, Clone)]
pub(crate) struct Place(pub(crate) String);

/// Follows the attempts of each call.
#[derive(Debug)]
pub(crate) struct Attempts {
    pub(crate) places: Places,
}

#[dyn_dispatch_hint]
impl Intercept for Attempts {
    fn name(&self) -> &'static str {
        "Attempts"
    }

    /// What was never sent is sent although the user asks to stop: the next call of an operation
    /// may be what makes an object safe.
    fn read_before_attempt(
        &self,
        _context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let is_retry = config.load::<RequestAttempts>().is_some_and(|it| it.attempts() > 1);
        match is_retry && Ongoing::now().is_some_and(|it| it.is_stopped()) {
            true => Err(Stopped.into()),
            false => Ok(()),
        }
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let setbacks = config.load::<Setbacks>().cloned().unwrap_or_default();
        config.interceptor_state().store_put(setbacks.clone());
        let request = context.request_mut();
        request.add_extension(setbacks);
        if let Some(place) =
            request.headers().get("authorization").and_then(|it| self.places.of(it))
        {
            request.add_extension(place);
        }
        Ok(())
    }
}

/// Tries nothing again once the operation's time is up. The last try was made right then, and its
/// error is told.
#[derive(Debug)]
pub(crate) struct UntilDeadline;

impl ClassifyRetry for UntilDeadline {
    fn classify_retry(&self, _context: &InterceptorContext) -> RetryAction {
        match Ongoing::now().is_some_and(|it| it.is_overdue()) {
            true => RetryAction::RetryForbidden,
            false => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "UntilDeadline"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}
