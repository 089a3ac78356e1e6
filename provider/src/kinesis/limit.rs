//! Limits of Kinesis, all of which go by one code.

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::error::{code, message};

const LIMIT: &str = "LimitExceededException";

/// Whether too much goes on at the moment: so many streams may be created and deleted at a time, and
/// so many consumers registered. It ends by itself.
pub(super) fn is_of_the_moment<E: ProvideErrorMetadata>(error: &SdkError<E, Response>) -> bool {
    says_of_the_moment(code(error), message(error))
}

fn says_of_the_moment(code: Option<&str>, message: Option<&str>) -> bool {
    const WORDS: &[&str] = &["at the same time", "simultaneously"];
    let message = message.unwrap_or_default();
    code == Some(LIMIT) && WORDS.iter().any(|it| message.contains(it))
}

/// Whether a quota is used up.
pub(super) fn is_quota<E: ProvideErrorMetadata>(error: &SdkError<E, Response>) -> bool {
    code(error) == Some(LIMIT) && !is_of_the_moment(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_by_itself_is_no_quota() {
        for (message, expected) in [
            (
                "This request would exceed the limit on the number of streams that can \
                 simultaneously be in CREATING or DELETING. Limit: 5",
                true,
            ),
            ("No more than 5 consumers can be in CREATING at the same time.", true),
            ("This request would exceed the shard limit for the account 123456789012", false),
            ("", false),
        ] {
            assert_eq!(says_of_the_moment(Some(LIMIT), Some(message)), expected, "{message}");
        }
        assert!(!says_of_the_moment(Some("ResourceInUseException"), Some("simultaneously")));
    }
}
