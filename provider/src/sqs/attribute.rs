//! One attribute of a queue, for the types that manage no more than that.

use aws_sdk_sqs::types::QueueAttributeName;

use crate::prelude::*;

/// The codes of "there is no such queue", of today and of older endpoints.
pub(super) const GONE: &[&str] = &["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"];

/// The attribute's value; `None` if there is no queue, or if it has no such attribute.
pub(super) async fn get(cx: &Cx, url: &str, name: QueueAttributeName) -> Result<Option<String>> {
    let request = cx.sqs().get_queue_attributes().queue_url(url).attribute_names(name.clone());
    let Some(output) = request.send().await.unless_gone(GONE)? else {
        return Ok(None);
    };
    let value = output.attributes.and_then(|mut it| it.remove(&name));
    Ok(value.filter(|it| !it.is_empty()))
}

pub(super) async fn set(cx: &Cx, url: &str, name: QueueAttributeName, value: &str) -> Result<()> {
    let request = cx.sqs().set_queue_attributes().queue_url(url).attributes(name, value);
    request.send().await.or_fail()?;
    Ok(())
}

/// Takes the attribute from the queue, if there still is one.
pub(super) async fn clear(cx: &Cx, url: &str, name: QueueAttributeName) -> Result<()> {
    let request = cx.sqs().set_queue_attributes().queue_url(url).attributes(name, "");
    request.send().await.unless_gone(GONE)?;
    Ok(())
}

/// Objects are imported by the URL of their queue.
pub(super) fn import(id: &str) -> Result<String> {
    match id.starts_with("https://") || id.starts_with("http://") {
        true => Ok(id.to_owned()),
        false => Err(Error::new(format!(
            "{id:?} is not the URL of a queue: import with one such as \
             https://sqs.us-east-1.amazonaws.com/123456789012/orders"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_urls_are_imported() {
        assert!(import("https://sqs.us-east-1.amazonaws.com/123456789012/orders").is_ok());
        assert!(import("http://localhost:4566/000000000000/orders").is_ok());
        assert!(import("orders").is_err());
        assert!(import("arn:aws:sqs:us-east-1:123456789012:orders").is_err());
    }
}
