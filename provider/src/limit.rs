//! The limits of AWS. One on calls passes by itself: they are tried again. A quota does not: that is
//! an error at once. Services have one code for both, and the message tells them apart.

use std::error::Error as StdError;

use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{
    ClassifyRetry, RetryAction, RetryClassifierPriority,
};
use aws_smithy_types::error::ErrorMetadata;

/// A limit that stands in the way of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// How many calls, or objects on their way, there may be at a time.
    Rate,
    /// How much there may be, or how often something may be done in a day.
    Quota,
}

/// Codes that end like quotas and are said of calls alone.
const OF_CALLS: &[&str] = &["RequestLimitExceeded", "BandwidthLimitExceeded"];

/// How the codes of limits end.
const ENDS: &[&str] = &["LimitExceeded", "LimitReached", "QuotaExceeded", "OverLimit"];

/// What messages say of limits that pass, in lower case.
const PASSING: &[&str] = &[
    "rate exceeded",
    "rate limit",
    "too many requests",
    "throttl",
    "per second",
    "simultaneously",
    "at the same time",
];

/// A status that objects have for minutes. In other letters it is what was tried.
const ON_ITS_WAY: &str = "CREATING";

impl Limit {
    /// The limit that an error tells of.
    pub(crate) fn of(code: &str, message: Option<&str>) -> Option<Limit> {
        let code = code.rsplit('#').next().unwrap_or(code);
        let name = code.strip_suffix("Exception").unwrap_or(code);
        if OF_CALLS.contains(&name) || name.to_ascii_lowercase().contains("throttl") {
            return Some(Limit::Rate);
        }
        if !ENDS.iter().any(|it| name.ends_with(it)) {
            return None;
        }
        let message = message.filter(|it| !it.is_empty())?;
        let lower = message.to_ascii_lowercase();
        let is_passing =
            message.contains(ON_ITS_WAY) || PASSING.iter().any(|it| lower.contains(it));
        Some(if is_passing { Limit::Rate } else { Limit::Quota })
    }
}

/// Tries calls again that came too fast, and none that a quota refuses.
#[derive(Debug)]
pub(crate) struct Limits;

impl ClassifyRetry for Limits {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        self.classify_retry_v2(context, &RetryAction::NoActionIndicated)
    }

    fn classify_retry_v2(
        &self,
        context: &InterceptorContext,
        previous: &RetryAction,
    ) -> RetryAction {
        let Some(Err(error)) = context.output_or_error() else {
            return RetryAction::NoActionIndicated;
        };
        match error.as_operation_error().and_then(|it| told(it)) {
            Some(Limit::Quota) => RetryAction::RetryForbidden,
            // The SDK may have been told how long to wait.
            Some(Limit::Rate) if *previous == RetryAction::NoActionIndicated => {
                RetryAction::throttling_error()
            }
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "Limits"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}

/// The limit that the error of any operation tells of. Its type is not known here: what a service's
/// model has no name for holds code and message as they came, the rest is written `Name: message`.
fn told(error: &(dyn StdError + 'static)) -> Option<Limit> {
    if let Some(metadata) = error.source().and_then(|it| it.downcast_ref::<ErrorMetadata>()) {
        return Limit::of(metadata.code()?, metadata.message());
    }
    let text = error.to_string();
    let end = text.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(text.len());
    let message = text.split_once(": ").map(|(_, message)| message);
    Limit::of(&text[..end], message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_told_from_a_quota_by_the_message() {
        let of = |message: &str| Limit::of("LimitExceededException", Some(message));
        for passing in [
            "Rate exceeded for stream orders under account 123456789012.",
            "Rate exceeded",
            "This request would have exceed the limit on the number of streams that can \
             simultaneously be in CREATING or DELETING. Limit: 5",
            "Too many consumers of the stream are in CREATING state",
        ] {
            assert_eq!(of(passing), Some(Limit::Rate), "{passing}");
        }
        for quota in [
            "This request would exceed the shard limit for the account 123456789012 in us-east-1. \
             Current shard count for the account: 4. Limit: 3.",
            "UpdateShardCount cannot scale up over double your current open shard count.",
            "Resource limit exceeded.",
            "The requested resource exceeds the maximum number allowed.",
        ] {
            assert_eq!(of(quota), Some(Limit::Quota), "{quota}");
        }
    }

    #[test]
    fn what_says_nothing_more_is_left_to_the_sdk() {
        assert_eq!(Limit::of("LimitExceededException", None), None);
        assert_eq!(Limit::of("LimitExceededException", Some("")), None);
        assert_eq!(Limit::of("ValidationException", Some("Rate exceeded")), None);
    }

    #[test]
    fn codes_of_every_service_are_known() {
        for code in ["Throttled", "KMSThrottlingException", "KmsThrottled", "RequestLimitExceeded"]
        {
            assert_eq!(Limit::of(code, Some("no")), Some(Limit::Rate), "{code}");
        }
        for code in [
            "RulesPerSecurityGroupLimitExceeded",
            "SecurityGroupLimitExceeded",
            "TopicLimitExceeded",
            "SubscriptionLimitExceeded",
            "ServiceQuotaExceededException",
            "OverLimit",
            "com.amazonaws.kinesis#LimitExceededException",
        ] {
            assert_eq!(Limit::of(code, Some("no more")), Some(Limit::Quota), "{code}");
        }
    }
}
