//! The tags of streams, which go by name, and of consumers, which go by ARN.

use aws_sdk_kinesis::types::Tag;

use super::NOT_FOUND;
use crate::prelude::*;
use crate::tags;

/// How many tags one call for a stream takes where Kinesis is older.
pub(super) const MOST_IN_A_CALL: usize = 10;

/// The tags of a stream; `None` if there is no stream.
pub(super) async fn of_stream(cx: &Cx, name: &str) -> Result<Option<Tags>> {
    let mut tags = Tags::new();
    let mut request = cx.kinesis().list_tags_for_stream().stream_name(name);
    loop {
        let Some(page) = request.clone().send().await.none_if_not_found(NOT_FOUND)? else {
            return Ok(None);
        };
        let last = page.tags.last().map(|it| it.key.clone());
        tags.extend(from_api(page.tags));
        match last.filter(|_| page.has_more_tags) {
            Some(last) => request = request.exclusive_start_tag_key(last),
            None => return Ok(Some(tags)),
        }
    }
}

/// The tags of a consumer; `None` if there is none.
pub(super) async fn of_consumer(cx: &Cx, arn: &str) -> Result<Option<Tags>> {
    let request = cx.kinesis().list_tags_for_resource().resource_arn(arn);
    let answer = request.send().await.none_if_not_found(NOT_FOUND)?;
    Ok(answer.map(|it| from_api(it.tags.unwrap_or_default())))
}

/// Makes the tags of a consumer that were planned of those that there were.
pub(super) async fn update_consumer(
    cx: &Cx,
    arn: &str,
    prior: Option<&Tags>,
    plan: Option<&Tags>,
) -> Result<()> {
    let untag =
        |keys| cx.kinesis().untag_resource().resource_arn(arn).set_tag_keys(Some(keys)).send();
    let tag = |tags| cx.kinesis().tag_resource().resource_arn(arn).set_tags(Some(tags)).send();
    tags::update(prior, plan, untag, tag).await
}

fn from_api(tags: Vec<Tag>) -> Tags {
    tags.into_iter().map(|it| (it.key, it.value.unwrap_or_default())).collect()
}
