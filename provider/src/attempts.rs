//! How often a call was sent: whether an object that is in the way may be the one that an attempt
//! before made, whose answer was lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// Counts the attempts of a call that it is an interceptor of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attempts(Arc<AtomicUsize>);

impl Attempts {
    /// Whether the call was sent more than once.
    pub(crate) fn were_several(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 1
    }
}

#[dyn_dispatch_hint]
impl Intercept for Attempts {
    fn name(&self) -> &'static str {
        "Attempts"
    }

    fn read_before_attempt(
        &self,
        _context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}
