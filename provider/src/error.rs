//! What the SDK reports, in words for the user.

use std::error::Error as StdError;

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use tfplugin::{Error, Kind, Result};

use crate::provider::credentials::NoCredentials;

/// What a call of the SDK gave, on its way to being a [`Result`].
pub trait Answer<T> {
    /// Any error is a failure.
    fn or_fail(self) -> Result<T>;

    /// An error with one of these codes means that the object does not exist.
    fn unless_gone(self, codes: &[&str]) -> Result<Option<T>>;
}

impl<T, E> Answer<T> for Result<T, SdkError<E, Response>>
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    fn or_fail(self) -> Result<T> {
        self.map_err(|it| failure(&it))
    }

    fn unless_gone(self, codes: &[&str]) -> Result<Option<T>> {
        match self {
            Ok(output) => Ok(Some(output)),
            Err(error) if code(&error).is_some_and(|it| codes.contains(&it)) => Ok(None),
            Err(error) => Err(failure(&error)),
        }
    }
}

/// The service's code of the error, if it is the service's error.
pub fn code<E: ProvideErrorMetadata>(error: &SdkError<E, Response>) -> Option<&str> {
    error.as_service_error().and_then(ProvideErrorMetadata::code)
}

/// The service's message of the error, if it is the service's error.
pub fn message<E: ProvideErrorMetadata>(error: &SdkError<E, Response>) -> Option<&str> {
    error.as_service_error().and_then(ProvideErrorMetadata::message)
}

/// The error for the user: the service's code and message and the id of the request, or why there
/// was no answer.
pub fn failure<E>(error: &SdkError<E, Response>) -> Error
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    let mut text = match error {
        SdkError::ServiceError(it) => service(it.err(), it.raw()),
        SdkError::ResponseError(it) => {
            let status = it.raw().status().as_u16();
            format!("the answer (HTTP {status}) cannot be understood: {}", causes(error))
        }
        SdkError::TimeoutError(_) => format!("no answer in time: {}", causes(error)),
        _ => causes(error),
    };
    if let Some(id) = request_id(error) {
        text.push_str(&format!(" (request id {id})"));
    }
    let is_denied =
        error.as_service_error().and_then(ProvideErrorMetadata::code).is_some_and(denies);
    let kind = if is_denied { Kind::Denied } else { Kind::Failed };
    Error { kind, ..Error::new(text) }
}

/// Whether a code says that the credentials, which are good, do not allow the call.
fn denies(code: &str) -> bool {
    const ENDS: &[&str] =
        &["AccessDenied", "AuthorizationError", "UnauthorizedOperation", "Forbidden"];
    let code = code.strip_suffix("Exception").unwrap_or(code);
    ENDS.iter().any(|it| code.ends_with(it))
}

fn service(error: &dyn ProvideErrorMetadata, response: &Response) -> String {
    let message = error.message().map(|it| it.trim_end_matches('.').trim());
    match (error.code(), message.filter(|it| !it.is_empty())) {
        (Some(code), Some(message)) => format!("{code}: {message}"),
        (Some(code), None) => code.to_owned(),
        (None, Some(message)) => message.to_owned(),
        (None, None) => format!("the service answered HTTP {}", response.status().as_u16()),
    }
}

fn request_id<E: ProvideErrorMetadata>(error: &SdkError<E, Response>) -> Option<&str> {
    error.request_id().or_else(|| error.as_service_error()?.meta().request_id())
}

/// The innermost cause that says something, which is the one that a user can act on.
pub(crate) fn causes(error: &(dyn StdError + 'static)) -> String {
    let mut texts: Vec<String> = Vec::new();
    let mut cause = Some(error);
    while let Some(it) = cause {
        if let Some(missing) = it.downcast_ref::<NoCredentials>() {
            return missing.to_string();
        }
        let text = it.to_string();
        if !FRAMES.contains(&text.as_str()) && !texts.contains(&text) {
            texts.push(text);
        }
        cause = it.source();
    }
    match texts.is_empty() {
        true => error.to_string(),
        false => texts.join(": "),
    }
}

/// What the SDK's errors say of themselves while the cause is further inside.
const FRAMES: &[&str] = &[
    "dispatch failure",
    "failed to construct request",
    "request has timed out",
    "response error",
    "service error",
    "io error",
    "timeout",
    "other",
    "user error",
    "an error occurred while loading credentials",
    "the credentials provider was not properly configured",
    "an unexpected error occurred while loading credentials",
    "client error (Connect)",
    "client error (SendRequest)",
];

#[cfg(test)]
mod tests {
    use aws_sdk_sqs::operation::get_queue_url::GetQueueUrlError;
    use aws_smithy_types::body::SdkBody;
    use aws_smithy_types::error::ErrorMetadata;

    use super::*;

    fn refused(code: &str, message: &str) -> SdkError<GetQueueUrlError, Response> {
        let metadata = ErrorMetadata::builder().code(code).message(message).build();
        let mut response = Response::new(400.try_into().unwrap(), SdkBody::empty());
        response.headers_mut().insert("x-amzn-requestid", "0a1b");
        SdkError::service_error(GetQueueUrlError::generic(metadata), response)
    }

    #[test]
    fn a_failure_has_code_message_and_request_id() {
        let error = refused("AccessDenied", "User ann is not authorized.");
        let expected = "AccessDenied: User ann is not authorized (request id 0a1b)";
        assert_eq!(failure(&error).message, expected);
        assert_eq!(code(&error), Some("AccessDenied"));
    }

    #[test]
    fn a_denial_is_told_apart_from_wrong_credentials() {
        for code in ["AccessDenied", "AccessDeniedException", "AuthorizationError", "Forbidden"] {
            assert_eq!(failure(&refused(code, "no")).kind, Kind::Denied, "{code}");
        }
        for code in ["ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch"] {
            assert_eq!(failure(&refused(code, "no")).kind, Kind::Failed, "{code}");
        }
    }

    #[test]
    fn what_is_gone_is_none() {
        fn ask(codes: &[&str]) -> Result<Option<()>> {
            Err(refused("QueueDoesNotExist", "no")).unless_gone(codes)
        }
        assert_eq!(ask(&["QueueDoesNotExist"]), Ok(None));
        assert!(ask(&["Other"]).is_err());
    }
}
