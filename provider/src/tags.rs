//! Tags on their way to AWS, for services that take them as a map, and partitions that have none.

use std::collections::HashMap;

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use schemas::Tags;
use tfplugin::{Error, Result, path};

use crate::error::{self, Answer};
use crate::provider::Cx;

/// The codes, without what stands before a point and without `Exception`, of "there is no such
/// call".
const NO_SUCH_CALL: &[&str] =
    &["InvalidAction", "UnknownOperation", "UnsupportedOperation", "OperationNotSupported"];

/// What calls for tags, or a creation with tags, are answered with as well where a partition has
/// none.
const ELSEWHERE: &[&str] = &[
    "AccessDenied",
    "AuthorizationError",
    "Internal",
    "InternalFailure",
    "InternalServiceError",
    "InternalServiceFault",
    "InvalidParameter",
    "InvalidParameterValue",
    "InvalidRequest",
    "OperationDisabled",
    "OperationNotPermitted",
    "Validation",
    "ValidationError",
];

/// Whether the answer to a call for tags, or to a creation with tags, says that there are none here.
/// Not every partition has any.
pub(crate) fn are_unsupported<E>(cx: &Cx, error: &SdkError<E, Response>) -> bool
where
    E: ProvideErrorMetadata,
{
    error::code(error).is_some_and(|it| says_unsupported(it, cx.partition().id))
}

fn says_unsupported(code: &str, partition: &str) -> bool {
    let code = code.rsplit('.').next().unwrap_or_default();
    let code = code.strip_suffix("Exception").unwrap_or(code);
    NO_SUCH_CALL.contains(&code) || partition != "aws" && ELSEWHERE.contains(&code)
}

/// Tells that tags were left out, where there are none.
pub(crate) fn left_out(cx: &Cx) {
    let error = Error::at(path("tags"), "this partition does not support tags: they were ignored");
    cx.changed_by_api(error.remedy("Remove `tags`, and `default_tags` of the provider."));
}

/// Tags as a creation takes them: none rather than an empty map.
pub(crate) fn to_create(tags: Option<&Tags>) -> Option<HashMap<String, String>> {
    let tags = tags.filter(|it| !it.is_empty())?;
    Some(tags.clone().into_iter().collect())
}

/// Makes the tags that were planned of those that there were, by the calls of a service that take
/// tags away and that add them.
pub(crate) async fn update<U, T, Untagged, Tagged>(
    prior: Option<&Tags>,
    plan: Option<&Tags>,
    untag: impl FnOnce(Vec<String>) -> U + Send,
    tag: impl FnOnce(HashMap<String, String>) -> T + Send,
) -> Result<()>
where
    U: Future<Output: Answer<Untagged>> + Send,
    T: Future<Output: Answer<Tagged>> + Send,
{
    let changes = changes(prior, plan);
    if let Some(keys) = changes.gone {
        untag(keys).await.into_result()?;
    }
    if let Some(added) = changes.added {
        tag(added).await.into_result()?;
    }
    Ok(())
}

/// What makes the planned tags of those that there were. `None` where there is nothing to send.
pub(crate) struct Changes {
    /// Keys of the tags to take away.
    pub(crate) gone: Option<Vec<String>>,
    /// Tags to add, or to give another value.
    pub(crate) added: Option<HashMap<String, String>>,
}

pub(crate) fn changes(prior: Option<&Tags>, plan: Option<&Tags>) -> Changes {
    let none = Tags::new();
    let (old, new) = (prior.unwrap_or(&none), plan.unwrap_or(&none));
    let gone: Vec<String> = old.keys().filter(|it| !new.contains_key(*it)).cloned().collect();
    let added = new.iter().filter(|(key, value)| old.get(*key) != Some(value));
    let added: HashMap<_, _> = added.map(|(key, it)| (key.clone(), it.clone())).collect();
    Changes {
        gone: Some(gone).filter(|it| !it.is_empty()),
        added: Some(added).filter(|it| !it.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(pairs: &[(&str, &str)]) -> Tags {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_partition_without_tags_says_so_in_many_words() {
        for (code, partition, expected) in [
            ("UnsupportedOperation", "aws", true),
            ("AWS.SimpleQueueService.UnsupportedOperation", "aws", true),
            ("UnknownOperationException", "aws", true),
            ("InvalidAction", "aws", true),
            ("AccessDenied", "aws", false),
            ("ValidationException", "aws", false),
            ("AccessDenied", "aws-iso", true),
            ("ValidationException", "aws-iso-b", true),
            ("QueueDoesNotExist", "aws-iso", false),
            ("Throttling", "aws-iso", false),
        ] {
            assert_eq!(says_unsupported(code, partition), expected, "{code} {partition}");
        }
    }

    #[test]
    fn only_what_differs_is_sent() {
        let (old, new) =
            (tags(&[("a", "1"), ("b", "2"), ("c", "3")]), tags(&[("a", "1"), ("b", "3")]));
        let Changes { gone, added } = changes(Some(&old), Some(&new));
        assert_eq!(gone, Some(vec!["c".to_owned()]));
        assert_eq!(added, Some(HashMap::from([("b".to_owned(), "3".to_owned())])));

        let Changes { gone, added } = changes(Some(&old), Some(&old));
        assert_eq!((gone, added), (None, None));
        assert_eq!(to_create(Some(&Tags::new())), None);
    }
}
