//! One attribute of a queue, for the types that manage no more than that.

use std::time::Duration;

use aws_sdk_sqs::types::QueueAttributeName;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use schemas::check::Outcome;
use tfplugin::path;

use crate::policy::{Policy, retry_on_iam_propagation};
use crate::prelude::*;
use crate::provider::Partition;
use crate::{arn, error};

/// The codes of "there is no such queue", of today and of older endpoints.
pub(super) const NOT_FOUND: &[&str] =
    &["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"];

/// How long SQS may go on showing what was taken away: it says a minute.
const PROPAGATION: Duration = Duration::from_secs(2 * 60);

/// The attribute's value; `None` if there is no queue, or if it has no such attribute.
pub(super) async fn get(cx: &Cx, url: &str, name: QueueAttributeName) -> Result<Option<String>> {
    let request = cx.sqs().get_queue_attributes().queue_url(url).attribute_names(name.clone());
    let Some(output) = request.send().await.none_if_not_found(NOT_FOUND)? else {
        return Ok(None);
    };
    let value = output.attributes.and_then(|mut it| it.remove(&name));
    Ok(value.filter(|it| !it.is_empty()))
}

/// Sets a document, which `argument` holds. One that says nothing would leave the object without
/// what it is there for.
pub(super) async fn put(
    cx: &Cx,
    url: &str,
    name: QueueAttributeName,
    (argument, document): (&str, String),
) -> Result<()> {
    if document.is_empty() {
        let error = Error::at(path(argument), format!("`{argument}` says nothing"));
        return Err(error.remedy(format!(
            "To remove that of the queue, remove this resource. Otherwise set `{argument}`."
        )));
    }
    let is_of_new_identity = |it: &SdkError<_, Response>| {
        is_of_policy(it) && Policy(document.clone()).names_identities()
    };
    let request = cx.sqs().set_queue_attributes().queue_url(url).attributes(name, &document);
    let send = || request.clone().send();
    retry_on_iam_propagation(cx, is_of_new_identity, send).await?.into_result()?;
    Ok(())
}

/// Takes a document from the queue, as long as it is the one that was put there: another is somebody
/// else's, or of another place in the configuration.
pub(super) async fn take_away(
    cx: &Cx,
    url: &str,
    name: QueueAttributeName,
    is_ours: impl Fn(&str) -> bool + Send + Sync,
) -> Result<()> {
    match get(cx, url, name.clone()).await? {
        None => return Ok(()),
        Some(it) if !is_ours(&it) => {
            cx.warn(Error::new(format!("the queue has a different {name} by now, which is kept")));
            return Ok(());
        }
        Some(_) => {}
    }
    let request = cx.sqs().set_queue_attributes().queue_url(url).attributes(name.clone(), "");
    request.send().await.none_if_not_found(NOT_FOUND)?;
    cx.until_within(PROPAGATION, || async {
        match get(cx, url, name.clone()).await? {
            Some(it) if is_ours(&it) => {
                Ok(Progress::Pending(format!("the queue still has its {name}")))
            }
            _ => Ok(Progress::Ready(())),
        }
    })
    .await
}

/// Whether SQS does not like a policy. It says no more where it has not heard of a principal.
pub(super) fn is_of_policy<E: ProvideErrorMetadata>(it: &SdkError<E, Response>) -> bool {
    let code = error::code(it).unwrap_or_default();
    let message = error::message(it).unwrap_or_default();
    ["InvalidAttributeValue", "InvalidParameterValue"].iter().any(|it| code.starts_with(it))
        && (message.contains("parameter Policy") || message.contains("rincipal"))
}

/// Checks the URL of the queue that a document is for. What is hardly a URL is no error: SQS may run
/// anywhere.
pub(super) fn check_url(text: &str) -> Outcome {
    match url_of(text) {
        None => Ok(()),
        Some(url) => Err(format!("must be the URL of a queue, not its ARN: {url}")),
    }
}

/// Objects are imported by the URL of their queue.
pub(super) fn import(id: &str) -> Result<String> {
    if id.starts_with("https://") || id.starts_with("http://") {
        return Ok(id.to_owned());
    }
    let error = Error::new(format!("{id:?} is not the URL of a queue"));
    Err(match url_of(id) {
        Some(url) => error.remedy(format!("Import with the queue's URL: {url}")),
        None => error.remedy(format!(
            "Import with its URL, such as https://sqs.us-east-1.amazonaws.com/123456789012/orders. \
             `aws sqs get-queue-url --queue-name {id}` returns it."
        )),
    })
}

/// The URL of the queue whose ARN this is.
fn url_of(id: &str) -> Option<String> {
    let [_, "sqs", region, account, name] = arn::parts(id)? else { return None };
    let suffix = Partition::of(region)?.dns_suffix;
    Some(format!("https://sqs.{region}.{suffix}/{account}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_urls_are_imported() {
        assert!(import("https://sqs.us-east-1.amazonaws.com/123456789012/orders").is_ok());
        assert!(import("http://localhost:4566/000000000000/orders").is_ok());
        for (id, expected) in [
            ("orders", "get-queue-url --queue-name orders"),
            (
                "arn:aws-cn:sqs:cn-north-1:123456789012:orders",
                "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders",
            ),
        ] {
            let error = import(id).unwrap_err();
            assert!(error.remedy.contains(expected), "{}", error.remedy);
        }
    }
}
