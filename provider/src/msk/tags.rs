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
    let changes = tags::changes(prior, plan);
    if let Some(keys) = changes.gone {
        let request = cx.kafka().untag_resource().resource_arn(arn).set_tag_keys(Some(keys));
        request.send().await.into_result()?;
    }
    if let Some(added) = changes.added {
        let request = cx.kafka().tag_resource().resource_arn(arn).set_tags(Some(added));
        request.send().await.into_result()?;
    }
    Ok(())
}
