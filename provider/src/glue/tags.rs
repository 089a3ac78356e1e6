//! The tags of registries and schemas, which go by ARN.

use super::NOT_FOUND;
use crate::prelude::*;
use crate::tags;

/// The tags of an object; `None` if there is none.
pub(super) async fn of(cx: &Cx, arn: &str) -> Result<Option<Tags>> {
    let answer = cx.glue().get_tags().resource_arn(arn).send().await;
    let answer = answer.none_if_not_found(NOT_FOUND)?;
    Ok(answer.map(|it| it.tags.unwrap_or_default().into_iter().collect()))
}

/// Makes the tags that were planned of those that there were.
pub(super) async fn update(
    cx: &Cx,
    arn: &str,
    prior: Option<&Tags>,
    plan: Option<&Tags>,
) -> Result<()> {
    let client = cx.glue();
    let untag =
        |keys| client.untag_resource().resource_arn(arn).set_tags_to_remove(Some(keys)).send();
    let tag = |tags| client.tag_resource().resource_arn(arn).set_tags_to_add(Some(tags)).send();
    tags::update(prior, plan, untag, tag).await
}
