//! The tags of objects of MSK, which go by ARN.

use crate::prelude::*;
use crate::tags;

/// Makes the tags that were planned of those that there were.
pub(super) async fn update(
    cx: &Cx,
    arn: &str,
    prior: Option<&Tags>,
    plan: Option<&Tags>,
) -> Result<()> {
    let untag =
        |keys| cx.kafka().untag_resource().resource_arn(arn).set_tag_keys(Some(keys)).send();
    let tag = |tags| cx.kafka().tag_resource().resource_arn(arn).set_tags(Some(tags)).send();
    tags::update(prior, plan, untag, tag).await
}
