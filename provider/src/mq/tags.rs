//! The tags of brokers and configurations, which go by ARN.

use std::collections::HashMap;

use crate::prelude::*;

/// Makes the tags that were planned of those that there were.
pub(super) async fn update(
    cx: &Cx,
    arn: &str,
    prior: Option<&Tags>,
    plan: Option<&Tags>,
) -> Result<()> {
    let none = Tags::new();
    let (old, new) = (prior.unwrap_or(&none), plan.unwrap_or(&none));
    let gone: Vec<String> = old.keys().filter(|it| !new.contains_key(*it)).cloned().collect();
    if !gone.is_empty() {
        let request = cx.mq().delete_tags().resource_arn(arn).set_tag_keys(Some(gone));
        request.send().await.or_fail()?;
    }
    let added = new.iter().filter(|(key, value)| old.get(*key) != Some(value));
    let added: HashMap<_, _> = added.map(|(key, it)| (key.clone(), it.clone())).collect();
    if !added.is_empty() {
        let request = cx.mq().create_tags().resource_arn(arn).set_tags(Some(added));
        request.send().await.or_fail()?;
    }
    Ok(())
}

/// Tags as the API takes them with a creation: none rather than an empty map.
pub(super) fn to_create(tags: Option<&Tags>) -> Option<HashMap<String, String>> {
    let tags = tags.filter(|it| !it.is_empty())?;
    Some(tags.iter().map(|(key, it)| (key.clone(), it.clone())).collect())
}
