//! Whether an answer was lost: what a call was for may be done, and its next attempt is refused
//! because it is.

use std::error::Error as StdError;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::FinalizerInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::limit::Limit;

/// Watches the attempts of one call whose errors are of type `E`. The SDK repeats them, and tells
/// of the last one alone.
#[derive(Debug)]
pub(crate) struct Lost<E> {
    any: Arc<AtomicBool>,
    error: PhantomData<fn() -> E>,
}

impl<E> Lost<E> {
    pub(crate) fn new() -> Lost<E> {
        Lost { any: Arc::default(), error: PhantomData }
    }

    /// Whether an attempt may have done its work without a word.
    pub(crate) fn any(&self) -> bool {
        self.any.load(Ordering::Relaxed)
    }
}

impl<E> Clone for Lost<E> {
    fn clone(&self) -> Lost<E> {
        Lost { any: Arc::clone(&self.any), error: PhantomData }
    }
}

#[dyn_dispatch_hint]
impl<E: ProvideErrorMetadata + StdError + Send + Sync + 'static> Intercept for Lost<E> {
    fn name(&self) -> &'static str {
        "Lost"
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(Err(error)) = context.output_or_error() else { return Ok(()) };
        let code = error.as_operation_error().and_then(|it| it.downcast_ref::<E>()?.code());
        let status = context.response().map(|it| it.status().as_u16());
        if is_lost(code, status) {
            self.any.store(true, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// An error without a code of the service is none of the service's. A call that came too fast did not
/// begin.
fn is_lost(code: Option<&str>, status: Option<u16>) -> bool {
    match (code, status) {
        (Some(code), Some(status)) => status >= 500 && Limit::of(code, None) != Some(Limit::Rate),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_refusal_says_that_nothing_was_done() {
        assert!(!is_lost(Some("InvalidGroup.Duplicate"), Some(400)));
        assert!(!is_lost(Some("RequestLimitExceeded"), Some(503)));
        assert!(is_lost(Some("InternalError"), Some(500)));
        assert!(is_lost(Some("Unavailable"), Some(503)));
        assert!(is_lost(None, Some(200)), "the answer was cut off");
        assert!(is_lost(None, Some(502)));
        assert!(is_lost(None, None), "the connection was");
    }
}
