//! The tags of topics.

use std::collections::HashMap;

use aws_sdk_sns::types::Tag;

use super::NOT_FOUND;
use crate::prelude::*;
use crate::tags;

pub(super) fn to_api(tags: HashMap<String, String>) -> Vec<Tag> {
    // The SDK refuses to build a tag only where a part is missing.
    let tags = tags.into_iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    tags.filter_map(Result::ok).collect()
}

/// The tags of a topic; `None` if there is no topic.
pub(super) async fn read(cx: &Cx, arn: &str) -> Result<Option<Tags>> {
    match cx.sns().list_tags_for_resource().resource_arn(arn).send().await {
        Err(it) if tags::are_unsupported(cx, &it) => Ok(Some(Tags::new())),
        answer => {
            let output = answer.none_if_not_found(NOT_FOUND)?;
            let pair = |it: Tag| (it.key, it.value);
            Ok(output.map(|it| it.tags.unwrap_or_default().into_iter().map(pair).collect()))
        }
    }
}

/// Makes the tags that were planned of those that there were.
pub(super) async fn update(
    cx: &Cx,
    arn: &str,
    prior: Option<&Tags>,
    plan: Option<&Tags>,
) -> Result<()> {
    let changes = tags::changes(prior, plan);
    if let Some(keys) = changes.gone {
        let request = cx.sns().untag_resource().resource_arn(arn).set_tag_keys(Some(keys));
        match request.send().await {
            Err(it) if tags::are_unsupported(cx, &it) => {}
            answer => drop(answer.into_result()?),
        }
    }
    match changes.added {
        Some(added) => add(cx, arn, added).await,
        None => Ok(()),
    }
}

pub(super) async fn add(cx: &Cx, arn: &str, tags: HashMap<String, String>) -> Result<()> {
    match cx.sns().tag_resource().resource_arn(arn).set_tags(Some(to_api(tags))).send().await {
        Err(it) if tags::are_unsupported(cx, &it) => {
            tags::left_out(cx);
            Ok(())
        }
        answer => answer.into_result().map(drop),
    }
}
