//! Principals that a service has not heard of yet.

use std::future::Future;
use std::time::Duration;

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use tfplugin::Kind;

use crate::error;
use crate::prelude::*;

/// How long a new user or role is unheard of at most.
const PROPAGATION: Duration = Duration::from_secs(60);

/// Sends a policy. One that names a role is refused until the service has heard of the role, which
/// `is_unheard_of` tells by the error. What is given back is the last answer.
pub(crate) async fn retry_on_iam_propagation<T, E, F>(
    cx: &Cx,
    is_unheard_of: impl Fn(&SdkError<E, Response>) -> bool + Send + Sync,
    send: impl Fn() -> F + Send + Sync,
) -> Result<Result<T, SdkError<E, Response>>>
where
    F: Future<Output = Result<T, SdkError<E, Response>>> + Send,
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    T: Send,
{
    cx.until_within(PROPAGATION, || async {
        match send().await {
            Err(it) if is_unheard_of(&it) => {
                Err(Error { kind: Kind::Retryable, ..error::failure(&it) })
            }
            answer => Ok(Progress::Ready(answer)),
        }
    })
    .await
}
