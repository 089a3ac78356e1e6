//! What the SDK reports, in words for the user.

use std::error::Error as StdError;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::endpoint::error::ResolveEndpointError;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use tfplugin::{Error, Kind, Result};

use crate::limit::Limit;
use crate::provider::credentials::NoCredentials;
use crate::provider::http::{Asked, Cause, Failure};
use crate::provider::retries::{Place, Stopped};

/// What a call of the SDK gave, on its way to being a [`Result`].
pub trait Answer<T> {
    /// Any error is a failure.
    fn into_result(self) -> Result<T>;

    /// An error with one of these codes means that the object does not exist.
    fn none_if_not_found(self, codes: &[&str]) -> Result<Option<T>>;
}

impl<T, E> Answer<T> for Result<T, SdkError<E, Response>>
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    fn into_result(self) -> Result<T> {
        self.map_err(|it| failure(&it))
    }

    fn none_if_not_found(self, codes: &[&str]) -> Result<Option<T>> {
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
/// was no answer, in words of our own. What the SDK says of itself may hold the whole request.
pub fn failure<E>(error: &SdkError<E, Response>) -> Error
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    let mut told = match error {
        SdkError::ServiceError(it) => service(it.err(), it.raw()),
        SdkError::ResponseError(it) => not_of_aws(it.raw()),
        other => unanswered(other),
    };
    if let Some(id) = request_id(error) {
        told.message.push_str(&format!(" (request id {id})"));
    }
    if error.as_service_error().and_then(ProvideErrorMetadata::code).is_some_and(denies) {
        told.kind = Kind::Denied;
    }
    told
}

/// Whether a code says that the credentials, which are good, do not allow the call.
fn denies(code: &str) -> bool {
    const ENDS: &[&str] =
        &["AccessDenied", "AuthorizationError", "UnauthorizedOperation", "Forbidden"];
    let code = code.strip_suffix("Exception").unwrap_or(code);
    ENDS.iter().any(|it| code.ends_with(it))
}

fn service(error: &dyn ProvideErrorMetadata, response: &Response) -> Error {
    let Some(code) = error.code().filter(|it| is_code(it)) else { return not_of_aws(response) };
    let told = match error.message().and_then(|it| words(code, it, response)) {
        Some(message) => Error::new(format!("{code}: {message}")),
        None => Error::new(code),
    };
    if Limit::of(code, error.message()) == Some(Limit::Quota) {
        return told.remedy(QUOTA);
    }
    match response.extension::<Place>() {
        Some(Place(place)) => match credentials_remedy(code, &told.message) {
            Some(remedy) => told.remedy(format!("The credentials come from {place}. {remedy}")),
            None => told,
        },
        None => told,
    }
}

/// What to do about any quota. Types say more where they know which it is.
const QUOTA: &str = "This is a quota, so retrying does not help: use less, or request an increase \
                     in Service Quotas if it is adjustable.";

/// An answer that is none of AWS's: that of a proxy, of a load balancer, of another server. It may
/// repeat what it was sent, and is not shown.
fn not_of_aws(response: &Response) -> Error {
    let status = response.status().as_u16();
    let asked = response.extension::<Asked>().map_or("the service", |it| it.url.as_str());
    let what = match status {
        200..=299 => "and an unreadable body",
        _ => "without an AWS error",
    };
    Error::new(format!("{asked} responded with HTTP {status} {what}")).remedy(
        "Check what responds at this address: a proxy, a load balancer, or a server that is not \
         AWS.",
    )
}

/// Whether a text is the code of an error and not a text that something else put in its place.
fn is_code(text: &str) -> bool {
    let is_legal = |it: char| it.is_ascii_alphanumeric() || "._-:#".contains(it);
    (1..=100).contains(&text.len()) && text.chars().all(is_legal)
}

/// Most of what a message has to say. Refusals that IAM has encoded are the longest.
const LONGEST: usize = 8000;

/// The message of an error of AWS. Nothing if it is a page.
fn words(code: &str, message: &str, response: &Response) -> Option<String> {
    // A signature that does not match is explained by all the headers that were signed.
    let is_signature = code.contains("Signature");
    let end =
        ["The Canonical String", "The String-to-Sign"].iter().filter_map(|it| message.find(it));
    let end = end.min().filter(|_| is_signature).unwrap_or(message.len());
    let message = message[..end].trim().trim_end_matches('.').trim();
    let is_page = message.starts_with('<');
    let message: String =
        message.chars().map(|it| if it.is_control() { ' ' } else { it }).take(LONGEST).collect();
    let asked = response.extension::<Asked>().into_iter();
    let message = asked
        .flat_map(|it| &it.secrets)
        .fold(message, |message, secret| message.replace(secret, "(sensitive value)"));
    (!message.is_empty() && !is_page).then_some(message)
}

/// What to do about credentials that AWS does not take.
fn credentials_remedy(code: &str, message: &str) -> Option<&'static str> {
    let code = code.rsplit('#').next().unwrap_or(code);
    Some(match code {
        "ExpiredToken" | "ExpiredTokenException" | "RequestExpired" | "TokenRefreshRequired" => {
            "They have expired: renew them there and try again."
        }
        // Of EC2, which says so of much else too.
        "AuthFailure" if !message.contains("credentials") => return None,
        "AuthFailure"
        | "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "InvalidAccessKeyId"
        | "InvalidToken"
        | "InvalidSecurity"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException" => {
            "AWS does not recognize them: correct them there. Or the account has not enabled the \
             region."
        }
        "SignatureDoesNotMatch" | "InvalidSignatureException" | "IncompleteSignature" => {
            "The secret access key does not match the access key ID: correct them there. Or the \
             clock of this machine is wrong."
        }
        _ => return None,
    })
}

fn request_id<E: ProvideErrorMetadata>(error: &SdkError<E, Response>) -> Option<&str> {
    let id = error.request_id().or_else(|| error.as_service_error()?.meta().request_id());
    id.filter(|it| is_code(it))
}

/// Why a call got no answer.
fn unanswered(error: &(dyn StdError + 'static)) -> Error {
    cause(error).unwrap_or_else(|| Error::new("the request could not be sent"))
}

/// The innermost cause that is known: whatever else an error says is not shown.
pub(crate) fn cause(error: &(dyn StdError + 'static)) -> Option<Error> {
    let mut inner = Some(error);
    let mut found = None;
    while let Some(it) = inner {
        found = known(it).or(found);
        inner = it.source();
    }
    found
}

fn known(error: &(dyn StdError + 'static)) -> Option<Error> {
    if let Some(NoCredentials(missing)) = error.downcast_ref() {
        return Some(missing.clone());
    }
    if let Some(failure) = error.downcast_ref::<Failure>() {
        return Some(match failure.cause {
            Cause::Stopped => Error::interrupted(),
            _ => Error::new(failure.to_string()),
        });
    }
    if error.is::<Stopped>() {
        return Some(Error::interrupted());
    }
    if let Some(it) = error.downcast_ref::<CredentialsError>() {
        return match it {
            CredentialsError::ProviderTimedOut(it) => {
                let seconds = it.timeout_duration().as_secs();
                Some(Error::new(format!("no AWS credentials within {seconds} s")))
            }
            _ => None,
        };
    }
    // Its rules have words of their own, but other errors of this kind hold the request.
    let endpoint = error.downcast_ref::<ResolveEndpointError>()?;
    let text = endpoint.to_string();
    let message = match (text.contains("FIPS"), text.contains("DualStack")) {
        (false, false) => "there is no endpoint for this service and region",
        _ => {
            "the service has no endpoint in this region with the given `use_fips_endpoint` and \
             `use_dualstack_endpoint`"
        }
    };
    Some(Error::new(message))
}

#[cfg(test)]
mod tests {
    use aws_sdk_sts::operation::get_caller_identity::GetCallerIdentityError;
    use aws_smithy_runtime_api::client::result::ConnectorError;
    use aws_smithy_types::body::SdkBody;
    use aws_smithy_types::error::ErrorMetadata;

    use super::*;

    fn refused(code: &str, message: &str) -> SdkError<GetCallerIdentityError, Response> {
        let metadata = ErrorMetadata::builder().code(code).message(message).build();
        let mut response = Response::new(400.try_into().unwrap(), SdkBody::empty());
        response.headers_mut().insert("x-amzn-requestid", "0a1b");
        SdkError::service_error(GetCallerIdentityError::generic(metadata), response)
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
    fn a_quota_is_told_as_one() {
        let quota = "The maximum number of rules per security group has been reached.";
        let told = failure(&refused("RulesPerSecurityGroupLimitExceeded", quota));
        assert!(told.remedy.contains("Service Quotas"), "{told:?}");
        assert_eq!(failure(&refused("LimitExceededException", "Rate exceeded")).remedy, "");
    }

    #[test]
    fn what_is_no_error_of_aws_is_not_shown() {
        let url = "https://sqs.eu-west-1.amazonaws.com/";
        for (code, message) in [
            (None, Some("password=secret")),
            (None, None),
            (Some("not a code: secret"), Some("secret")),
            (Some("<html>"), None),
        ] {
            let mut metadata = ErrorMetadata::builder();
            if let Some(code) = code {
                metadata = metadata.code(code);
            }
            if let Some(message) = message {
                metadata = metadata.message(message);
            }
            let mut response = Response::new(502.try_into().unwrap(), SdkBody::from("secret"));
            response.headers_mut().insert("x-amzn-requestid", "a secret of the proxy");
            response.add_extension(Asked { url: url.to_owned(), secrets: Vec::new() });
            let error = GetCallerIdentityError::generic(metadata.build());
            let told = failure(&SdkError::service_error(error, response));
            assert_eq!(told.message, format!("{url} responded with HTTP 502 without an AWS error"));
        }
    }

    #[test]
    fn errors_of_libraries_are_not_shown() {
        let request = "request { password: secret }";
        let told = |error: SdkError<GetCallerIdentityError, Response>| failure(&error).message;
        let response = || Response::new(200.try_into().unwrap(), SdkBody::from("secret"));
        for message in [
            told(SdkError::construction_failure(request)),
            told(SdkError::timeout_error(request)),
            told(SdkError::response_error(request, response())),
            told(SdkError::dispatch_failure(ConnectorError::io(request.into()))),
            told(SdkError::dispatch_failure(ConnectorError::other(
                ResolveEndpointError::message(request).into(),
                None,
            ))),
        ] {
            assert!(!message.contains("secret") && !message.is_empty(), "{message}");
        }
    }

    #[test]
    fn a_message_has_no_page_and_no_headers_in_it() {
        let mut response = Response::new(400.try_into().unwrap(), SdkBody::empty());
        let secrets = vec!["token".to_owned()];
        response.add_extension(Asked { url: "http://host".to_owned(), secrets });
        let words = |code: &str, text: &str| words(code, text, &response);
        assert_eq!(words("Denied", " Not\nyou. "), Some("Not you".to_owned()));
        assert_eq!(words("Denied", "with token"), Some("with (sensitive value)".to_owned()));
        assert_eq!(words("Denied", "<!DOCTYPE html>"), None);
        let text =
            "It does not match.\n\nThe Canonical String should have been\nx-amz-security-token:a";
        assert_eq!(words("SignatureDoesNotMatch", text), Some("It does not match".to_owned()));
    }

    #[test]
    fn credentials_that_are_refused_are_told_with_their_place() {
        for code in ["ExpiredToken", "com.amazon#UnrecognizedClientException", "AuthFailure"] {
            let mut error = refused(code, "No such credentials");
            if let SdkError::ServiceError(it) = error {
                let mut response = Response::new(403.try_into().unwrap(), SdkBody::empty());
                response.add_extension(Place("profile \"a\"".to_owned()));
                error = SdkError::service_error(it.into_err(), response);
            }
            let told = failure(&error);
            assert!(
                told.remedy.starts_with("The credentials come from profile \"a\"."),
                "{told:?}"
            );
        }
        assert_eq!(failure(&refused("AccessDenied", "No")).remedy, "");
    }

    #[test]
    fn what_is_gone_is_none() {
        fn ask(codes: &[&str]) -> Result<Option<()>> {
            Err(refused("QueueDoesNotExist", "no")).none_if_not_found(codes)
        }
        assert_eq!(ask(&["QueueDoesNotExist"]), Ok(None));
        assert!(ask(&["Other"]).is_err());
    }
}
