//! The tags of topics.

use std::collections::HashMap;

use aws_sdk_sns::types::Tag;

use super::GONE;
use crate::prelude::*;
use crate::{error, tags};

pub(super) fn to_create(tags: Option<&Tags>) -> Option<Vec<Tag>> {
    tags::to_create(tags).map(to_api)
}

fn to_api(tags: HashMap<String, String>) -> Vec<Tag> {
    // The SDK refuses to build a tag only where a part is missing.
    let tags = tags.into_iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    tags.filter_map(Result::ok).collect()
}

/// The tags of a topic; `None` if there is no topic. Not every partition has any.
pub(super) async fn read(cx: &Cx, arn: &str) -> Result<Option<Tags>> {
    match cx.sns().list_tags_for_resource().resource_arn(arn).send().await {
        Err(it) if error::code(&it).is_some_and(|it| it.ends_with("InvalidAction")) => {
            Ok(Some(Tags::new()))
        }
        answer => {
            let output = answer.unless_gone(GONE)?;
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
        request.send().await.or_fail()?;
    }
    if let Some(added) = changes.added {
        let request = cx.sns().tag_resource().resource_arn(arn).set_tags(Some(to_api(added)));
        request.send().await.or_fail()?;
    }
    Ok(())
}
