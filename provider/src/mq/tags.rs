//! The tags of brokers and configurations, which go by ARN.

use crate::prelude::*;
use crate::tags;

/// Makes the tags that were planned of those that there were.
pub(super) async fn update(
    cx: &Cx,
    arn: &str,
    prior: Option<&Tags>,
    plan: Option<&Tags>,
) -> Result<()> {
    let untag = |keys| cx.mq().delete_tags().resource_arn(arn).set_tag_keys(Some(keys)).send();
    let tag = |tags| cx.mq().create_tags().resource_arn(arn).set_tags(Some(tags)).send();
    tags::update(prior, plan, untag, tag).await
}
